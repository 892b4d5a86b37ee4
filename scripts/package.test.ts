import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from './verilator/paths.ts';

/**
 * Scoville as a package of another project, as docs/project.md tells: packed, unpacked into that project's node_modules,
 * and the page's own code in the project. What it depends on is linked, so that no registry is needed.
 */
let project = '';
let page = '';

/** The first block of code of the page that begins with these words. */
function code(beginning: string): string {
  const found = [...page.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  return found.find(text => text.startsWith(beginning)) ?? expect.fail(`docs/project.md has no code ${beginning}`);
}

async function run(command: string, ...args: string[]) {
  const { SCOVILLE_CACHE, ...env } = process.env;
  return execa(command, args, { cwd: project, reject: false, extendEnv: false, env: { ...env, NO_COLOR: '1' } });
}

const scoville = (...args: string[]) => run('node', 'node_modules/scoville/scripts/bin/scoville.mjs', ...args);

beforeAll(async () => {
  page = await readFile(join(projectRoot, 'docs/project.md'), 'utf8');
  project = await mkdtemp(join(tmpdir(), 'scoville-package-'));
  const modules = join(project, 'node_modules');
  await mkdir(join(modules, 'scoville'), { recursive: true });
  await execa('npm', ['pack', '--silent', '--pack-destination', project], { cwd: projectRoot });
  const tarball = (await readdir(project)).find(name => name.endsWith('.tgz')) ?? '';
  await execa('tar', ['xzf', join(project, tarball), '--strip-components=1', '-C', join(modules, 'scoville')]);
  for (const name of await readdir(join(projectRoot, 'node_modules')))
    await symlink(join(projectRoot, 'node_modules', name), join(modules, name));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  await writeFile(join(project, 'tsconfig.json'), code('{\n  "compilerOptions"'));
  for (const file of ['blinker.ts', 'designs.ts', 'blinker.test.ts', 'benches.ts'])
    await writeFile(join(project, file), code(`// ${file}`));
  await writeFile(
    join(project, 'blocks.ts'),
    `${code("import { Fifo } from 'scoville")}export { AsyncFifo, Fifo, SystolicArray };\n`,
  );
}, 120_000);

afterAll(() => rm(project, { recursive: true, force: true }));

describe('a project of its own', () => {
  it('type-checks under its own, stricter, options', async () => {
    const strict = ['--noPropertyAccessFromIndexSignature', '--noImplicitReturns', '--noImplicitOverride'];
    expect((await run('npx', 'tsc', '--noEmit', ...strict)).stdout).toBe('');
  });

  it('sees types, and so the commonest mistakes', async () => {
    const wrong = (await readFile(join(project, 'blinker.ts'), 'utf8')).replace('lit.xor(beat.isLast)', 'lit.add(1)');
    await writeFile(join(project, 'wrong.ts'), wrong);
    const { stdout } = await run('npx', 'tsc', '--noEmit');
    await rm(join(project, 'wrong.ts'));
    expect(stdout.split('\n')[0]).toMatch(
      /^wrong\.ts\(\d+,\d+\): error TS2339: Property 'add' does not exist on type /,
    );
  });

  it('generates a block, and several design points', async () => {
    expect(await scoville('generate', 'blinker.ts', '--set', 'CYCLES=1000', '--out', 'build')).toMatchObject({
      exitCode: 0,
    });
    expect(await readFile(join(project, 'build/files.f'), 'utf8')).toBe('blinker.v\nblinker_top.v\n');
    expect(await readFile(join(project, 'build/blinker_top.v'), 'utf8')).toContain('parameter integer CYCLES = 1000');
    expect(await scoville('generate', 'designs.ts', '--out', 'rtl')).toMatchObject({ exitCode: 0 });
    expect((await readdir(join(project, 'rtl'))).sort()).toEqual(['blinker-1hz', 'blinker-fast', 'lib']);
    expect(await scoville('generate', 'blocks.ts', 'fifo', '--out', 'fifo')).toMatchObject({ exitCode: 0 });
  });

  it('has benches in Python, with golden models of its own', async () => {
    expect(await scoville('cocotb', 'benches.ts', '--no-run')).toMatchObject({
      exitCode: 0,
      stdout: 'bench    folder\n-------  --------------------\nblinker  build/cocotb/blinker',
    });
    expect(await readFile(join(project, 'build/cocotb/blinker/vectors.json'), 'utf8')).toContain(
      '"origin": "from the golden model, the LED changes every CYCLES cycles."',
    );
  });

  it('is checked for host conditions, with the types of the package', async () => {
    const source = await readFile(join(project, 'blinker.ts'), 'utf8');
    await writeFile(join(project, 'wrong.ts'), source.replace('led.set(lit);', 'led.set(lit ? false : true);'));
    const { stdout, exitCode } = await scoville('check', 'wrong.ts');
    await rm(join(project, 'wrong.ts'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('error[host-condition]: `lit` is a hardware value');
  });

  it('runs its tests', async () => {
    const { stdout, exitCode } = await run('npx', 'vitest', 'run');
    expect(exitCode === 0 ? '' : stdout).toBe('');
  });

  it('keeps the designs of the package out of its folder', async () => {
    const { stderr, exitCode } = await scoville('generate');
    expect([exitCode, stderr]).toEqual([
      1,
      'error: Without a file of your own these are the designs of Scoville itself, and rtl-out/ is in its own folder.\n  Name your file, or say where the designs go with --out DIR.',
    ]);
  });

  it('says so when a command belongs to another copy than the description', async () => {
    const { stderr, exitCode } = await run(
      'node',
      join(projectRoot, 'scripts/bin/scoville.mjs'),
      'generate',
      'blinker.ts',
      '--out',
      'x',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `error: blinker.ts cannot be loaded: it uses another copy of Scoville, ${join(project, 'node_modules/scoville/dsl/')}, than what runs, ${join(projectRoot, 'dsl/')}\n  Run the copy that it uses: \`npx scoville\` in the folder of its project.`,
    );
  });
});
