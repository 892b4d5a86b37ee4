import { checkedAttributes } from './attributes.ts';
import type { AnyInstanceOptions, Builder } from './builder.ts';
import { type ClockSpecs, type Clocks, clockHandles, declareClocks, domainNames } from './clock.ts';
import { type ConnectedClocks, childClocks, connectedClocks } from './clockConnections.ts';
import { surroundingOf, surroundingOfClocks } from './clockKinds.ts';
import { type ConnectedGroup, connectInstance } from './connections.ts';
import { callLabel, context, describing, describingChild, ModuleContext } from './context.ts';
import { counter } from './counter.ts';
import { registers, streamOf, streams, wires } from './declarations.ts';
import { declareValue } from './declaredValue.ts';
import { DiagnosticError, fail } from './diagnostics/diagnostic.ts';
import { reduce, scan } from './fold.ts';
import { refuse, requireName, requireRecord } from './given.ts';
import type { ParameterOwner } from './ir/atom.ts';
import type { ClockDomain } from './ir/clockDomain.ts';
import type { Declaration, FieldOfStruct } from './ir/declaration.ts';
import type { HwModule } from './ir/hwModule.ts';
import { atomExpr, evaluate, type IntExpr, toExpr } from './ir/integer.ts';
import { Relation } from './ir/relation.ts';
import type { AnyModule, ModuleHead, Surrounding } from './module.ts';
import { requireCondition } from './operations.ts';
import {
  type Argument,
  type IntegerSpec,
  Param,
  type ParameterSpecs,
  type Params,
  parameterAtom,
  rangeViolation,
} from './params.ts';
import { clockUse } from './passes/lower/clocks.ts';
import { pipe } from './pipe.ts';
import { type Io, isPort, type PortSpec, type PortSpecs, type StreamSpec } from './ports.ts';
import { readOnlyRecord } from './readOnly.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNode, operandNodes } from './sources.ts';
import { createWords } from './structMemory.ts';
import { encodeValue, OptionParam, structuralSuffix } from './structural.ts';
import type { BoolType, HwType } from './types.ts';
import { called } from './userCode.ts';
import { refuseInWhen } from './when.ts';

/** The value of a parameter by name, worked out when it is asked for. */
export type ReadValue = (name: string) => number;

/** Parameters as the description sees them; those in `structural` are numbers already. */
function makeParams<S extends ParameterSpecs>(
  specs: S,
  owner: ParameterOwner,
  structural: ReadonlyMap<string, number>,
  readValue: ReadValue,
): Params<S>;
function makeParams(
  specs: ParameterSpecs,
  owner: ParameterOwner,
  structural: ReadonlyMap<string, number>,
  readValue: ReadValue,
): unknown {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const fixed = structural.get(name);
      const option = spec.options?.[fixed ?? spec.default];
      if (option !== undefined) return [name, new OptionParam(name, option, fixed ?? spec.default)];
      const expression = fixed === undefined ? atomExpr(parameterAtom(name, spec, owner)) : toExpr(fixed);
      return [name, new Param(name, expression, () => readValue(name))];
    }),
  );
}

/** Refuses what is neither a port nor a group of ports. */
function requirePort(key: string, spec: unknown, site: CallSite | undefined): void {
  if (
    typeof spec === 'object' &&
    spec !== null &&
    !('kind' in spec && 'width' in spec && typeof spec.kind === 'string')
  )
    return;
  refuse(
    `Port \`${key}\``,
    '`input(type)`, `output(type)`, `sink(type)` or `source(type)`',
    spec,
    'Say which way it goes.',
    [{ location: site?.location, message: '' }],
  );
}

function makePorts<P extends PortSpecs>(specs: P, ports: Declaration[]): Io<P>;
function makePorts(specs: PortSpecs, ports: Declaration[], prefix = ''): unknown {
  const ctx = context('module');
  const add = (port: Declaration): Declaration => {
    if (ports.some(other => other.key === port.key))
      ctx.report('duplicate-name', { what: 'Port', name: port.key }, [{ location: port.site?.location, message: '' }]);
    ports.push(port);
    return port;
  };
  return readOnlyRecord(
    Object.entries(specs).flatMap(([name, spec]) => {
      if (spec === undefined) return [];
      const key = `${prefix}${name}`;
      requirePort(key, spec, ctx.site);
      if (!isPort(spec)) return [[name, makeGroup(spec, ports, `${key}_`)]];
      const { site } = spec;
      const domain = portDomain(ctx, key, spec);
      if ('direction' in spec) {
        const role = spec.direction === 'in' ? 'input' : 'output';
        const declare = (portName: string, type: HwType, field: FieldOfStruct | undefined): Declaration =>
          add(ctx.declare(role, portName, type, { site, ...domain, ...(field === undefined ? {} : { field }) }));
        return [[name, declareValue(key, spec.type, declare)]];
      }
      const forward = spec.stream === 'sink' ? 'input' : 'output';
      const backward = spec.stream === 'sink' ? 'output' : 'input';
      const stream = streamOf(key, spec.type, (portName, part, type, field) =>
        add(
          ctx.declare(part === 'ready' ? backward : forward, portName, type, {
            site,
            ...domain,
            stream: { name: key, part },
            ...(field === undefined ? {} : { field }),
          }),
        ),
      );
      return [[name, stream]];
    }),
  );
}

