import {
  bool,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';
import { Requantiser } from './requantiser.ts';

/**
 * From sums to results. A vector in mode 0 goes by as it is; in the other modes its COLS sums go through LANES
 * requantising lanes, LANES a cycle, and come out sign-extended. The order is kept: a vector that goes by waits until
 * the lanes are empty.
 *
 * Latency: 0 in mode 0; ceil(COLS / LANES) - 1 + 6 + FLOAT otherwise, a vector every ceil(COLS / LANES) cycles.
 *
 * Combinational paths: out_ready to in_ready, and in mode 0 all inputs to the outputs.
 */
export const ResultPath = module(
  'result_path',
  {
    params: {
      /** Sums of a vector. */
      COLS: int(4, { min: 1 }),
      /** Bits of a sum. OUT_WIDTH or more. */
      ACC_WIDTH: int(32, { max: 32 }),
      /** Requantising lanes, up to COLS; 0: there is only mode 0. */
      LANES: int(4, { min: 0 }),
      /** Bits of a requantised result. */
      OUT_WIDTH: int(8, { min: 2, max: 31 }),
      /** 1: mode 3 is there. */
      FLOAT: int(1, { min: 0, max: 1 }),
      /** Bits of the tag that goes with a vector. */
      TAG_WIDTH: int(1, { min: 1 }),
    },
    where: ({ COLS, ACC_WIDTH, LANES, OUT_WIDTH }) => [LANES.atMost(COLS), ACC_WIDTH.atLeast(OUT_WIDTH)],
    ports: ({ COLS, ACC_WIDTH, OUT_WIDTH, TAG_WIDTH }) => ({
      /** Sums, column 0 in the low bits, and how they are requantised; see requantiser. */
      in: sink(vec(COLS, sint(ACC_WIDTH))),
      in_scale: input(vec(COLS, uint(32))),
      in_shift: input(vec(COLS, sint(6))),
      in_mode: input(uint(2)),
      in_offset: input(sint(OUT_WIDTH)),
      in_low: input(sint(OUT_WIDTH)),
      in_high: input(sint(OUT_WIDTH)),
      in_tag: input(uint(TAG_WIDTH)),
      /** Results, column 0 in the low bits, and the tag of their sums. */
      out: source(vec(COLS, sint(ACC_WIDTH))),
      out_tag: output(uint(TAG_WIDTH)),
    }),
  },
  (io, { COLS, ACC_WIDTH, LANES, OUT_WIDTH, FLOAT, TAG_WIDTH }, m) => {
    genIf(
      LANES.lessThan(1),
      [
        'bare',
        () => {
          io.in.ready.set(io.out.ready);
          io.out.valid.set(io.in.valid);
          io.out.bits.set(io.in.bits);
          io.out_tag.set(io.in_tag);
          m.unused(
            {
              scale: io.in_scale,
              shift: io.in_shift,
              mode: io.in_mode,
              offset: io.in_offset,
              low: io.in_low,
              high: io.in_high,
            },
            'nothing is requantised',
          );
        },
      ],
      [
        'lanes',
        () => {
          // Here there is a lane at least.
          const LAST = COLS.minus(1).floorDiv(LANES.orWhenZero(1));
          const GROUPS = LAST.plus(1);
          const GROUP_WIDTH = indexWidth(GROUPS);
          const group = uint(GROUP_WIDTH);
          const { in_group, out_group } = m.regs({
            /** The group of sums that enters, and that of results that comes out. */
            in_group: group,
            out_group: group,
          });
          const { sums, scales, shifts, results } = m.wires({
            sums: vec(GROUPS, vec(LANES, sint(32))),
            scales: vec(GROUPS, vec(LANES, uint(32))),
            shifts: vec(GROUPS, vec(LANES, sint(6))),
            results: vec(COLS, sint(ACC_WIDTH)),
          });
          const { lane } = m.streams({ lane: vec(LANES, sint(OUT_WIDTH)) });
          const { lane_tag, enter_ready, busy } = m.wires({ lane_tag: uint(TAG_WIDTH), enter_ready: bool, busy: bool });

          const pass = io.in_mode.eq(0);
          const enter = io.in.valid.and(pass.not());
          const inLast = in_group.eq(LAST);
          const outLast = out_group.eq(LAST);

          lane.ready.set(outLast.not().or(io.out.ready));
          io.in.ready.set(mux(pass, busy.not().and(io.out.ready), enter_ready.and(inLast)));
          io.out.valid.set(mux(busy, lane.valid.and(outLast), io.in.valid.and(pass)));
          io.out.bits.set(mux(busy, results, io.in.bits));
          io.out_tag.set(mux(busy, lane_tag, io.in_tag));

          when(enter.and(enter_ready), () => in_group.set(in_group.incMod(GROUPS)));
          when(lane.fire, () => out_group.set(out_group.incMod(GROUPS)));

          m.inst(
            'requantise',
            Requantiser,
            { LANES, OUT_WIDTH, FLOAT, TAG_WIDTH },
            {
              in: { valid: enter, ready: enter_ready, bits: sums.at(in_group) },
              in_scale: scales.at(in_group),
              in_shift: shifts.at(in_group),
              in_mode: io.in_mode,
              in_offset: io.in_offset,
              in_low: io.in_low,
              in_high: io.in_high,
              in_tag: io.in_tag,
              out: lane,
              out_tag: lane_tag,
              busy,
            },
          );

          genFor(GROUPS, 'group', g =>
            genFor(LANES, 'place', p => {
              const COLUMN = g.times(LANES).plus(p);
              genIf(
                COLUMN.lessThan(COLS),
                [
                  'column',
                  () => {
                    sums.at(g).at(p).set(io.in.bits.at(COLUMN).extend(32));
                    scales.at(g).at(p).set(io.in_scale.at(COLUMN));
                    shifts.at(g).at(p).set(io.in_shift.at(COLUMN));
                    const result = genIf(
                      g.eq(LAST),
                      ['last_group', () => lane.bits.at(p)],
                      [
                        'early_group',
                        () => {
                          const { kept } = m.regs({ kept: sint(OUT_WIDTH) }, { reset: 'none' });
                          when(lane.fire.and(out_group.eq(g)), () => kept.set(lane.bits.at(p)));
                          return kept;
                        },
                      ],
                    );
                    results.at(COLUMN).set(result.extend(ACC_WIDTH));
                  },
                ],
                [
                  'beyond',
                  () => {
                    sums.at(g).at(p).set(0);
                    scales.at(g).at(p).set(0);
                    shifts.at(g).at(p).set(0);
                  },
                ],
              );
            }),
          );
        },
      ],
    );
  },
);
