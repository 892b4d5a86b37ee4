import {
  bool,
  cat,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  output,
  sint,
  struct,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';
import { elementsOf, joinElements, type Row } from './tools.ts';

const Through = module(
  'through',
  {
    params: { W: int(4, { min: 1 }) },
    ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)), odd: output(bool) }),
  },
  ({ a, q, odd }) => {
    q.set(a);
    odd.set(a.reduceXor());
  },
);

const Status = struct({ flags: uint(8), level: sint(6) });

/** Bits of numbers as targets: by constants, by expressions, by values; of registers, wires, outputs, elements, fields. */
export const Parts = module(
  'parts',
  {
    params: { N: int(3, { min: 1 }), W: int(4, { min: 2 }) },
    ports: ({ N, W }) => ({
      load: input(bool),
      on: input(bool),
      which: input(uint(3)),
      lane: input(uint(indexWidth(N))),
      narrow: input(uint(2)),
      wide: input(uint(6)),
      d: input(uint(8)),
      x: input(uint(N.times(W))),
      board: output(uint(8)),
      entries: output(uint(N)),
      word: output(uint(16)),
      owned: output(uint(N.times(W))),
      reset_kept: output(uint(N.times(W))),
      rows: output(vec(N, uint(8))),
      status: output(Status),
      joined: output(uint(N.times(W))),
      corrected: output(uint(8)),
      in_lanes: output(uint(N.times(W))),
      bit_lanes: output(uint(N)),
      chosen: output(uint(9)),
      in_branch: output(uint(8)),
      from_instance: output(uint(16)),
      read_bit: output(bool),
    }),
  },
  (io, { N, W }, m) => {
    const { flags } = m.regs({ flags: uint(8) });
    flags.bit(io.which).set(io.on);
    when(io.load, () => flags.bit(io.narrow).set(false));
    io.board.set(flags);
    io.read_bit.set(flags.bit(io.which));

    const { busy } = m.regs({ busy: uint(N) });
    when(io.on, () => busy.bit(io.lane).set(true)).elseWhen(io.load, () => busy.bit(io.lane).set(false));
    io.entries.set(busy);

    const { wide_word } = m.regs({ wide_word: uint(16) }, { reset: { wide_word: 0x1234 } });
    wide_word.slice(8, 8).set(io.d);
    when(io.load, () => {
      wide_word.set(cat(io.d, io.d));
      wide_word.slice(4, 8).slice(2, 4).set(5);
      wide_word.bit(0).set(io.on);
    });
    io.word.set(wide_word);

    const { lanes } = m.regs({ lanes: uint(N.times(W)) });
    const { kept } = m.regs({ kept: uint(N.times(W)) }, { reset: { kept: 1 } });
    genFor(N, 'lane_of', i => {
      when(io.load, () => lanes.slice(i.times(W), W).set(io.x.slice(i.times(W), W)));
      when(io.on, () => kept.slice(i.times(W), W).set(io.x.slice(i.times(W), W)));
    });
    io.owned.set(lanes);
    io.reset_kept.set(kept);

    const { grid } = m.regs({ grid: vec(N, uint(8)) });
    genFor(N, 'row', i => grid.at(i).slice(0, 4).set(io.d.slice(4, 4)));
    when(io.on, () => grid.at(io.lane).bit(io.which).set(true));
    when(io.load, () => grid.at(io.lane).slice(6, 2).set(1));
    io.rows.set(grid);

    const { state } = m.regs({ state: Status });
    when(io.load, () => state.flags.bit(2).set(io.on));
    when(io.on, () => state.level.slice(2, 4).set(io.d.truncate(4)));
    when(io.load.and(io.on), () => state.level.bit(5).set(true));
    io.status.set(state);

    io.joined.slice(0, 1).set(io.d.slice(0, 1));
    io.joined.slice(1, N.times(W).minus(1)).set(io.x.slice(1, N.times(W).minus(1)));

    io.corrected.set(io.d);
    when(io.load, () => io.corrected.slice(4, 4).set(io.d.slice(0, 4)));
    when(io.on, () => io.corrected.bit(io.which).set(io.d.bit(io.which).not()));

    genFor(N, 'part', i => {
      const part = io.in_lanes.slice(i.times(W), W);
      part.set(io.x.slice(i.times(W), W));
      when(io.on, () => io.in_lanes.bit(i.times(W).plus(1)).set(io.load));
    });

    genFor(N, 'bit_lane', i => {
      const lane = io.bit_lanes.slice(i, 1);
      lane.set(io.x.slice(i.times(W), 1));
      when(io.load, () => lane.bit(io.d.slice(0, 1).and(io.d.slice(0, 1).not())).set(io.on));
      when(io.on, () => lane.bit(0).set(io.load));
    });

    const { hot } = m.wires({ hot: uint(9) });
    hot.set(0);
    hot.bit(io.wide).set(true);
    io.chosen.set(hot);

    const { branched } = m.wires({ branched: uint(8) });
    genIf(
      N.atLeast(2),
      [
        'many',
        () => {
          branched.slice(0, 6).set(io.d.slice(0, 6));
          when(io.on, () => branched.slice(2, 4).set(3));
          branched.slice(6, 2).set(2);
        },
      ],
      [
        'one',
        () => {
          branched.set(io.d);
          when(io.on, () => branched.bit(7).set(io.load));
        },
      ],
    );
    io.in_branch.set(branched);

    const { assembled } = m.wires({ assembled: uint(16) });
    m.inst('low', Through, { W: 4 }, { a: io.d.slice(0, 4), q: assembled.slice(4, 4), odd: assembled.bit(15) });
    m.inst('high', Through, { W: 7 }, { a: io.d.slice(1, 7), q: assembled.slice(8, 7), odd: assembled.bit(3) });
    assembled.slice(0, 3).set(io.d.truncate(3));
    when(io.load, () => assembled.slice(1, 2).set(0));
    io.from_instance.set(assembled);
  },
);

