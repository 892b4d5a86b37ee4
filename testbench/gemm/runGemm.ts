import { endianness } from 'node:os';
import { type GemmOperands, wrap } from '../golden/gemm.ts';
import { describeViolation } from '../streams/job.ts';
import { unpackLanes } from '../streams/lanes.ts';
import type { Model } from '../verilator/model.ts';
import { runStreamsInBulk } from '../verilator/runStreamsInBulk.ts';
import type { ArrayParameters } from './design.ts';
import { activationBeats, expectedCycles, resultBeats, startAccumulation, tileCounts, weightBeats } from './tiling.ts';

export interface GemmRunOptions {
  /** Seeds unreset registers and what idle ports hold; 1 unless stated. */
  readonly seed?: number;
  /** Where to write a waveform; the model must be built for its kind. */
  readonly waves?: string;
  /** Told how many of all result vectors are in. */
  readonly progress?: (done: number, all: number) => void;
  /** Most result vectors that are held at a time. */
  readonly chunk?: number;
}

export interface GemmRun {
  /** m × n, row by row, wrapped at the accumulator's width. */
  readonly result: Int32Array;
  /** From the first weight beat to the last result, both counted. */
  readonly cycles: number;
  /** Cycles in which a row of weights entered. */
  readonly weightCycles: number;
}

const isLittleEndian = endianness() === 'LE';

/** As unpackLanes; lanes that are int32 already, the usual case, are looked at where they are. */
function laneValues(bits: Uint8Array, lanes: number, laneWidth: number): Int32Array {
  if (laneWidth !== 32 || !isLittleEndian || bits.byteOffset % 4 !== 0) return unpackLanes(bits, { lanes, laneWidth });
  return new Int32Array(bits.buffer, bits.byteOffset, bits.length / 4);
}

/** Result vectors between two reports of progress: a hundredth of a second, or one with a waveform. */
const RESULT_CHUNK = 8192;

/** Bits of a result's element in the int32 that software keeps. */
const RESULT_WIDTH = 32;

/**
 * Runs A · B + bias through an array in Verilator, tile after tile without a stall.
 *
 * @param operands within the ranges of the array's ports; sizes of 1 or more
 * @throws HangError, DesignStoppedError, and Error when the array breaks the streams' protocol or its cycle formula
 */
export function runGemm(
  model: Model,
  parameters: ArrayParameters,
  operands: GemmOperands,
  options: GemmRunOptions = {},
): GemmRun {
  const { COLS, ACC_WIDTH } = parameters;
  if (ACC_WIDTH > RESULT_WIDTH) throw new RangeError(`Sums of ${ACC_WIDTH} bits do not fit into an int32 result.`);
  const weights = weightBeats(operands, parameters);
  const activations = activationBeats(operands, parameters);
  const beats = resultBeats(operands, parameters);
  const accumulation = startAccumulation(operands, parameters, operands.bias);
  let received = 0;
  const job = {
    inputs: {
      weight: { beats: weights.beats, fields: { bits: weights.bits, last: weights.marks } },
      activation: {
        beats: activations.beats,
        repeat: tileCounts(operands, parameters).alongN,
        fields: { bits: activations.bits, first: activations.marks },
      },
    },
    outputs: { result: { beats } },
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.waves === undefined ? {} : { waves: options.waves }),
    chunk: options.chunk ?? RESULT_CHUNK,
  };
  const run = runStreamsInBulk(model, job, chunk => {
    const bits = chunk.fields.bits ?? new Uint8Array(0);
    accumulation.add(laneValues(bits, COLS, ACC_WIDTH));
    received += chunk.beats;
    options.progress?.(received, beats);
  });
  const [violation] = run.violations;
  if (violation !== undefined) throw new Error(`${model.top} breaks the protocol, ${describeViolation(violation)}`);
  const cycles = run.cycles - (run.firstCycles.weight ?? 0);
  const expected = expectedCycles([operands], parameters);
  if (cycles !== expected) throw new Error(`${model.top} took ${cycles} cycles, but its formula says ${expected}.`);
  const result = accumulation.result;
  if (ACC_WIDTH < RESULT_WIDTH) for (const [index, value] of result.entries()) result[index] = wrap(value, ACC_WIDTH);
  return { result, cycles, weightCycles: weights.beats };
}
