import { describeType } from '../../conformance.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { lowerBound, upperBound } from '../../ir/integer.ts';
import type { BinaryNode, BinaryOperator, Node } from '../../ir/node.ts';
import { regionsOf } from '../../ir/visit.ts';
import type { HwType } from '../../types.ts';
import { placed } from './place.ts';

/** The numbers that a value can be; undefined where there is no end. */
interface Range {
  readonly low: bigint | undefined;
  readonly high: bigint | undefined;
}

const unbounded: Range = { low: undefined, high: undefined };

const finite = (value: number): bigint | undefined => (Number.isSafeInteger(value) ? BigInt(value) : undefined);

function rangeOfType(type: HwType): Range {
  const width = typeof type.width === 'number' ? BigInt(type.width) : undefined;
  if (type.kind === 'bool') return { low: 0n, high: 1n };
  if (type.kind === 'uint') return { low: 0n, high: width === undefined ? undefined : (1n << width) - 1n };
  if (type.kind !== 'sint' || width === undefined) return unbounded;
  return { low: -(1n << (width - 1n)), high: (1n << (width - 1n)) - 1n };
}

const liesIn = (inner: Range, outer: Range): boolean =>
  (outer.low === undefined || (inner.low !== undefined && inner.low >= outer.low)) &&
  (outer.high === undefined || (inner.high !== undefined && inner.high <= outer.high));

const within = (range: Range, own: Range): Range => (liesIn(range, own) ? range : own);

/** What a value can be by the type of what it is made from: extensions and casts that keep the number are looked through. */
function rangeOf(node: Node): Range {
  const own = rangeOfType(node.type);
  switch (node.kind) {
    case 'literal':
      return within({ low: node.value, high: node.value }, own);
    case 'parameter':
      return within({ low: finite(lowerBound(node.value)), high: finite(upperBound(node.value)) }, own);
    case 'resize':
      return node.direction === 'extend' ? within(rangeOf(node.operand), own) : own;
    case 'cast':
      return isNumber(node.operand.type) ? within(rangeOf(node.operand), own) : own;
    default:
      return own;
  }
}

const isNumber = ({ kind }: HwType): boolean => kind === 'uint' || kind === 'sint';

const below = (a: bigint | undefined, b: bigint | undefined): boolean => a !== undefined && b !== undefined && a < b;
const notAbove = (a: bigint | undefined, b: bigint | undefined): boolean =>
  a !== undefined && b !== undefined && a <= b;

const decided = (always: boolean, never: boolean): boolean | undefined => (always ? true : never ? false : undefined);

/** What a comparison gives for all values of its sides; undefined where it depends on them. */
function outcome(operator: BinaryOperator, left: Range, right: Range): boolean | undefined {
  const less = below(left.high, right.low);
  const atMost = notAbove(left.high, right.low);
  const greater = below(right.high, left.low);
  const atLeast = notAbove(right.high, left.low);
  switch (operator) {
    case 'lt':
      return decided(less, atLeast);
    case 'le':
      return decided(atMost, greater);
    case 'gt':
      return decided(greater, atMost);
    case 'ge':
      return decided(atLeast, less);
    case 'eq':
      return decided(false, less || greater);
    case 'ne':
      return decided(less || greater, false);
    default:
      return undefined;
  }
}

/** Behind what only brings a value to a width or a sign. */
function behind(node: Node): Node {
  return (node.kind === 'resize' && node.direction === 'extend') || node.kind === 'cast' ? behind(node.operand) : node;
}

function isConstant(node: Node): boolean {
  const { kind } = behind(node);
  return kind === 'literal' || kind === 'parameter';
}

function sideText(node: Node): string {
  const inner = behind(node);
  if (inner.kind === 'literal') return String(inner.value);
  if (inner.kind === 'parameter') return inner.value.toString();
  const { low, high } = rangeOfType(inner.type);
  const range = low === undefined ? '' : high === undefined ? `, ${low} or more` : `, ${low} to ${high}`;
  return `${describeType(inner.type)}${range}`;
}

/** Comparisons at one place of the source, which may run several times while the module is described. */
interface Place {
  readonly first: BinaryNode;
  readonly outcomes: Set<boolean | undefined>;
}

/** Comparisons that give the same for all values of their types. */
export function checkConstantComparisons(module: HwModule): readonly Diagnostic[] {
  const places = new Map<string, Place>();
  const visit = (region: Region): void => {
    for (const node of region.nodes) {
      if (node.kind !== 'binary' || node.type.kind !== 'bool' || !isNumber(node.left.type)) continue;
      // Two signals of one sign have numbers in common.
      if (!isConstant(node.left) && !isConstant(node.right)) continue;
      const location = node.site?.location;
      if (location === undefined) continue;
      const key = `${location.file}:${location.line}:${location.column}`;
      const place = places.get(key) ?? { first: node, outcomes: new Set() };
      places.set(key, place);
      place.outcomes.add(outcome(node.operator, rangeOf(node.left), rangeOf(node.right)));
    }
    for (const statement of region.statements) for (const inner of regionsOf(statement)) visit(inner);
  };
  visit(module.root);
  return [...places.values()].flatMap(({ first, outcomes }) => {
    const [always] = outcomes;
    if (outcomes.size !== 1 || always === undefined) return [];
    const { operator, left, right, site } = first;
    const holes = { operation: operator, result: String(always), left: sideText(left), right: sideText(right) };
    return [diagnostic('constant-comparison', holes, placed(site, ''))];
  });
}
