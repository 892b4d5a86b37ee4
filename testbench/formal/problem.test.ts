import { expect, it } from 'vitest';
import {
  type AnyModule,
  bool,
  type ClockOptions,
  clock,
  clocked,
  int,
  module,
  oppositeEdge,
  output,
  sink,
  synchronise,
  uint,
} from '../../dsl/index.ts';
import { problemOf } from './problem.ts';

/** Holds a bit under one clock, and what another clock sees of it. */
const toggles = (one: ClockOptions, two: ClockOptions) =>
  module(
    'toggles',
    {
      params: { W: int(2, { min: 1 }) },
      clocks: { one: clock(one), two: clock(two) },
      ports: ({ W }, clocks) => ({ d: clocks.one.port(sink(uint(W))), q: clocks.two.port(output(bool)) }),
    },
    ({ d, q }, _, m, clocks) => {
      const { held } = clocked(clocks.one, () => m.regs({ held: bool }));
      held.set(d.valid.and(d.bits.reduceOr()));
      d.ready.set(true);
      clocked(clocks.two, () => {
        const seen = synchronise(held);
        q.set(seen);
        m.assert(seen.or(seen.not()), 'one or the other');
      });
    },
  );
const problemFor = (described: AnyModule) =>
  problemOf({ name: 'toggles', description: 'toggles', module: described, values: { W: 1 } });

it('gives several clocks edges at will, and one of another name the edges of all', async () => {
  const { files } = await problemFor(toggles({}, {}));
  expect([...files.keys()]).toEqual(['toggles_en.v', 'toggles_at_any_edges.v', expect.any(String)]);
  const text = files.get('toggles_at_any_edges.v') ?? '';
  for (const port of ['clk', 'rst', 'd_valid', 'edge_of_one', 'edge_of_two'])
    expect(text).toMatch(new RegExp(`\\b${port},?\n`));
  const Named = module(
    'named',
    { params: {}, clocks: { main: clock() }, ports: () => ({ q: output(bool) }) },
    ({ q }, _, m) => {
      const { held } = m.regs({ held: bool });
      held.set(held.not());
      q.set(held);
      m.assert(held.or(held.not()), 'one or the other');
    },
  );
  const named = await problemOf({ name: 'named', description: 'named', module: Named, values: {} });
  expect(named.files.get('named_at_any_edges.v')).not.toMatch(/input +wire +edge_of/);
});

it('refuses a clock that states what the clock of a proof is not', async () => {
  await expect(problemFor(toggles({ reset: 'asynchronous' }, {}))).rejects.toThrow(
    'Clock `one` of instance `toggles` of `toggles` cannot be domain `one_edges`: its reset is asynchronous',
  );
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