/** The clock that a port belongs to: the one that it states, or the only one. */
function portDomain(
  ctx: ModuleContext,
  port: string,
  spec: PortSpec | StreamSpec,
): Pick<Declaration, 'domain' | 'asynchronous'> {
  if ('asynchronous' in spec && spec.asynchronous === true) return { asynchronous: true };
  const { domains, moduleName: module } = ctx;
  const label = { location: spec.site.location, message: '' };
  const clocks = domainNames(domains);
  if (spec.clock !== undefined) {
    const domain = domains.find(({ name }) => name === spec.clock);
    if (domain === undefined) ctx.report('unknown-clock', { module, clock: spec.clock, clocks }, [label]);
    return domain === undefined ? {} : { domain };
  }
  const [only, ...others] = domains;
  if (others.length > 0) ctx.report('port-without-clock', { port, module, clocks }, [label]);
  return only === undefined ? {} : { domain: only };
}

/** A group of ports; each has the group's name in front of its own. */
function makeGroup(specs: PortSpecs, ports: Declaration[], prefix: string): unknown {
  const made: (specs: PortSpecs, ports: Declaration[], prefix: string) => unknown = makePorts;
  return made(specs, ports, prefix);
}

function assertion(check: 'assert' | 'assume' | 'cover') {
  return (condition: Operand<BoolType>, message: string): void => {
    refuseInWhen(check);
    const ctx = context(check);
    const node = operandNode(condition);
    requireCondition(node, check);
    ctx.statements.push({
      kind: 'assertion',
      id: ctx.nextId(),
      check,
      condition: node,
      message,
      ...ctx.inClock(`This \`${check}\``),
      site: new CallSite(),
    });
  };
}

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

function makeBuilder(readValue: ReadValue): Builder {
  return {
    regs: registers,
    wires,
    streams,
    mem: (name, type, depth, options = {}) => createWords(name, type, depth, options),
    inst: (name, child, args, connections, ...[options]) =>
      instantiate(name, child, args, connections, readValue, options),
    reduce,
    scan,
    counter,
    pipe,
    unused: (values, reason) => {
      const ctx = context('unused');
      requireRecord('What `m.unused` is given', values);
      const nodes = Object.values(values).flatMap(operandNodes);
      ctx.statements.push({ kind: 'unused', id: ctx.nextId(), values: nodes, reason });
    },
    assert: assertion('assert'),
    assume: assertion('assume'),
    cover: assertion('cover'),
  };
}

/** What a module is elaborated from. */
export interface ModuleSource<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs> {
  readonly name: string;
  readonly head: ModuleHead<S, P, C>;
  readonly body: (io: Io<P>, parameters: Params<S>, m: Builder, clocks: Clocks<C>) => void;
  readonly site: CallSite;
}

/** One run of the body, with the parameters in `structural` as numbers; others that it reads are added there. */
function describeOnce<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs>(
  source: ModuleSource<S, P, C>,
  structural: Map<string, number>,
  readValue: ReadValue,
  surrounding: Surrounding | undefined,
): HwModule {
  const { head, name, site } = source;
  const suffix = [...structural].map(([parameter, value]) => structuralSuffix(head.params, parameter, value)).join('');
  const owner: ParameterOwner = { module: name, relations: [] };
  const ctx = new ModuleContext(`${name}${suffix}${surrounding?.suffix ?? ''}`, owner);
  const declared: ClockSpecs = surrounding?.clocks ?? head.clocks ?? {};
  ctx.site = site;
  const fixed: ReadonlyMap<string, number> = new Map(structural);
  const readParameter: ReadValue = parameter => {
    const value = readValue(parameter);
    structural.set(parameter, value);
    return value;
  };
  const parameters = makeParams(head.params, owner, fixed, readParameter);
  const ports: Declaration[] = [];
  const clocks: ClockDomain[] = [];
  describing(ctx, () =>
    ctx.recovering(() => {
      for (const name of Object.keys(head.params)) ctx.refuseBuiltIn(name, 'a parameter', head.params[name]?.site);
      checkedAttributes(head.attributes, [{ location: site.location, message: '' }]);
      const { where } = head;
      owner.relations = where === undefined ? [] : called('where', () => where(parameters), site);
      for (const relation of owner.relations)
        if (!(relation instanceof Relation))
          refuse('What `where` lists', 'relations of parameters', relation, 'Write `A.atLeast(B)` and the like.', [
            { location: site.location, message: '' },
          ]);
      clocks.push(...declareClocks(ctx, declared));
      const handles = clockHandles(head.clocks, clocks);
      const io = makePorts(
        called('ports', () => head.ports(parameters, handles), site),
        ports,
      );
      called('module', () => source.body(io, parameters, makeBuilder(readParameter), handles), site);
      ctx.finish();
    }),
  );
  if (ctx.diagnostics.length > 0) throw new DiagnosticError(ctx.diagnostics);
  return {
    name: ctx.moduleName,
    baseName: name,
    site,
    specs: head.params,
    owner,
    structural: fixed,
    kept: Object.keys(head.params).filter(parameter => !fixed.has(parameter)),
    ports,
    clocks,
    root: ctx.root,
    obligations: ctx.obligations,
    ...(head.attributes === undefined ? {} : { attributes: head.attributes }),
  };
}

/** Describes a module until every parameter that it reads with `.value` is a number from the start. */
export function describeModule<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs>(
  source: ModuleSource<S, P, C>,
  readValue: ReadValue,
  surrounding?: Surrounding,
): HwModule {
  const structural = new Map<string, number>();
  for (const [name, { options }] of Object.entries(source.head.params))
    if (options !== undefined) structural.set(name, readValue(name));
  for (;;) {
    const before = structural.size;
    const described = describeOnce(source, structural, readValue, surrounding);
    if (structural.size === before) return described;
  }
}
