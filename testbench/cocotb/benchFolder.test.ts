import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { writeBench } from './benchFolder.ts';

let parent = '';
let folder = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  folder = join(parent, 'bench');
});
afterEach(() => rm(parent, { recursive: true }));

const files = new Map([
  ['a.py', 'one\n'],
  ['b.v', 'two\n'],
]);

it('writes a folder, and again over what running it left behind', async () => {
  await writeBench(folder, files);
  expect((await readdir(folder)).sort()).toEqual(['a.py', 'b.v', 'generated.json']);
  await mkdir(join(folder, 'sim_build'));
  await mkdir(join(folder, '__pycache__'));
  await writeFile(join(folder, 'dump.vcd'), '');
  await writeBench(folder, new Map([['a.py', 'new\n']]));
  expect((await readdir(folder)).sort()).toEqual(['a.py', 'generated.json']);
  expect(await readFile(join(folder, 'a.py'), 'utf8')).toBe('new\n');
  expect(await readdir(parent)).toEqual(['bench']);
});

it('loses neither a change nor a file of the user', async () => {
  await writeBench(folder, files);
  await writeFile(join(folder, 'a.py'), 'mine\n');
  await writeFile(join(folder, 'notes.txt'), 'mine too\n');
  const refusal = writeBench(folder, files);
  await expect(refusal).rejects.toThrow(UserError);
  await expect(refusal).rejects.toThrow(
    `${folder} holds files that were changed or added since they were written: a.py, notes.txt.`,
  );
  expect(await readFile(join(folder, 'a.py'), 'utf8')).toBe('mine\n');
});

it('does not touch a folder that it did not write, nor a file', async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'a.py'), 'one\n');
  await expect(writeBench(folder, files)).rejects.toThrow('holds files that `cocotb` did not write');
  await expect(writeBench(join(folder, 'a.py'), files)).rejects.toThrow('is not a folder that can be written');
  expect(await readdir(folder)).toEqual(['a.py']);
});
