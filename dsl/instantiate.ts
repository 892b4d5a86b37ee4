import type { AnyInstanceOptions } from './builder.ts';
import { type ConnectedClocks, childClocks, connectedClocks } from './clockConnections.ts';
import { surroundingOf, surroundingOfClocks } from './clockKinds.ts';
import { type ConnectedGroup, connectInstance } from './connections.ts';
import { callLabel, context, describingChild } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { refuse, requireName, requireRecord } from './given.ts';
import type { HwModule } from './ir/hwModule.ts';
import { evaluate, type IntExpr, toExpr } from './ir/integer.ts';
import type { AnyModule, Surrounding } from './module.ts';
import { type Argument, type IntegerSpec, type ParameterSpecs, type ReadValue, rangeViolation } from './params.ts';
import { clockUse } from './passes/lower/clocks.ts';
import { CallSite } from './source/location.ts';
import { encodeValue, OptionParam } from './structural.ts';

/** The value of a child's argument; the parameters of the parent in it become structural. */
function forced(expression: IntExpr, readValue: ReadValue): number {
  return evaluate(expression, {
    get: key =>
      key.startsWith('#')
        ? fail(
            'misplaced-statement',
            {
              operation: '`.value` of a parameter that depends on a loop index',
              place: 'a generate loop',
              suggestion: 'A structural parameter needs one value for the whole module.',
            },
            [callLabel()],
          )
        : readValue(key),
  });
}

/** Values of a child's parameters, each worked out when the child reads it. */
function argumentValues(child: ParameterSpecs, args: ReadonlyMap<string, IntExpr>, readValue: ReadValue): ReadValue {
  return name => {
    const argument = args.get(name);
    return argument === undefined ? (child[name]?.default ?? 0) : forced(argument, readValue);
  };
}

function argumentOf(module: string, parameter: string, spec: IntegerSpec, value: Argument): IntExpr {
  if (value instanceof OptionParam) return toExpr(encodeValue(module, parameter, spec, value.value));
  return typeof value === 'string' || typeof value === 'boolean'
    ? toExpr(encodeValue(module, parameter, spec, value))
    : toExpr(value);
}

function requireModule(child: unknown): void {
  if (typeof child !== 'object' || child === null || !('elaborateWith' in child))
    refuse(
      'What `inst` makes an instance of',
      'a module',
      child,
      child === undefined ? '' : 'Give what `module(...)` returned.',
    );
}

/** The module that an instance is of, for the clocks that it is given. */
function describedFor(
  child: AnyModule,
  domains: ConnectedClocks,
  values: ReadValue,
  instance: CallSite,
): HwModule | undefined {
  // What is wrong with it in one kind of domain need not be wrong in another.
  const inSurrounding = (surrounding: Surrounding): HwModule | undefined =>
    describingChild({ name: child.name }, () => child.elaborateWith(values, surrounding));
  if (Object.keys(child.clocks).length > 0) {
    const surrounding = surroundingOfClocks(child.clocks, domains, instance);
    if (surrounding !== undefined) return inSurrounding(surrounding);
  }
  const plain = describingChild(child, () => child.elaborateWith(values));
  // What has no clock is the same in every domain.
  if (plain === undefined || plain.clocks.length > 0 || !clockUse(plain).clock) return plain;
  const surrounding = surroundingOf(context('inst').presentDomain, instance);
  return surrounding === undefined ? plain : inSurrounding(surrounding);
}

/** Adds an instance to the module that is being described; arguments and connections are checked here, not by types. */
export function instantiate(
  name: string,
  child: AnyModule,
  given: Readonly<Record<string, Argument>>,
  connections: ConnectedGroup,
  readValue: ReadValue,
  options: AnyInstanceOptions & { readonly site?: CallSite } = {},
): void {
  const ctx = context('inst');
  const before = ctx.diagnostics.length;
  requireModule(child);
  requireName('The name of an instance', name);
  requireRecord('The options of an instance', options);
  const args = new Map<string, IntExpr>();
  for (const [parameter, value] of Object.entries(given ?? {})) {
    const spec = Object.hasOwn(child.params, parameter) ? child.params[parameter] : undefined;
    if (spec === undefined)
      ctx.report('unknown-parameter', {
        module: child.name,
        parameter,
        parameters: Object.keys(child.params).join(', '),
      });
    else args.set(parameter, argumentOf(child.name, parameter, spec, value));
  }
  for (const [parameter, spec] of Object.entries(child.params)) {
    const argument = args.get(parameter) ?? toExpr(spec.default);
    args.set(parameter, argument);
    const { constant } = argument;
    const range = constant === undefined ? undefined : rangeViolation(spec, constant);
    if (range !== undefined)
      ctx.report('parameter-out-of-range', { parameter, module: child.name, value: String(constant), range });
  }
  if (ctx.diagnostics.length > before) return;
  const values = argumentValues(child.params, args, readValue);
  const domains = connectedClocks(name, child, options);
  if (ctx.diagnostics.length > before) return;
  const described = describedFor(child, domains, values, options.site ?? new CallSite());
  if (described === undefined) return;
  const clocks = childClocks(name, described, domains, options);
  if (ctx.diagnostics.length > before) return;
  connectInstance(name, described, args, connections, {
    ...clocks,
    alsoReset: options.alsoReset,
    attributes: options.attributes,
  });
}
