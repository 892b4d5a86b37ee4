import type { Attributes } from './attributes.ts';
import type { Builder } from './builder.ts';
import { type ClockSpecs, type Clocks, clockHandles, type NoClocks } from './clock.ts';
import { callLabel } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { describeModule, type ModuleSource } from './elaborate.ts';
import { refuse } from './given.ts';
import type { HwModule } from './ir/hwModule.ts';
import type { Relation } from './ir/relation.ts';
import { type ParameterSpecs, type Params, type ReadValue, rangeViolation } from './params.ts';
import type { Io, PortSpecs } from './ports.ts';
import { CallSite } from './source/location.ts';
import { encodeValues, type ParameterValue, requireNames } from './structural.ts';
import type { NoPromise } from './userCode.ts';

/** The interface of a module: its parameters, what must hold between them, and its ports. */
export interface ModuleHead<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs = NoClocks> {
  readonly params: S;
  /** Clock domains by name; one domain with `clk` and a synchronous, active-high `rst` unless given. */
  readonly clocks?: C;
  /** Relations between the parameters that every legal instance satisfies. */
  readonly where?: (parameters: Params<S>) => readonly Relation[];
  readonly ports: (parameters: Params<S>, clocks: Clocks<C>) => P;
  /** Attributes of the Verilog module, such as `{ keep_hierarchy: 'yes' }`. */
  readonly attributes?: Attributes;
}

/** A module of which only its being one is known. */
export interface AnyModule {
  readonly name: string;
  readonly params: ParameterSpecs;
  /** The clocks that it declares; none for a module that takes the clock of where it is used. */
  readonly clocks: ClockSpecs;
  /** The ports and relations for parameters with these specifications. */
  readonly interfaceFor: (parameters: Params<ParameterSpecs>) => {
    readonly ports: PortSpecs;
    readonly relations: readonly Relation[];
  };
  /** Where it is described: its documentation stands there. */
  readonly site: CallSite;
  /**
   * The module as hardware IR.
   *
   * @param values parameters that differ from their defaults; only those read with `.value` make a difference
   * @throws DiagnosticError with everything that is wrong in the description, or a value outside its range
   */
  elaborate(values?: Readonly<Record<string, ParameterValue>>): HwModule;
  /**
   * The same, with values that are worked out when they are asked for, for clocks as they are in `surrounding`.
   */
  elaborateWith(readValue: ReadValue, surrounding?: Surrounding): HwModule;
}

/** A described block: one Verilog module, whatever the values of its parameters. */
export interface Module<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs = NoClocks>
  extends AnyModule {
  readonly params: S;
  /** Carries the type of the ports; it has no value. */
  readonly portTypes?: P;
  /** Carries the names of the clocks; it has no value. */
  readonly clockTypes?: C;
}

/** Refuses values for parameters that a module does not have, or outside their ranges. */
export function checkValues(name: string, specs: ParameterSpecs, values: Readonly<Record<string, number>>): void {
  for (const [parameter, value] of Object.entries(values)) {
    const spec = Object.hasOwn(specs, parameter) ? specs[parameter] : undefined;
    if (spec === undefined)
      fail('unknown-parameter', { module: name, parameter, parameters: Object.keys(specs).join(', ') });
    const range = rangeViolation(spec, value);
    if (range !== undefined)
      fail('parameter-out-of-range', { parameter, module: name, value: String(value), range }, [
        { location: spec.site.location, message: 'declared here' },
      ]);
  }
}

function interfaceOf<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs>(
  head: ModuleHead<S, P, C>,
): AnyModule['interfaceFor'];
function interfaceOf(head: ModuleHead<ParameterSpecs, PortSpecs, ClockSpecs>): AnyModule['interfaceFor'] {
  return parameters => ({
    ports: head.ports(parameters, clockHandles(head.clocks)),
    relations: head.where?.(parameters) ?? [],
  });
}

/** The clocks that a module comes out for, where they are not what it declares by itself. */
export interface Surrounding {
  /** Stands behind the module's name, and tells in what the clocks differ. */
  readonly suffix: string;
  /** Under the names that it declares; `clk` for a module that declares none. */
  readonly clocks: ClockSpecs;
}

