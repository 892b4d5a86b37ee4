import type { Attributes } from '../attributes.ts';
import type { CallSite } from '../source/location.ts';
import type { IndexAtom } from './atom.ts';
import type { ClockDomain } from './clockDomain.ts';
import type { Declaration } from './declaration.ts';
import type { HwModule, Region } from './hwModule.ts';
import type { IntExpr } from './integer.ts';
import type { Memory } from './memory.ts';
import type { Node } from './node.ts';
import type { Relation } from './relation.ts';

/** What a description says to do: the statements of the hardware IR, in program order. */

export interface AssignStatement {
  readonly kind: 'assign';
  readonly id: number;
  /** A read of a signal, an element of one, or bits of a number: see `target.ts`. */
  readonly target: Node;
  readonly signal: Declaration;
  readonly value: Node;
  readonly site: CallSite | undefined;
}

export interface WhenStatement {
  readonly kind: 'when';
  readonly id: number;
  readonly arms: readonly { readonly condition: Node; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
  readonly site: CallSite | undefined;
}

export interface MemoryWriteStatement {
  readonly kind: 'memory-write';
  readonly id: number;
  readonly memory: Memory;
  readonly address: Node;
  readonly value: Node;
  readonly domain?: ClockDomain;
  readonly site: CallSite | undefined;
}

/** `body.region.index` runs from 0 to count - 1. */
export interface LoopStatement {
  readonly kind: 'loop';
  readonly id: number;
  readonly count: IntExpr;
  readonly index: IndexAtom;
  readonly region: Region;
  readonly site: CallSite | undefined;
}

export interface Branch {
  /** Undefined for the last branch, which takes what is left. */
  readonly condition: Relation | undefined;
  readonly region: Region;
}

export interface ChooseStatement {
  readonly kind: 'choose';
  readonly id: number;
  readonly branches: readonly Branch[];
  readonly site: CallSite | undefined;
}

/** A port of an instance with what it is connected to. */
export interface Connection {
  readonly port: Declaration;
  /** Inputs: the value. Outputs: the target, or undefined when the output is left unread on purpose. */
  readonly value: Node | undefined;
  /** Why an output is left unread. */
  readonly reason?: string;
}

export interface InstanceStatement {
  readonly kind: 'instance';
  readonly id: number;
  readonly name: string;
  readonly module: HwModule;
  readonly arguments: ReadonlyMap<string, IntExpr>;
  readonly connections: readonly Connection[];
  /** Resets the instance too, beside the reset of the domain. */
  readonly alsoReset?: Node;
  readonly attributes?: Attributes;
  /** The parent's domain for each domain of the child; undefined stands for the clock of a module that declares none. */
  readonly clocks?: ReadonlyMap<ClockDomain, ClockDomain | undefined>;
  /** The parent's domain for a child that declares no clocks. */
  readonly domain?: ClockDomain;
  readonly region: Region;
  readonly site: CallSite | undefined;
}

export interface AssertionStatement {
  readonly kind: 'assertion';
  readonly id: number;
  readonly check: 'assert' | 'assume' | 'cover';
  readonly condition: Node;
  readonly message: string;
  readonly domain?: ClockDomain;
  readonly site: CallSite | undefined;
}

/** A piece of a line: text, or a value. */
export type DisplayPart =
  | { readonly text: string }
  | {
      readonly value: Node;
      /** `plain`: decimal, or the name of an enumeration's value. The others write every bit. */
      readonly format: 'plain' | 'hexadecimal' | 'binary';
    };

/** Prints a line in simulation, at the clock edge, outside reset. */
export interface DisplayStatement {
  readonly kind: 'display';
  readonly id: number;
  readonly parts: readonly DisplayPart[];
  readonly domain?: ClockDomain;
  readonly site: CallSite | undefined;
}

/** What is left unread on purpose. */
export interface UnusedStatement {
  readonly kind: 'unused';
  readonly id: number;
  readonly values: readonly Node[];
  readonly reason: string;
}

export type Statement =
  | AssignStatement
  | WhenStatement
  | MemoryWriteStatement
  | LoopStatement
  | ChooseStatement
  | InstanceStatement
  | AssertionStatement
  | DisplayStatement
  | UnusedStatement;
