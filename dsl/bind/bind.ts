import { fail } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../ir/declaration.ts';
import type { HwModule } from '../ir/hwModule.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import { Declarations, type DeclaredSignal, type NameOf } from './declare.ts';
import type { BoundDesign, BoundDriver, BoundRegister } from './design.ts';
import { Domains } from './domains.ts';
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
  const domains = new Domains(expressions, declarations);
  const statements = new Statements(expressions, declarations, domains);
  const top = new InstanceState('', module, completeValues(module, values), undefined);
  const scope = declarations.scope(module.root, '', top, undefined);
  domains.begin(scope);
  statements.instances.push(top);
  statements.run(module.root.statements, scope);
  const { leaves } = declarations;
  return {
    name: module.name,
    module,
    values: top.values,
    leaves,
    nodes: make.all,
    ports: [...clockPortsOf(module), ...module.ports].map(declaration => ({
      name: declaration.key,
      direction: declaration.role === 'output' ? 'output' : 'input',
      declaration,
      leaves: leavesOf(expressions.signal(declaration, scope)),
    })),
    drivers: leaves.flatMap(leaf => driverOf(leaf, statements)),
    registers: declarations.registers.flatMap(register =>
      registerOf(register, expressions, declarations, statements, domains),
    ),
    memories: declarations.memories,
    clocks: domains.clocks,
    domains: module.clocks.map(declaration => ({ declaration, bound: domains.of(declaration, scope) })),
    plainReset: domains.plainReset,
    boxes: statements.boxes,
    assertions: statements.assertions,
    displays: statements.displays,
    dynamicWrites: statements.writes.dynamic,
    instances: statements.instances,
    writes: statements.writes.all,
    problems: expressions.problems,
  };
}

/** The ports of resets and enables. */
function clockPortsOf({ clocks }: HwModule): Declaration[] {
  return clocks.flatMap(({ reset, enable }) => [
    ...(reset === undefined ? [] : [reset.signal]),
    ...(enable === undefined ? [] : [enable]),
  ]);
}

function leavesOf(value: Value): BoundLeaf[] {
  return flatten(value).flatMap(node => (node.kind === 'signal' ? [node.leaf] : []));
}

function driverOf(leaf: BoundLeaf, statements: Statements): BoundDriver[] {
  if (leaf.role === 'register') return [];
  const assigned = statements.writes.assignments.final(leaf);
  if (assigned === undefined) return [];
  const { node: value, complete, missing, incomplete } = assigned;
  return [{ leaf, value, complete, missing, incomplete }];
}

function registerOf(
  { declaration, scope, value }: DeclaredSignal,
  expressions: Expressions,
  declarations: Declarations,
  statements: Statements,
  domains: Domains,
): readonly BoundRegister[] {
  const { reset } = declaration;
  const domain = domains.of(declaration.domain, scope);
  const given =
    reset?.kind === 'value' && reset.value !== undefined ? expressions.value(reset.value, scope) : undefined;
  const resets = given === undefined ? [] : flatten(given);
  return leavesOf(value).map((leaf, position) => {
    const assigned = statements.writes.assignments.final(leaf)?.node;
    if (assigned === undefined) return fail('internal', { problem: `register \`${leaf.name}\` has no next value` });
    const { make } = expressions;
    const held = declarations.reads[leaf.index] ?? assigned;
    const next = domain.enable === undefined ? assigned : make.mux(domain.enable, assigned, held);
    if (reset?.kind === 'none' || domain.reset === undefined) return { leaf, next, reset: undefined, domain };
    const value = resetValue(leaf, resets[position] ?? resets[0]);
    const also = declaration.domain === undefined ? scope.instance.alsoReset : undefined;
    const given = make.literal(value, leaf.width, leaf.signed);
    const underOwn = also === undefined ? next : make.mux(also, given, next);
    const { active } = domain.reset;
    return { leaf, next: active === undefined ? underOwn : make.mux(active, given, underOwn), reset: value, domain };
  });
}

function resetValue(leaf: BoundLeaf, value: BoundNode | undefined): bigint {
  if (value === undefined) return 0n;
  if (value.kind !== 'literal')
    return fail('internal', { problem: `the reset value of \`${leaf.name}\` is not a constant` });
  return leaf.signed ? BigInt.asIntN(leaf.width, value.value) : BigInt.asUintN(leaf.width, value.value);
}
