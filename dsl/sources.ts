import { checkScope, describeType, requireType } from './conformance.ts';
import { literal, namedLiteral, parameterValue } from './constants.ts';
import { callLabel } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { refuse } from './given.ts';
import { IntExpr } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import { Relation } from './ir/relation.ts';
import type { Operand } from './signal.ts';
import { isComposite } from './struct.ts';
import type { HwType, StructType } from './types.ts';

/** A struct given field by field. */
interface SourceRecord {
  readonly [field: string]: AnySource;
}

/** What a user may give where a value is expected; which of these fit a type is checked here, not by types. */
export type AnySource = Operand<HwType> | number | bigint | boolean | string | IntExpr | SourceRecord;

export const isOperand = (source: unknown): source is Operand<HwType> =>
  typeof source === 'object' && source !== null && 'valueKind' in source && source.valueKind === 'hardware';

/** The node behind a value, or that of a constant of type `type`, which has no struct in it. */
export function sourceNode(source: AnySource, type: HwType): Node {
  if (typeof source === 'string') return namedLiteral(type, source);
  if (typeof source === 'number' || typeof source === 'bigint') return literal(type, whole(source));
  if (typeof source === 'boolean') return literal(type, source ? 1n : 0n);
  if (source instanceof IntExpr) return parameterValue(type, source);
  if (isOperand(source)) return operandNode(source);
  return refuseSource(source, type);
}

/** What to do with a relation of parameters, where a value is wanted. */
const choosers = '`genIf` chooses by parameters, `when` and `mux` by hardware values.';

function refuseSource(source: unknown, type: HwType): never {
  const isRecord = typeof source === 'object' && source !== null;
  return refuse(
    `A value for ${describeType(type)}`,
    'a hardware value or a constant',
    source,
    source instanceof Relation ? choosers : isRecord ? 'Only a struct can be given field by field.' : '',
  );
}

/** The nodes that a value of `type` is made of, or those of a constant. */
export function sourceNodes(source: AnySource, type: HwType): readonly Node[] {
  if (isOperand(source)) return operandNodes(source);
  if (type.kind === 'struct' && typeof source === 'object' && source !== null && !(source instanceof IntExpr))
    return fieldNodes(source, type);
  if (isComposite(type))
    fail(
      'type-mismatch',
      {
        operation: 'a constant',
        expected: describeType(type),
        actual: 'one value',
        suggestion: type.kind === 'struct' ? 'Give a record with a value for every field.' : 'Use `vecOf`.',
      },
      [callLabel()],
    );
  return [sourceNode(source, type)];
}

/** The nodes of a struct that is given field by field: every field, and no other. */
function fieldNodes(source: SourceRecord, type: StructType): readonly Node[] {
  const fields = Object.entries<HwType>(type.fields);
  const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');
  const missing = fields.map(([name]) => name).filter(name => source[name] === undefined);
  const unknown = Object.keys(source).filter(name => !Object.hasOwn(type.fields, name));
  const wrong = [
    ...(missing.length === 0 ? [] : [`without ${quoted(missing)}`]),
    ...(unknown.length === 0 ? [] : [`with ${quoted(unknown)}`]),
  ];
  if (wrong.length > 0)
    fail(
      'type-mismatch',
      {
        operation: 'a record of fields',
        expected: describeType(type),
        actual: `a record ${wrong.join(' and ')}`,
        suggestion: 'Give a value for every field, and for nothing else.',
      },
      [callLabel()],
    );
  return fields.flatMap(([name, field]) => {
    const value = source[name];
    if (value === undefined) return [];
    if (isOperand(value)) requireType('a field', field, value.type, name);
    return sourceNodes(value, field);
  });
}

function whole(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value;
  if (!Number.isSafeInteger(value))
    fail(
      'constant-out-of-range',
      { value: String(value), type: 'a whole number', low: '-2^53', high: '2^53', hint: '' },
      [callLabel()],
    );
  return BigInt(value);
}

/** Refuses what is no hardware value. */
export function requireOperand(operand: unknown): void {
  if (isOperand(operand)) return;
  const suggestion =
    operand === undefined
      ? ''
      : operand instanceof Relation
        ? choosers
        : Array.isArray(operand)
          ? '`vecOf(type, elements)` makes a vec of an array, `cat(high, ..., low)` joins bits.'
          : '`constant(type, value)` makes a hardware value of a number.';
  refuse('An operand', 'a hardware value', operand, suggestion);
}

/** The node behind a value, after a check that it may be used here. */
export function operandNode(operand: Operand<unknown>): Node {
  requireOperand(operand);
  checkScope(operand.node);
  return operand.node;
}

/** The nodes that a value is made of, after a check that it may be used here. */
export function operandNodes(operand: Operand<unknown>): readonly Node[] {
  requireOperand(operand);
  for (const node of operand.nodes) checkScope(node);
  return operand.nodes;
}
