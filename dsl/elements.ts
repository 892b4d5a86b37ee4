import { describeType, nodeName, requireType } from './conformance.ts';
import { namedLiteral, regionOfIndices } from './constants.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import * as op from './operations.ts';
import type { Operand } from './signal.ts';
import { operandNode } from './sources.ts';
import { bool, type EnumType, type HwType, uint, vec } from './types.ts';

/** An element of a vec without structs in it. */
export function element(vector: Node, index: Width | Operand<HwType>): Node {
  const ctx = context('at');
  const { type } = vector;
  if (type.kind !== 'vec')
    return fail(
      'type-mismatch',
      {
        operation: 'at',
        expected: 'a vec',
        actual: describeType(type),
        suggestion: '`bit` and `slice` reach into a number.',
      },
      [callLabel()],
    );
  if (typeof index === 'object' && !(index instanceof IntExpr)) {
    const dynamic = operandNode(index);
    op.numberType(dynamic, 'at');
    return ctx.node({ kind: 'element', type: type.element, vector, index: dynamic });
  }
  const position = toExpr(index);
  const constant = position.constant;
  const length = toExpr(type.length).constant;
  if (constant !== undefined && (constant < 0 || (length !== undefined && constant >= length)))
    fail(
      'index-out-of-range',
      { index: String(constant), name: nodeName(vector), length: toExpr(type.length).toString(), detail: '' },
      [callLabel()],
    );
  regionOfIndices(position);
  return ctx.node({ kind: 'element', type: type.element, vector, index: position });
}

/** The bit of a number that a value chooses. */
export function chosenBit(node: Node, index: Node): Node {
  const { width } = op.numberType(node, 'bit');
  if (index.type.kind !== 'uint') requireType('bit', uint(index.type.width), index.type);
  const vector = op.cast(node, vec(width, bool));
  return context('bit').node({ kind: 'element', type: bool, vector, index });
}

/** An element of each of the vecs that a vec of structs is made of. */
export const elementNodes = (vectors: readonly Node[], index: Width | Operand<HwType>): readonly Node[] =>
  vectors.map(vector => element(vector, index));

/** The bit of a one-hot enumeration that stands for a name. */
export function hotBit(node: Node, type: EnumType, name: string): Node {
  const literalNode = namedLiteral(type, name);
  const position = type.names.indexOf(name);
  if (position < 0) return op.compare('eq', node, literalNode);
  return op.cast(op.slice(op.cast(node, uint(type.width)), position, 1), bool);
}