const bitOf = (value: bigint, at: number): bigint => (value >> BigInt(at)) & 1n;

/** `value` with bits `low` to `low + width - 1` replaced. */
function withBits(value: bigint, low: number, width: number, bits: bigint): bigint {
  const mask = ((1n << BigInt(width)) - 1n) << BigInt(low);
  return (value & ~mask) | ((bits << BigInt(low)) & mask);
}

const parity = (value: bigint): bigint => BigInt([...value.toString(2)].filter(digit => digit === '1').length % 2);

/** The same by definition. */
export function partOutputs({ N, W }: { readonly N: number; readonly W: number }, inputs: readonly Row[]): Row[] {
  const empty = () => ({
    board: 0n,
    entries: 0n,
    word: 0x1234n,
    owned: 0n,
    kept: 1n,
    rows: new Array<bigint>(N).fill(0n),
    flags: 0n,
    level: 0n,
  });
  let state = empty();
  return inputs.map(input => {
    const { rst = 0n, d = 0n, x = 0n } = input;
    const [load, on] = [input.load === 1n, input.on === 1n];
    const at = (name: string): number => Number(input[name] ?? 0n);
    const xs = elementsOf(x, N, W);
    let corrected = load ? withBits(d, 4, 4, d) : d;
    if (on) corrected = withBits(corrected, at('which'), 1, bitOf(d, at('which')) ^ 1n);
    let branched = N >= 2 ? withBits(d, 6, 2, 2n) : d;
    if (on) branched = N >= 2 ? withBits(branched, 2, 4, 3n) : withBits(branched, 7, 1, input.load ?? 0n);
    let assembled = d & 7n;
    if (load) assembled = withBits(assembled, 1, 2, 0n);
    assembled |= (parity(d >> 1n) << 3n) | ((d & 15n) << 4n) | ((d >> 1n) << 8n) | (parity(d & 15n) << 15n);
    const outputs: Row = {
      board: state.board,
      entries: state.entries,
      word: state.word,
      owned: state.owned,
      reset_kept: state.kept,
      rows: joinElements(state.rows, 8),
      status_flags: state.flags,
      status_level: state.level,
      joined: withBits(x, 0, 1, d),
      corrected,
      in_lanes: joinElements(
        xs.map(value => (on ? withBits(value, 1, 1, input.load ?? 0n) : value)),
        W,
      ),
      bit_lanes: joinElements(
        xs.map(value => (on ? (input.load ?? 0n) : load ? 0n : value & 1n)),
        1,
      ),
      chosen: 1n << (input.wide ?? 0n),
      in_branch: branched,
      from_instance: assembled,
      read_bit: bitOf(state.board, at('which')),
    };
    const next = { ...state, rows: [...state.rows] };
    next.board = withBits(next.board, at('which'), 1, input.on ?? 0n);
    if (load) next.board = withBits(next.board, at('narrow'), 1, 0n);
    if (on || load) next.entries = withBits(next.entries, at('lane'), 1, on ? 1n : 0n);
    next.word = withBits(next.word, 8, 8, d);
    if (load) next.word = withBits(withBits((d << 8n) | d, 6, 4, 5n), 0, 1, input.on ?? 0n);
    if (load) next.owned = x;
    if (on) next.kept = x;
    next.rows = next.rows.map((row, i) => {
      let value = withBits(row, 0, 4, d >> 4n);
      if (i !== at('lane')) return value;
      if (on) value = withBits(value, at('which'), 1, 1n);
      return load ? withBits(value, 6, 2, 1n) : value;
    });
    if (load) next.flags = withBits(next.flags, 2, 1, input.on ?? 0n);
    if (on) next.level = withBits(next.level, 2, 4, d);
    if (load && on) next.level = withBits(next.level, 5, 1, 1n);
    state = rst ? empty() : next;
    return outputs;
  });
}
