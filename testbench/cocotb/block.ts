import type { ClockSpecs } from '../../dsl/clock.ts';
import type { AnyModule, Module, ParameterValue, PortSpecs } from '../../dsl/index.ts';
import type { ParameterSpecs } from '../../dsl/params.ts';
import type { Random } from '../random.ts';
import type { Vectors } from './vectors.ts';

/** Values of all parameters, as they are behind the description: an option is its position. */
export type Values<S> = { readonly [K in keyof S]: number };

/** A block whose golden model says what its bench expects. */
export interface CocotbBlock {
  readonly module: AnyModule;
  /** Parameters of the bench that differ from the module's defaults: small, and rectangular where there are two sides. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  /** The golden model, for those who read the vectors. */
  readonly golden: string;
  /** Draws what enters, and asks the golden model what has to leave. */
  readonly vectors: (values: Readonly<Record<string, number>>, random: Random) => Vectors;
}

/** An entry whose golden model knows the parameters by their names. */
export function cocotbBlock<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs>(
  module: Module<S, P, C>,
  entry: {
    readonly values: { readonly [K in keyof S]?: ParameterValue };
    readonly golden: string;
    readonly vectors: (values: Values<S>, random: Random) => Vectors;
  },
): CocotbBlock;
export function cocotbBlock(
  module: AnyModule,
  entry: {
    readonly values: Readonly<Record<string, ParameterValue | undefined>>;
    readonly golden: string;
    vectors(values: Readonly<Record<string, number>>, random: Random): Vectors;
  },
): CocotbBlock {
  const values: Record<string, ParameterValue> = {};
  for (const [name, value] of Object.entries(entry.values)) if (value !== undefined) values[name] = value;
  return { module, golden: entry.golden, values, vectors: (given, random) => entry.vectors(given, random) };
}
