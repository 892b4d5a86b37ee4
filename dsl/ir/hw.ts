import type { Attributes } from '../attributes.ts';
import type { HexFile } from '../hexFile.ts';
import type { ParameterSpecs } from '../params.ts';
import type { CallSite } from '../source/location.ts';
import type { HwType, ScalarType, VecType } from '../types.ts';
import type { IndexAtom, ParameterOwner } from './atom.ts';
import type { IntExpr, Width } from './integer.ts';
import type { Relation } from './relation.ts';

/**
 * The hardware IR: what a module's description builds. Widths are symbolic; operands are already brought to the width
 * of their operator by explicit `resize` nodes, so that no later pass has a width to infer.
 */

interface NodeBase {
  readonly id: number;
  readonly type: HwType;
  readonly site: CallSite | undefined;
  /** The innermost region in which everything that the node reads is known. */
  readonly region: Region;
  /** A name that the language itself gives, such as `enq_fire`; it comes before a name in the source. */
  readonly hint?: string;
  /** Made on the way: a name that the source gives to the call is not meant for this node. */
  readonly nameless?: boolean;
  /** What stands behind the name that the source gives to the call. */
  readonly suffix?: string;
}

/** A constant; its bits are those of `value` modulo two to the width. */
export interface LiteralNode extends NodeBase {
  readonly kind: 'literal';
  readonly value: bigint;
}

/** A parameter expression as a hardware value. */
export interface ParameterNode extends NodeBase {
  readonly kind: 'parameter';
  readonly value: IntExpr;
}

/** The present value of a port, register or wire. */
export interface ReadNode extends NodeBase {
  readonly kind: 'read';
  readonly signal: Declaration;
}

/** What a neighbouring iteration of a generate loop declares: `loop[index].signal`. */
export interface NeighbourNode extends NodeBase {
  readonly kind: 'neighbour';
  readonly signal: Declaration;
  readonly loop: Region;
  readonly index: IntExpr;
}

/** An element of a vec; a dynamic index beyond the length is undefined. */
export interface ElementNode extends NodeBase {
  readonly kind: 'element';
  readonly vector: Node;
  readonly index: IntExpr | Node;
}

/** `negate` and `not` keep the operand's width; the reductions give a bool. */
export type UnaryOperator = 'not' | 'negate' | 'reduceAnd' | 'reduceOr' | 'reduceXor';

export interface UnaryNode extends NodeBase {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Node;
}

/** Arithmetic and bitwise operators: both operands have the result's type. Comparisons: both have one type. */
export type BinaryOperator = 'add' | 'sub' | 'mul' | 'and' | 'or' | 'xor' | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

