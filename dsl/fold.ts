import type { FoldResult } from './builder.ts';
import { describeType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { declareValue } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { genIf, openLoop } from './generate.ts';
import { requireName } from './given.ts';
import type { Declaration } from './ir/declaration.ts';
import { clog2, type IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { FoldOperator } from './ir/node.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNode, operandNodes, requireOperand } from './sources.ts';
import { type HwType, type SIntType, sint, type UIntType, uint, type VecType, vec } from './types.ts';
import { called, requireFunction } from './userCode.ts';
import { elementOf, signalOf, signalOfNodes } from './value.ts';
import { refuseInWhen } from './when.ts';

const isNumber = (type: HwType): type is UIntType | SIntType => type.kind === 'uint' || type.kind === 'sint';

function foldType(element: HwType, operator: FoldOperator, length: Width): HwType {
  const bitwise = operator === 'and' || operator === 'or' || operator === 'xor';
  if (!isNumber(element) && !(element.kind === 'bool' && bitwise))
    context('reduce').report('type-mismatch', {
      operation: `reduce with ${operator}`,
      expected: 'a vec of numbers',
      actual: `elements of type ${describeType(element)}`,
      suggestion: 'Reduce the inner vecs first; `asUint` makes a number of a bool.',
    });
  if (operator !== 'add' || !isNumber(element)) return element;
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
  if (node.type.kind !== 'vec')
    fail(
      'type-mismatch',
      {
        operation: 'reduce',
        expected: 'a vec',
        actual: describeType(node.type),
        suggestion: '`reduceAnd`, `reduceOr` and `reduceXor` join the bits of a number.',
      },
      [callLabel()],
    );
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
  requireName('The label of `m.scan`', label);
  requireOperand(initial);
  requireFunction('scan', step);
  const { type } = initial;
  const start = signalOfNodes(type, operandNodes(initial));
  const site = new CallSite();
  const result = declareValue(`${label}_all`, vec(length, type), (name, leaf, field) =>
    ctx.declare('wire', name, leaf, { namedBy: { site, suffix: field?.path.join('_') ?? '' } }),
  );
  openLoop(toExpr(length), label, (index, loop) => {
    const signals: Declaration[] = [];
    const running = declareValue('running', type, (name, leaf) => {
      const signal = ctx.declare('wire', name, leaf);
      signals.push(signal);
      return signal;
    });
    const previous = ctx.namingItself(() =>
      declareValue('previous', type, (name, leaf) => ctx.declare('wire', name, leaf)),
    );
    const neighbour = (): Operand<T> =>
      signalOfNodes(
        type,
        signals.map(signal => ctx.node({ kind: 'neighbour', type: signal.type, signal, loop, index: index.minus(1) })),
      );
    ctx.namingItself(() =>
      genIf(index.eq(0), ['first', () => previous.set(start)], ['next', () => previous.set(neighbour())]),
    );
    running.set(called('scan', () => step(previous, index)));
    elementOf(result, index).set(running);
  });
  return result;
}
