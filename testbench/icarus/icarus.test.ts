import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../random.ts';
import { packValues } from '../streams/bits.ts';
import { fixture } from '../streams/fixtures.ts';
import { describeViolation, type StreamJob, type StreamResult } from '../streams/job.ts';
import { DesignStoppedError, HangError } from '../streams/simulationErrors.ts';
import { anyStalls } from '../streams/stalls.ts';
import { packRows, unpackRows, vectorLayout } from '../streams/vectors.ts';
import { buildModel } from '../verilator/model.ts';
import { runStreams } from '../verilator/runStreams.ts';
import { runVectors } from '../verilator/runVectors.ts';
import { icarusAvailability } from './available.ts';
import { icarusModel } from './model.ts';
import { runStreamsInIcarus } from './runStreams.ts';
import { runVectorsInIcarus } from './runVectors.ts';

const icarus = await icarusAvailability();
const skipReason = icarus.available ? '' : ` (skipped: ${icarus.reason})`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-icarus-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const rude = (MODE: number) => ({ files: [fixture('rude')], top: 'rude', parameters: { MODE } });
const queue = { files: [fixture('fifo')], top: 'fifo', parameters: { WIDTH: 77, DEPTH: 5 } };

function queueJob(seed: number, beats: number): StreamJob {
  const source = random(seed);
  const values = Array.from({ length: beats }, () => source.bits(77));
  const last = Uint8Array.from(values, () => source.integer(0, 1));
  return {
    inputs: { enq: { beats, fields: { bits: packValues(values, 77), last }, stall: anyStalls(source) } },
    outputs: { deq: { beats, stall: anyStalls(source) } },
    constants: { offset: source.bits(77) },
    seed,
  };
}

const rudeJob: StreamJob = {
  inputs: { in: { beats: 3, fields: { bits: Uint8Array.of(1, 2, 3) } } },
  outputs: { out: { beats: 3, stall: Uint8Array.of(1, 1, 1, 1, 0) } },
};

const withoutMessages = ({ messages: _, ...rest }: StreamResult) => rest;

describe.skipIf(!icarus.available)(`streams in Icarus${skipReason}`, () => {
  it('give the same beats, cycles and final outputs as in Verilator', async () => {
    const [inVerilator, inIcarus] = await Promise.all([buildModel(queue), icarusModel(queue)]);
    expect(inIcarus.ports).toEqual(inVerilator.ports);
    for (let seed = 0; seed < 6; seed++) {
      const job = queueJob(seed, 60);
      const expected = withoutMessages(runStreams(inVerilator, job));
      expect(withoutMessages(await runStreamsInIcarus(inIcarus, job)), `seed ${seed}`).toEqual(expected);
      const random = await runStreamsInIcarus(inIcarus, job, { garbage: 'random' });
      expect(withoutMessages(random), `seed ${seed}`).toEqual(expected);
    }
  });

  it.each([0, 1, 2, 3])('break the protocol as in Verilator (mode %i)', async mode => {
    const [inVerilator, inIcarus] = await Promise.all([buildModel(rude(mode)), icarusModel(rude(mode))]);
    const expected = runStreams(inVerilator, rudeJob);
    expect(expected.violationCount > 0).toBe(mode !== 0);
    expect(withoutMessages(await runStreamsInIcarus(inIcarus, rudeJob))).toEqual(withoutMessages(expected));
  });

  it('show an unreset register as unknown', async () => {
    const result = await runStreamsInIcarus(await icarusModel(rude(7)), rudeJob);
    expect(result.violations.map(describeViolation)[0]).toBe('cycle 4: stream out has an unknown value (X) at beat 0');
    expect(result.violationCount).toBe(3);
  });

  it('hang as in Verilator', async () => {
    const [inVerilator, inIcarus] = await Promise.all([buildModel(rude(4)), icarusModel(rude(4))]);
    const job = { ...rudeJob, hangAfter: 20 };
    const inVerilatorError = ((): unknown => {
      try {
        return runStreams(inVerilator, job);
      } catch (error) {
        return error;
      }
    })();
    expect(inVerilatorError).toBeInstanceOf(HangError);
    await expect(runStreamsInIcarus(inIcarus, job)).rejects.toEqual(inVerilatorError);
  });

  it('are stopped by the design', async () => {
    const model = await icarusModel(rude(5));
    const job = { ...rudeJob, outputs: { out: { beats: 9 } } };
    await expect(runStreamsInIcarus(model, job)).rejects.toThrow(DesignStoppedError);
    await expect(runStreamsInIcarus(model, job)).rejects.toThrow(/in cycle 9\.\n {2}nine cycles are enough/);
  });

  it('write a waveform', async () => {
    const waves = join(folder, 'queue.vcd');
    await runStreamsInIcarus(await icarusModel(queue), { ...queueJob(1, 5), waves });
    expect(await readFile(waves, 'utf8')).toMatch(/\$var wire 77 \S+ enq_bits \[76:0\] \$end/);
  });
});

describe.skipIf(!icarus.available)(`vectors in Icarus${skipReason}`, () => {
  it('give the same outputs as in Verilator, at widths of thousands', async () => {
    const source = { files: [fixture('wide')], top: 'wide', parameters: { WIDTH: 3001 } };
    const [inVerilator, inIcarus] = await Promise.all([buildModel(source), icarusModel(source)]);
    const { inputs } = vectorLayout(inIcarus.ports, 'clk');
    const bits = random(2);
    const rows = Array.from({ length: 20 }, () =>
      Object.fromEntries(inputs.fields.map(({ name, width }) => [name, bits.bits(width)])),
    );
    const job = { cycles: 20, inputs: packRows(inputs, rows) };
    const result = await runVectorsInIcarus(inIcarus, job);
    expect(result.outputs).toEqual(runVectors(inVerilator, job).outputs);
    expect(result.unknown.every(byte => byte === 0)).toBe(true);
  });

  it('mark what is unknown, bit by bit', async () => {
    const model = await icarusModel({ files: [fixture('accumulator')], top: 'accumulator' });
    const { inputs, outputs } = vectorLayout(model.ports, 'clk');
    const rows = [
      { rst: 1n, enable: 0n, x: 0n },
      { rst: 0n, enable: 1n, x: 5n },
      { rst: 0n, enable: 0n, x: 1n },
    ];
    const result = await runVectorsInIcarus(model, { cycles: 3, inputs: packRows(inputs, rows) });
    expect(unpackRows(outputs, result.unknown)).toEqual([
      { never_reset: (1n << 40n) - 1n, sum: 0xffffn },
      { never_reset: (1n << 40n) - 1n, sum: 0n },
      { never_reset: 0n, sum: 0n },
    ]);
    expect(unpackRows(outputs, result.outputs)[2]).toEqual({ never_reset: 5n, sum: 5n });
  });

  it('of no cycle at all are fine', async () => {
    const model = await icarusModel({ files: [fixture('wide')], top: 'wide' });
    const result = await runVectorsInIcarus(model, { cycles: 0, inputs: new Uint8Array() });
    expect(result.outputs).toHaveLength(0);
  });
});
