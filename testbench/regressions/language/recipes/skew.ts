import { bool, genFor, genIf, input, int, module, output, uint, vec, when } from '../../../../dsl/index.ts';

/** Row r is delayed by r cycles, and by one more for every PERIOD rows above it. */
export const Skew = module(
  'skew',
  {
    params: { ROWS: int(4, { min: 1 }), W: int(8, { min: 1 }), PERIOD: int(2, { min: 0 }) },
    ports: ({ ROWS, W }) => ({
      advance: input(bool),
      x: input(vec(ROWS, uint(W))),
      y: output(vec(ROWS, uint(W))),
    }),
  },
  ({ advance, x, y }, { ROWS, W, PERIOD }, m) => {
    genFor(ROWS, 'row', r => {
      const DELAY = r.plus(r.floorDiv(PERIOD.orWhenZero(ROWS)));
      genIf(
        DELAY.eq(0),
        ['straight', () => y.at(r).set(x.at(r))],
        [
          'delayed',
          () => {
            const { taps } = m.regs({ taps: vec(DELAY, uint(W)) }, { reset: 'none' });
            genFor(DELAY, 'tap', t => {
              const before = genIf(t.eq(0), ['first', () => x.at(r)], ['next', () => taps.at(t.minus(1))]);
              when(advance, () => taps.at(t).set(before));
            });
            y.at(r).set(taps.at(DELAY.minus(1)));
          },
        ],
      );
    });
  },
);
