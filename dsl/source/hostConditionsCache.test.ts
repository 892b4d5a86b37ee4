import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { language, prelude } from './hostConditions.fixture.ts';
import { checkHostConditions } from './hostConditions.ts';

describe('files and the cache', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scoville-host-'));
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  beforeAll(() => {
    vi.stubEnv('SCOVILLE_CACHE', join(folder, 'cache'));
    write('package.json', '{"type":"module"}');
    write('tsconfig.json', '{"compilerOptions":{"module":"NodeNext","allowImportingTsExtensions":true,"noEmit":true}}');
    write('language.ts', language);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** Messages, and how many files had to be looked at anew. */
  const run = async (...files: string[]) => {
    let anew = 0;
    const diagnostics = await checkHostConditions(files, { progress: (_, changed) => (anew = changed) });
    return { anew, found: diagnostics.map(({ labels }) => labels[0]?.location?.line) };
  };

  test('unchanged files are answered from the cache, with what was found', async () => {
    const bad = write('bad.ts', `${prelude}if (io.en) {}\n`);
    const good = write('good.ts', `${prelude}when(io.en, () => {});\n`);
    expect(await run(good, bad, bad)).toEqual({ anew: 2, found: [2] });
    const first = await checkHostConditions([bad]);
    expect(await run(bad, good)).toEqual({ anew: 0, found: [2] });
    expect(await checkHostConditions([bad])).toEqual(first);
    expect(first[0]?.labels[0]?.location).toEqual({ file: bad, line: 2, column: 5 });

    write('good.ts', `${prelude}\nconst a = !io.en;\n`);
    expect(await run(bad, good)).toEqual({ anew: 1, found: [2, 3] });

    write('language.ts', language.replace("readonly valueKind: 'hardware'", "readonly valueKind: 'other'"));
    expect(await run(bad, good)).toEqual({ anew: 2, found: [] });
    write('language.ts', language);

    write('tsconfig.json', '{"compilerOptions":{"strict":false}}');
    expect(await run(bad, good)).toEqual({ anew: 2, found: [2, 3] });
  });

  test('a corrupt entry is written anew, and a missing import is not remembered', async () => {
    const bad = write('corrupt.ts', `${prelude}if (io.en) {}\n`);
    const entries = join(folder, 'cache', 'host-conditions');
    expect(await run(bad)).toEqual({ anew: 1, found: [2] });
    for (const entry of readdirSync(entries)) writeFileSync(join(entries, entry), '{"environment":"');
    expect(await run(bad)).toEqual({ anew: 1, found: [2] });
    expect(await run(bad)).toEqual({ anew: 0, found: [2] });

    const early = write('early.ts', "import { flag } from './late/flag.ts';\nif (flag) {}\n");
    expect(await run(early)).toEqual({ anew: 1, found: [] });
    write('late/flag.ts', "import { io } from '../language.ts';\nexport const flag = io.en;\n");
    expect(await run(early)).toEqual({ anew: 1, found: [2] });
  });

  test('no files need nothing', async () => {
    expect(await checkHostConditions([])).toEqual([]);
  });
});
