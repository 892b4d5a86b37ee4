import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../userError.ts';
import { folderOnce } from './folderOnce.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-once-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const filling = (text: string) => (temporary: string) => writeFile(join(temporary, 'text'), text);

it('makes a folder once', async () => {
  const target = join(folder, 'deep', 'target');
  await folderOnce(target, filling('first'));
  await folderOnce(target, filling('second'));
  expect(await readFile(join(target, 'text'), 'utf8')).toBe('first');
});

it('leaves nothing when filling fails', async () => {
  const failing = async (temporary: string) => {
    await writeFile(join(temporary, 'text'), 'half');
    throw new Error('no');
  };
  await expect(folderOnce(join(folder, 'target'), failing)).rejects.toThrow('no');
  expect(await readdir(folder)).toEqual([]);
});

it('lets the first of two win', async () => {
  const target = join(folder, 'target');
  let otherIsDone = (): void => {};
  const other = new Promise<void>(resolve => {
    otherIsDone = resolve;
  });
  const slow = folderOnce(target, async temporary => {
    await filling('slow')(temporary);
    await other;
  });
  await folderOnce(target, filling('fast'));
  otherIsDone();
  expect(await slow).toBe(target);
  expect(await readFile(join(target, 'text'), 'utf8')).toBe('fast');
  expect(await readdir(folder)).toEqual(['target']);
});

it('removes what was left long ago, and nothing that may be in the making', async () => {
  const [old, recent] = [join(folder, 'x.tmp-old'), join(folder, 'y.tmp-recent')];
  await mkdir(old);
  await mkdir(recent);
  await utimes(old, 0, 0);
  await folderOnce(join(folder, 'target'), filling('text'));
  expect([existsSync(old), existsSync(recent)]).toEqual([false, true]);
});

it('says how to choose another cache when this one cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  const refusal = folderOnce(join(folder, 'file', 'target'), filling('text'));
  await expect(refusal).rejects.toThrow(UserError);
  await expect(refusal).rejects.toMatchObject({ remedy: 'Set SCOVILLE_CACHE to a folder that you can write to.' });
});
