import { describe, expect, it } from 'vitest';
import { planJob } from './plan.ts';
import { defaultSignals, discoverInterface, type Port } from './ports.ts';

const input = (name: string, width = 1): Port => ({ name, direction: 'input', width });
const output = (name: string, width = 1): Port => ({ name, direction: 'output', width });

const ports = [
  input('clk'),
  input('rst'),
  input('a_valid'),
  output('a_ready'),
  input('a_bits', 12),
  input('a_last'),
  output('a_count', 4),
  input('a_b_valid'),
  output('a_b_ready'),
  input('a_b_bits', 3),
  output('c_valid'),
  input('c_ready'),
  output('c_bits', 5),
  input('mode', 2),
  output('busy'),
  input('lonely_valid'),
];

describe('discoverInterface', () => {
  it('finds streams by name and direction, and gives a sideband to the stream of the longest name', () => {
    const found = discoverInterface(ports, defaultSignals);
    const streams = found.streams.map(({ name, direction, fields }) => [
      name,
      direction,
      fields.map(({ field }) => field),
    ]);
    expect(streams).toEqual([
      ['a', 'input', ['bits', 'last']],
      ['a_b', 'input', ['bits']],
      ['c', 'output', ['bits']],
    ]);
    expect(found.otherInputs.map(({ name }) => name)).toEqual(['mode', 'lonely_valid']);
    expect(found.otherOutputs.map(({ name }) => name)).toEqual(['a_count', 'busy']);
    expect([found.clock?.name, found.reset?.name]).toEqual(['clk', 'rst']);
  });

  it('leaves a port that is said to be constant out of the stream', () => {
    const found = discoverInterface(ports, defaultSignals, new Set(['a_last']));
    expect(found.otherInputs.map(({ name }) => name)).toContain('a_last');
  });

  it('takes a port for the strobe of a stream that is always ready, with or without fields', () => {
    const memory = [...ports, input('ram_write'), input('ram_address', 4), input('ram_bits', 8), input('clear')];
    const found = discoverInterface(memory, defaultSignals, new Set(), { ram: 'ram_write', clear: 'clear' });
    const strobes = found.streams.filter(({ valid, ready }) => valid === ready);
    expect(strobes.map(({ name, direction, fields }) => [name, direction, fields.map(({ field }) => field)])).toEqual([
      ['ram', 'input', ['bits', 'address']],
      ['clear', 'input', []],
    ]);
    expect(found.otherInputs.map(({ name }) => name)).toEqual(['mode', 'lonely_valid']);
    for (const wrong of ['nowhere', 'busy', 'mode']) {
      expect(() => discoverInterface(memory, defaultSignals, new Set(), { ram: wrong })).toThrow(
        `The design has no input ${wrong} of 1 bit to be the strobe of ram.`,
      );
    }
  });
});

describe('planJob', () => {
  const constants = { mode: 1, lonely_valid: 0 };
  const a = { beats: 1, fields: { bits: new Uint8Array(2), last: new Uint8Array(1) } };
  const plan = (job: Partial<Parameters<typeof planJob>[2]>) =>
    planJob(ports, defaultSignals, { inputs: { a }, outputs: {}, constants, ...job });

  it('fills in what is not said', () => {
    expect(plan({})).toMatchObject({ seed: 1, resetCycles: 2, drain: 64, hangAfter: 10_000 });
    expect(plan({}).streams.map(({ beats }) => beats)).toEqual([1, 0, 0]);
  });

  it.each([
    [{ inputs: { z: a } }, 'The design has no input stream z; it has a, a_b.'],
    [{ outputs: { a: { beats: 1 } } }, 'The design has no output stream a; it has c.'],
    [{ constants: { mode: 1 } }, 'The job gives no constant for input lonely_valid, which belongs to no stream.'],
    [{ constants: { ...constants, nothing: 1 } }, 'The design has no plain input nothing to hold constant.'],
    [{ constants: { ...constants, mode: 4 } }, '4 does not fit into 2 bits.'],
    [
      { inputs: { a: { ...a, fields: { bits: new Uint8Array(2) } } } },
      'The job has no data for field last of stream a.',
    ],
    [
      { inputs: { a: { ...a, fields: { ...a.fields, first: new Uint8Array(1) } } } },
      'Stream a has no field first; it has bits, last.',
    ],
    [{ inputs: { a: { ...a, beats: 2 } } }, 'Field bits of stream a has 2 bytes, but 2 beats of 12 bits are 4.'],
    [
      { inputs: { a: { ...a, fields: { ...a.fields, bits: Uint8Array.of(0, 16) } } } },
      'Beat 0 of a has bits above the 12 of a_bits.',
    ],
    [{ outputs: { c: { beats: -1 } } }, 'The number of beats of c is -1, but must be a whole number from 0 on.'],
    [{ outputs: { c: { beats: 1, stall: Uint8Array.of(2) } } }, 'The stall pattern of c holds more than 0 and 1.'],
  ])('refuses what does not fit the design: %#', (job, message) => {
    expect(() => plan(job)).toThrow(message);
  });
});
