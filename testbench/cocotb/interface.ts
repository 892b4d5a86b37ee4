import type { HwType } from '../../dsl/index.ts';
import type { PythonEnumeration, PythonStruct, PythonType } from './pythonTypes.ts';

/** A clock, and how what it drives is reset. */
export interface BenchClock {
  readonly port: string;
  readonly edge: 'rising' | 'falling';
  readonly resets: readonly { readonly port: string; readonly active: 0 | 1 }[];
  readonly enables: readonly string[];
}

/** A value at ports: that of one port, or of a struct's, one a field. */
export interface BenchValue extends PythonType {
  /** The key in vectors.json. */
  readonly key: string;
  /** The constant that describes it in Python. */
  readonly constant: string;
  readonly direction: 'input' | 'output';
  /** Ports in the order in which the packing takes them. */
  readonly ports: readonly string[];
  readonly doc: string;
  /** The type of the description, for writing values. */
  readonly type: ElementType;
}

/** The type of a value: one of the description, or parts under names, as an element with marks beside its bits. */
export type ElementType = HwType | { readonly kind: 'parts'; readonly parts: Readonly<Record<string, HwType>> };

export interface BenchStream extends BenchValue {
  /** Name of the driver in Python. */
  readonly attribute: string;
  readonly valid: string;
  /** Undefined for a stream that takes whatever is offered. */
  readonly ready: string | undefined;
  readonly clock: BenchClock;
}

/** The interface of a block as its bench sees it. */
export interface BenchInterface {
  readonly clocks: readonly BenchClock[];
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly doc: string }[];
  readonly enumerations: readonly PythonEnumeration[];
  readonly structs: readonly PythonStruct[];
  readonly streams: readonly BenchStream[];
  /** Ports that belong to no stream. */
  readonly values: readonly BenchValue[];
}

export interface InterfaceOptions {
  /** Streams become plain ports too, valid and ready among them. */
  readonly flat: boolean;
  readonly strobes?: Readonly<Record<string, string>>;
}
