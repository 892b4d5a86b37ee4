import type { Region } from '../../ir/hwModule.ts';
import { toExpr, type Width } from '../../ir/integer.ts';
import type { BinaryNode, Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { operands, regionsOf } from '../../ir/visit.ts';
import { innerStatements, valueNodes } from './usage.ts';

/**
 * Signed products that nothing reads but with their sign in front, all at one width, and that width: they are made at
 * that width at once, of extended factors, which gives the same bits. `sum + product` then reads one name, instead of a
 * name and its sign, and Verilator puts the whole element under one branch: measured, an array of them runs a third
 * faster. Synthesis sees factors with copies of their signs in front, as it does in what is written by hand.
 */
export function widenedProducts(root: Region): ReadonlyMap<Node, Width> {
  const widths = new Map<Node, Width>();
  const others = new Set<Node>();
  const visited = new Set<Node>();
  const note = (node: Node, width: Width | undefined): void => {
    const known = widths.get(node) ?? width;
    if (width === undefined || known === undefined || toExpr(known).key !== toExpr(width).key) others.add(node);
    else widths.set(node, width);
  };
  const visit = (node: Node): void => {
    if (visited.has(node)) return;
    visited.add(node);
    for (const operand of operands(node)) {
      if (isProduct(operand))
        note(operand, node.kind === 'resize' && node.direction === 'extend' ? node.type.width : undefined);
      visit(operand);
    }
  };
  const visitStatement = (statement: Statement): void => {
    for (const node of valueNodes(statement)) {
      if (isProduct(node)) note(node, undefined);
      visit(node);
    }
    for (const inner of innerStatements(statement)) visitStatement(inner);
    for (const region of regionsOf(statement)) for (const inner of region.statements) visitStatement(inner);
  };
  for (const statement of root.statements) visitStatement(statement);
  for (const node of others) widths.delete(node);
  return widths;
}

/** A signed product of two factors that are extended for it. */
function isProduct(node: Node): node is BinaryNode {
  if (node.kind !== 'binary' || node.operator !== 'mul' || node.type.kind !== 'sint') return false;
  return [node.left, node.right].every(factor => factor.kind === 'resize' && factor.direction === 'extend');
}
