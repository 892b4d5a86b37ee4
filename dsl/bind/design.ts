import type { ClockDomain } from '../ir/clockDomain.ts';
import type { Declaration, DeclarationRole } from '../ir/declaration.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import type { Memory } from '../ir/memory.ts';
import type { BinaryOperator, UnaryOperator } from '../ir/node.ts';
import type { InstanceStatement } from '../ir/statement.ts';
import type { CallSite } from '../source/location.ts';
import type { EnumType } from '../types.ts';

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
  /** Assignments to an element chosen by a value, for the simulator to report an index beyond the length. */
  readonly dynamicWrites: readonly BoundDynamicWrite[];
  /** Module instances, the top first; parents before children. */
  readonly instances: readonly BoundInstance[];
  /** Every assignment to a leaf, in program order: what the checks of drivers read. */
  readonly writes: readonly BoundWrite[];
  /** What has no meaning at this binding; a design with problems is for the checks only. */
  readonly problems: readonly BoundProblem[];
}

/** An edge of a port of the top, at which state changes. */
export interface BoundClock {
  readonly index: number;
  readonly port: string;
  readonly edge: 'rising' | 'falling';
}

/** What state belongs to. */
export interface BoundDomain {
  /** As the module calls it in which it is declared. */
  readonly name: string;
  readonly clock: BoundClock;
  readonly reset: BoundReset | undefined;
  /** While it is 0 nothing changes, but for the reset. */
  readonly enable: BoundNode | undefined;
}

export interface BoundReset {
  readonly kind: 'synchronous' | 'asynchronous';
  /** 1 while it resets; undefined: while `rst` of the top is high. */
  readonly active: BoundNode | undefined;
}

/** A clock that the top declares. */
export interface BoundTopDomain {
  readonly declaration: ClockDomain;
  readonly bound: BoundDomain;
}

/** The module at the top, or an instance of one below it. */
export interface BoundInstance {
  /** Empty for the top; else a path such as `row[0].u_element`. */
  readonly path: string;
  readonly module: HwModule;
  readonly values: Readonly<Record<string, number>>;
  readonly parent: BoundInstance | undefined;
  /** Where the instance is described; undefined for the top. */
  readonly site: CallSite | undefined;
  /** Its clock domains; undefined stands for that of a module that declares none. */
  readonly domains: ReadonlyMap<ClockDomain | undefined, BoundDomain>;
  /** Resets it beside its domain, where it declares no clocks. */
  readonly alsoReset: BoundNode | undefined;
  /** The statement that it comes from, and where that stands; undefined for the top. */
  readonly origin: { readonly statement: InstanceStatement; readonly scope: BoundScope } | undefined;
}

/** A region at one value of its indices. */
export interface BoundScope {
  readonly region: Region;
  /** Empty for the top module. */
  readonly path: string;
  readonly instance: BoundInstance;
  /** The scope around it in its module. */
  readonly parent: BoundScope | undefined;
}

/** A scalar signal. */
export interface BoundLeaf {
  readonly index: number;
  readonly name: string;
  /** Bits, at least 1. */
  readonly width: number;
  readonly signed: boolean;
  /** An input of the top is free; an input of an instance has a driver. */
  readonly role: DeclarationRole;
  readonly declaration: Declaration;
  /** Position in the declared vec, outermost index first; empty for a scalar. */
  readonly position: readonly number[];
  readonly scope: BoundScope;
}

export interface BoundPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly declaration: Declaration;
  /** In the order of packing: the first leaf in the low bits. */
  readonly leaves: readonly BoundLeaf[];
}

interface BoundNodeBase {
  readonly id: number;
  /** Bits of the result, at least 1. */
  readonly width: number;
  readonly signed: boolean;
}

/** A constant, in the range of its type: negative only where signed. */
export interface BoundLiteral extends BoundNodeBase {
  readonly kind: 'literal';
  readonly value: bigint;
}

/** The present value of a leaf. */
export interface BoundRead extends BoundNodeBase {
  readonly kind: 'signal';
  readonly leaf: BoundLeaf;
}

/** `not` and `negate` keep the width; a reduction gives one unsigned bit. */
export interface BoundUnary extends BoundNodeBase {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: BoundNode;
}

/** Both operands have one width and signedness, the result's own except for comparisons, which give one bit. */
export interface BoundBinary extends BoundNodeBase {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: BoundNode;
  readonly right: BoundNode;
}