export interface BinaryNode extends NodeBase {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

/** Shift by a signal: the operand keeps its type; shifting by the width or more gives 0, or the sign. */
export interface ShiftNode extends NodeBase {
  readonly kind: 'shift';
  readonly direction: 'left' | 'right';
  readonly operand: Node;
  readonly amount: Node;
}

export interface MuxNode extends NodeBase {
  readonly kind: 'mux';
  readonly condition: Node;
  readonly whenTrue: Node;
  readonly whenFalse: Node;
}

/** The operand at another width: extended by its own sign or by zeros, or with its high bits dropped. */
export interface ResizeNode extends NodeBase {
  readonly kind: 'resize';
  readonly operand: Node;
  /** What the widths are known to do: `any` where the parameters decide. */
  readonly direction: 'extend' | 'truncate' | 'any';
}

/** Bits `low` to `low + width - 1` of a uint or sint, as a uint. */
export interface SliceNode extends NodeBase {
  readonly kind: 'slice';
  readonly operand: Node;
  readonly low: IntExpr;
}

/** The operands side by side, the first in the high bits, as a uint. */
export interface ConcatNode extends NodeBase {
  readonly kind: 'concat';
  readonly operands: readonly Node[];
}

/** The same bits with another type of the same width: signedness, bool, pack and unpack. */
export interface CastNode extends NodeBase {
  readonly kind: 'cast';
  readonly operand: Node;
}

/** A vec made of its elements, index 0 first. */
export interface VecNode extends NodeBase {
  readonly kind: 'vec';
  readonly elements: readonly Node[];
}

/** The word of a memory at an address, in the same cycle. */
export interface MemoryReadNode extends NodeBase {
  readonly kind: 'memory-read';
  readonly memory: Memory;
  readonly address: Node;
}

export type FoldOperator = 'add' | 'and' | 'or' | 'xor' | 'min' | 'max';

/** All elements of a vec of scalars joined by an associative operator in a balanced tree; each is resized first. */
export interface FoldNode extends NodeBase {
  readonly kind: 'fold';
  readonly operator: FoldOperator;
  readonly vector: Node;
}

/** Bits of which nothing is known: another value in every cycle, and whatever suits synthesis. */
export interface UndefinedNode extends NodeBase {
  readonly kind: 'undefined';
}

export type Node =
  | LiteralNode
  | ParameterNode
  | ReadNode
  | NeighbourNode
  | ElementNode
  | UnaryNode
  | BinaryNode
  | ShiftNode
  | MuxNode
  | ResizeNode
  | SliceNode
  | ConcatNode
  | CastNode
  | VecNode
  | MemoryReadNode
  | FoldNode
  | UndefinedNode;

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

/** How a clock domain is reset. */
export interface DomainReset {
  readonly kind: 'synchronous' | 'asynchronous';
  /** The level at which it resets. */
  readonly active: 'high' | 'low';
  /** A port of the module, or a register that a reset synchroniser ends in. */
  readonly signal: Declaration;
}

/**
 * What registers, writes of memories and assertions are clocked by. What has none belongs to the clock that every module
 * has that declares no other: `clk` with a synchronous, active-high `rst`.
 */
export interface ClockDomain {
  readonly name: string;
  /** The module's port. Two domains with one clock are one to the check of crossings. */
  readonly clock: string;
  readonly edge: 'rising' | 'falling';
  readonly reset: DomainReset | undefined;
  /** While it is low nothing in the domain changes, but for a reset. */
  readonly enable: Declaration | undefined;
  readonly site: CallSite | undefined;
}

/** What makes it safe that a value crosses between clocks. */
export type CrossingKind = 'bit' | 'gray' | 'one-hot' | 'quasi-static';

/** How a value comes into a domain from another one. */
export interface Crossing {
  readonly kind: CrossingKind;
  /** Registers in a row, the value as it is, or registers that an asynchronous reset clears. */
  readonly through: 'synchroniser' | 'wire' | 'reset';
  readonly reason: string | undefined;
  readonly domain: ClockDomain | undefined;
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
  /** Where the name comes from the source: the `const` at this call, with a suffix. */
  readonly namedBy?: { readonly site: CallSite; readonly suffix: string };
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

/** A constant of `width` bits: a number, of which the low bits are meant, or a parameter expression. */
export interface InitialPart {
  readonly width: Width;
  readonly value: bigint | IntExpr;
}

/** The parts of an initial word side by side, the first in the high bits. */
export type InitialWord = readonly InitialPart[];

/** What a memory holds before the first clock edge. */
export interface MemoryInit {
  /** Words from address 0 on. */
  readonly words: readonly InitialWord[];
  /** All words behind those; undefined where there are none. */
  readonly rest: InitialWord | undefined;
  /** Every word, as an expression of its address; then there are no `words`. */
  readonly each: { readonly index: IndexAtom; readonly word: InitialWord } | undefined;
  /** The file that `words` come from. */
  readonly file: HexFile | undefined;
  /** The memory of one lane holds these bits of each word. */
  readonly lane: { readonly index: IntExpr; readonly width: Width; readonly total: Width } | undefined;
}

/** Words of one scalar type; written at the clock edge. */
export interface Memory {
  readonly id: number;
  readonly key: string;
  readonly type: HwType;
  /** Named by the language, not by the user: where the name is taken, another is found. */
  readonly byLanguage?: boolean;
  readonly depth: Width;
  readonly init: MemoryInit | undefined;
  /**
   * `priority`: of writes that meet at one word, the last in program order wins. `disjoint`: none ever meet, and each has
   * a port of its own.
   */
  readonly writers: 'priority' | 'disjoint';
  readonly region: Region;
  readonly site: CallSite | undefined;
  readonly attributes: Attributes;
  /** Why words may be read under another clock than the one under which they are written. */
  readonly crossing?: string;
}

export interface AssignStatement {
  readonly kind: 'assign';
  readonly id: number;
  /** A read of a signal, or an element of one. */
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

/** Whether a type is a vec. */
export function isVec(type: HwType): type is VecType {
  return type.kind === 'vec';
}

/** Whether a type is a plain number of bits. */
export function isScalar(type: HwType): type is ScalarType {
  return type.kind !== 'vec';
}
