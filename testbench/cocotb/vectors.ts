import type { PortValue } from '../../dsl/index.ts';

/** What enters a block, and what has to come of it: the golden model's word, whatever simulator runs the block. */
export type Vectors = StreamVectors | CycleVectors;

/**
 * Elements of streams, in their order. What has to leave depends on nothing but what entered: the bench stalls every
 * stream as it likes. An element is the value of the stream's bits; where ports of its direction are called after it
 * (`result_last` beside `result_bits`), a record of `bits` and these.
 */
export interface StreamVectors {
  readonly kind: 'streams';
  readonly inputs: Readonly<Record<string, readonly PortValue[]>>;
  readonly outputs: Readonly<Record<string, readonly PortValue[]>>;
  /** Inputs that belong to no stream, each with the value that it keeps. */
  readonly constants?: Readonly<Record<string, PortValue>>;
  /** Input streams that take whatever is offered, such as a memory's write port: their names, and what offers. */
  readonly strobes?: Readonly<Record<string, string>>;
  /** Inputs that are sent before all others are: operands that a command finds in a buffer. */
  readonly first?: readonly string[];
  /** What the block takes without stalls. */
  readonly duration?: Duration;
}

/** Clock cycles from the first element of one stream to the last of another, both counted. */
export interface Duration {
  readonly from: string;
  readonly to: string;
  readonly cycles: number;
  /** Why so many: the formula that the block states. */
  readonly formula: string;
}

/** Values of ports, cycle after cycle, the first after a reset. */
export interface CycleVectors {
  readonly kind: 'cycles';
  readonly cycles: readonly Cycle[];
}

export interface Cycle {
  /** Every input. */
  readonly inputs: Readonly<Record<string, PortValue>>;
  /** Outputs of the same cycle; one that is left out is not known. */
  readonly outputs: Readonly<Record<string, PortValue>>;
}
