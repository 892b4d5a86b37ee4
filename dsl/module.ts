import type { Builder } from './builder.ts';
import { callLabel } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { describeModule, type ModuleSource, type ReadValue } from './elaborate.ts';
import type { HwModule } from './ir/hw.ts';
import type { Relation } from './ir/relation.ts';
import { type ParameterSpecs, type Params, rangeViolation } from './params.ts';
import type { Io, PortSpecs } from './ports.ts';
import { CallSite } from './source/location.ts';
import { encodeValues, type ParameterValue } from './structural.ts';

/** The interface of a module: its parameters, what must hold between them, and its ports. */
export interface ModuleHead<S extends ParameterSpecs, P extends PortSpecs> {
  readonly params: S;
  /** Relations between the parameters that every legal instance satisfies. */
  readonly where?: (parameters: Params<S>) => readonly Relation[];
  readonly ports: (parameters: Params<S>) => P;
}

/** A module of which only its being one is known. */
export interface AnyModule {
  readonly name: string;
  readonly params: ParameterSpecs;
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
  /** The same, with values that are worked out when they are asked for. */
  elaborateWith(readValue: ReadValue): HwModule;
}

/** A described block: one Verilog module, whatever the values of its parameters. */
export interface Module<S extends ParameterSpecs, P extends PortSpecs> extends AnyModule {
  readonly params: S;
  /** Carries the type of the ports; it has no value. */
  readonly portTypes?: P;
}

/** Refuses values for parameters that a module does not have, or outside their ranges. */
export function checkValues(name: string, specs: ParameterSpecs, values: Readonly<Record<string, number>>): void {
  for (const [parameter, value] of Object.entries(values)) {
    const spec = specs[parameter];
    if (spec === undefined)
      fail('unknown-parameter', { module: name, parameter, parameters: Object.keys(specs).join(', ') });
    const range = rangeViolation(spec, value);
    if (range !== undefined)
      fail('parameter-out-of-range', { parameter, module: name, value: String(value), range }, [
        { location: spec.site.location, message: 'declared here' },
      ]);
  }
}

function interfaceOf<S extends ParameterSpecs, P extends PortSpecs>(head: ModuleHead<S, P>): AnyModule['interfaceFor'];
function interfaceOf(head: ModuleHead<ParameterSpecs, PortSpecs>): AnyModule['interfaceFor'] {
  return parameters => ({ ports: head.ports(parameters), relations: head.where?.(parameters) ?? [] });
}

/** A module may instantiate itself with smaller values of structural parameters, but not without end. */
const MOST_NESTED = 40;

/**
 * Describes a block.
 *
 * @param name the Verilog module's name
 * @param head parameters, relations and ports; their doc comments go into the Verilog
 * @param body makes the hardware; it runs once, with symbolic parameters
 */
export function module<const S extends ParameterSpecs, P extends PortSpecs>(
  name: string,
  head: ModuleHead<S, P>,
  body: (io: Io<P>, parameters: Params<S>, m: Builder) => void,
): Module<S, P> {
  const source: ModuleSource<S, P> = { name, head, body, site: new CallSite() };
  const described: HwModule[] = [];
  let depth = 0;
  const elaborateWith = (readValue: ReadValue): HwModule => {
    const known = described.find(({ structural }) =>
      [...structural].every(([parameter, value]) => readValue(parameter) === value),
    );
    if (known !== undefined) return known;
    if (depth === MOST_NESTED)
      fail('endless-instances', { module: name, count: String(MOST_NESTED) }, [
        callLabel(),
        { location: source.site.location, message: 'described here' },
      ]);
    depth++;
    try {
      const fresh = describeModule(source, readValue);
      described.push(fresh);
      return fresh;
    } finally {
      depth--;
    }
  };
  return {
    name,
    params: head.params,
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
