import { toExpr } from '../../ir/integer.ts';
import type { Node } from '../../ir/node.ts';
import { isWhole, type Place } from './place.ts';

/** What the form of a node's text depends on. */
export interface TextForms {
  placeOf(node: Node): Place | undefined;
  wireOf(node: Node): string | undefined;
}

/**
 * Whether Verilog takes the node's text for signed (IEEE 1364-2005, 5.5.1), which a uint made of a sint can be: a cast has
 * no text of its own. A part of a name is unsigned, and so are concatenations and comparisons.
 */
export function isSignedText(node: Node, forms: TextForms): boolean {
  const signed = (other: Node): boolean => isSignedText(other, forms);
  const isSint = node.type.kind === 'sint';
  if (forms.wireOf(node) !== undefined) return isSint;
  switch (node.kind) {
    case 'read':
    case 'neighbour':
    case 'memory-read':
    case 'parameter':
    case 'fold':
      return isSint;
    case 'cast':
      return signed(node.operand);
    case 'slice':
      return isWholeName(forms.placeOf(node)) && signed(node.operand);
    case 'resize':
      if (node.direction === 'extend') return false;
      return isWholeName(forms.placeOf(node)) && signed(node.operand);
    case 'unary':
      return (node.operator === 'not' || node.operator === 'negate') && signed(node.operand);
    case 'binary':
      if (['eq', 'ne', 'lt', 'le', 'gt', 'ge'].includes(node.operator)) return false;
      if (node.operator === 'mul' && isSint) return true;
      return signed(node.left) && signed(node.right);
    case 'mux':
      return signed(node.whenTrue) && signed(node.whenFalse);
    case 'shift':
      return node.direction === 'right' && isSint ? true : signed(node.operand);
    case 'literal':
    case 'element':
    case 'concat':
    case 'vec':
    case 'undefined':
      return false;
  }
}

/** Whether the text is a name alone: of a single bit, every part is. */
const isWholeName = (place: Place | undefined): boolean =>
  place !== undefined && (isWhole(place) || toExpr(place.total).constant === 1);
