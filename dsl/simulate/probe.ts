import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundDesign } from '../bind/design.ts';
import type { RunningBox } from './blackBoxes.ts';
import { helpers } from './operations.ts';
import { probeOf } from './program.ts';
import type { Slot, Values } from './storage.ts';

/** What a probe reads of a running design. */
export interface Running {
  readonly inputs: Values;
  readonly memories: readonly (Int32Array | Float64Array | bigint[])[];
  /** Bits of which nothing is known. */
  undefinedBits(width: number, signed: boolean): number | bigint;
  readonly boxes: readonly RunningBox[];
}

/** Values of some leaves, computed from the present state when they are asked for. */
export interface Probe {
  readonly values: Values;
  readonly slots: ReadonlyMap<BoundLeaf, Slot>;
  settle(state: Values): void;
}

/** A program of its own for some leaves, so that the design's runs no slower for what is looked at now and then. */
export function makeProbe(
  design: BoundDesign,
  { inputs, memories, undefinedBits, boxes }: Running,
  leaves: Iterable<BoundLeaf>,
): Probe {
  const { text, layout, probes, slots } = probeOf(design, leaves);
  const values = probes.make();
  const temporaries = layout.temporaries.make();
  const environment = { inputs, outputs: values, temporaries, memories, undefinedBits, boxes, helpers };
  const program: { outputs(state: Values, next: Values): void } = new Function('env', text)(environment);
  return { values, slots, settle: state => program.outputs(state, state) };
}
