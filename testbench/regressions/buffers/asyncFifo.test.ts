import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ClockOptions,
  choice,
  clock,
  int,
  module,
  randomStalls,
  runStreams,
  simulate,
  sink,
  source,
  uint,
} from '../../../dsl/index.ts';
import { checkDesign } from '../../../dsl/passes/check/checkDesign.ts';
import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';
import { random } from '../../random.ts';
import { clockTrace, differencesInSimulators } from '../clocks/trace.ts';
import { type Emitted, emitFiles, findings, linters, missingSimulator } from '../language/tools.ts';

/** The queue between two domains of these kinds, which it takes over. */
const between = (name: string, kinds: { readonly write: ClockOptions; readonly read: ClockOptions }) =>
  module(
    name,
    {
      params: {
        WIDTH: int(8, { min: 1 }),
        DEPTH: int(16, { min: 2, powerOfTwo: true }),
        MEMORY: choice('distributed', 'block'),
      },
      clocks: { write: clock(kinds.write), read: clock(kinds.read) },
      ports: ({ WIDTH }, { write, read }) => ({
        enq: write.port(sink(uint(WIDTH))),
        deq: read.port(source(uint(WIDTH))),
      }),
    },
    ({ enq, deq }, parameters, m, clocks) => m.inst('queue', AsyncFifo, parameters, { enq, deq }, { clocks }),
  );

const atOnce = { reset: 'asynchronous', active: 'low' } as const;
const kinds = {
  plain: AsyncFifo,
  atOnce: between('at_once', { write: atOnce, read: atOnce }),
  enabled: between('enabled', { write: { enable: true }, read: { enable: true } }),
  mixed: between('mixed', { write: atOnce, read: { active: 'low', enable: true, edge: 'falling' } }),
};
const memories = ['distributed', 'block'] as const;
const sizes = [
  { WIDTH: 1, DEPTH: 2 },
  { WIDTH: 8, DEPTH: 4 },
  { WIDTH: 77, DEPTH: 16 },
];
const tools = await linters();
const missing = await missingSimulator();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-async-fifo-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(memories)('%s memory', MEMORY => {
  const position = memories.indexOf(MEMORY);
  const extra = position;

  it('offers an element so many read edges after it entered, and takes room back as late', () => {
    const fifo = simulate(AsyncFifo, { MEMORY, DEPTH: 4 });
    fifo.poke('enq_valid', true);
    fifo.poke('enq_bits', 42);
    fifo.tick('write');
    fifo.poke('enq_valid', false);
    for (let edge = 0; edge < 2 + extra; edge++) {
      expect(fifo.peek('deq_valid')).toBe(0);
      fifo.tick('read');
    }
    expect([fifo.peek('deq_valid'), fifo.peek('deq_bits')]).toEqual([1, 42]);

    fifo.poke('enq_valid', true);
    let accepted = 1;
    for (let edge = 0; edge < 8; edge++) {
      accepted += fifo.peekNumber('enq_ready');
      fifo.tick('write');
    }
    // What `block` memory holds in its register has left the words, but that is not yet known here.
    expect([accepted, fifo.peek('enq_ready')]).toEqual([4 + extra, 0]);
  });

  it.each([
    { write: 10, read: 10 },
    { write: 10, read: 23 },
    { write: 23, read: 10 },
  ])('passes an element in every cycle of the slower clock, periods %o', periods => {
    const count = 400;
    const beats = Array.from({ length: count }, (_, at) => at % 256);
    const fifo = simulate(AsyncFifo, { MEMORY, DEPTH: 8 }, { periods });
    runStreams(fifo, { inputs: { enq: { beats } }, outputs: { deq: { expected: beats } }, drain: 0 });
    const slower = Math.max(periods.write, periods.read);
    expect(fifo.time / slower).toBeGreaterThanOrEqual(count);
    // The way through the queue, once.
    expect(fifo.time / slower).toBeLessThanOrEqual(count + 6);
  });

  it.each(sizes)('keeps the order whatever the clocks and the stalls, %o', size => {
    for (const seed of [1, 2, 3]) {
      const source = random(seed);
      const periods = {
        write: 3 + source.integer(0, 19),
        read: { period: 3.7 + source.integer(0, 19), phase: source.integer(0, 4) },
      };
      const fifo = simulate(AsyncFifo, { MEMORY, ...size }, { periods, seed });
      fifo.reset(3);
      const beats = Array.from({ length: 200 }, () => source.bits(size.WIDTH));
      const { outputs } = runStreams(fifo, {
        inputs: { enq: { beats, stalls: randomStalls(seed, 0.4) } },
        outputs: { deq: { expected: beats, stalls: randomStalls(seed + 7, 0.4) } },
      });
      expect(outputs.deq?.values).toHaveLength(beats.length);
    }
  });

  describe.each(Object.entries(kinds))('%s', (kind, block) => {
    let emitted: Emitted = { top: '', files: [], text: '' };
    beforeAll(async () => {
      emitted = await emitFiles(folder, block, { values: { MEMORY: position } });
    });

    it('has nothing wrong in it', () => {
      for (const { diagnostics } of checkDesign(block.elaborate({ MEMORY }), sizes).values())
        expect(diagnostics.map(({ message }) => message)).toEqual([]);
    });

    it.for(tools)('is clean in $name', async (linter, { skip }) => {
      if (linter.absent !== undefined) return skip(linter.absent);
      expect(await findings(linter, emitted, sizes)).toEqual([]);
    });

    it.for(sizes.slice(0, kind === 'plain' ? 3 : 1))('does the same in every simulator, %o', async (size, { skip }) => {
      if (missing !== undefined) return skip(missing);
      const settling = 4;
      const trace = clockTrace(
        block,
        { MEMORY: position, ...size },
        {
          seed: 5,
          instants: 600,
          settling,
          settle: () => ({ enq_valid: 0n }),
          resets: 0,
        },
      );
      const source = { files: emitted.files, top: emitted.top, parameters: size };
      const isMeant = (name: string, outputs: Readonly<Record<string, bigint>>): boolean =>
        name !== 'deq_bits' || outputs.deq_valid === 1n;
      expect(await differencesInSimulators(source, trace, 2 * settling, isMeant)).toEqual([]);
    });
  });
});
