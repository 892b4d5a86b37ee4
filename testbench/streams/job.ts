import type { Strobes } from './ports.ts';
import type { StallPattern } from './stalls.ts';

/** What an input stream of the design is given. */
export interface InputDrive {
  readonly beats: number;
  /** Per field (`bits`, then sidebands): `beats` values of byteCount(width) bytes each (see bits.ts). */
  readonly fields: Readonly<Record<string, Uint8Array>>;
  readonly stall?: StallPattern;
}

/** What is expected of an output stream. */
export interface OutputExpectation {
  readonly beats: number;
  readonly stall?: StallPattern;
}

/**
 * One run of a design from reset. A stream that is not named is idle (input) or ready at all times, with no beat expected
 * (output). While an input stream offers nothing its fields hold garbage: random in Verilator, X in Icarus.
 */
export interface StreamJob {
  readonly inputs: Readonly<Record<string, InputDrive>>;
  readonly outputs: Readonly<Record<string, OutputExpectation>>;
  /** Input streams that have no ready and take every beat: by name, the port that is high with one. */
  readonly strobes?: Strobes;
  /** A value for every input that is neither clock, reset nor part of a stream. */
  readonly constants?: Readonly<Record<string, bigint | number>>;
  /** Seeds unreset registers, memories and garbage; 1 unless stated. */
  readonly seed?: number;
  /** Cycles of reset before cycle 0; 2 unless stated. None if the design has no reset. */
  readonly resetCycles?: number;
  /** Cycles that the run goes on after the last handshake, to see beats that nobody asked for; 64 unless stated. */
  readonly drain?: number;
  /** Cycles without progress on any stream after which the run is given up; 10,000 unless stated. */
  readonly hangAfter?: number;
  /** Where to write a waveform; its kind is the model's. */
  readonly waves?: string;
}

/** A breach of the streams' protocol, or a beat that should not be. */
export interface Violation {
  /**
   * `withdrawn`: valid fell without a handshake; `changed`: a field changed before the handshake; `extra`: a beat beyond
   * the expected ones; `unknown`: X or Z where a known value must be (Icarus only).
   */
  readonly kind: 'withdrawn' | 'changed' | 'extra' | 'unknown';
  readonly stream: string;
  /** The cycle after reset in which it was seen. */
  readonly cycle: number;
  /** Index of the beat concerned. */
  readonly beat: number;
}

export interface OutputRecord {
  /** Per field the beats received, in the form of InputDrive.fields. */
  readonly fields: Readonly<Record<string, Uint8Array>>;
  /** Cycle of each handshake, cycle 0 being the first after reset. */
  readonly cycles: Uint32Array;
}

export interface StreamResult {
  readonly outputs: Readonly<Record<string, OutputRecord>>;
  readonly inputs: Readonly<Record<string, { readonly cycles: Uint32Array }>>;
  /** Cycles from cycle 0 to the last handshake, both included. */
  readonly cycles: number;
  /** Values of the outputs that belong to no stream, at the end of the drain. */
  readonly finalOutputs: Readonly<Record<string, bigint>>;
  /** The first violations, at most 16, in order of time. */
  readonly violations: readonly Violation[];
  /** How many there were in all. */
  readonly violationCount: number;
  /** Lines that the design printed. */
  readonly messages: readonly string[];
}

/** Most violations that are kept one by one. */
export const KEPT_VIOLATIONS = 16;

const violationTexts: Readonly<Record<Violation['kind'], string>> = {
  withdrawn: 'took valid back before beat # was accepted',
  changed: 'changed beat # before it was accepted',
  extra: 'sent beat #, which is more than expected',
  unknown: 'has an unknown value (X) at beat #',
};

export const describeViolation = ({ kind, stream, cycle, beat }: Violation): string =>
  `cycle ${cycle}: stream ${stream} ${violationTexts[kind].replace('#', String(beat))}`;

/** @throws Error that lists the violations, if there are any. */
export function expectNoViolations(result: StreamResult): void {
  if (result.violationCount === 0) return;
  const more = result.violationCount - result.violations.length;
  const lines = result.violations.map(describeViolation);
  if (more > 0) lines.push(`and ${more} more`);
  throw new Error(`The design breaks the stream protocol:\n${lines.join('\n')}`);
}
