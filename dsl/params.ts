import { ceilingLog2, type ParameterAtom, type ParameterOwner } from './ir/atom.ts';
import { IntExpr, type Width } from './ir/integer.ts';
import { CallSite } from './source/location.ts';
import type { OptionParam, OptionSpec, ParameterValue } from './structural.ts';

export { clog2, IntExpr, indexWidth, maxWidth, pow2, type Width } from './ir/integer.ts';
export { Relation } from './ir/relation.ts';

/** What may be said of a whole-number parameter's values. */
export interface IntegerRange {
  readonly min?: number;
  readonly max?: number;
  readonly multipleOf?: number;
  readonly powerOfTwo?: boolean;
  /** Names of the values 0 and up, of a parameter that is one of several options. */
  readonly options?: readonly (string | boolean)[];
}

/** The declaration of a whole-number parameter: its default and its range. */
export interface IntegerSpec extends IntegerRange {
  readonly kind: 'integer';
  readonly default: number;
  readonly site: CallSite;
}

/**
 * A whole-number parameter, kept as `parameter integer` in the output.
 *
 * @param defaultValue the value where an instance or a configuration gives none
 * @param range the values that are legal; checked here where they are known, and by the emitted Verilog at elaboration
 */
export function int(defaultValue: number, range: IntegerRange = {}): IntegerSpec {
  return { kind: 'integer', default: defaultValue, site: new CallSite(), ...range };
}

/** Declared parameters, by name. */
export type ParameterSpecs = Readonly<Record<string, IntegerSpec>>;

/** A parameter while its module is described: an expression, told apart from others by its name in the type. */
export class Param<N extends string = string> extends IntExpr {
  readonly parameterName: N;
  readonly #read: () => number;

  constructor(name: N, expression: IntExpr, read: () => number) {
    super(expression.terms, expression.tree);
    this.parameterName = name;
    this.#read = read;
  }

  /**
   * The parameter's value in this elaboration. Reading it makes the parameter structural: it is no longer kept, the
   * module is elaborated once for every value, and the value becomes part of the module's name.
   */
  get value(): number {
    return this.#read();
  }
}

/** The parameters of a module as its description sees them. */
export type Params<S> = {
  readonly [K in keyof S & string]: S[K] extends OptionSpec<infer O> ? OptionParam<O> : Param<K>;
};

/** Values for an instance's parameters: numbers, or expressions of the parent's. */
export type Arguments<S> = {
  readonly [K in keyof S]?: S[K] extends OptionSpec<infer O> ? O | OptionParam<O> : Width;
};

/** A value for an instance's parameter, of which only its being one is known. */
export type Argument = Width | ParameterValue | OptionParam;

/** Why a value is outside a parameter's range, as "at least 2"; `undefined` when it is inside. */
export function rangeViolation(spec: IntegerRange, value: number): string | undefined {
  if (!Number.isSafeInteger(value) || Math.abs(value) >= 2 ** 31) return 'a whole number of 32 bits';
  const { min, max, multipleOf, powerOfTwo } = spec;
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) return rangeText(spec);
  if (multipleOf !== undefined && value % multipleOf !== 0) return `a multiple of ${multipleOf}`;
  if (powerOfTwo === true && (value < 1 || 2 ** ceilingLog2(value) !== value)) return 'a power of two';
  return undefined;
}

/** A parameter's range in words: "2 to 16", "at least 1", "any". */
export function rangeText({ min, max, multipleOf, powerOfTwo, options }: IntegerRange): string {
  if (options !== undefined) return `one of ${options.join(', ')}`;
  const parts: string[] = [];
  if (min !== undefined && max !== undefined) parts.push(`${min} to ${max}`);
  else if (min !== undefined) parts.push(`at least ${min}`);
  else if (max !== undefined) parts.push(`at most ${max}`);
  if (multipleOf !== undefined) parts.push(`a multiple of ${multipleOf}`);
  if (powerOfTwo === true) parts.push('a power of two');
  return parts.length === 0 ? 'any whole number' : parts.join(', ');
}

/** The atom of a parameter. */
export function parameterAtom(name: string, spec: IntegerRange, owner: ParameterOwner): ParameterAtom {
  return {
    kind: 'parameter',
    key: name,
    name,
    minimum: spec.min ?? (spec.powerOfTwo === true ? 1 : Number.NEGATIVE_INFINITY),
    maximum: spec.max ?? Number.POSITIVE_INFINITY,
    multipleOf: spec.multipleOf ?? 1,
    owner,
  };
}

/** The value of a parameter by name, worked out when it is asked for. */
export type ReadValue = (name: string) => number;
