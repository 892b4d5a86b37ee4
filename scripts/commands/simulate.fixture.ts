import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect } from 'vitest';
import { type NpyArray, writeNpy } from '../../testbench/formats/npy.ts';
import { type SimulateOptions, simulateGemm } from '../../testbench/gemm/simulateGemm.ts';
import { random } from '../../testbench/random.ts';
import { UserError } from '../userError.ts';

const bin = fileURLToPath(new URL('../bin/scoville.mjs', import.meta.url));

/** Where the files of the tests are; there once `makeFolder` has run. */
export let folder = '';
export const file = (name: string): string => join(folder, name);

/** The command, run in that folder. */
export const scoville = (...args: readonly string[]) =>
  execa(process.execPath, [bin, ...args], { reject: false, stdin: 'ignore', cwd: folder });

const source = random(1);
export const values = (count: number, width = 8) =>
  Int8Array.from({ length: count }, () => source.integer(-(2 ** (width - 1)), 2 ** (width - 1) - 1));

export const [m, k, n] = [9, 13, 6];
export const a = values(m * k);
export const b = values(k * n);
export const bias = Int32Array.from({ length: n }, (_, column) => column * 100_000_007);

/** A folder of its own for a file of tests, with the operands a.npy, b.npy and bias.npy in it. */
export async function makeFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'scoville-simulate-'));
  const write = (name: string, array: NpyArray) => writeNpy(file(name), array);
  write('a.npy', { dataType: 'int8', shape: [m, k], data: a });
  write('b.npy', { dataType: 'int8', shape: [k, n], data: b });
  write('bias.npy', { dataType: 'int32', shape: [n], data: bias });
}

export const removeFolder = (): Promise<void> => rm(folder, { recursive: true });

/** Options of `simulate gemm`: the operands, a small engine, and a result that no refusal may leave behind. */
export const options = (changes: Partial<SimulateOptions> = {}): SimulateOptions => ({
  config: 'systolic-4x4',
  a: file('a.npy'),
  b: file('b.npy'),
  out: file('unwanted.npy'),
  ...changes,
});

/** What a user is told, with the remedy indented. */
export async function refusal(changes: Partial<SimulateOptions>): Promise<string> {
  const before = readdirSync(folder);
  const error: unknown = await simulateGemm(options(changes)).catch(caught => caught);
  expect(readdirSync(folder)).toEqual(before);
  if (error instanceof UserError) return `${error.message}\n  ${error.remedy}`.replaceAll(folder, '.');
  throw error;
}

/** Writes systolic-4x4 with other values of its parameters into a folder of its own, which is returned. */
export async function generate(name: string, ...settings: readonly string[]): Promise<string> {
  const { exitCode } = await scoville(
    'generate',
    'systolic-4x4',
    ...settings.flatMap(setting => ['--set', setting]),
    ...['--out', file(name)],
  );
  expect(exitCode).toBe(0);
  return file(name);
}
