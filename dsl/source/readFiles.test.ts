import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import { readHexFile } from './readHexFile.ts';
import { readVerilogFile } from './readVerilogFile.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scoville-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const thrown = (body: () => unknown): readonly [string, string | undefined, number | undefined][] => {
  try {
    body();
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ message, labels }) => [
      message,
      labels[0]?.location?.file,
      labels[0]?.location?.line,
    ]);
  }
};

it('files of words are read by path and by URL, and keep their name', () => {
  const path = join(folder, 'sine.hex');
  writeFileSync(path, '00 7f\nff\n');
  for (const file of [path, pathToFileURL(path)])
    expect(readHexFile(file)).toMatchObject({ name: 'sine.hex', path, text: '00 7f\nff\n' });
});

it('a fault is reported at its line of the file', () => {
  const path = join(folder, 'bad.hex');
  writeFileSync(path, '00\n7g\n');
  expect(thrown(() => readHexFile(path))).toEqual([
    ['Memory file `bad.hex` has `7g`, which is no hexadecimal number.', path, 2],
  ]);
});

it('files that are not there are refused', () => {
  const path = join(folder, 'none');
  const here = expect.stringContaining('readFiles.test.ts');
  expect(thrown(() => readHexFile(path))).toEqual([
    [`Memory file \`${path}\` cannot be read.`, here, expect.anything()],
  ]);
  expect(thrown(() => readVerilogFile(path))).toEqual([
    [`Black box \`${path}\` cannot be read.`, here, expect.anything()],
  ]);
});
