import { checkedAttributes } from './attributes.ts';
import type { Builder } from './builder.ts';
import { type ClockSpecs, type Clocks, clockHandles, declareClocks } from './clock.ts';
import { context, describing } from './context.ts';
import { counter } from './counter.ts';
import { registers, streams, wires } from './declarations.ts';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import { reduce, scan } from './fold.ts';
import { refuse, requireRecord } from './given.ts';
import { instantiate } from './instantiate.ts';
import type { ParameterOwner } from './ir/atom.ts';
import type { ClockDomain } from './ir/clockDomain.ts';
import type { Declaration } from './ir/declaration.ts';
import type { HwModule } from './ir/hwModule.ts';
import { atomExpr, toExpr } from './ir/integer.ts';
import { Relation } from './ir/relation.ts';
import { makePorts } from './makePorts.ts';
import type { ModuleHead, Surrounding } from './module.ts';
import { ModuleContext } from './moduleContext.ts';
import { requireCondition } from './operations.ts';
import { Param, type ParameterSpecs, type Params, parameterAtom, type ReadValue } from './params.ts';
import { pipe } from './pipe.ts';
import type { Io, PortSpecs } from './ports.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNode, operandNodes } from './sources.ts';
import { createWords } from './structMemory.ts';
import { OptionParam, structuralSuffix } from './structural.ts';
import type { BoolType } from './types.ts';
import { called } from './userCode.ts';
import { refuseInWhen } from './when.ts';

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