/** Shift by an unsigned amount; an amount of the width or more gives 0, or the sign of a signed operand going right. */
export interface BoundShift extends BoundNodeBase {
  readonly kind: 'shift';
  readonly direction: 'left' | 'right';
  readonly operand: BoundNode;
  readonly amount: BoundNode;
}

export interface BoundMux extends BoundNodeBase {
  readonly kind: 'mux';
  readonly condition: BoundNode;
  readonly whenTrue: BoundNode;
  readonly whenFalse: BoundNode;
}

/**
 * The operand at another width, signedness or both: extended by its own sign (where it is signed) or by zeros, or with
 * its high bits dropped; the resulting bits are then read with this node's signedness. Of equal width it is a cast.
 */
export interface BoundResize extends BoundNodeBase {
  readonly kind: 'resize';
  readonly operand: BoundNode;
}

/** Bits `low` to `low + width - 1` of the operand, unsigned; they exist. */
export interface BoundSlice extends BoundNodeBase {
  readonly kind: 'slice';
  readonly operand: BoundNode;
  readonly low: number;
}

/** The bits of the operands side by side, the first in the high bits, unsigned. */
export interface BoundConcat extends BoundNodeBase {
  readonly kind: 'concat';
  readonly operands: readonly BoundNode[];
}

/**
 * Option number `index`; all have the result's type. An index of `options.length` or more, or below 0, is undefined in
 * hardware: the simulator gives 0 and reports it.
 */
export interface BoundSelect extends BoundNodeBase {
  readonly kind: 'select';
  readonly index: BoundNode;
  readonly options: readonly BoundNode[];
  /** What is indexed, for reports. */
  readonly name: string;
  readonly site: CallSite | undefined;
}

/** The word of a memory in the same cycle; an address of `depth` or more is undefined as above. */
export interface BoundMemoryRead extends BoundNodeBase {
  readonly kind: 'memory-read';
  readonly memory: BoundMemory;
  readonly address: BoundNode;
  readonly site: CallSite | undefined;
}

/** Bits of which nothing is known: the simulator gives others each time. */
export interface BoundUndefined extends BoundNodeBase {
  readonly kind: 'undefined';
}

/** What a black box gives in one scalar of an output. */
export interface BoundBoxOutput extends BoundNodeBase {
  readonly kind: 'box-output';
  readonly box: BoundBlackBox;
  readonly leaf: BoundLeaf;
  /** The scalars of the inputs that the output depends on, in the order of declaration. */
  readonly inputs: readonly BoundNode[];
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

export type BoundNode =
  | BoundLiteral
  | BoundRead
  | BoundUnary
  | BoundBinary
  | BoundShift
  | BoundMux
  | BoundResize
  | BoundSlice
  | BoundConcat
  | BoundSelect
  | BoundMemoryRead
  | BoundUndefined
  | BoundBoxOutput;

/** The value of a wire, output or instance input: conditions are muxes already, the last assignment wins. */
export interface BoundDriver {
  readonly leaf: BoundLeaf;
  readonly value: BoundNode;
  /** False where some path gives no value: then `value` stands for the other paths, and `no-default` is reported. */
  readonly complete: boolean;
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

/** An assignment to `name[index]`; with an index of `length` or more nothing is assigned. */
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
  /** Two writes of one leaf with different drivers collide: a scope's own statements, or one instance's output. */
  readonly driver: BoundScope | BoundInstance;
  readonly site: CallSite | undefined;
}

/** Something that a description says and that has no meaning at this binding. */
export type BoundProblem =
  | {
      readonly kind: 'index-out-of-range';
      readonly name: string;
      readonly index: number;
      readonly length: number;
      readonly scope: BoundScope;
      readonly site: CallSite | undefined;
      /** The declaration that is indexed, where it is one. */
      readonly declaration: Declaration | undefined;
    }
  | {
      readonly kind: 'width';
      /** What does not fit: "assignment", "slice", ... */
      readonly what: string;
      readonly expected: number;
      readonly actual: number;
      readonly scope: BoundScope;
      readonly site: CallSite | undefined;
    }
  | {
      readonly kind: 'zero-width';
      readonly name: string;
      readonly width: number;
      readonly scope: BoundScope;
      readonly site: CallSite | undefined;
    }
  | {
      readonly kind: 'parameter-out-of-range';
      readonly parameter: string;
      readonly value: number;
      readonly range: string;
      readonly instance: BoundInstance;
    }
  | { readonly kind: 'relation-violated'; readonly relation: string; readonly instance: BoundInstance };
