import { expect, it } from 'vitest';
import { bool, clock, clocked, genFor, input, module, oppositeEdge, output, simulate, uint } from './index.ts';
import { checkDesign } from './passes/check/checkDesign.ts';
import { noSource } from './passes/lower/names.ts';
import { emitModule, modulesOf } from './passes/pipeline.ts';

const Count = module('count', { params: {}, ports: () => ({ q: output(uint(4)) }) }, ({ q }, _, m) => {
  const { own } = m.regs({ own: uint(4) });
  own.set(own.inc());
  q.set(own);
});

/** What enters leaves half a cycle behind the register that takes it; a block counts the falling edges. */
const Late = module(
  'late',
  {
    params: {},
    clocks: { main: clock({ ports: { clock: 'clk', reset: 'rst' } }) },
    ports: () => ({ d: input(uint(4)), early: output(uint(4)), q: output(uint(4)), falls: output(uint(4)) }),
  },
  ({ d, early, q, falls }, _, m, { main }) => {
    const { held } = m.regs({ held: uint(4) });
    held.set(d);
    early.set(held);
    clocked(oppositeEdge(main), () => {
      const { late } = m.regs({ late: uint(4) });
      late.set(held);
      q.set(late);
      m.inst('count', Count, {}, { q: falls });
    });
  },
);

it('is the other edge in the output, for instances too, and no crossing', () => {
  const top = Late.elaborate();
  expect([...checkDesign(top).values()].flatMap(({ diagnostics, warnings }) => [...diagnostics, ...warnings])).toEqual(
    [],
  );
  const [count, late] = modulesOf(top).map(each => emitModule(each, { source: noSource, prefix: '' }).text);
  expect(late?.match(/always @\(.*\)/g)).toEqual(['always @(posedge clk)', 'always @(negedge clk)']);
  expect(count).toContain('module count_falling (');
  expect(count?.match(/always @\(.*\)/g)).toEqual(['always @(negedge clk)']);
});

it('comes half a period apart', () => {
  const late = simulate(Late, {}, { periods: { main: 8 } });
  late.reset();
  late.poke('d', 5);
  const recording = late.record(['early', 'q', 'falls']);
  late.step(6);
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle  2 3 4 5 6 7
    clk    ▁▁▔▔▁▁▔▔▁▁▔▔
    early  │0  │5
    q      │0    │5
    falls  │0│1  │2  │3"
  `);
  expect(late.due).toEqual(['main_opposite']);
  late.tick('main_opposite');
  late.tick('main');
  late.step(1, 'main');
  expect(recording.vcd().match(/\$var wire 1 .*/g)).toHaveLength(1);
  expect(() => simulate(Late, {}, { periods: { main_opposite: 3 } })).toThrow('the other edge of `main`');
});

it('is refused in a generate block', () => {
  const Wrong = module(
    'wrong',
    { params: {}, clocks: { main: clock() }, ports: () => ({ q: output(bool) }) },
    ({ q }, _, __, { main }) => {
      q.set(true);
      genFor(2, 'lane', () => void oppositeEdge(main));
    },
  );
  expect(() => Wrong.elaborate()).toThrow('`oppositeEdge` stands in a generate block.');
});
