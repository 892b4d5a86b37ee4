import { type ArrayParameters, latency } from '../../gemm/arrayDesign.ts';
import { activationBeats, type Beats, expectedCycles, tileCounts, weightBeats } from '../../gemm/tiling.ts';
import { bigIntElement } from '../../golden/bigIntGemm.ts';
import { gemm } from '../../golden/gemm.ts';
import { readBits } from '../../streams/bits.ts';
import { describeViolation, type StreamJob, type StreamResult } from '../../streams/job.ts';
import { unpackLanes } from '../../streams/lanes.ts';
import { type Product, type RandomCase, STREAMS } from './randomCase.ts';

/** No pattern of stalls holds a stream back for so long. */
const HANG_AFTER = 2_000;

function joined(parts: readonly Beats[]): Beats {
  return {
    beats: parts.reduce((sum, { beats }) => sum + beats, 0),
    bits: new Uint8Array(Buffer.concat(parts.map(({ bits }) => bits))),
    marks: new Uint8Array(Buffer.concat(parts.map(({ marks }) => marks))),
  };
}

/** The beats of a case, all products one after the other. */
export function randomJob({ design: { parameters }, products, stalls }: RandomCase, stateSeed: number): StreamJob {
  const weights = joined(products.map(product => weightBeats(product, parameters)));
  const activations = joined(
    products.flatMap(product => {
      const beats = activationBeats(product, parameters);
      return Array.from({ length: tileCounts(product, parameters).alongN }, () => beats);
    }),
  );
  return {
    inputs: {
      weight: { beats: weights.beats, fields: { bits: weights.bits, last: weights.marks }, stall: stalls.weight },
      activation: {
        beats: activations.beats,
        fields: { bits: activations.bits, first: activations.marks },
        stall: stalls.activation,
      },
    },
    outputs: { result: { beats: activations.beats, stall: stalls.result } },
    seed: stateSeed,
    hangAfter: HANG_AFTER,
  };
}

/** Σ over one tile for every row of A and every column of the array, in the order in which the results come. */
function tileSums(product: Product, firstRow: number, firstColumn: number, parameters: ArrayParameters): number[] {
  const { ROWS, COLS, ACC_WIDTH } = parameters;
  const { m, k, n } = product;
  const rows = Math.min(ROWS, k - firstRow);
  const a = Int16Array.from(
    { length: m * rows },
    (_, at) => product.a[Math.floor(at / rows) * k + firstRow + (at % rows)] ?? 0,
  );
  const b = Int16Array.from({ length: rows * COLS }, (_, at) => {
    const column = firstColumn + (at % COLS);
    return column < n ? (product.b[(firstRow + Math.floor(at / COLS)) * n + column] ?? 0) : 0;
  });
  const operands = { a, b, m, k: rows, n: COLS, accumulatorWidth: ACC_WIDTH };
  // gemm's result is int32.
  if (ACC_WIDTH <= 32) return [...gemm(operands)];
  return Array.from({ length: m * COLS }, (_, at) => bigIntElement(operands, Math.floor(at / COLS), at % COLS));
}

/** What the array must send, COLS numbers a beat. */
function expectedResults({ design: { parameters }, products }: RandomCase): number[] {
  const { ROWS, COLS } = parameters;
  const results: number[] = [];
  for (const product of products) {
    for (let column = 0; column < product.n; column += COLS) {
      for (let row = 0; row < product.k; row += ROWS) results.push(...tileSums(product, row, column, parameters));
    }
  }
  return results;
}

function laneValues(bits: Uint8Array, lanes: number, laneWidth: number): ArrayLike<number> {
  if (laneWidth <= 32) return unpackLanes(bits, { lanes, laneWidth });
  const stride = Math.ceil((lanes * laneWidth) / 8);
  const values: number[] = [];
  for (let at = 0; at < bits.length; at += stride) {
    const beat = readBits(bits, at, lanes * laneWidth);
    for (let lane = 0; lane < lanes; lane++) {
      values.push(Number(BigInt.asIntN(laneWidth, beat >> BigInt(lane * laneWidth))));
    }
  }
  return values;
}

/** What is wrong with a run of a case, in one sentence; undefined when nothing is. */
export function findFault(randomCase: RandomCase, result: StreamResult): string | undefined {
  const { parameters } = randomCase.design;
  const [violation] = result.violations;
  if (violation !== undefined) return describeViolation(violation);
  const received = result.outputs.result;
  const values = laneValues(received?.fields.bits ?? new Uint8Array(0), parameters.COLS, parameters.ACC_WIDTH);
  const expected = expectedResults(randomCase);
  const wrong = expected.findIndex((value, at) => value !== values[at]);
  if (wrong >= 0 || expected.length !== values.length) {
    const [beat, column] = [Math.floor(wrong / parameters.COLS), wrong % parameters.COLS];
    return `result ${beat}, column ${column} is ${values[wrong]}, but the golden model says ${expected[wrong]}`;
  }
  if (result.finalOutputs.busy !== 0n) return 'busy stays high after the last result';
  return findCycleFault(randomCase, result);
}

/** The stated cycles and latency; with stalls there is only the least that it can take. */
function findCycleFault(randomCase: RandomCase, result: StreamResult): string | undefined {
  const { parameters } = randomCase.design;
  const first = result.inputs.weight?.cycles[0] ?? 0;
  const cycles = result.cycles - first;
  const formula = expectedCycles(randomCase.products, parameters);
  const flows = STREAMS.every(stream => randomCase.stalls[stream].length === 0);
  if (flows ? cycles !== formula : cycles < formula) return `it took ${cycles} cycles, but the formula says ${formula}`;
  if (randomCase.stalls.result.length > 0) return undefined;
  const late = result.outputs.result?.cycles.findIndex(
    (cycle, beat) => cycle !== (result.inputs.activation?.cycles[beat] ?? 0) + latency(parameters),
  );
  return late === undefined || late < 0 ? undefined : `result ${late} does not come after the stated latency`;
}
