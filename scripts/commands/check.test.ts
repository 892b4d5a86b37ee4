import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { UserError } from '../userError.ts';
import { generatorFiles, registerCheck } from './check.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scoville-check-')));
const home = process.cwd();

function write(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  vi.stubEnv('SCOVILLE_CACHE', join(folder, '.cache'));
  write('package.json', '{"type":"module"}');
  write('language.ts', "export declare const io: { en: { readonly valueKind: 'hardware'; not(): unknown } };\n");
  write(
    'generators/bad.ts',
    "import { io } from '../language.ts';\nconst off = !io.en;\nif (io.en) console.log(off);\n",
  );
  write('generators/deep/good.ts', "import { io } from '../../language.ts';\nexport const off = io.en.not();\n");
  write('generators/deep/types.d.ts', 'export {};\n');
  write('generators/node_modules/x/index.ts', 'export {};\n');
  write('empty/readme.md', '');
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Runs the command; its exit code and what it printed. */
async function run(...words: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const written = { out: '', err: '' };
  const capture = (stream: NodeJS.WriteStream, into: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation(text => {
      written[into] += String(text);
      return true;
    });
  const spies = [capture(process.stdout, 'out'), capture(process.stderr, 'err')];
  try {
    const program = new Command().exitOverride();
    registerCheck(program);
    await program.parseAsync(['check', ...words], { from: 'user' });
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

test('what is wrong is printed with its place and counted, and the command fails', async () => {
  const expected = `error[host-condition]: \`io.en\` is a hardware value, and JavaScript takes every object as true: \`!\` always gives false.

  generators/bad.ts:2:14
    2 | const off = !io.en;
      |              ^^^^^ decided once, by JavaScript, while the module is described

  Use \`io.en.not()\`.
  See docs/diagnostics.md#host-condition

error[host-condition]: \`io.en\` is a hardware value, and JavaScript takes every object as true: the first branch is always described.

  generators/bad.ts:3:5
    3 | if (io.en) console.log(off);
      |     ^^^^^ decided once, by JavaScript, while the module is described

  Use \`when(io.en, …)\`.
  See docs/diagnostics.md#host-condition

2 errors in 1 of 2 files
`;
  const first = await run();
  expect(first).toMatchObject({ code: 1, out: expected });
  expect(first.err).toMatch(/^checking 2 files \(0 done\) \.\.\.\n/);
  expect(await run()).toEqual({ code: 1, out: expected, err: '' });
});

test('what is right is said in one line', async () => {
  const { code, out } = await run('generators/deep');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'No host condition on a hardware value in generators/deep/good.ts.\n',
  });
});

test('files and folders are found once, without declarations and dependencies', async () => {
  const [bad, good] = ['generators/bad.ts', 'generators/deep/good.ts'].map(name => join(folder, name));
  expect(await generatorFiles()).toEqual([bad, good]);
  expect(await generatorFiles(['generators/deep', 'generators/deep/good.ts'])).toEqual([good]);
});

test('wrong paths are refused with a remedy', async () => {
  const refused = async (...words: string[]) => {
    const error: unknown = await run(...words).catch((thrown: unknown) => thrown);
    return error instanceof UserError ? [error.message, error.remedy] : error;
  };
  expect(await refused('absent')).toEqual([
    'There is no file or folder absent.',
    'Name files or folders, or none for the usual ones.',
  ]);
  expect(await refused('generators', 'empty/readme.md')).toEqual([
    'empty/readme.md is not a TypeScript source.',
    'Generators are .ts files; name those, or a folder.',
  ]);
  expect(await refused('empty')).toEqual([
    'There is no TypeScript source in empty.',
    'Name a folder that holds generators.',
  ]);
  expect(await refused('--tsconfig', 'absent.json')).toEqual([
    'There is no file absent.json.',
    'Give --tsconfig the path of a tsconfig.json.',
  ]);
  write('broken.json', '{ "compilerOptions": { ');
  expect(await refused('--tsconfig', 'broken.json', 'generators')).toEqual([
    `${join(folder, 'broken.json')} is not a TypeScript configuration: '}' expected.`,
    'Mend it, or name another one with --tsconfig.',
  ]);
  process.chdir(join(folder, 'empty'));
  expect(await refused()).toEqual([
    'There is no TypeScript source in generators or examples here.',
    'Name the files or folders to check.',
  ]);
  process.chdir(folder);
});
