import type { Attributes } from '../attributes.ts';
import type { CallSite } from '../source/location.ts';
import type { HwType } from '../types.ts';
import type { ClockDomain, Crossing } from './clockDomain.ts';
import type { Region } from './hwModule.ts';
import type { Node } from './node.ts';

/** What a register becomes under reset. */
export type Reset = { readonly kind: 'none' } | { readonly kind: 'value'; readonly value: Node | undefined };

export type DeclarationRole = 'input' | 'output' | 'register' | 'wire';

/** Which field of a struct a signal is. */
export interface FieldOfStruct {
  /** The name under which the struct was declared. */
  readonly of: string;
  /** The type that was declared: the struct, or vecs of it. */
  readonly whole: HwType;
  /** The names that lead to the field, of inner structs too. */
  readonly path: readonly string[];
  /** Its position among the signals that the struct is made of. */
  readonly position: number;
}

/** A name from the source: that of the `const` at a call, with a suffix. */
export interface NamedBy {
  readonly site: CallSite;
  readonly suffix: string;
  /** Of a call that gives several things: which it is, as in `const [left, right] = …`. */
  readonly position?: number | undefined;
}

/** A declared, named value. */
export interface Declaration {
  readonly id: number;
  readonly role: DeclarationRole;
  /** The key under which it was declared. */
  readonly key: string;
  readonly type: HwType;
  readonly region: Region;
  readonly site: CallSite | undefined;
  /** Registers only: undefined means zero under the domain's reset. */
  readonly reset?: Reset;
  readonly attributes: Attributes;
  /** Where the name comes from the source. */
  readonly namedBy?: NamedBy;
  /** Named by the language, not by the user: where the name is taken, another is found. */
  readonly byLanguage?: boolean;
  /** Of a struct that was taken apart: which field this is. */
  readonly field?: FieldOfStruct;
  /** Ports, and wires of `m.streams`: the stream that the signal belongs to. */
  readonly stream?: { readonly name: string; readonly part: 'valid' | 'ready' | 'bits' };
  /** Registers and ports of a module that declares its clocks. */
  readonly domain?: ClockDomain;
  /** Ports only: changes at any time, and belongs to no clock. */
  readonly asynchronous?: true;
  /** Of a clock: these are no ports that a description connects. */
  readonly clockPort?: 'reset' | 'enable';
  /** The register or wire at which a value enters another domain. */
  readonly crossing?: Crossing;
}

/** The name under which a port was declared: its own, or that of its stream or struct. */
export const declaredName = (port: Declaration): string => port.stream?.name ?? port.field?.of ?? port.key;
