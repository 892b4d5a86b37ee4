import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bool, input, module, output } from '../../dsl/index.ts';
import { checkedDesigns } from './checkedDesigns.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-checked-'));
  vi.stubEnv('SCOVILLE_CACHE', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const notes = (): Promise<string[]> => readdir(join(folder, 'checked')).catch(() => []);

const ports = () => ({ d: input(bool), q: output(bool) });
const right = module('right', { params: {}, ports }, ({ d, q }) => q.set(d));
const wrong = module('wrong', { params: {}, ports }, () => undefined);

it('notes that designs were found clean, one note for one set of designs', async () => {
  for (const _ of [1, 2]) expect(await checkedDesigns([right.elaborate()])).toEqual([]);
  expect(await notes()).toHaveLength(1);
});

it('finds what is wrong every time, and notes nothing', async () => {
  for (const _ of [1, 2])
    expect((await checkedDesigns([right.elaborate(), wrong.elaborate()])).map(({ code }) => code)).toEqual([
      'undriven',
    ]);
  expect(await notes()).toEqual([]);
});
