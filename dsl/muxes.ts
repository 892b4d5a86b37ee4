import { requireType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { readNode } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { reduce } from './fold.ts';
import { choose, pack, unpack, zero } from './functions.ts';
import { openLoop } from './generate.ts';
import { requireHardwareType, requireList } from './given.ts';
import type { Declaration } from './ir/declaration.ts';
import { type IntExpr, indexWidth, toExpr, type Width } from './ir/integer.ts';
import * as op from './operations.ts';
import type { Operand, Signal, Source } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isOperand, operandNode, operandNodes, requireOperand, sourceNodes } from './sources.ts';
import { leavesOf } from './struct.ts';
import {
  type BoolType,
  bool,
  type HwType,
  type UIntType,
  type UnprovedWidth,
  uint,
  type VecType,
  vec,
} from './types.ts';
import { elementAt, elementOf, signalOf, signalOfNodes } from './value.ts';

/** Bits of which one chooses: bit i of a number, or entry i of a vec. */
export type Select = Operand<UIntType<UnprovedWidth>> | Operand<VecType<BoolType>>;

/** A condition with the value that it asks for. */
export type Choice<T> = readonly [condition: Operand<BoolType>, value: Source<T>];

const bits = (select: Select): Signal<UIntType<UnprovedWidth>> => pack(select);

/** The lowest bit that is 1, alone; no bit where all are 0. The grant of a fixed-priority arbiter. */
export function lowestOne(select: Select): Signal<UIntType<UnprovedWidth>> {
  const all = bits(select);
  return all.and(all.not().addWrap(1));
}

/** Refuses what is no list of conditions with values. */
function requireChoices(operation: string, choices: unknown): void {
  requireList(`What \`${operation}\` chooses from`, choices);
  if (Array.isArray(choices)) for (const choice of choices) requireList(`A choice of \`${operation}\``, choice);
}

/** The first value whose condition holds, `otherwise` where none does. */
export function priorityMux<T extends HwType>(choices: readonly Choice<NoInfer<T>>[], otherwise: Operand<T>): Signal<T>;
/** The value at the lowest bit of `select` that is 1; zero bits where none is. */
export function priorityMux<E extends HwType>(select: Select, values: Operand<VecType<E>>): Signal<E>;
export function priorityMux(first: readonly Choice<HwType>[] | Select, second: Operand<HwType>): unknown {
  if (!isOperand(first)) requireChoices('priorityMux', first);
  requireOperand(second);
  if (!('valueKind' in first)) {
    const { type } = second;
    return first.reduceRight<Operand<HwType>>(
      (rest, [condition, value]) => choose('priorityMux', operandNode(condition), value, rest, type),
      second,
    );
  }
  return masked('priorityMux', lowestOne(first), second);
}

/** The value whose condition holds, of which at most one may; zero bits where none does. */
export function oneHotMux<T extends HwType>(type: T, choices: readonly Choice<NoInfer<T>>[]): Signal<T>;
/** The value at the bit of `select` that is 1, of which there may be at most one; zero bits where there is none. */
export function oneHotMux<E extends HwType>(select: Select, values: Operand<VecType<E>>): Signal<E>;
export function oneHotMux(first: HwType | Select, second: readonly Choice<HwType>[] | Operand<HwType>): unknown {
  if (isOperand(first)) requireOperand(second);
  else {
    requireHardwareType(first);
    requireChoices('oneHotMux', second);
  }
  if ('valueKind' in first) return 'valueKind' in second ? masked('oneHotMux', bits(first), second) : undefined;
  if ('valueKind' in second) return undefined;
  const type = first;
  const all = second.map(([condition, value]) => {
    if (isOperand(value)) requireType('oneHotMux', type, value.type);
    return { condition: operandNode(condition), nodes: sourceNodes(value, type) };
  });
  const nothing = zeroBits(type).nodes;
  const joined = leavesOf(type).map((leaf, position) => {
    const width = uint(leaf.type.width);
    const parts = all.map(({ condition, nodes }) => {
      const node = nodes[position] ?? nothing[position];
      return node === undefined
        ? []
        : [op.mux(condition, op.cast(node, width), op.cast(nothing[position] ?? node, width))];
    });
    const flat = parts.flat();
    const union = flat.length === 0 ? [] : [flat.reduce((left, right) => op.bitwise('or', left, right))];
    return union.map(node => op.cast(node, leaf.type))[0] ?? nothing[position];
  });
  return signalOfNodes(
    type,
    joined.flatMap(node => (node === undefined ? [] : [node])),
  );
}

/** Zero bits, also of an enumeration without a code 0. */
const zeroBits = (type: HwType): Operand<HwType> => unpack(type, zero(uint<UnprovedWidth>(type.width)));

/** All values joined by `or`, those whose bit is 0 as zeros: a vec of any length. */
function masked(operation: string, select: Operand<UIntType<UnprovedWidth>>, values: Operand<HwType>): unknown {
  requireOperand(values);
  const { type } = values;
  if (type.kind !== 'vec')
    return fail(
      'type-mismatch',
      { operation, expected: 'a vec of values', actual: 'one value', suggestion: 'Give one value for every bit.' },
      [callLabel()],
    );
  requireType(operation, uint(type.length), select.type);
  const element: HwType = type.element;
  const width = uint<UnprovedWidth>(element.width);
  const union = joined(type.length, width, index => {
    const entry = elementAt(values, index);
    return choose(operation, bitOf(select, index), pack(entry), zero(width), width);
  });
  return unpack(element, union);
}

const bitOf = (select: Operand<UIntType<UnprovedWidth>>, index: IntExpr) =>
  op.cast(op.slice(operandNode(select), index, 1), bool);

/** What `part` gives for every index, joined by `or`. */
function joined(
  length: Width,
  type: UIntType<UnprovedWidth>,
  part: (index: IntExpr) => Operand<HwType>,
): Signal<UIntType<UnprovedWidth>> {
  const ctx = context('a choice');
  const site = new CallSite();
  const all = vec(length, type);
  const parts: Declaration = ctx.declare('wire', 'masked', all, { namedBy: { site, suffix: 'masked' } });
  const vector = signalOf(all, readNode(parts));
  ctx.namingItself(() =>
    ctx.inRegion(ctx.region, () =>
      openLoop(toExpr(length), 'choice', index => {
        elementOf(vector, index).set(signalOfNodes(type, operandNodes(part(index))));
      }),
    ),
  );
  return reduce(vector, 'or');
}

/** The number of the bit of `select` that is 1, of which there may be at most one; 0 where there is none. */
export function oneHotIndex(select: Select): Signal<UIntType<UnprovedWidth>> {
  const all = bits(select);
  const length: Width = all.type.width;
  const type = uint<UnprovedWidth>(indexWidth(length));
  return joined(length, type, index => choose('oneHotIndex', bitOf(all, index), index, 0, type));
}

/** The number of the lowest bit of `select` that is 1; 0 where there is none. */
export function lowestOneIndex(select: Select): Signal<UIntType<UnprovedWidth>> {
  return oneHotIndex(lowestOne(select));
}
