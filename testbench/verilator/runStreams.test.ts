import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { random } from '../random.ts';
import { packValues, unpackValues } from '../streams/bits.ts';
import { fixture } from '../streams/fixtures.ts';
import { describeViolation, expectNoViolations, type StreamJob } from '../streams/job.ts';
import { DesignStoppedError, HangError } from '../streams/simulationErrors.ts';
import { anyStalls, randomStalls } from '../streams/stalls.ts';
import { buildModel, type Model } from './model.ts';
import { runStreams } from './runStreams.ts';

let folder = '';
let fifo: Model;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-streams-'));
  fifo = await buildModel({ files: [fixture('fifo')], top: 'fifo', parameters: { WIDTH: 77, DEPTH: 5 } });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const rude = (MODE: number): Promise<Model> =>
  buildModel({ files: [fixture('rude')], top: 'rude', parameters: { MODE } });

/** Some beats for the queue, with stalls on both sides. */
function queueJob(seed: number, beats: number): StreamJob & { values: bigint[] } {
  const source = random(seed);
  const values = Array.from({ length: beats }, () => source.bits(77));
  const last = Uint8Array.from(values, () => source.integer(0, 1));
  return {
    values,
    inputs: { enq: { beats, fields: { bits: packValues(values, 77), last }, stall: anyStalls(source) } },
    outputs: { deq: { beats, stall: anyStalls(source) } },
    constants: { offset: 0 },
    seed,
  };
}

