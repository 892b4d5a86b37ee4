import type { Attributes } from '../attributes.ts';
import type { ParameterSpecs } from '../params.ts';
import type { CallSite } from '../source/location.ts';
import type { IndexAtom, ParameterOwner } from './atom.ts';
import type { ClockDomain } from './clockDomain.ts';
import type { Declaration } from './declaration.ts';
import type { Memory } from './memory.ts';
import type { Node } from './node.ts';
import type { Relation } from './relation.ts';
import type { Statement } from './statement.ts';

/** A scope of the output: the module itself, a generate loop's body, or a branch of a generate if. */
export interface Region {
  readonly id: number;
  readonly kind: 'module' | 'loop' | 'branch';
  readonly label: string;
  /** Labelled by the language, not by the user: where the label is taken, another is found. */
  readonly byLanguage?: boolean;
  readonly parent: Region | undefined;
  /** Loops only. */
  readonly index?: IndexAtom;
  /** Branches only: what holds in them. */
  readonly condition?: Relation;
  readonly signals: Declaration[];
  readonly memories: Memory[];
  readonly statements: Statement[];
  /** Every node made in the region, in the order of making. */
  readonly nodes: Node[];
}

/** Something that must hold for every binding of the parameters, found while describing, not proved yet. */
export interface Obligation {
  readonly relation: Relation;
  readonly code: 'unproved-width' | 'constant-out-of-range' | 'zero-width' | 'index-out-of-range';
  /** The value's name in messages. */
  readonly target: string;
  readonly region: Region;
  readonly site: CallSite | undefined;
  readonly targetSite: CallSite | undefined;
  /** How the guard that the output carries is named. */
  readonly guard: string;
}

/** What is known of a module that the language does not write. */
export interface BlackBox {
  /** Its Verilog, and the file that it was read from. */
  readonly verilog: { readonly path: string | undefined; readonly text: string } | undefined;
  /** Inputs on which outputs depend in the same cycle; an output that is not there depends on all. */
  readonly depends: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A module as described once, with its structural parameters fixed and the others symbolic. */
export interface HwModule {
  /** The name of the emitted module, structural values included, without a prefix. */
  readonly name: string;
  /** The name that the description gave. */
  readonly baseName: string;
  readonly site: CallSite | undefined;
  /** What the module is, where that does not stand in its source. */
  readonly doc?: string;
  readonly specs: ParameterSpecs;
  readonly owner: ParameterOwner;
  /** Values of the parameters that were read with `.value`. */
  readonly structural: ReadonlyMap<string, number>;
  /** Parameters that are kept, in the order of declaration. */
  readonly kept: readonly string[];
  readonly ports: readonly Declaration[];
  /** Domains with ports of their own, in the order of declaration; none for a module with `clk` and `rst`. */
  readonly clocks: readonly ClockDomain[];
  readonly root: Region;
  readonly obligations: readonly Obligation[];
  readonly attributes?: Attributes;
  /** Written elsewhere: only its ports are described. */
  readonly blackBox?: BlackBox;
}
