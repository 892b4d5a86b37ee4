import type { HwModule } from '../ir/hwModule.ts';
import type { Memory } from '../ir/memory.ts';
import type { CallSite } from '../source/location.ts';
import type { EnumType } from '../types.ts';
import type { BoundClock, BoundDomain, BoundTopDomain } from './boundClock.ts';
import type { BoundLeaf, BoundPort } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { BoundProblem } from './boundProblem.ts';
import type { BoundInstance, BoundScope } from './boundScope.ts';
import type { BitRange } from './pieces.ts';

/**
 * A bound design: one module with every parameter given a value, loops unrolled, branches chosen, instances flattened
 * and vecs split into scalar leaves. A top that declares no clocks has `clk`, and `rst`, which is synchronous and active
 * high; neither is a leaf. A reset wins over every other assignment.
 *
 * Names are paths: `row[0].col[1].a` lies in iterations of generate loops, `u_fifo.head` in an instance, `taps[3]` is
 * element 3 of the vec `taps`.
 */
export interface BoundDesign {
  /** The top module's name. */
  readonly name: string;
  readonly module: HwModule;
  /** The values of the top module's parameters, all of them. */
  readonly values: Readonly<Record<string, number>>;
  /** Every leaf, at the position of its index. */
  readonly leaves: readonly BoundLeaf[];
  /** Every expression node, at the position of its id; operands come before what reads them. */
  readonly nodes: readonly BoundNode[];
  /** The top module's ports, in the order of declaration. */
  readonly ports: readonly BoundPort[];
  /** One entry for each wire, output and instance input that has a value; a leaf without one is undriven. */
  readonly drivers: readonly BoundDriver[];
  readonly registers: readonly BoundRegister[];
  readonly memories: readonly BoundMemory[];
  /** The clocks of the top; one, `clk`, where it declares none. */
  readonly clocks: readonly BoundClock[];
  /** Each declared clock of the top with its domain. */
  readonly domains: readonly BoundTopDomain[];
  /** The leaf of `rst`, where the top declares no clocks and something reads the reset as a value. */
  readonly plainReset: BoundLeaf | undefined;
  readonly boxes: readonly BoundBlackBox[];
  readonly assertions: readonly BoundAssertion[];
  readonly displays: readonly BoundDisplay[];
  /** Assignments to an element or a bit chosen by a value, for the simulator to report an index beyond the length. */
  readonly dynamicWrites: readonly BoundDynamicWrite[];
  /** Module instances, the top first; parents before children. */
  readonly instances: readonly BoundInstance[];
  /** Every assignment to a leaf, in program order: what the checks of drivers read. */
  readonly writes: readonly BoundWrite[];
  /** What has no meaning at this binding; a design with problems is for the checks only. */
  readonly problems: readonly BoundProblem[];
}

/** An instance of a module that is written elsewhere. */
export interface BoundBlackBox {
  readonly index: number;
  readonly instance: BoundInstance;
  /** All scalars of its inputs, those of clock enables and resets too. */
  readonly inputs: readonly BoundNode[];
  /** The clocks at whose edges it may change, by the names that its head gives them. */
  readonly domains: readonly { readonly name: string; readonly domain: BoundDomain }[];
}

/** The value of a wire, output or instance input: conditions are muxes already, the last assignment wins. */
export interface BoundDriver {
  readonly leaf: BoundLeaf;
  readonly value: BoundNode;
  /** False where some path gives no value: then `value` stands for the other paths, and `no-default` is reported. */
  readonly complete: boolean;
  /** Bits that nothing gives a value, of a leaf that is assigned in parts: `value` has 0 there. */
  readonly missing: readonly BitRange[];
  /** The bits that some path gives no value, where not all of them. */
  readonly incomplete: readonly BitRange[];
}

export interface BoundRegister {
  readonly leaf: BoundLeaf;
  /**
   * Its own value where nothing is assigned. The reset and the enable of the domain are in it already, but for the reset
   * that is `rst` of the top.
   */
  readonly next: BoundNode;
  /** The value that the reset gives, in the range of the type; undefined for a register without reset. */
  readonly reset: bigint | undefined;
  readonly domain: BoundDomain;
}

export interface BoundMemory {
  readonly index: number;
  readonly name: string;
  /** Bits of a word. */
  readonly width: number;
  readonly signed: boolean;
  /** Words. */
  readonly depth: number;
  readonly declaration: Memory;
  readonly scope: BoundScope;
  /** The words that it begins with, in the range of the type; undefined where nothing is known of them. */
  readonly init: readonly bigint[] | undefined;
  /** All at the clock edge, also under reset, from values before it; where addresses meet, a later one wins. */
  readonly writes: readonly BoundMemoryWrite[];
}

export interface BoundMemoryWrite {
  /** One bit; undefined: in every cycle. */
  readonly enable: BoundNode | undefined;
  /** An address of `depth` or more writes nothing, and the simulator reports it. */
  readonly address: BoundNode;
  readonly value: BoundNode;
  readonly domain: BoundDomain;
  readonly site: CallSite | undefined;
}

/** Checked at every edge of its clock outside `rst`; another reset, and an enable, are in the condition. */
export interface BoundAssertion {
  readonly check: 'assert' | 'assume' | 'cover';
  readonly condition: BoundNode;
  readonly message: string;
  readonly domain: BoundDomain;
  readonly scope: BoundScope;
  readonly site: CallSite | undefined;
}

/** A line that is printed at the edges of its clock outside `rst`; another reset, and an enable, are in `enable`. */
export interface BoundDisplay {
  /** One bit; undefined: in every cycle. */
  readonly enable: BoundNode | undefined;
  readonly parts: readonly BoundDisplayPart[];
  readonly domain: BoundDomain;
  readonly scope: BoundScope;
}

export type BoundDisplayPart =
  | { readonly text: string }
  | {
      readonly value: BoundNode;
      readonly format: 'plain' | 'hexadecimal' | 'binary';
      /** The type whose names are written. */
      readonly enumeration: EnumType | undefined;
    };

/** An assignment to element or bit `name[index]`; with an index of `length` or more nothing is assigned. */
export interface BoundDynamicWrite {
  /** One bit; undefined: in every cycle. */
  readonly enable: BoundNode | undefined;
  readonly index: BoundNode;
  readonly length: number;
  readonly name: string;
  /** Of a register; a wire's element is chosen at any time. */
  readonly domain: BoundDomain | undefined;
  readonly site: CallSite | undefined;
}

/** One assignment to one leaf. */
export interface BoundWrite {
  readonly leaf: BoundLeaf;
  /** The bits that it may write; undefined for all. */
  readonly bits: BitRange | undefined;
  /** Two writes of one leaf with different drivers collide: a scope's own statements, or one instance's output. */
  readonly driver: BoundScope | BoundInstance;
  readonly site: CallSite | undefined;
}