describe('runStreams', () => {
  it('moves beats of wide data and a sideband through a queue, under random stalls', () => {
    for (let seed = 0; seed < 30; seed++) {
      const job = queueJob(seed, 200);
      const result = runStreams(fifo, job);
      expectNoViolations(result);
      expect(unpackValues(result.outputs.deq?.fields.bits ?? new Uint8Array(), 77), `seed ${seed}`).toEqual(job.values);
      expect(result.outputs.deq?.fields.last).toEqual(job.inputs.enq?.fields.last);
      expect(result.finalOutputs).toEqual({ count: 200n });
    }
  });

  it('counts cycles from the first after reset', () => {
    const fields = { bits: packValues([1n, 2n, 3n], 77), last: new Uint8Array(3) };
    const job = { inputs: { enq: { beats: 3, fields } }, outputs: { deq: { beats: 3 } }, constants: { offset: 5 } };
    const result = runStreams(fifo, job);
    expect([...(result.inputs.enq?.cycles ?? [])]).toEqual([0, 1, 2]);
    expect([...(result.outputs.deq?.cycles ?? [])]).toEqual([1, 2, 3]);
    expect(result.cycles).toBe(4);
    expect(unpackValues(result.outputs.deq?.fields.bits ?? new Uint8Array(), 77)).toEqual([6n, 7n, 8n]);
  });

  it('follows the stall patterns, cyclically, and does not take valid back', () => {
    const fields = { bits: packValues([1n, 2n, 3n], 77), last: new Uint8Array(3) };
    const enq = { beats: 3, fields, stall: Uint8Array.of(1, 1, 0) };
    const deq = { beats: 3, stall: Uint8Array.of(1, 1, 1, 0) };
    const result = runStreams(fifo, { inputs: { enq }, outputs: { deq }, constants: { offset: 0 } });
    expect([...(result.inputs.enq?.cycles ?? [])]).toEqual([2, 5, 8]);
    expect([...(result.outputs.deq?.cycles ?? [])]).toEqual([3, 7, 11]);
  });

  it('is the same in every run with the same seed', () => {
    const job = queueJob(5, 100);
    expect(runStreams(fifo, job)).toEqual(runStreams(fifo, job));
  });

  it('reports a hang with the state of every stream', async () => {
    const model = await rude(4);
    const job = {
      inputs: { in: { beats: 3, fields: { bits: Uint8Array.of(1, 2, 3) } } },
      outputs: { out: { beats: 3 } },
    };
    expect(() => runStreams(model, { ...job, hangAfter: 50 })).toThrow(
      new HangError(49, 50, [
        { name: 'in', direction: 'input', done: 0, total: 3, valid: '1', ready: '0' },
        { name: 'out', direction: 'output', done: 0, total: 3, valid: '0', ready: '1' },
      ]),
    );
    expect(() => runStreams(model, { ...job, hangAfter: 50 })).toThrow(
      'The design hangs: no handshake for 50 cycles, given up in cycle 49.\n' +
        '  input  in      beats 0 of 3  valid 1  ready 0\n' +
        '  output out     beats 0 of 3  valid 0  ready 1',
    );
  });

  it('reports a hang when more is expected than comes', () => {
    const job = queueJob(1, 10);
    expect(() => runStreams(fifo, { ...job, outputs: { deq: { beats: 11 } } })).toThrow(/deq +beats 10 of 11/);
  });

  it.each([
    [1, 'took valid back before beat'],
    [2, 'changed beat'],
    [3, 'sent beat 3, which is more than expected'],
  ])('reports a breach of the protocol (mode %i): %s', async (mode, text) => {
    const model = await rude(mode);
    const result = runStreams(model, {
      inputs: { in: { beats: 3, fields: { bits: Uint8Array.of(1, 2, 3) } } },
      outputs: { out: { beats: 3, stall: Uint8Array.of(1, 1, 1, 1, 0) } },
    });
    expect(result.violations.map(describeViolation).join('\n')).toContain(text);
    expect(() => expectNoViolations(result)).toThrow('The design breaks the stream protocol:');
  });

  it('finds nothing wrong with the polite mode of the same design', async () => {
    const result = runStreams(await rude(0), {
      inputs: { in: { beats: 3, fields: { bits: Uint8Array.of(1, 2, 3) } } },
      outputs: { out: { beats: 3, stall: Uint8Array.of(1, 1, 1, 1, 0) } },
    });
    expect(result.violationCount).toBe(0);
    expect([...(result.outputs.out?.fields.bits ?? [])]).toEqual([1, 2, 3]);
  });

  it('counts violations beyond those it keeps', () => {
    const job = queueJob(1, 50);
    const result = runStreams(fifo, { ...job, outputs: { deq: { beats: 0 } } });
    expect([result.violations.length, result.violationCount]).toEqual([16, 50]);
    expect(() => expectNoViolations(result)).toThrow('and 34 more');
  });

  it('gives another value to an unreset register under another seed', async () => {
    const model = await rude(7);
    const bits = (seed: number) => {
      const inputs = { in: { beats: 1, fields: { bits: Uint8Array.of(1) } } };
      return runStreams(model, { inputs, outputs: { out: { beats: 1 } }, seed }).outputs.out?.fields.bits?.[0];
    };
    expect(new Set([1, 2, 3, 4, 5].map(bits)).size).toBeGreaterThan(1);
    expect(bits(3)).toBe(bits(3));
  });

  it('reports what a design printed when it ends the simulation, and goes on with the next job', async () => {
    const job = {
      inputs: { in: { beats: 99, fields: { bits: new Uint8Array(99) } } },
      outputs: { out: { beats: 99 } },
    };
    const finishing = await rude(5);
    expect(() => runStreams(finishing, job)).toThrow(DesignStoppedError);
    expect(() => runStreams(finishing, job)).toThrow(
      /in cycle 9\.\n {2}nine cycles are enough\n {2}\$finish at .*rude\.v/,
    );
    const stopping = await rude(6);
    expect(() => runStreams(stopping, job)).toThrow(/in cycle 9\.\n[\s\S]*rude\.v:\d+: /);
    expect(runStreams(fifo, queueJob(2, 20)).violationCount).toBe(0);
  });

  it('writes a VCD waveform where it is told to, and says so when it cannot', async () => {
    const parameters = { WIDTH: 77, DEPTH: 5 };
    const model = await buildModel({ files: [fixture('fifo')], top: 'fifo', parameters, waves: 'vcd' });
    const waves = join(folder, 'fifo.vcd');
    const job = queueJob(1, 20);
    expect(runStreams(model, { ...job, waves })).toEqual(runStreams(fifo, job));
    expect(await readFile(waves, 'utf8')).toMatch(/\$var wire 77 \S+ enq_bits \[76:0\] \$end[\s\S]*#0\n[\s\S]*#100\n/);
    expect(() => runStreams(model, { ...job, waves: join(folder, 'nowhere', 'x.vcd') })).toThrow(UserError);
    expect(() => runStreams(fifo, { ...job, waves })).toThrow('the model of fifo is built without');
  });

  it('writes an FST waveform', async ({ skip }) => {
    const model = await buildModel({ files: [fixture('fifo')], top: 'fifo', waves: 'fst' }).catch(error => {
      if (error instanceof UserError) return error.message;
      throw error;
    });
    if (typeof model === 'string') return skip(model);
    const waves = join(folder, 'fifo.fst');
    const fields = { bits: Uint8Array.of(1, 2), last: new Uint8Array(2) };
    const job = { inputs: { enq: { beats: 2, fields } }, outputs: { deq: { beats: 2 } }, constants: { offset: 0 } };
    runStreams(model, { ...job, waves });
    // Block type 0 (header) and its length, 329, big-endian.
    expect([...(await readFile(waves)).subarray(0, 9)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 73]);
  });

  it('moves a million beats in one call', () => {
    const source = random(1);
    const beats = 1_000_000;
    const bits = new Uint8Array(beats * 10);
    for (let at = 0; at < bits.length; at += 10) bits[at] = source.uint32();
    const enq = { beats, fields: { bits, last: new Uint8Array(beats) }, stall: randomStalls(source, 0.3) };
    const result = runStreams(fifo, { inputs: { enq }, outputs: { deq: { beats } }, constants: { offset: 0 } });
    expect(Buffer.compare(result.outputs.deq?.fields.bits ?? new Uint8Array(), bits)).toBe(0);
  });
});
