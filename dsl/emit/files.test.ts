import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFolder } from './files.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'scoville-files-'));
});
afterEach(() => rm(scratch, { recursive: true }));

test('a folder holds what was written last and nothing else, and is written only where that is new', async () => {
  const folder = join(scratch, 'deep', 'fifo');
  expect(await writeFolder(folder, new Map([['old.v', '1']]))).toBe(true);
  await writeFile(join(folder, 'stray.v'), '2');
  const files = new Map([['fifo.v', 'module']]);
  expect(await writeFolder(folder, files)).toBe(true);
  expect(await readdir(folder)).toEqual(['fifo.v']);
  expect(await readFile(join(folder, 'fifo.v'), 'utf8')).toBe('module');
  expect(await writeFolder(folder, files)).toBe(false);
  expect(await readdir(join(scratch, 'deep'))).toEqual(['fifo']);
});

test('others may read a folder, as far as the process lets them', async () => {
  const folder = join(scratch, 'shared');
  const before = process.umask(0o022);
  try {
    await writeFolder(folder, new Map([['fifo.v', 'module']]));
  } finally {
    process.umask(before);
  }
  expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('755');
});
