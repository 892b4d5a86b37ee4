import { expect, it } from 'vitest';
import { bool, input, module, output, type Signal, simulate, sint, when } from '../index.ts';
import type { BoolType } from '../types.ts';

type Bool = Signal<BoolType>;

const operators: readonly (readonly [string, (a: Bool, b: Bool) => Bool, (a: boolean, b: boolean) => boolean])[] = [
  ['and', (a, b) => a.and(b), (a, b) => a && b],
  ['or', (a, b) => a.or(b), (a, b) => a || b],
  ['xor', (a, b) => a.xor(b), (a, b) => a !== b],
  ['eq', (a, b) => a.eq(b), (a, b) => a === b],
  ['ne', (a, b) => a.ne(b), (a, b) => a !== b],
  ['xor of xor', (a, b) => a.xor(b).xor(a.and(b)), (a, b) => (a !== b) !== (a && b)],
  ['not of eq', (a, b) => a.eq(b).not(), (a, b) => a !== b],
];

it.each(operators)('a register of 40 bits is written when `%s` of two inputs holds', (_, make, holds) => {
  const Conditional = module(
    'conditional',
    { params: {}, ports: () => ({ a: input(bool), b: input(bool), y: output(sint(40)) }) },
    ({ a, b, y }, __, m) => {
      const { kept } = m.regs({ kept: sint(40) });
      when(make(a, b), () => kept.set(5));
      y.set(kept);
    },
  );
  const simulator = simulate(Conditional, {}, { seed: 1 });
  for (const a of [false, true])
    for (const b of [false, true]) {
      simulator.reset(1);
      simulator.poke('a', a);
      simulator.poke('b', b);
      simulator.step(1);
      expect({ a, b, y: simulator.peek('y') }).toEqual({ a, b, y: holds(a, b) ? 5n : 0n });
    }
});
