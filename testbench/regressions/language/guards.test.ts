import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { input, int, module, output, uint } from '../../../dsl/index.ts';
import type { ParameterValue } from '../../verilator/verilogSource.ts';
import { UntypedParameterGuard } from './recipes/untyped_parameter_guard.ts';
import { type Emitted, emitFiles, linters } from './tools.ts';

/** Widths that only the parameters' values make right, and constants that need room. */
const Obliged = module(
  'obliged',
  {
    params: {
      WIDE: int(8, { min: 1 }),
      NARROW: int(4, { min: 1 }),
      LIMIT: int(9, { min: 0 }),
    },
    ports: ({ WIDE, NARROW }) => ({
      a: input(uint(WIDE)),
      low: output(uint(NARROW)),
      sum: output(uint(WIDE)),
      limit: output(uint(WIDE)),
      extended: output(uint(20)),
      twice: output(uint(90)),
    }),
  },
  ({ a, low, sum, limit, extended, twice }, { WIDE, NARROW, LIMIT }) => {
    low.set(a.truncate(NARROW));
    sum.set(a.addWrap(5));
    limit.set(a.xor(LIMIT));
    extended.set(low.extend(20));
    twice.set(a.shiftLeftBy(WIDE.times(2).minus(WIDE)).extend(90));
  },
);

interface Case {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly sentence: string;
}

const ranges: readonly Case[] = [
  { parameters: { A_WIDTH: 0 }, sentence: 'A_WIDTH_must_be_at_least_1' },
  { parameters: { ACC_WIDTH: 65 }, sentence: 'ACC_WIDTH_must_be_1_to_64' },
  { parameters: { ACC_WIDTH: 0 }, sentence: 'ACC_WIDTH_must_be_1_to_64' },
  { parameters: { COUNT: 6 }, sentence: 'COUNT_must_be_a_multiple_of_4' },
  { parameters: { SIZE: 12 }, sentence: 'SIZE_must_be_a_power_of_two' },
  { parameters: { SIZE: 0 }, sentence: 'SIZE_must_be_a_power_of_two' },
  { parameters: { ACC_WIDTH: 15 }, sentence: 'ACC_WIDTH_must_be_at_least_A_WIDTH_plus_B_WIDTH' },
  // Four bits hold 8, and their sum wraps to 0 in a parameter without a type.
  {
    parameters: {
      A_WIDTH: { width: 4, value: 8n },
      B_WIDTH: { width: 4, value: 8n },
      ACC_WIDTH: { width: 4, value: 12n },
    },
    sentence: 'ACC_WIDTH_must_be_at_least_A_WIDTH_plus_B_WIDTH',
  },
];

const obligations: readonly Case[] = [
  { parameters: { WIDE: 3, NARROW: 4 }, sentence: 'WIDE_must_be_at_least_NARROW' },
  { parameters: { WIDE: 2, NARROW: 1, LIMIT: 1 }, sentence: 'WIDE_must_be_at_least_3' },
  { parameters: { WIDE: 22, NARROW: 21 }, sentence: 'NARROW_must_be_at_most_20' },
  { parameters: { WIDE: 46 }, sentence: '_plus_WIDE_must_be_at_most_90' },
  { parameters: { LIMIT: 256 }, sentence: 'LIMIT_must_be_below_pow2_WIDE' },
];

const legal: readonly Case['parameters'][] = [
  {},
  { WIDE: 3, NARROW: 3, LIMIT: 7 },
  { WIDE: 40, NARROW: 20, LIMIT: 2147483647 },
];

let folder = '';
let guarded: Emitted;
let obliged: Emitted;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-guards-'));
  guarded = await emitFiles(folder, UntypedParameterGuard);
  obliged = await emitFiles(folder, Obliged);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();

describe.each(tools)('guards in $name', linter => {
  const says = async (emitted: Emitted, parameters: Case['parameters']): Promise<string> =>
    (await linter.lint({ files: emitted.files, top: emitted.top, parameters })).join('\n');

  it.for([...ranges])('$sentence', async ({ parameters, sentence }, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    expect(await says(guarded, parameters)).toContain(sentence);
  });

  it.for([...obligations])('$sentence', async ({ parameters, sentence }, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    expect(await says(obliged, parameters)).toContain(sentence);
  });

  it('say nothing of legal values', async ({ skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    for (const parameters of legal) expect(await says(obliged, parameters)).toBe('');
  });
});
