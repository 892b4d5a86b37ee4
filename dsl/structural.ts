import { fail } from './diagnostics/diagnostic.ts';
import { type IntegerSpec, type ParameterSpecs, rangeText } from './params.ts';
import { CallSite } from './source/location.ts';

/** What a parameter with named values can be. */
export type Option = string | boolean;

/**
 * The declaration of a parameter that is one of several options. Such a parameter is always structural: the module is
 * elaborated once for every option, and the option becomes part of the module's name. Behind the description its value
 * is the option's position.
 */
export interface OptionSpec<O extends Option = Option> extends IntegerSpec {
  readonly options: readonly O[];
}

/**
 * A parameter that is one of the texts given; the first is its default. Each becomes part of the module's name: lower
 * case, digits and underscores. Those of a black box are strings in Verilog, and may be anything that fits in one.
 */
export function choice<const O extends string>(first: O, ...others: readonly O[]): OptionSpec<O> {
  const options = [first, ...others];
  const illegal = (reason: string): never =>
    fail('illegal-name', { name: options.join(', '), what: 'the options of a choice', reason }, [
      { location: new CallSite().location, message: '' },
    ]);
  if (new Set(options).size < options.length) illegal('none may be there twice');
  if (options.some(option => typeof option !== 'string' || !/^[\x20-\x7e]+$/.test(option) || /["\\]/.test(option)))
    illegal('each is a text of letters, digits and signs, without quotes and backslashes');
  return { kind: 'integer', default: 0, min: 0, max: options.length - 1, options, site: new CallSite() };
}

/** Refuses options that cannot become part of a module's name. */
export function requireNames(specs: ParameterSpecs): void {
  for (const { options, site } of Object.values(specs))
    if (options?.some(option => typeof option === 'string' && !/^[a-z][a-z0-9_]*$/.test(option)))
      fail(
        'illegal-name',
        {
          name: options.join(', '),
          what: 'the options of a choice',
          reason: 'each becomes part of a module name: lower case, digits and underscores',
        },
        [{ location: site.location, message: '' }],
      );
}

/** A parameter that is true or false. */
export function flag(defaultValue: boolean): OptionSpec<boolean> {
  return {
    kind: 'integer',
    default: defaultValue ? 1 : 0,
    min: 0,
    max: 1,
    options: [false, true],
    site: new CallSite(),
  };
}

/** A parameter with options while its module is described: its value is known. */
export class OptionParam<O extends Option = Option> {
  readonly parameterName: string;
  /** The option that holds in this elaboration. */
  readonly value: O;
  /** Its position among the options. */
  readonly position: number;

  constructor(parameterName: string, value: O, position: number) {
    this.parameterName = parameterName;
    this.value = value;
    this.position = position;
  }
}

/** A value for a parameter, as a user gives it. */
export type ParameterValue = number | Option;

/**
 * Values as they are behind the description: an option is its position.
 *
 * @throws DiagnosticError for an option that a parameter does not have
 */
export function encodeValues(
  module: string,
  specs: ParameterSpecs,
  values: Readonly<Record<string, ParameterValue>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const spec = specs[name];
      return [name, spec === undefined ? Number(value) : encodeValue(module, name, spec, value)];
    }),
  );
}

/** One value as it is behind the description. */
export function encodeValue(module: string, parameter: string, spec: IntegerSpec, value: ParameterValue): number {
  if (typeof value === 'number') return value;
  const position = spec.options?.indexOf(value) ?? -1;
  if (position >= 0) return position;
  return fail('parameter-out-of-range', { parameter, module, value: String(value), range: rangeText(spec) }, [
    { location: new CallSite().location, message: '' },
    { location: spec.site.location, message: 'declared here' },
  ]);
}

/** A structural value as it stands in a module's name. */
export function structuralSuffix(specs: ParameterSpecs, parameter: string, value: number): string {
  return `_${parameter.toLowerCase()}_${specs[parameter]?.options?.[value] ?? value}`;
}
