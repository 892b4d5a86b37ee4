import type { Region } from '../../ir/hwModule.ts';
import { IntExpr, toExpr, upperBound, type Width } from '../../ir/integer.ts';
import type { Node, ParameterNode, ResizeNode } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { isCertainBit } from '../../ir/target.ts';
import {
  countingLoop,
  type Expression,
  identifier,
  integer,
  type Statement as VerilogStatement,
} from '../../ir/verilog.ts';
import { armStatements, regionsOf } from '../../ir/visit.ts';
import { assignmentsIn, type Procedure, procedural } from './assignments.ts';
import type { BlockVariables } from './blockVariables.ts';
import { dynamicReadStatements } from './dynamicRead.ts';
import type { Frame } from './frame.ts';
import { printPlace, sliceOf, wholePlace } from './place.ts';
import { deepStatements, nodesBehind } from './registers.ts';

/** A generate loop's assignments to a register outside it, as a loop of the clocked block. */
export function proceduralLoop(
  frame: Frame,
  statement: Statement & { kind: 'loop' },
  region: Region,
  procedure: Procedure,
  block: BlockVariables,
): VerilogStatement[] {
  if (!frame.hasProcedural || !assignsHere(frame, statement, region, procedure)) return [];
  const { names } = frame;
  const { statements } = statement.region;
  const variable = procedure.loopVariable(procedure.depth);
  const inner: Procedure = { ...procedure, depth: procedure.depth + 1 };
  return names.withIndex(statement.index.key, variable, () => {
    const count = frame.integers.expression(statement.count);
    const renamed = temporaries(frame, statement.region, region, procedure, block);
    return frame.withWireNames(renamed, () => [
      countingLoop(variable, count, [
        ...[...renamed].flatMap(([node, name]) => define(frame, node, name, inner, block)),
        ...statements.flatMap(own =>
          own.kind === 'loop' ? proceduralLoop(frame, own, region, inner, block) : procedural([own], inner),
        ),
      ]),
    ]);
  });
}

/** Whether a statement is, or contains, an assignment of the block to a register that `region` writes in its loops. */
function assignsHere(frame: Frame, statement: Statement, region: Region, { includes }: Procedure): boolean {
  const all = assignmentsIn([statement, ...regionsOf(statement).flatMap(deepStatements)]);
  return all.some(assignment => {
    const writer = frame.writers.get(assignment.signal);
    return writer?.kind === 'procedural' && writer.region === region && includes(assignment);
  });
}

/** Whether a node is a number that needs a name, and the loop's variable is a part of it: no localparam or wire has it. */
function isNumberOfVariable({ integers }: Frame, node: Node): node is ParameterNode {
  if (node.kind !== 'parameter' || !integers.usesVariable(node.value)) return false;
  return node.value.tree.kind !== 'atom' || node.value.tree.atom.kind !== 'index' || !fitsNumber(node);
}

/** Whether a number's value is some of the 32 bits that a number has in Verilog. */
const fitsNumber = ({ type }: ParameterNode): boolean => upperBound(toExpr(type.width)) <= 32;

/** The wires of a loop that its procedural assignments need, as variables of the block. */
function temporaries(
  frame: Frame,
  loop: Region,
  region: Region,
  procedure: Procedure,
  block: BlockVariables,
): ReadonlyMap<Node, string> {
  const assigning = loop.statements.filter(statement => assignsHere(frame, statement, region, procedure));
  const inner = assigning.flatMap(statement => (statement.kind === 'loop' ? deepStatements(statement.region) : []));
  const needed = [...nodesBehind([...assigning, ...inner])]
    .filter(node => node.region === loop && (frame.usage.hasWire(node) || isNumberOfVariable(frame, node)))
    .sort((a, b) => a.id - b.id);
  return new Map(
    needed.map(node => {
      const name = block.name(frame.wireName(node) ?? 'value');
      const type = frame.wireType(node);
      block.variables.push({ name, width: frame.range(type), bits: type.width, signed: type.kind === 'sint' });
      return [node, name];
    }),
  );
}

/** A variable's value. */
function define(
  frame: Frame,
  node: Node,
  name: string,
  { loopVariable, depth }: Procedure,
  block: BlockVariables,
): VerilogStatement[] {
  if (isNumberOfVariable(frame, node)) return number(frame, node, name, block);
  if (node.kind === 'resize' && node.direction === 'any') return resizeByVariable(frame, node, name, block);
  if (node.kind === 'element' && !(node.index instanceof IntExpr) && !isCertainBit(node))
    return dynamicReadStatements(frame, node, node.index, name, loopVariable(depth));
  return [{ kind: 'assign', blocking: true, target: identifier(name), value: frame.values.wireValue(node) }];
}

/** A number as a value of its node's width: some of its 32 bits, or its sign in front of them. */
function number(frame: Frame, node: ParameterNode, name: string, block: BlockVariables): VerilogStatement[] {
  const { values, integers } = frame;
  const { width } = node.type;
  const whole = block.name('number');
  block.variables.push({ name: whole, width: integer(32), bits: 32, signed: true });
  const set = (target: string, value: Expression): VerilogStatement => ({
    kind: 'assign',
    blocking: true,
    target: identifier(target),
    value,
  });
  const low = (base: string, total: Width): Expression =>
    printPlace(sliceOf(wholePlace(identifier(base), total), toExpr(0), width), integers);
  const counted = set(whole, integers.expression(node.value));
  if (fitsNumber(node)) return [counted, set(name, low(whole, 32))];
  const total = toExpr(width).plus(32);
  const wide = block.name(`${name}_wide`);
  block.variables.push({ name: wide, width: integers.expression(total), bits: total, signed: false });
  const fill = values.parameterFill(node, identifier(whole));
  const extended: Expression = {
    kind: 'concat',
    operands: [{ kind: 'replicate', count: integers.expression(width), operand: fill }, identifier(whole)],
  };
  return [counted, set(wide, extended), set(name, low(wide, total))];
}

/**
 * A change of width whose direction the parameters decide. Procedural code has no generate if: the operand is extended by
 * all the bits of the result, into a variable of which the low bits are taken.
 */
function resizeByVariable(frame: Frame, node: ResizeNode, name: string, block: BlockVariables): VerilogStatement[] {
  const { values, integers } = frame;
  const total = toExpr(node.operand.type.width).plus(node.type.width);
  const wide = block.name(`${name}_wide`);
  block.variables.push({ name: wide, width: integers.expression(total), bits: total, signed: false });
  const low = printPlace(sliceOf(wholePlace(identifier(wide), total), toExpr(0), node.type.width), integers);
  return [
    { kind: 'assign', blocking: true, target: identifier(wide), value: values.extended(node.operand, total) },
    { kind: 'assign', blocking: true, target: identifier(name), value: low },
  ];
}

/** Whether a loop does nothing but assign registers that `outer` writes in a procedural loop. */
export function isOnlyProcedural(
  frame: Frame,
  statement: Statement & { kind: 'loop' },
  outer: Region | undefined = statement.region.parent,
): boolean {
  const { region } = statement;
  if (!frame.hasProcedural || outer === undefined || region.signals.length > 0 || region.memories.length > 0)
    return false;
  const isProcedural = (inner: Statement): boolean => {
    if (inner.kind === 'when') return armStatements(inner).every(isProcedural);
    if (inner.kind === 'loop') return isOnlyProcedural(frame, inner, outer);
    if (inner.kind !== 'assign') return false;
    const writer = frame.writers.get(inner.signal);
    return writer?.kind === 'procedural';
  };
  return region.statements.length > 0 && region.statements.every(isProcedural);
}
