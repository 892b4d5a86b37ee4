import { expect, it } from 'vitest';
import { bool, input, int, module, output, uint, when } from './index.ts';
import { noSource } from './passes/lower/names.ts';
import { emitModule } from './passes/pipeline.ts';
import { simulate } from './simulate/simulate.ts';

const Counter = module(
  'counter',
  {
    params: { WIDTH: int(4, { min: 1 }) },
    ports: ({ WIDTH }) => ({ enable: input(bool), count: output(uint(WIDTH)) }),
  },
  (io, { WIDTH }, m) => {
    const { count } = m.regs({ count: uint(WIDTH) }, { reset: { count: 3 } });
    when(io.enable, () => count.set(count.inc()));
    io.count.set(count);
  },
);

const Pair = module(
  'pair',
  {
    params: { WIDTH: int(4, { min: 1 }) },
    ports: ({ WIDTH }) => ({
      clear: input(bool),
      enable: input(bool),
      first: output(uint(WIDTH)),
      second: output(uint(WIDTH)),
    }),
  },
  (io, { WIDTH }, m) => {
    m.inst('alone', Counter, { WIDTH }, { enable: io.enable, count: io.first }, { alsoReset: io.clear });
    m.inst('other', Counter, { WIDTH }, { enable: io.enable, count: io.second });
  },
);

it('resets one instance and leaves the other alone', () => {
  const simulator = simulate(Pair);
  simulator.reset();
  simulator.poke('enable', 1);
  simulator.poke('clear', 0);
  simulator.step(2);
  expect([simulator.peek('first'), simulator.peek('second')]).toEqual([5, 5]);
  simulator.poke('clear', 1);
  simulator.step(1);
  expect([simulator.peek('first'), simulator.peek('second')]).toEqual([3, 6]);
});

it('comes out at the instance', () => {
  const { text } = emitModule(Pair.elaborate(), { source: noSource, prefix: '' });
  expect(text).toMatch(/\) alone \(\n +\.clk +\(clk\),\n +\.rst +\(rst \|\| clear\),/);
  expect(text).toMatch(/\) other \(\n +\.clk +\(clk\),\n +\.rst +\(rst\),/);
});
