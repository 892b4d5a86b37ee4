import { bool, indexWidth, input, int, module, output, uint, when } from '../../../../dsl/index.ts';

/** A ring of any length, one included. */
export const DepthOfOne = module(
  'depth_of_one',
  {
    params: { DEPTH: int(1, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ W }) => ({ write: input(bool), d: input(uint(W)), q: output(uint(W)) }),
  },
  ({ write, d, q }, { DEPTH, W }, m) => {
    const { position } = m.regs({ position: uint(indexWidth(DEPTH)) });
    const ram = m.mem('ram', uint(W), DEPTH);
    q.set(ram.read(position));
    when(write, () => {
      ram.write(position, d);
      position.set(position.incMod(DEPTH));
    });
  },
);
