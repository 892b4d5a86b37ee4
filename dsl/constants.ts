import { describeType } from './conformance.ts';
import { callLabel, context, isProvablyAtLeast, liesIn, widthText } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import type { Region } from './ir/hwModule.ts';
import {
  atomsOf,
  difference,
  type IntExpr,
  lowerBound,
  pow2,
  provablyNonNegative,
  toExpr,
  type Width,
} from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import type { HwType } from './types.ts';

/** A constant of a scalar type; that it fits is checked, or proved for every value of the parameters. */
export function literal(type: HwType, value: bigint): Node {
  const { root } = context('a constant');
  checkConstant(type, value);
  return context('a constant').node({ kind: 'literal', type, value }, root);
}

/** The value of an enumeration that has this name. */
export function namedLiteral(type: HwType, name: string): Node {
  const code = type.kind === 'enum' && type.names.includes(name) ? type.codes[name] : undefined;
  if (code === undefined)
    return fail(
      'type-mismatch',
      {
        operation: 'a name',
        expected: describeType(type),
        actual: `'${name}'`,
        suggestion: type.kind === 'enum' ? `Its names are ${type.names.join(', ')}.` : 'Only enumerations have names.',
      },
      [callLabel()],
    );
  const ctx = context('a constant');
  return ctx.node({ kind: 'literal', type, value: code }, ctx.root);
}

/** Refuses a constant that does not fit a scalar type, or notes what its width must be. */
export function checkConstant(type: HwType, value: bigint): void {
  if (type.kind === 'vec' || type.kind === 'enum' || type.kind === 'struct')
    fail(
      'type-mismatch',
      {
        operation: 'a constant',
        expected: 'a bool or a number',
        actual: describeType(type),
        suggestion: type.kind === 'enum' ? `Give one of its names: ${type.names.join(', ')}.` : 'Use `zero(type)`.',
      },
      [callLabel()],
    );
  const width = typeof type.width === 'number' ? type.width : type.width.constant;
  if (width === undefined) {
    const needed = bitsNeeded(type, value);
    if (needed > 1 && !(value === -1n) && !isProvablyAtLeast(type.width, needed))
      context('a constant').oblige({
        relation: toExpr(type.width).atLeast(needed),
        code: 'constant-out-of-range',
        target: String(value),
        targetSite: undefined,
        guard: `${widthText(type.width)} must be at least ${needed} to hold ${value}`,
      });
    if (value < 0n && type.kind !== 'sint') outOfRange(type, value, '0', `2^${powerText(type.width)} - 1`);
    return;
  }
  // Longer numbers than JavaScript has are not needed to see that a constant fits.
  if (value >= 0n && width > bitsNeeded(type, value)) return;
  const signed = type.kind === 'sint';
  const low = signed ? -(1n << BigInt(width - 1)) : 0n;
  const high = signed ? (1n << BigInt(width - 1)) - 1n : (1n << BigInt(width)) - 1n;
  if (value < low || value > high) outOfRange(type, value, String(low), String(high));
}

/** A width as an exponent. */
const powerText = (width: Width): string => widthText(width).replace(/^.*\W.*$/, '($&)');

function outOfRange(type: HwType, value: bigint, low: string, high: string): never {
  const hint = value === -1n && type.kind === 'uint' ? '; all ones are `fill(true, width)`' : '';
  return fail('constant-out-of-range', { value: String(value), type: describeType(type), low, high, hint }, [
    callLabel(),
  ]);
}

/** Bits that a constant needs in a type of symbolic width. */
function bitsNeeded(type: HwType, value: bigint): number {
  const magnitude = value < 0n ? -value - 1n : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return Math.max(1, type.kind === 'sint' ? bits + 1 : bits);
}

/** A parameter expression as a value; that it fits is proved or guarded. */
export function parameterValue(type: HwType, value: IntExpr): Node {
  const constant = value.constant;
  if (constant !== undefined) return literal(type, BigInt(constant));
  checkParameterValue(type, value);
  return context('a parameter as a value').node({ kind: 'parameter', type, value }, regionOfIndices(value));
}

/** Notes what must hold for a parameter expression to fit a scalar type. */
export function checkParameterValue(type: HwType, value: IntExpr): void {
  const ctx = context('a parameter as a value');
  const bits = type.kind === 'sint' ? toExpr(type.width).minus(1) : toExpr(type.width);
  const needsLow = type.kind !== 'sint';
  const note = (relation: ReturnType<IntExpr['atLeast']>, guard: string): void =>
    ctx.oblige({ relation, code: 'constant-out-of-range', target: value.toString(), targetSite: undefined, guard });
  if (needsLow) note(value.atLeast(0), `${value.toString()} must be at least 0`);
  // Parameters have 32 bits: they fit 31 and more, where the power of two would not.
  if (lowerBound(bits) < 31 && !provablyNonNegative(difference(pow2(bits), value.plus(1))))
    note(value.lessThan(pow2(bits)), `${value.toString()} must fit ${widthText(type.width)} bits`);
}

/** The innermost loop whose index an expression uses; the module itself when there is none. */
export function regionOfIndices(expression: IntExpr, start?: Region): Region {
  const ctx = context('an index');
  let innermost = start ?? ctx.root;
  for (const [key, atom] of atomsOf(expression)) {
    if (atom.kind !== 'index') continue;
    const region = ctx.loopRegions.get(key);
    if (region === undefined || !liesIn(ctx.region, region))
      fail('out-of-scope', { name: atom.name, block: region?.label ?? atom.name }, [callLabel()]);
    else if (liesIn(region, innermost)) innermost = region;
  }
  return innermost;
}
