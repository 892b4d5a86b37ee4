import { requireHardwareType, requireRecord } from './given.ts';
import type { Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import type { Stream } from './stream.ts';
import type { HwType } from './types.ts';

/** A declared port of one value. */
export interface PortSpec<D extends 'in' | 'out' = 'in' | 'out', T extends HwType = HwType> {
  readonly direction: D;
  readonly type: T;
  readonly site: CallSite;
  /** The clock that it belongs to, where the module declares several. */
  readonly clock?: string;
  /** Belongs to no clock. */
  readonly asynchronous?: true;
}

/** A declared stream: elements enter a `sink`, and leave a `source`. */
export interface StreamSpec<D extends 'sink' | 'source' = 'sink' | 'source', T extends HwType = HwType> {
  readonly stream: D;
  readonly type: T;
  readonly site: CallSite;
  /** The clock that it belongs to, where the module declares several. */
  readonly clock?: string;
}

/**
 * Ports by name. A record in place of a port is a group, whose ports have its name in front: `north: { req, rsp }` comes
 * out as `north_req` and `north_rsp`. What is `undefined` does not exist.
 */
export interface PortSpecs {
  readonly [name: string]: PortSpec | StreamSpec | PortSpecs | undefined;
}

export function input<T extends HwType>(type: T): PortSpec<'in', T> {
  requireHardwareType(type);
  return { direction: 'in', type, site: new CallSite() };
}

export function output<T extends HwType>(type: T): PortSpec<'out', T> {
  requireHardwareType(type);
  return { direction: 'out', type, site: new CallSite() };
}

/** A stream whose elements enter: ports `<name>_valid`, `<name>_ready` and `<name>_bits`, or one for every field. */
export function sink<T extends HwType>(type: T): StreamSpec<'sink', T> {
  requireHardwareType(type);
  return { stream: 'sink', type, site: new CallSite() };
}

/** A stream whose elements leave: ports `<name>_valid`, `<name>_ready` and `<name>_bits`, or one for every field. */
export function source<T extends HwType>(type: T): StreamSpec<'source', T> {
  requireHardwareType(type);
  return { stream: 'source', type, site: new CallSite() };
}

/** The ports of whom these are connected to: inputs for outputs, sinks for sources. */
export type Flipped<P> = {
  readonly [K in keyof P]: P[K] extends PortSpec<infer D, infer T extends HwType>
    ? PortSpec<D extends 'in' ? 'out' : 'in', T>
    : P[K] extends StreamSpec<infer D, infer T extends HwType>
      ? StreamSpec<D extends 'sink' ? 'source' : 'sink', T>
      : Flipped<P[K]>;
};

/** Whether an entry is a port, and not a group of them. */
export const isPort = (spec: PortSpec | StreamSpec | PortSpecs): spec is PortSpec | StreamSpec =>
  spec.site instanceof CallSite;

/** A group of ports with every direction turned round, for the other side of what it connects to. */
export function flipped<P extends PortSpecs>(ports: P): Flipped<P>;
export function flipped(ports: PortSpecs): unknown {
  return flip(ports);
}

function flip(ports: PortSpecs): PortSpecs {
  requireRecord('What `flipped` turns round', ports);
  return Object.fromEntries(
    Object.entries(ports).map(([name, spec]): [string, PortSpecs[string]] => {
      if (spec === undefined) return [name, spec];
      if (!isPort(spec)) return [name, flip(spec)];
      if ('direction' in spec) return [name, { ...spec, direction: spec.direction === 'in' ? 'out' : 'in' }];
      return [name, { ...spec, stream: spec.stream === 'sink' ? 'source' : 'sink' }];
    }),
  );
}

/** One port as a module's body sees it. */
type IoOf<S> =
  S extends PortSpec<'in' | 'out', infer T extends HwType>
    ? Signal<T>
    : S extends StreamSpec<'sink' | 'source', infer T extends HwType>
      ? Stream<T>
      : S extends undefined
        ? undefined
        : Io<S>;

/** The ports as a module's body sees them. */
export type Io<P> = { readonly [K in keyof P]: IoOf<P[K]> };
