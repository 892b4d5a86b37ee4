import {
  bool,
  clock,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  lowestOne,
  module,
  mux,
  oneHotIndex,
  oneHotMux,
  output,
  sink,
  sint,
  source,
  struct,
  table,
  uint,
  vec,
  vecOf,
  when,
} from '../../../dsl/index.ts';

/** Round-robin arbiter: REQUESTERS streams become one, which says from whom each element came. */
export const StreamArbiter = module(
  'stream_arbiter',
  {
    params: {
      /** Streams that compete. */
      REQUESTERS: int(4, { min: 1 }),
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
    },
    clocks: { clk: clock() },
    ports: ({ REQUESTERS, WIDTH }) => ({
      /** One stream for each requester. */
      request: {
        valid: input(uint(REQUESTERS)),
        ready: output(uint(REQUESTERS)),
        bits: input(vec(REQUESTERS, uint(WIDTH))),
      },
      /** What was chosen. */
      granted: source(struct({ from: uint(indexWidth(REQUESTERS)), data: uint(WIDTH) })),
    }),
  },
  ({ request, granted }, { REQUESTERS }, m) => {
    // One bit for each requester that comes behind the last one served.
    const { behind } = m.regs({ behind: uint(REQUESTERS) });
    // A choice once offered stays until it is taken.
    const { locked, choice } = m.regs({ locked: bool, choice: uint(REQUESTERS) });

    const preferred = request.valid.and(behind);
    const fresh = mux(preferred.reduceOr(), lowestOne(preferred), lowestOne(request.valid));
    const winner = mux(locked, choice, fresh);

    granted.valid.set(request.valid.reduceOr());
    granted.bits.from.set(oneHotIndex(winner));
    granted.bits.data.set(oneHotMux(winner, request.bits));
    request.ready.set(mux(granted.ready, winner, 0));

    when(granted.valid, () => {
      locked.set(granted.ready.not());
      choice.set(winner);
    });
    // Those above the winner: its bit and all below, inverted.
    when(granted.fire, () => behind.set(winner.or(winner.dec()).not()));
    m.assert(winner.and(winner.dec()).eq(0), 'one requester at a time is served');
    m.cover(granted.fire.and(winner.bit(REQUESTERS.minus(1))), 'the last requester is served');
  },
);

/**
 * 3 × 3 windows over an image that streams by, line by line: one window for each pixel whose window lies within the
 * image, (COLUMNS − 2) × (LINES − 2) an image.
 */
export const Window3x3 = module(
  'window_3x3',
  {
    params: {
      /** Pixels of a line. */
      COLUMNS: int(640, { min: 3 }),
      /** Lines of an image. */
      LINES: int(480, { min: 3 }),
      /** Bits of a pixel. */
      WIDTH: int(8, { min: 1 }),
    },
    clocks: { clk: clock() },
    ports: ({ WIDTH }) => ({
      pixels: sink(uint(WIDTH)),
      /** Index 0 is the oldest, upper left pixel; the lines follow each other. */
      windows: source(vec(3, vec(3, uint(WIDTH)))),
    }),
  },
  ({ pixels, windows }, { COLUMNS, LINES, WIDTH }, m) => {
    const moves = windows.ready.or(windows.valid.not());
    pixels.ready.set(moves);

    const column = m.counter('column', COLUMNS, { enable: pixels.fire });
    const line = m.counter('line', LINES, { enable: pixels.fire.and(column.isLast) });

    // The two lines before this one, the older one first.
    const lines = m.mem('lines', vec(2, uint(WIDTH)), COLUMNS);
    const earlier = lines.read(column.value);
    const { entering } = m.wires({ entering: vec(3, uint(WIDTH)) });
    entering.at(0).set(earlier.at(0));
    entering.at(1).set(earlier.at(1));
    entering.at(2).set(pixels.bits);
    when(pixels.fire, () => lines.write(column.value, vecOf(uint(WIDTH), [entering.at(1), entering.at(2)])));

    const { held } = m.regs({ held: windows.bits.type }, { reset: 'none' });
    genFor(3, 'row', row => {
      genFor(3, 'tap', tap => {
        genIf(
          tap.lessThan(2),
          [
            'older',
            () =>
              when(pixels.fire, () =>
                held
                  .at(row)
                  .at(tap)
                  .set(held.at(row).at(tap.plus(1))),
              ),
          ],
          ['newest', () => when(pixels.fire, () => held.at(row).at(tap).set(entering.at(row)))],
        );
      });
    });

    const { full } = m.regs({ full: bool });
    when(moves, () => full.set(pixels.fire.and(column.value.ge(2)).and(line.value.ge(2))));
    windows.valid.set(full);
    windows.bits.set(held);
  },
);

/** Arc tangents of 2^-i, in parts of 2^16 to a half turn. */
const angles = Array.from({ length: 14 }, (_, i) => Math.round((Math.atan(2 ** -i) / Math.PI) * 2 ** 16));

/**
 * Rotates a vector by an angle, one element a cycle, STAGES + 1 cycles late. The length grows by 1.6468. The angle is a
 * signed fraction of a half turn, from −1/2 to 1/2.
 */
export const Cordic = module(
  'cordic',
  {
    params: {
      /** Bits of x and y. */
      WIDTH: int(16, { min: 4, max: 32 }),
      /** Rotations, one a stage. */
      STAGES: int(12, { min: 1, max: 14 }),
    },
    clocks: { clk: clock() },
    ports: ({ WIDTH }) => ({
      in: sink(struct({ x: sint(WIDTH), y: sint(WIDTH), angle: sint(17) })),
      out: source(struct({ x: sint(WIDTH.plus(2)), y: sint(WIDTH.plus(2)) })),
    }),
  },
  (io, { WIDTH, STAGES }, m) => {
    const wide = sint(WIDTH.plus(2));
    const point = struct({ x: wide, y: wide, angle: sint(17) });
    const moves = io.out.ready.or(io.out.valid.not());
    io.in.ready.set(moves);
    const steps = table(sint(17), angles);

    const { at } = m.wires({ at: vec(STAGES.plus(1), point) });
    const { first, full } = m.regs({ first: point, full: uint(STAGES.plus(1)) }, { reset: { full: 0 } });
    when(moves, () => {
      first.x.set(io.in.bits.x.extend(WIDTH.plus(2)));
      first.y.set(io.in.bits.y.extend(WIDTH.plus(2)));
      first.angle.set(io.in.bits.angle);
      full.set(full.shiftIn(io.in.valid));
    });
    at.at(0).set(first);
    genFor(STAGES, 'stage', i => {
      const { turned } = m.regs({ turned: point }, { reset: 'none' });
      const from = at.at(i);
      const left = from.angle.lt(0);
      const dx = from.x.shiftRight(i);
      const dy = from.y.shiftRight(i);
      when(moves, () => {
        turned.x.set(mux(left, from.x.addWrap(dy), from.x.subWrap(dy)));
        turned.y.set(mux(left, from.y.subWrap(dx), from.y.addWrap(dx)));
        turned.angle.set(mux(left, from.angle.addWrap(steps.at(i)), from.angle.subWrap(steps.at(i))));
      });
      at.at(i.plus(1)).set(turned);
    });
    const last = at.at(STAGES);
    io.out.valid.set(full.bit(STAGES));
    io.out.bits.set({ x: last.x, y: last.y });
  },
);
