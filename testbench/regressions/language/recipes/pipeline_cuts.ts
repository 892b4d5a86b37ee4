import { genFor, genIf, input, int, module, output, uint, vec } from '../../../../dsl/index.ts';

/** A delay of COLS cycles, and of one more at every cut: before each column whose number PERIOD divides. */
export const PipelineCuts = module(
  'pipeline_cuts',
  {
    params: { COLS: int(6, { min: 1 }), W: int(8, { min: 1 }), PERIOD: int(2, { min: 0 }) },
    ports: ({ W }) => ({ x: input(uint(W)), y: output(uint(W)) }),
  },
  ({ x, y }, { COLS, W, PERIOD }, m) => {
    const { east } = m.wires({ east: vec(COLS, uint(W)) });
    genFor(COLS, 'col', c => {
      const west = genIf(
        c.eq(0),
        ['west_edge', () => x],
        PERIOD.ne(0).and(c.mod(PERIOD.max(1)).eq(0)),
        [
          'cut',
          () => {
            const { extra } = m.regs({ extra: uint(W) }, { reset: 'none' });
            extra.set(east.at(c.minus(1)));
            return extra;
          },
        ],
        ['direct', () => east.at(c.minus(1))],
      );
      const { stage } = m.regs({ stage: uint(W) }, { reset: 'none' });
      stage.set(west);
      east.at(c).set(stage);
    });
    y.set(east.at(COLS.minus(1)));
  },
);
