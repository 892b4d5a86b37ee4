import type { FoldResult } from './builder.ts';
import { describeType } from './conformance.ts';
import { context } from './context.ts';
import { genIf, openLoop } from './generate.ts';
import type { FoldOperator, Node } from './ir/hw.ts';
import { clog2, type IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { type HwType, sint, uint, type VecType, vec } from './types.ts';
import { assign, operandNode, read, signalOf } from './value.ts';
import { refuseInWhen } from './when.ts';

function foldType(element: HwType, operator: FoldOperator, length: Width): HwType {
  const bitwise = operator === 'and' || operator === 'or' || operator === 'xor';
  if (element.kind === 'vec' || (element.kind === 'bool' && !bitwise))
    context('reduce').report('type-mismatch', {
      operation: `reduce with ${operator}`,
      expected: 'a vec of numbers',
      actual: `elements of type ${describeType(element)}`,
      suggestion: 'Reduce the inner vecs first; `asUint` makes a number of a bool.',
    });
  if (operator !== 'add' || element.kind === 'bool' || element.kind === 'vec') return element;
  const grown = toExpr(element.width).plus(clog2(length));
  const width = grown.constant ?? grown;
  return element.kind === 'sint' ? sint(width) : uint(width);
}

export function reduce<E extends HwType, O extends FoldOperator>(
  vector: Operand<VecType<E>>,
  operator: O,
): FoldResult<E, O>;
export function reduce(vector: Operand<VecType>, operator: FoldOperator): unknown {
  const node = operandNode(vector);
  const type = foldType(vector.type.element, operator, vector.type.length);
  return signalOf(type, context('reduce').node({ kind: 'fold', operator, type, vector: node }));
}

/** A chain through a generate loop: iteration i reads what iteration i - 1 declares. */
export function scan<T extends HwType>(
  label: string,
  length: Width,
  initial: Operand<T>,
  step: (previous: Signal<T>, index: IntExpr) => Operand<T>,
): Signal<VecType<T>> {
  const ctx = context('scan');
  refuseInWhen('scan');
  const { type } = initial;
  const start = operandNode(initial);
  const all = vec(length, type);
  const result = ctx.declare('wire', `${label}_all`, all, { namedBy: { site: new CallSite(), suffix: '' } });
  openLoop(toExpr(length), label, (index, loop) => {
    const running = ctx.declare('wire', 'running', type);
    const before = ctx.declare('wire', 'previous', type);
    const previous = (value: Node): void => assign(read(type, before).node, value);
    genIf(
      index.eq(0),
      ['first', () => previous(start)],
      ['next', () => previous(ctx.node({ kind: 'neighbour', type, signal: running, loop, index: index.minus(1) }))],
    );
    const value = step(read(type, before), index);
    assign(read(type, running).node, operandNode(value));
    const element = ctx.node({ kind: 'element', type, vector: read(all, result).node, index });
    assign(element, read(type, running).node);
  });
  return read(all, result);
}
