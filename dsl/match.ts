import { describeType } from './conformance.ts';
import { literal, namedLiteral } from './constants.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { hotBit } from './elements.ts';
import { choose } from './functions.ts';
import type { Merged, Outcome } from './generate.ts';
import { requireRecord } from './given.ts';
import type { Node } from './ir/node.ts';
import type { Statement } from './ir/statement.ts';
import type { PathCondition } from './moduleContext.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isOperand, operandNode } from './sources.ts';
import { bool, type EnumType, type HwType, type UIntType, type UnprovedWidth, uint } from './types.ts';
import { called } from './userCode.ts';
import { isWhenChain, type WhenChain } from './when.ts';

/** What can be matched: a value of an enumeration with the names S, or a number. */
type Matched<S> = Operand<EnumType<S & string>> | Operand<UIntType<UnprovedWidth>>;

/** On a number, one arm is for all values that have none. */
type Rest<V, R> = V extends Operand<UIntType<UnprovedWidth>> ? { readonly otherwise: () => R | WhenChain } : unknown;

/**
 * Does what the arm of the value's name says: one arm for every name of the enumeration. Statements in an arm apply in
 * the cycles in which the value has its name; what the arms return, values of equal types under equal names, is chosen
 * from as `mux` does. A code that no name has does what the last arm says.
 *
 * On a number: arms for some of its values, and `otherwise` for all others.
 */
export function match<V, S extends string | number, R extends Outcome = void>(
  value: V & Matched<S>,
  arms: { readonly [K in S]: () => R | WhenChain } & Rest<V, NoInfer<R>>,
): Merged<R>;
export function match(value: Operand<HwType>, given: object): unknown {
  const node = operandNode(value);
  requireRecord('What `match` does', given);
  const arms: ReadonlyMap<string, () => Outcome | WhenChain> = new Map(Object.entries(given));
  const names = armNames(node, [...arms.keys()]);
  const conditions = names.slice(0, -1).map(name => armCondition(node, name));
  const results = chooseArm(
    conditions,
    names.map(name => () => arms.get(name)?.()),
  );
  return mergeResults(
    names.slice(0, -1).map(name => armCondition(node, name)),
    results,
    names,
  );
}

/** The arms in their order, that for everything else last; a missing or an unknown one is reported. */
function armNames(node: Node, given: readonly string[]): readonly string[] {
  const { type } = node;
  if (type.kind === 'enum') {
    const missing = type.names.filter((name: string) => !given.includes(name));
    const unknown = given.filter(name => !type.names.includes(name));
    if (missing.length > 0 || unknown.length > 0)
      return fail('non-exhaustive-match', { problem: problemOf(missing, unknown), names: type.names.join(', ') }, [
        callLabel(),
      ]);
    return given;
  }
  if (type.kind !== 'uint')
    return fail(
      'type-mismatch',
      {
        operation: 'match',
        expected: 'an enumeration or a uint',
        actual: describeType(type),
        suggestion: 'Use `when`, or `match` on a field.',
      },
      [callLabel()],
    );
  const numbers = given.filter(name => name !== 'otherwise');
  if (numbers.length === given.length)
    return fail('non-exhaustive-match', { problem: 'there is no `otherwise`', names: 'some numbers, and otherwise' }, [
      callLabel(),
    ]);
  return [...numbers, 'otherwise'];
}

function problemOf(missing: readonly string[], unknown: readonly string[]): string {
  const list = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');
  const parts = [
    ...(missing.length > 0 ? [`${list(missing)} ${missing.length > 1 ? 'are' : 'is'} missing`] : []),
    ...(unknown.length > 0 ? [`${list(unknown)} ${unknown.length > 1 ? 'are' : 'is'} unknown`] : []),
  ];
  return parts.join(' and ');
}

/** Whether the value has a name, or is a number. */
export function armCondition(node: Node, name: string): Node {
  const { type } = node;
  if (type.kind === 'enum' && type.oneHot) return hotBit(node, type, name);
  const right =
    type.kind === 'enum' ? namedLiteral(type, name) : literal(uint(type.width), BigInt(numberOf(name, type)));
  return context('match').node({ kind: 'binary', operator: 'eq', type: bool, left: node, right, nameless: true });
}

function numberOf(name: string, type: HwType): string {
  if (/^[0-9]+$/.test(name)) return name;
  return fail(
    'non-exhaustive-match',
    { problem: `\`${name}\` is no value of ${describeType(type)}`, names: 'whole numbers and otherwise' },
    [callLabel()],
  );
}

/** Statements of arms, of which the first whose condition holds applies, and the last where none does. */
export function chooseArm<R>(conditions: readonly Node[], bodies: readonly (() => R)[]): readonly R[] {
  const ctx = context('match');
  const arms = conditions.map((condition): { condition: Node; body: Statement[] } => ({ condition, body: [] }));
  const otherwise: Statement[] = [];
  const id = ctx.nextId();
  const failed: PathCondition[] = [];
  const results = bodies.map((body, position) => {
    const arm = arms[position];
    const path = arm === undefined ? failed : [...failed, { node: arm.condition, holds: true }];
    const result = ctx.collecting(arm?.body ?? otherwise, [...path], () => called('match', body));
    if (arm !== undefined) failed.push({ node: arm.condition, holds: false });
    return result;
  });
  if (otherwise.length > 0 || arms.some(({ body }) => body.length > 0))
    ctx.statements.push({ kind: 'when', id, arms, otherwise, site: new CallSite() });
  return results;
}

/** What the arms return as one value, or as one for every name. */
function mergeResults(
  conditions: readonly Node[],
  given: readonly (Outcome | WhenChain)[],
  names: readonly string[],
): unknown {
  const results = given.map(result => (isWhenChain(result) ? undefined : result));
  const [first] = results;
  if (first === undefined || first === null) return undefined;
  const pick = (key: string | undefined): unknown => {
    const values = results.map((result, position) => {
      const value = result === undefined || key === undefined ? result : isOperand(result) ? undefined : result[key];
      return isOperand(value) ? value : undeclared(key, names[position] ?? '');
    });
    return values.reduceRight((whenFalse, whenTrue, position) => {
      const condition = conditions[position];
      return condition === undefined ? whenTrue : choose('match', condition, whenTrue, whenFalse, whenTrue.type);
    });
  };
  if (isOperand(first)) return pick(undefined);
  return Object.fromEntries(Object.keys(first).map(key => [key, pick(key)]));
}

function undeclared(key: string | undefined, arm: string): never {
  return fail('undriven', {
    what: 'The result',
    name: key ?? 'value',
    detail: `: arm \`${arm}\` of \`match\` does not return it`,
  });
}
