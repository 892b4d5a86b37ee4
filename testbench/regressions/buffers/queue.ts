import type { Random } from '../../random.ts';
import { packValues, unpackValues } from '../../streams/bits.ts';
import type { StreamJob, StreamResult } from '../../streams/job.ts';
import type { StallPattern } from '../../streams/stalls.ts';

/** Elements that go through a queue, and how its two sides are stalled. */
export interface QueueCase {
  readonly width: number;
  readonly elements: readonly bigint[];
  readonly enq: StallPattern;
  readonly deq: StallPattern;
}

/** The cycle in which each element enters, and in which it leaves; the first after reset is 0. */
export interface QueueSchedule {
  readonly enters: readonly number[];
  readonly leaves: readonly number[];
}

const stallsIn = (pattern: StallPattern, cycle: number): boolean =>
  pattern.length > 0 && pattern[cycle % pattern.length] === 1;

/**
 * What a queue of `capacity` elements does, from what it promises: it accepts while it is not full, and offers an element
 * from the cycle after it entered, oldest first.
 */
export function queueSchedule({ elements, enq, deq }: QueueCase, capacity: number): QueueSchedule {
  const enters: number[] = [];
  const leaves: number[] = [];
  let offered = false;
  for (let cycle = 0; leaves.length < elements.length; cycle++) {
    offered ||= enters.length < elements.length && !stallsIn(enq, cycle);
    const held = enters.length - leaves.length;
    if (held > 0 && !stallsIn(deq, cycle)) leaves.push(cycle);
    if (offered && held < capacity) {
      enters.push(cycle);
      offered = false;
    }
  }
  return { enters, leaves };
}

export function randomElements(random: Random, count: number, width: number): bigint[] {
  return Array.from({ length: count }, () => random.bits(width));
}

export function queueJob({ width, elements, enq, deq }: QueueCase, seed: number): StreamJob {
  const beats = elements.length;
  return {
    inputs: { enq: { beats, fields: { bits: packValues(elements, width) }, stall: enq } },
    outputs: { deq: { beats, stall: deq } },
    seed,
  };
}

/** What happened: the schedule, and what came out. */
export function observed(run: StreamResult, width: number): QueueSchedule & { readonly elements: bigint[] } {
  return {
    enters: [...(run.inputs.enq?.cycles ?? [])],
    leaves: [...(run.outputs.deq?.cycles ?? [])],
    elements: unpackValues(run.outputs.deq?.fields.bits ?? new Uint8Array(), width),
  };
}
