import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fifo } from '../../../generators/buffers/fifo.ts';
import { SkidBuffer } from '../../../generators/buffers/skidBuffer.ts';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import { random } from '../../random.ts';
import { expectNoViolations } from '../../streams/job.ts';
import { anyStalls, burstStalls, neverStall } from '../../streams/stalls.ts';
import { buildModel, type Model } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';
import { type Emitted, emitFiles } from '../language/tools.ts';
import { observed, type QueueCase, queueJob, queueSchedule, randomElements } from './queue.ts';

/** Queues by their parameters; what they hold. */
const queues = [
  { name: 'fifo', block: Fifo, parameters: { WIDTH: 1, DEPTH: 2 }, capacity: 2 },
  { name: 'fifo', block: Fifo, parameters: { WIDTH: 77, DEPTH: 5 }, capacity: 5 },
  { name: 'fifo', block: Fifo, parameters: { WIDTH: 8, DEPTH: 16 }, capacity: 16 },
  { name: 'skid_buffer', block: SkidBuffer, parameters: { WIDTH: 1 }, capacity: 2 },
  { name: 'skid_buffer', block: SkidBuffer, parameters: { WIDTH: 77 }, capacity: 2 },
] as const;

let folder = '';
const emitted = new Map<string, Emitted>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-queues-'));
  for (const block of [Fifo, SkidBuffer]) emitted.set(block.name, await emitFiles(folder, block));
});
afterAll(() => rm(folder, { recursive: true }));

const sourceOf = (name: string, parameters: VerilogSource['parameters'] = {}): VerilogSource => {
  const { top = name, files = [] } = emitted.get(name) ?? {};
  return { top, files, parameters };
};

/** Whatever registers and words hold at power-up must not matter. */
const initialStates = [1, 2];

function check(model: Model, queue: QueueCase, capacity: number): void {
  const expected = { ...queueSchedule(queue, capacity), elements: queue.elements };
  for (const seed of initialStates) {
    const run = runStreams(model, queueJob(queue, seed));
    expectNoViolations(run);
    expect(observed(run, queue.width)).toEqual(expected);
  }
}

describe.each(queues)('$name $parameters', ({ name, parameters, capacity }) => {
  const width = parameters.WIDTH;
  let model: Model;
  beforeAll(async () => {
    model = await buildModel(sourceOf(name, parameters));
  });

  it('passes an element in every cycle, one cycle later', () => {
    const elements = randomElements(random(1), 300, width);
    const run = runStreams(model, queueJob({ width, elements, enq: neverStall, deq: neverStall }, 1));
    expectNoViolations(run);
    const { enters, leaves, elements: left } = observed(run, width);
    expect(enters).toEqual(elements.map((_, cycle) => cycle));
    expect(leaves).toEqual(elements.map((_, cycle) => cycle + 1));
    expect(run.cycles).toBe(elements.length + 1);
    expect(left).toEqual(elements);
  });

  it('takes exactly as many elements as it holds while none leaves', () => {
    const elements = randomElements(random(2), capacity + 3, width);
    const deq = Uint8Array.from({ length: 64 }, (_, cycle) => (cycle < 60 ? 1 : 0));
    const { enters, leaves } = queueSchedule({ width, elements, enq: neverStall, deq }, capacity);
    expect(enters.filter(cycle => cycle < 60).length).toBe(capacity);
    expect(leaves[0]).toBe(60);
    check(model, { width, elements, enq: neverStall, deq }, capacity);
  });

  it('keeps order, elements and cycles under random stalls of both sides', () => {
    for (let seed = 0; seed < 40; seed++) {
      const source = random(seed);
      const elements = randomElements(source, source.integer(1, 200), width);
      const stalls = source.chance(0.5)
        ? { enq: anyStalls(source), deq: anyStalls(source) }
        : { enq: burstStalls(source, 2 * capacity), deq: burstStalls(source, 2 * capacity) };
      check(model, { width, elements, ...stalls }, capacity);
    }
  });
});

describe('queues in Icarus, unknowns where nothing is driven', async () => {
  const icarus = await icarusAvailability();
  skipUnless(icarus.available, icarus.available ? '' : icarus.reason);

  it.each(queues)('$name $parameters', async ({ name, parameters, capacity }) => {
    const source = random(7);
    const queue = {
      width: parameters.WIDTH,
      elements: randomElements(source, 60, parameters.WIDTH),
      enq: anyStalls(source),
      deq: burstStalls(source, capacity),
    };
    const run = await runStreamsInIcarus(await icarusModel(sourceOf(name, parameters)), queueJob(queue, 1));
    expectNoViolations(run);
    expect(observed(run, queue.width)).toEqual({ ...queueSchedule(queue, capacity), elements: queue.elements });
  });
});
