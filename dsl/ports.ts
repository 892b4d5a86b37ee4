import type { Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import type { Stream } from './stream.ts';
import type { HwType } from './types.ts';

/** A declared port of one value. */
export interface PortSpec<D extends 'in' | 'out' = 'in' | 'out', T extends HwType = HwType> {
  readonly direction: D;
  readonly type: T;
  readonly site: CallSite;
}

/** A declared stream: elements enter a `sink`, and leave a `source`. */
export interface StreamSpec<D extends 'sink' | 'source' = 'sink' | 'source', T extends HwType = HwType> {
  readonly stream: D;
  readonly type: T;
  readonly site: CallSite;
}

export type PortSpecs = Readonly<Record<string, PortSpec | StreamSpec>>;

export function input<T extends HwType>(type: T): PortSpec<'in', T> {
  return { direction: 'in', type, site: new CallSite() };
}

export function output<T extends HwType>(type: T): PortSpec<'out', T> {
  return { direction: 'out', type, site: new CallSite() };
}

/** A stream whose elements enter: ports `<name>_valid`, `<name>_ready`, `<name>_bits`. */
export function sink<T extends HwType>(type: T): StreamSpec<'sink', T> {
  return { stream: 'sink', type, site: new CallSite() };
}

/** A stream whose elements leave: ports `<name>_valid`, `<name>_ready`, `<name>_bits`. */
export function source<T extends HwType>(type: T): StreamSpec<'source', T> {
  return { stream: 'source', type, site: new CallSite() };
}

/** The ports as a module's body sees them. */
export type Io<P> = {
  readonly [K in keyof P]: P[K] extends PortSpec<'in' | 'out', infer T extends HwType>
    ? Signal<T>
    : P[K] extends StreamSpec<'sink' | 'source', infer T extends HwType>
      ? Stream<T>
      : never;
};
