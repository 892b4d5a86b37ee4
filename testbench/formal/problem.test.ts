import { expect, it } from 'vitest';
import { bool, clock, clocked, module, oppositeEdge, output } from '../../dsl/index.ts';
import { AsyncFifo } from '../../generators/buffers/asyncFifo.ts';
import { problemOf } from './problem.ts';

it('refuses several clocks, of which a step of a proof would be an edge of all', async () => {
  const proof = { name: 'queue', description: 'a queue', module: AsyncFifo, values: {} };
  await expect(problemOf(proof)).rejects.toThrow('queue cannot be proved: async_fifo has 2 clocks');
});

it('refuses a clock of which it would not hold the reset', async () => {
  const named = (ports: { readonly clock?: string; readonly reset?: string }) =>
    module(
      'toggles',
      { params: {}, clocks: { main: clock({ ports }) }, ports: () => ({ q: output(bool) }) },
      ({ q }, _, m, { main }) => {
        const { held } = clocked(main, () => m.regs({ held: bool }));
        held.set(held.not());
        q.set(held);
        m.assert(held.or(held.not()), 'one or the other');
      },
    );
  const proofOf = (ports: { readonly clock?: string; readonly reset?: string }) =>
    problemOf({ name: 'toggles', description: 'toggles', module: named(ports), values: {} });
  await expect(proofOf({})).rejects.toThrow('clock `main` of toggles is not `clk` with');
  expect((await proofOf({ clock: 'clk', reset: 'rst' })).files.size).toBe(2);
});

it('refuses registers that change at both edges of its clock', async () => {
  const Late = module(
    'late',
    {
      params: {},
      clocks: { clk: clock() },
      ports: () => ({ q: output(bool) }),
    },
    ({ q }, _, m, { clk }) => {
      const { held } = m.regs({ held: bool });
      held.set(held.not());
      const { late } = clocked(oppositeEdge(clk), () => m.regs({ late: bool }));
      late.set(held);
      q.set(late);
      m.assert(held.or(held.not()), 'one or the other');
    },
  );
  const proof = problemOf({ name: 'late', description: 'late', module: Late, values: {} });
  await expect(proof).rejects.toThrow('registers of late change at both edges of its clock');
});
