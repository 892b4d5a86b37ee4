import { fail } from '../diagnostics/diagnostic.ts';
import type { HwModule } from '../ir/hw.ts';
import { Declarations, type DeclaredSignal, type NameOf } from './declare.ts';
import type { BoundDesign, BoundDriver, BoundLeaf, BoundNode, BoundRegister } from './design.ts';
import { Expressions } from './expressions.ts';
import { NodeFactory } from './nodes.ts';
import { InstanceState } from './scope.ts';
import { Statements } from './statements.ts';
import { flatten, type Value } from './value.ts';

export interface BindOptions {
  /** The name of a declaration in paths; its key unless given. */
  readonly nameOf?: NameOf;
}

/** All parameters of a module: those in `values`, the structural ones, the defaults of the others. */
export function completeValues(
  module: HwModule,
  values: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(module.specs).map(([name, spec]) => [
      name,
      module.structural.get(name) ?? values[name] ?? spec.default,
    ]),
  );
}

/**
 * Gives every parameter of a module a value: loops are unrolled, branches chosen, instances flattened, vecs split.
 * Linear in the size of the result.
 *
 * @param values parameters that differ from their defaults; they are taken as they are, in range or not
 * @throws DiagnosticError where a parameter expression leaves 32 bits
 */
export function bind(
  module: HwModule,
  values: Readonly<Record<string, number>> = {},
  options: BindOptions = {},
): BoundDesign {
  const make = new NodeFactory();
  const expressions = new Expressions(make, []);
  const declarations = new Declarations(expressions, options.nameOf ?? (declaration => declaration.key));
  const statements = new Statements(expressions, declarations);
  const top = new InstanceState('', module, completeValues(module, values), undefined, undefined);
  const scope = declarations.scope(module.root, '', top, undefined);
  statements.instances.push(top);
  statements.run(module.root.statements, scope);
  const { leaves } = declarations;
  return {
    name: module.name,
    module,
    values: top.values,
    leaves,
    nodes: make.all,
    ports: module.ports.map(declaration => ({
      name: declaration.key,
      direction: declaration.role === 'output' ? 'output' : 'input',
      declaration,
      leaves: leavesOf(expressions.signal(declaration, scope)),
    })),
    drivers: leaves.flatMap(leaf => driverOf(leaf, statements)),
    registers: declarations.registers.flatMap(register => registerOf(register, expressions, statements)),
    memories: declarations.memories,
    assertions: statements.assertions,
    dynamicWrites: statements.dynamicWrites,
    instances: statements.instances,
    writes: statements.writes,
    problems: expressions.problems,
  };
}

function leavesOf(value: Value): BoundLeaf[] {
  return flatten(value).flatMap(node => (node.kind === 'signal' ? [node.leaf] : []));
}

function driverOf(leaf: BoundLeaf, statements: Statements): BoundDriver[] {
  if (leaf.role === 'register') return [];
  const assigned = statements.assignments.current(leaf);
  return assigned === undefined ? [] : [{ leaf, value: assigned.node, complete: assigned.complete }];
}

function registerOf(
  { declaration, scope, value }: DeclaredSignal,
  expressions: Expressions,
  statements: Statements,
): readonly BoundRegister[] {
  const { reset } = declaration;
  const given =
    reset?.kind === 'value' && reset.value !== undefined ? expressions.value(reset.value, scope) : undefined;
  const resets = given === undefined ? [] : flatten(given);
  return leavesOf(value).map((leaf, position) => {
    const next = statements.assignments.current(leaf)?.node;
    if (next === undefined) return fail('internal', { problem: `register \`${leaf.name}\` has no next value` });
    if (reset?.kind === 'none') return { leaf, next, reset: undefined };
    const value = resetValue(leaf, resets[position] ?? resets[0]);
    const also = scope.instance.alsoReset;
    if (also === undefined) return { leaf, next, reset: value };
    const { make } = expressions;
    return { leaf, next: make.mux(also, make.literal(value, leaf.width, leaf.signed), next), reset: value };
  });
}

function resetValue(leaf: BoundLeaf, value: BoundNode | undefined): bigint {
  if (value === undefined) return 0n;
  if (value.kind !== 'literal')
    return fail('internal', { problem: `the reset value of \`${leaf.name}\` is not a constant` });
  return leaf.signed ? BigInt.asIntN(leaf.width, value.value) : BigInt.asUintN(leaf.width, value.value);
}
