import { type Builder, type HwType, type Operand, when } from '../../dsl/index.ts';
import { coerce, constantOf, toBool } from './coerce.ts';
import { expression } from './expression.ts';
import type { ExpressionPlan } from './plan.ts';
import { type Said, type Scribe, typeText, type Value } from './scribe.ts';

/** A register of the module, and what is known of how it is written. */
export interface Register {
  readonly value: Value;
  /** A generate loop writes it; no other may. */
  inLoop: boolean;
}

/** What the statements of one module share. */
export interface Body {
  readonly scribe: Scribe;
  readonly m: Builder;
  readonly init: Value;
  readonly initAddress: Value;
  readonly registers: readonly Register[];
  /** Whether the module has a reset; without one, registers are brought to known values while `init` is high. */
  readonly hasReset: boolean;
}

/** Calls a method of something that can be assigned, for its effect. */
export function assign(scribe: Scribe, target: Value, value: Said): void {
  scribe.line(`${target.text}.set(${value.text});`);
  Reflect.apply(Reflect.get(target.said, 'set'), target.said, [value.said]);
}

/** Declares one wire. */
export function wire({ scribe, m }: Pick<Body, 'scribe' | 'm'>, type: HwType, prefix = 'w'): Value {
  const name = scribe.fresh(prefix);
  scribe.line(`const { ${name} } = m.wires({ ${name}: ${typeText(type)} });`);
  const said: Operand<HwType> | undefined = m.wires({ [name]: type })[name];
  if (said === undefined) throw new Error('no wire');
  return { said, text: name };
}

/** Declares one register; what has no reset is given a value by `initialise`, behind all that assigns to it. */
export function register(
  { scribe, m, hasReset }: Pick<Body, 'scribe' | 'm' | 'hasReset'>,
  type: HwType,
  wanted: 'none' | 'zero' | bigint,
): Value {
  const reset = hasReset ? wanted : 'none';
  const name = scribe.fresh('r');
  const isScalar = type.kind !== 'vec' && type.kind !== 'struct';
  const constant = typeof reset === 'bigint' && isScalar ? constantOf(type, reset) : undefined;
  const options =
    reset === 'none' ? { reset: 'none' as const } : constant === undefined ? {} : { reset: { [name]: constant.said } };
  const text =
    reset === 'none'
      ? `, { reset: 'none' }`
      : constant === undefined
        ? ''
        : `, { reset: { ${name}: ${constant.text} } }`;
  scribe.line(`const { ${name} } = m.regs({ ${name}: ${typeText(type)} }${text});`);
  const made: unknown = Reflect.apply(m.regs, m, [{ [name]: type }, options]);
  const said = new Map(Object.entries<Operand<HwType>>(Object(made))).get(name);
  if (said === undefined) throw new Error('no register');
  return { said, text: name };
}

/** While `init` is high, what has no reset is given something that is known. */
export function initialise({ scribe, init, initAddress }: Body, target: Value): void {
  const condition = toBool(init);
  scribe.line(`when(${init.text}, () => {`);
  when(condition.said, () => scribe.within(() => assign(scribe, target, coerce(initAddress, target.said.type))));
  scribe.line('});');
}

export const evaluated = ({ scribe }: Body, plan: ExpressionPlan, type: HwType): Value =>
  coerce(expression(scribe, plan), type);