/** A module may instantiate itself with smaller values of structural parameters, but not without end. */
const MOST_NESTED = 40;

/** Refuses a module whose parts are of other kinds than they are to be. */
function requireDescription(name: unknown, head: unknown, body: unknown): void {
  function expects(what: string, expected: string, given: unknown, suggestion = ''): never {
    return refuse(what, expected, given, suggestion);
  }
  if (typeof name !== 'string') expects('The name of a module', 'a string', name);
  if (typeof head !== 'object' || head === null) expects('The second argument of `module`', '{ params, ports }', head);
  const { params, ports, where }: { params?: unknown; ports?: unknown; where?: unknown } = head;
  if (typeof params !== 'object' || params === null)
    expects('`params`', 'an object of parameters', params, 'A module without parameters has `params: {}`.');
  for (const [parameter, spec] of Object.entries(params))
    if (typeof spec !== 'object' || spec === null || spec.kind !== 'integer')
      expects(`Parameter \`${parameter}\``, '`int(...)`, `choice(...)` or `flag(...)`', spec, 'Write `int(4)` for 4.');
  if (typeof ports !== 'function')
    expects('`ports`', 'a function', ports, 'Write `ports: () => ({ ... })`: it is given the parameters.');
  if (where !== undefined && typeof where !== 'function')
    expects('`where`', 'a function', where, 'Write `where: ({ A, B }) => [A.atLeast(B)]`.');
  if (typeof body !== 'function')
    expects('The body of a module', 'a function', body, 'Write `(io, parameters, m) => { ... }`.');
}

/** A block like any other, but for the options of its parameters: a black box keeps its name whatever they are. */
export function moduleOf<const S extends ParameterSpecs, P extends PortSpecs, const C extends ClockSpecs = NoClocks>(
  name: string,
  head: ModuleHead<S, P, C>,
  body: (io: Io<P>, parameters: Params<S>, m: Builder, clocks: Clocks<C>) => NoPromise,
): Module<S, P, C> {
  requireDescription(name, head, body);
  const source: ModuleSource<S, P, C> = { name, head, body, site: new CallSite() };
  const described: { readonly suffix: string; readonly module: HwModule }[] = [];
  let depth = 0;
  const elaborateWith = (readValue: ReadValue, surrounding?: Surrounding): HwModule => {
    const suffix = surrounding?.suffix ?? '';
    const known = described.find(
      other =>
        other.suffix === suffix &&
        [...other.module.structural].every(([parameter, value]) => readValue(parameter) === value),
    );
    if (known !== undefined) return known.module;
    if (depth === MOST_NESTED)
      fail('endless-instances', { module: name, count: String(MOST_NESTED) }, [
        callLabel(),
        { location: source.site.location, message: 'described here' },
      ]);
    depth++;
    try {
      const fresh = describeModule(source, readValue, surrounding);
      described.push({ suffix, module: fresh });
      return fresh;
    } finally {
      depth--;
    }
  };
  return {
    name,
    params: head.params,
    clocks: head.clocks ?? {},
    site: source.site,
    interfaceFor: interfaceOf(head),
    elaborateWith,
    elaborate: (given = {}) => {
      const values = encodeValues(name, head.params, given);
      checkValues(name, head.params, values);
      return elaborateWith(parameter => values[parameter] ?? head.params[parameter]?.default ?? 0);
    },
  };
}

/**
 * Describes a block.
 *
 * @param name the Verilog module's name
 * @param head parameters, relations, clocks and ports; their doc comments go into the Verilog
 * @param body makes the hardware; it runs once, with symbolic parameters
 */
export function module<const S extends ParameterSpecs, P extends PortSpecs, const C extends ClockSpecs = NoClocks>(
  name: string,
  head: ModuleHead<S, P, C>,
  body: (io: Io<P>, parameters: Params<S>, m: Builder, clocks: Clocks<C>) => NoPromise,
): Module<S, P, C> {
  const described = moduleOf(name, head, body);
  requireNames(head.params);
  return described;
}
