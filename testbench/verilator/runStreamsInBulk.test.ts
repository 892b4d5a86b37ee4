import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../random.ts';
import { packValues } from '../streams/bits.ts';
import { fixture } from '../streams/fixtures.ts';
import type { StreamJob } from '../streams/job.ts';
import { DesignStoppedError, HangError } from '../streams/simulationErrors.ts';
import { anyStalls } from '../streams/stalls.ts';
import { buildModel, type Model } from './model.ts';
import { runStreams } from './runStreams.ts';
import { runStreamsInBulk } from './runStreamsInBulk.ts';

let queue: Model;
beforeAll(async () => {
  queue = await buildModel({ files: [fixture('fifo')], top: 'fifo', parameters: { WIDTH: 77, DEPTH: 5 } });
});

function queueJob(seed: number, beats: number): StreamJob {
  const source = random(seed);
  const values = Array.from({ length: beats }, () => source.bits(77));
  const last = Uint8Array.from(values, () => source.integer(0, 1));
  return {
    inputs: { enq: { beats, fields: { bits: packValues(values, 77), last }, stall: anyStalls(source) } },
    outputs: { deq: { beats, stall: anyStalls(source) } },
    constants: { offset: 0 },
    seed,
  };
}

/** What came out, put together again. */
function collect(job: Parameters<typeof runStreamsInBulk>[1]) {
  const pieces: Uint8Array[] = [];
  const sizes: number[] = [];
  const result = runStreamsInBulk(queue, job, ({ stream, beats, fields }) => {
    expect(stream).toBe('deq');
    sizes.push(beats);
    pieces.push(Uint8Array.from(fields.bits ?? []));
  });
  return { result, sizes, bits: new Uint8Array(Buffer.concat(pieces)) };
}

describe('runStreamsInBulk', () => {
  it('is the same run as in one call, whatever the chunk', () => {
    for (const chunk of [1, 7, 100, 1000]) {
      const job = queueJob(chunk, 100);
      const whole = runStreams(queue, job);
      const { result, bits, sizes } = collect({ ...job, chunk });
      expect(bits).toEqual(whole.outputs.deq?.fields.bits);
      expect(sizes.slice(0, -1).every(size => size === chunk)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100);
      expect(result).toEqual({
        cycles: whole.cycles,
        firstCycles: { enq: whole.inputs.enq?.cycles[0], deq: whole.outputs.deq?.cycles[0] },
        violations: [],
        violationCount: 0,
        messages: [],
      });
    }
  });

  it('goes through the beats of an input repeatedly', () => {
    const fields = { bits: packValues([3n, 5n, 2n ** 76n], 77), last: Uint8Array.of(0, 0, 1) };
    const job = { inputs: { enq: { beats: 3, repeat: 4, fields } }, outputs: { deq: { beats: 12 } } };
    const { bits, result } = collect({ ...job, constants: { offset: 0 }, chunk: 5 });
    expect(Buffer.from(bits)).toEqual(Buffer.concat([fields.bits, fields.bits, fields.bits, fields.bits]));
    expect(result.cycles).toBe(13);
    expect(() => collect({ ...job, inputs: { enq: { beats: 3, repeat: 0, fields } } })).toThrow(RangeError);
  });

  it('reports a hang, having handed over what came before it', () => {
    const job = queueJob(1, 10);
    const sizes: number[] = [];
    const run = () =>
      runStreamsInBulk(queue, { ...job, outputs: { deq: { beats: 11 } }, chunk: 4, hangAfter: 600 }, ({ beats }) => {
        sizes.push(beats);
      });
    expect(run).toThrow(HangError);
    expect(run).toThrow(/output deq +beats 10 of 11/);
    expect(sizes.slice(0, 3)).toEqual([4, 4, 2]);
  });

  it('is stopped by the design', async () => {
    const model = await buildModel({ files: [fixture('rude')], top: 'rude', parameters: { MODE: 5 } });
    const inputs = { in: { beats: 3, fields: { bits: Uint8Array.of(1, 2, 3) } } };
    expect(() => runStreamsInBulk(model, { inputs, outputs: { out: { beats: 9 } } }, () => {})).toThrow(
      DesignStoppedError,
    );
  });
});
