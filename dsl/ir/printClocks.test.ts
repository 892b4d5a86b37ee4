import { expect, it } from 'vitest';
import { asynchronous, bool, clock, clocked, input, module, output, synchronise } from '../index.ts';
import { printModule } from './print.ts';

const Hold = module('hold', { params: {}, ports: () => ({ d: input(bool), q: output(bool) }) }, ({ d, q }, _, m) => {
  const { held } = m.regs({ held: bool });
  held.set(d);
  q.set(held);
});

it('clocks and what belongs to them are printed', () => {
  const Design = module(
    'printed',
    {
      params: {},
      clocks: { fast: clock({ reset: 'asynchronous', active: 'low' }), slow: clock({ enable: true }) },
      ports: (_, { slow }) => ({ d: asynchronous(input(bool)), q: slow.port(output(bool)) }),
    },
    ({ d, q }, _, m, { fast, slow }) => {
      const seen = clocked(fast, () => synchronise(d));
      clocked(fast, () => m.assert(seen.or(seen.not()), 'one or the other'));
      clocked(slow, () => m.inst('hold', Hold, {}, { d: synchronise(seen), q }));
    },
  );
  expect(printModule(Design.elaborate())).toMatchInlineSnapshot(`
    "module printed()
      clock fast: rising fast_clk reset fast_rst_n (asynchronous, low)
      clock slow: rising slow_clk reset slow_rst (synchronous, high) enable slow_en
      input fast_rst_n: bool
      input slow_rst: bool
      input slow_en: bool
      input d: bool in no clock
      output q: bool in slow
      register synchronised_1: bool in fast reset 0 (ASYNC_REG = TRUE) (keep = true)
      register synchronised_2: bool in fast reset 0 (ASYNC_REG = TRUE) (keep = true)
      register synchronised_1: bool in slow reset 0 (ASYNC_REG = TRUE) (keep = true)
      register synchronised_2: bool in slow reset 0 (ASYNC_REG = TRUE) (keep = true)
      synchronised_1 := d
      synchronised_2 := synchronised_1
      assert or(synchronised_2, not(synchronised_2)) "one or the other" in fast
      synchronised_1 := synchronised_2
      synchronised_2 := synchronised_1
      instance hold: hold_en ()
        clock clk <- slow
        d <- synchronised_2
        q -> q
    "
  `);
});
