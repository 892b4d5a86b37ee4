import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { UserError } from '../../../scripts/userError.ts';
import { type BenchSubject, benchSubjects } from '../../cocotb/subjects.ts';
import { benchOf, type Edit, inIcarus } from './inIcarus.ts';
import { configurations } from './zoo.ts';

const icarus = await inIcarus();
const blocks = await benchSubjects(undefined, []);
const recorded = configurations.map(
  (configuration): BenchSubject => ({ name: configuration.name, configuration, block: undefined }),
);
const named = (subjects: readonly BenchSubject[], name: string): BenchSubject => {
  const found = subjects.find(subject => subject.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

/** Tests of a bench: streams without stalls, under three kinds of random ones, and in bursts; or every cycle. */
const STREAMS = 5;
const CYCLES = 1;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-cocotb-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('benches with golden vectors', () => {
  it.each(blocks)('$name has vectors that are the same for the same seed', async subject => {
    const [one, other] = [await benchOf(subject), await benchOf(subject)];
    expect(one.vectors).toEqual(other.vectors);
    if (one.vectors.kind === 'cycles') {
      const known = one.vectors.cycles.filter(({ outputs }) => Object.keys(outputs).length > 0).length;
      expect(known).toBeGreaterThan(one.vectors.cycles.length / 4);
    } else {
      const elements = Object.values(one.vectors.outputs).reduce((sum, list) => sum + list.length, 0);
      expect(elements).toBeGreaterThan(10);
    }
  });
});

describe('benches in Icarus', () => {
  skipUnless(icarus.available, icarus.available ? '' : icarus.reason);
  if (!icarus.available) {
    it('runs', () => undefined);
    return;
  }
  const { run } = icarus;

  it.each(blocks)('$name passes', async subject => {
    const bench = await benchOf(subject);
    const { tests, failed, log } = await run(folder, bench);
    expect(failed, log).toBe(0);
    expect(tests).toBe(bench.vectors.kind === 'streams' ? STREAMS : CYCLES);
  });

  it.each([
    { name: 'things', kind: 'streams', tests: STREAMS },
    { name: 'shades', kind: 'cycles', tests: CYCLES },
    { name: 'falling', kind: 'cycles', tests: CYCLES },
    { name: 'repeater', kind: 'streams', tests: STREAMS },
    { name: 'merge', kind: 'cycles', tests: CYCLES },
    { name: 'crossing', kind: 'streams', tests: STREAMS },
  ])('$name passes with $kind that were recorded', async ({ name, kind, tests }) => {
    const bench = await benchOf(named(recorded, name));
    expect(bench.vectors.kind).toBe(kind);
    const outcome = await run(folder, bench);
    expect(outcome.failed, outcome.log).toBe(0);
    expect(outcome.tests).toBe(tests);
  });

  const faults: readonly { block: string; what: string; says: string; failed: number; edit: Edit }[] = [
    {
      block: 'fifo',
      what: 'a bit that is turned round',
      says: 'element 0 of deq_valid is',
      failed: STREAMS,
      edit: { file: 'fifo.v', from: 'ram[head];', to: "ram[head] ^ 1'b1;" },
    },
    {
      block: 'fifo',
      what: 'two bits that are swapped',
      says: 'of deq_valid is',
      failed: STREAMS,
      edit: {
        file: 'fifo.v',
        from: 'ram[tail] <= enq_bits;',
        to: 'ram[tail] <= {enq_bits[WIDTH-2], enq_bits[WIDTH-1], enq_bits[WIDTH-3:0]};',
      },
    },
    {
      block: 'fifo',
      what: 'half the rate, which only the count of cycles can see',
      says: 'cycles, expected 101',
      failed: 1,
      edit: { file: 'fifo.v', from: 'enq_ready = !full;', to: 'enq_ready = !full && !deq_valid;' },
    },
    {
      block: 'fifo',
      what: 'an element that is taken back',
      says: 'deq_valid fell before',
      failed: STREAMS,
      edit: {
        file: 'fifo.v',
        from: 'deq_valid = full || head != tail;',
        to: 'deq_valid = (full || head != tail) && !enq_valid;',
      },
    },
    {
      block: 'fifo',
      what: 'elements that never leave',
      says: 'deq_valid: 0 arrived, 100 are missing',
      failed: STREAMS,
      edit: { file: 'fifo.v', from: 'tail      <= next_tail;', to: 'tail      <= tail;' },
    },
    {
      block: 'fifo',
      what: 'a register that is never reset',
      says: 'enq_ready is X',
      failed: STREAMS,
      edit: { file: 'fifo.v', from: "full <= 1'b0;", to: 'full <= full;' },
    },
    {
      block: 'round_robin',
      what: 'a turn that is not passed on',
      says: 'grant is',
      failed: CYCLES,
      edit: { file: 'round_robin.v', from: '~(lowest | (lowest -', to: '~((lowest -' },
    },
    {
      block: 'ram',
      what: 'lanes that are all written',
      says: 'read_data is',
      failed: CYCLES,
      edit: { file: 'ram.v', from: 'if (write_lanes[w])', to: "if (write_lanes[w] || 1'b1)" },
    },
    {
      block: 'matmul',
      what: 'a column that is taken for another',
      says: 'of result_valid is',
      failed: STREAMS,
      edit: {
        file: 'deskew.v',
        from: 'straight[i*WIDTH +: WIDTH] = skewed[i*WIDTH +: WIDTH];',
        to: 'straight[i*WIDTH +: WIDTH] = skewed[0 +: WIDTH];',
      },
    },
  ];

  it.each(faults)('$block with $what fails', async ({ block, says, failed, edit }) => {
    const outcome = await run(folder, await benchOf(named(blocks, block)), edit);
    expect(outcome.log).toContain(says);
    expect(outcome.failed, outcome.log).toBe(failed);
    await rm(join(folder, `${block}-faulty`), { recursive: true });
  });

  it('a recorded bench sees a change, and Verilog that does not build is a failure', async () => {
    const bench = await benchOf(named(recorded, 'falling'));
    const changed = await run(folder, bench, { file: 'rom.hex', from: '55', to: '54' });
    expect(changed.log).toContain('word is 84, expected 85');
    expect(changed.failed).toBe(1);
    await rm(join(folder, 'falling-faulty'), { recursive: true });
    const broken = await run(folder, bench, { file: 'falling.v', from: 'endmodule', to: '' });
    expect([broken.tests, broken.failed]).toEqual([0, 1]);
  });
});

it('refuses two clocks with ports outside of streams', async () => {
  await expect(benchOf(named(recorded, 'two-clocks'))).rejects.toThrow(UserError);
  await expect(benchOf(named(recorded, 'two-clocks'))).rejects.toThrow(
    'its state changes at 2 different edges of clocks',
  );
});
