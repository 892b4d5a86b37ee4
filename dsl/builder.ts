import type { Attributes } from './attributes.ts';
import type { Clock, ClockSpecs, Clocks, NoClocks } from './clock.ts';
import type { Counter, CounterOptions } from './counter.ts';
import type { Connections, ExactArguments } from './instance.ts';
import type { IntExpr, Width } from './ir/integer.ts';
import type { FoldOperator } from './ir/node.ts';
import type { Memory, MemoryOptions } from './memory.ts';
import type { Module } from './module.ts';
import type { Argument, ParameterSpecs } from './params.ts';
import type { PipeOptions } from './pipe.ts';
import type { PortSpecs } from './ports.ts';
import type { Constant, Operand, Signal } from './signal.ts';
import type { Stream } from './stream.ts';
import type { BoolType, HwType, SIntType, StructType, UIntType, UnprovedWidth, VecType } from './types.ts';

/** Types by name; the names become those of registers and wires. */
export type Fields = Readonly<Record<string, HwType>>;
export type Signals<F> = { readonly [K in keyof F]: F[K] extends HwType ? Signal<F[K]> : never };

/** What a register becomes under reset; fields of a struct that are left out become zero. */
export type ResetValue<T> =
  T extends StructType<infer G> ? { readonly [K in keyof G]?: ResetValue<G[K]> } : Constant<T>;

export interface RegisterOptions<F> {
  /** `none`: never reset. Otherwise zero, or the values given here, under the domain's reset. */
  readonly reset?: 'none' | { readonly [K in keyof F]?: ResetValue<F[K]> };
  readonly attributes?: Attributes;
}

export interface WireOptions {
  readonly attributes?: Attributes;
}

/** `add` grows; the other operators keep the element's type. */
export type FoldResult<E, O> = O extends 'add'
  ? E extends SIntType
    ? Signal<SIntType<UnprovedWidth>>
    : Signal<UIntType<UnprovedWidth>>
  : E extends HwType
    ? Signal<E>
    : never;

export interface InstanceOptions {
  /** Resets the instance while it is high, as the domain's reset does: a part of a design that can be reset alone. */
  readonly alsoReset?: Operand<BoolType>;
  readonly attributes?: Attributes;
}

/** The same, with clocks by name: what stands behind the types. */
export interface AnyInstanceOptions {
  readonly alsoReset?: Operand<BoolType> | undefined;
  readonly attributes?: Attributes;
  readonly clocks?: Readonly<Record<string, Clock>>;
}

type IsUnion<T, U = T> = T extends U ? ([U] extends [T] ? false : true) : never;

/** What follows an instance's connections: of a child with several clocks, which domain each of them is. */
export type InstanceArguments<C> = [keyof C] extends [never]
  ? [options?: InstanceOptions]
  : IsUnion<keyof C> extends true
    ? [options: InstanceOptions & { readonly clocks: Clocks<C> }]
    : [options?: InstanceOptions & { readonly clocks?: Clocks<C> }];

/** What a module's body makes hardware with. */
export interface Builder {
  /** Registers: they keep their value where nothing is assigned, and are reset to zero unless said otherwise. */
  regs<const F extends Fields>(fields: F, options?: RegisterOptions<F>): Signals<F>;
  /** Wires: each needs a value in every cycle. */
  wires<const F extends Fields>(fields: F, options?: WireOptions): Signals<F>;
  /** Streams inside the module, to connect instances by. */
  streams<const F extends Fields>(fields: F): { readonly [K in keyof F]: Stream<F[K]> };
  /** A memory of `depth` words. */
  mem<T extends HwType>(name: string, type: T, depth: Width, options?: MemoryOptions<NoInfer<T>>): Memory<T>;
  /**
   * An instance of another module. Every port is connected: inputs to values, outputs to what they drive or to
   * `unused(reason)`. Parameters that are not given have their defaults. A child with one clock, or none that it
   * declares, takes the domain in which it stands; of one with several, `{ clocks: { write: fast, read: slow } }` says
   * which domain each is.
   */
  inst<
    S extends ParameterSpecs,
    P extends PortSpecs,
    const A extends { readonly [name: string]: Argument },
    C extends ClockSpecs = NoClocks,
  >(
    name: string,
    module: Module<S, P, C>,
    args: ExactArguments<S, A>,
    connections: Connections<P, A>,
    ...options: InstanceArguments<C>
  ): void;
  /** All elements joined by an operator in a balanced tree; `add` grows by clog2 of the length. */
  reduce<E extends HwType, const O extends FoldOperator>(vector: Operand<VecType<E>>, operator: O): FoldResult<E, O>;
  /**
   * Running values: element i of the result is `step(element i - 1, i)`, the first `step(initial, 0)`. Comes out as a
   * chain through a generate loop named `label`.
   */
  scan<T extends HwType>(
    label: string,
    length: Width,
    initial: Operand<T>,
    step: (previous: Signal<T>, index: IntExpr) => Operand<T>,
  ): Signal<VecType<T>>;
  /** A register that counts from 0 to `modulus - 1` and begins again; the modulus may be a parameter expression. */
  counter(name: string, modulus: Width, options?: CounterOptions): Counter;
  /** `value` as it was `stages` cycles ago, in registers without reset; 0 stages are `value` itself. */
  pipe<T extends HwType>(value: Operand<T>, stages: Width, options?: PipeOptions): Signal<T>;
  /** Notes what is left unread on purpose, and why. */
  unused(values: Readonly<Record<string, Operand<HwType>>>, reason: string): void;
  /** Outside reset, `condition` holds in every cycle: checked in simulation, and under FORMAL. */
  assert(condition: Operand<BoolType>, message: string): void;
  /** Outside reset, the surroundings see to it that `condition` holds. */
  assume(condition: Operand<BoolType>, message: string): void;
  /** `condition` can happen: proved under FORMAL. */
  cover(condition: Operand<BoolType>, message: string): void;
}
