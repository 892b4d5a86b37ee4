import { describe, expect, it } from 'vitest';
import { int, module, output, sint, type UnprovedWidth, uint } from '../../dsl/index.ts';
import { operandNode } from '../../dsl/sources.ts';
import { icarusAvailable } from '../icarus/available.ts';
import type { Binding, ExpressionPlan, ModulePlan, ScalarPlan } from './plan.ts';
import { runCases } from './run.ts';
import { updatesFor } from './updates.ts';

describe('how often Icarus may compute a value anew', () => {
  it('is counted by operands of concatenations, and by bits that a sign fills', () => {
    let counted: number[] = [];
    const Counted = module(
      'counted',
      { params: { W: int(4, { min: 2, max: 9 }) }, ports: () => ({ q: output(uint(1)) }) },
      ({ q }, { W }, m) => {
        const { x, y } = m.regs({ x: uint(8), y: sint<UnprovedWidth>(W) });
        const [a, b] = [operandNode(x), operandNode(y)];
        const updates = (value: Parameters<typeof operandNode>[0], source = a): number =>
          updatesFor(operandNode(value), source);
        const flag = x.lt(x).asUint();
        counted = [
          updates(x.add(1)),
          updates(x.reduceXor()),
          updates(x.lt(x)),
          // 15 bits that are filled, and the bit itself, twice.
          updates(flag.asSint().extend(16)),
          updates(flag.extend(16)),
          // From one bit, which W may be in every plan, to twenty.
          updates(y.fit(20), b),
          updates(y.fit(20), a),
        ];
        q.set(0);
        m.unused({ x, y }, 'only looked at');
      },
    );
    Counted.elaborate();
    expect(counted).toEqual([1, 1, 2, 32, 2, 20, 0]);
  });
});

const literal = (bits: number): ScalarPlan['width'] => ({ kind: 'literal', bits });
const operation = (operator: string, operands: readonly ExpressionPlan[], bits: number): ExpressionPlan => ({
  kind: 'operation',
  operator,
  operands,
  variant: 0,
  width: literal(bits),
  constant: 0n,
});
const reference = (index: number): ExpressionPlan => ({ kind: 'reference', index, variant: 0 });

/** A chain of which each step compares all bits of the one before with itself, and fills 65 bits with what that gives. */
const chain: ModulePlan = {
  clock: undefined,
  inputs: [{ scalar: { kind: 'sint', width: literal(65) }, lengths: [] }],
  registers: [],
  body: [
    {
      kind: 'scan',
      count: 5,
      initial: reference(0),
      type: { kind: 'sint', width: literal(65) },
      step: operation('asSint', [operation('lt', [reference(2), reference(2)], 1)], 1),
    },
  ],
  outputs: [{ type: { scalar: { kind: 'uint', width: literal(65) }, lengths: [] }, value: reference(2) }],
  children: [],
  relation: 0,
  isObserved: false,
  isGrouped: false,
};
const binding: Binding = { W: 1, V: 1, N: 1, K: 0, S: 0 };

it('a chain that would take Icarus up to 12 for ever is another one', async ({ skip }) => {
  if (!(await icarusAvailable())) return skip('Icarus is not installed.');
  const options = { engines: ['Icarus'], lint: false, seed: 1, cycles: 4 } as const;
  expect(await runCases([{ plan: chain, bindings: [binding] }], options)).toEqual([]);
});
