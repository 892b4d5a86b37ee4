import type { Width } from './ir/integer.ts';
import type { Arguments, Param } from './params.ts';
import type { PortSpec, StreamSpec } from './ports.ts';
import type { Source, Target } from './signal.ts';
import type { BoolType, HwType, Known, SIntType, StructType, UIntType, UnprovedWidth, VecType } from './types.ts';

/** Why an instance's output is left unread; comes out as a comment. */
export interface Unused {
  readonly unused: string;
}

/** In place of a connection: nothing reads this output, for the reason given. */
export function unused(reason: string): Unused {
  return { unused: reason };
}

type IsAny<W> = 0 extends 1 & W ? true : false;

/** A child's width in terms of its parent: its parameters replaced by the instance's arguments. */
type SubstituteWidth<W, A> =
  IsAny<W> extends true
    ? UnprovedWidth
    : W extends Param<infer N>
      ? N extends keyof A
        ? A[N] extends Width
          ? Known<A[N]>
          : UnprovedWidth
        : UnprovedWidth
      : W extends Width
        ? W
        : UnprovedWidth;

type Substitute<T, A> =
  T extends UIntType<infer W>
    ? UIntType<SubstituteWidth<W, A>>
    : T extends SIntType<infer W>
      ? SIntType<SubstituteWidth<W, A>>
      : T extends VecType<infer E>
        ? VecType<Substitute<E, A> extends infer S extends HwType ? S : never>
        : T extends StructType<infer F>
          ? StructType<{ readonly [K in keyof F]: Substitute<F[K], A> extends infer S extends HwType ? S : never }>
          : T;

/** What a stream into a child is connected to: a stream, or parts of one. */
interface StreamInto<T> {
  readonly valid: Source<BoolType>;
  readonly ready: Target<BoolType>;
  readonly bits: Source<T>;
}

/** What a stream out of a child is connected to. */
interface StreamOutOf<T> {
  readonly valid: Target<BoolType>;
  readonly ready: Source<BoolType>;
  readonly bits: Target<T>;
}

/**
 * What each port of a child takes, its type in the parent's terms: an input what `set` takes, an output what it can be
 * called on, a stream both.
 */
export type Connections<P, A> = { readonly [K in keyof P]: ConnectionOf<P[K], A> };

type ConnectionOf<S, A> =
  S extends PortSpec<'in', infer T>
    ? Source<Substitute<T, A>>
    : S extends PortSpec<'out', infer T>
      ? Target<Substitute<T, A>> | Unused
      : S extends StreamSpec<'sink', infer T>
        ? StreamInto<Substitute<T, A>>
        : S extends StreamSpec<'source', infer T>
          ? StreamOutOf<Substitute<T, A>>
          : S extends undefined
            ? undefined
            : Connections<S, A>;

/** What no argument is: an error of the checker's names it, and with it the misspelt parameter. */
interface NoSuchParameter<K> {
  readonly problem: K;
}

/** Arguments that name only parameters that the child has. */
export type ExactArguments<S, A> = A & Arguments<S> & { readonly [K in Exclude<keyof A, keyof S>]: NoSuchParameter<K> };
