import { context } from './context.ts';
import { read } from './declaredValue.ts';
import { zero } from './functions.ts';
import { requireName, requireRecord } from './given.ts';
import { indexWidth, toExpr, type Width } from './ir/integer.ts';
import type { Operand, Signal } from './signal.ts';
import { sourceNode } from './sources.ts';
import { type BoolType, bool, type UIntType, type UnprovedWidth, uint } from './types.ts';
import { signalOf } from './value.ts';
import { refuseInWhen, when } from './when.ts';

export interface CounterOptions {
  /** Whether the counter counts in a cycle; in every one unless given. */
  readonly enable?: Operand<BoolType>;
  /** Brings the counter to 0, whether it is enabled or not. */
  readonly clear?: Operand<BoolType>;
}

export interface Counter {
  /** 0 to modulus - 1, in `indexWidth(modulus)` bits. */
  readonly value: Signal<UIntType<UnprovedWidth>>;
  /** Whether the value is modulus - 1: the next count brings it to 0. */
  readonly isLast: Signal<BoolType>;
}

/** A register `name` that counts from 0 to `modulus - 1` and begins again. */
export function counter(name: string, modulus: Width, options: CounterOptions = {}): Counter {
  const ctx = context('counter');
  requireName('The name of a counter', name);
  requireRecord('The options of a counter', options);
  refuseInWhen('counter');
  const type = uint<UnprovedWidth>(indexWidth(modulus));
  const value = read(type, ctx.declare('register', name, type, { reset: { kind: 'value', value: zero(type).node } }));
  const { enable, clear } = options;
  const count = (): void => value.set(value.incMod(modulus));
  ctx.namingItself(() => {
    if (enable === undefined) count();
    else when(enable, count);
    if (clear !== undefined) when(clear, () => value.set(0));
  });
  const last = ctx.node({
    kind: 'binary',
    operator: 'eq',
    type: bool,
    left: value.node,
    right: sourceNode(toExpr(modulus).minus(1), type),
    hint: `${name}_last`,
    nameless: true,
  });
  return { value, isLast: signalOf(bool, last) };
}
