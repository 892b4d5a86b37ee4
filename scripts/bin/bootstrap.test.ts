import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, isNodeTooOld, projectRoot, withLock } from './bootstrap.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scoville bootstrap '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('isNodeTooOld', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('accepts %s', version => {
    expect(isNodeTooOld(version)).toBe(false);
  });
  it.each(['20.18.3', '20.9.0', '18.20.0', '8.19.1'])('refuses %s', version => {
    expect(isNodeTooOld(version)).toBe(true);
  });
});

describe('isInstalled', () => {
  const here = { os: [process.platform], cpu: [process.arch] };
  const elsewhere = { os: ['plan9'], cpu: ['mips'] };
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', dev: true },
    'node_modules/native': { version: '3.0.0', optional: true, ...here },
    'node_modules/foreign': { version: '3.0.0', optional: true, ...elsewhere },
  };

  function lock(packages: object): void {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  }
  function install(packages: Record<string, object>): void {
    for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  }
  const { 'node_modules/a': a, 'node_modules/b': b, 'node_modules/native': native } = wanted;
  const all = { 'node_modules/a': a, 'node_modules/b': b, 'node_modules/native': native };

  it('is false where nothing is installed', () => {
    lock(wanted);
    expect(isInstalled(folder)).toBe(false);
  });

  it('is true when everything for this machine is there, asked once or twice', () => {
    lock(wanted);
    install(all);
    expect([isInstalled(folder), isInstalled(folder)]).toEqual([true, true]);
  });

  it('is false without the development packages, or without the native one of this machine', () => {
    lock(wanted);
    install({ 'node_modules/a': a, 'node_modules/native': native });
    expect(isInstalled(folder)).toBe(false);
    install({ 'node_modules/a': a, 'node_modules/b': b });
    expect(isInstalled(folder)).toBe(false);
  });

  it('becomes false when the lock asks for another version', () => {
    lock(wanted);
    install(all);
    expect(isInstalled(folder)).toBe(true);
    lock({ ...wanted, 'node_modules/a': { version: '1.0.1' } });
    expect(isInstalled(folder)).toBe(false);
  });

  it('becomes false when a package is deleted', () => {
    lock(wanted);
    install(all);
    expect(isInstalled(folder)).toBe(true);
    rmSync(join(folder, 'node_modules/a'), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });

  it('is false when the record of what is installed is damaged', () => {
    lock(wanted);
    install(all);
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{"packages": {');
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('withLock', () => {
  it('lets one at a time in, and leaves nothing behind', async () => {
    const file = join(folder, 'lock');
    const events: string[] = [];
    let enter = (): void => {};
    const entered = new Promise<void>(resolve => {
      enter = resolve;
    });
    const first = withLock(file, async () => {
      enter();
      await new Promise(done => setTimeout(done, 50));
      events.push('first ends');
    });
    await entered;
    const second = withLock(
      file,
      async () => events.push('second'),
      () => events.push('second waits'),
    );
    await Promise.all([first, second]);
    expect(events).toEqual(['second waits', 'first ends', 'second']);
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it('opens again when the work fails', async () => {
    const file = join(folder, 'lock');
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(file, async () => 7)).toBe(7);
  });

  it('takes over from a process that has ended', async () => {
    const file = join(folder, 'lock');
    const child = execa(process.execPath, ['-e', '']);
    const { pid } = child;
    await child;
    writeFileSync(file, `${hostname()}\n${pid}\n0`);
    expect(await withLock(file, async () => 'mine')).toBe('mine');
  });

  it('takes over from another machine that has not touched the lock for long', async () => {
    const file = join(folder, 'lock');
    writeFileSync(file, 'another machine\n1\n0');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    expect(await withLock(file, async () => 'mine')).toBe('mine');
  });
});

describe('runTypeScript', () => {
  it('keeps lines and columns, and ignores the tsconfig.json of the working folder', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), '{ not json');
    const line = 'const place: Place =    { n: 1 }; export const trace = new Error().stack;';
    const types = 'interface Place {\n  readonly n: number;\n}\n\n';
    writeFileSync(join(folder, 'place.ts'), `${types}${line}\n`);
    writeFileSync(
      join(folder, 'run.mjs'),
      `import { runTypeScript } from ${JSON.stringify(join(projectRoot, 'scripts/bin/bootstrap.mjs'))};\n` +
        `console.log((await runTypeScript(${JSON.stringify(join(folder, 'place.ts'))})).trace.split('\\n')[1]);\n`,
    );
    const { stdout } = await execa(process.execPath, ['run.mjs'], { cwd: folder });
    expect(decodeURIComponent(stdout)).toContain(`${join(folder, 'place.ts')}:5:${line.indexOf('new') + 1}`);
  });
});

it("starts node with the same options from package.json's scripts as by the first line of the bin", () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  );
  const [first = ''] = readFileSync(join(projectRoot, 'scripts/bin/scoville.mjs'), 'utf8').split('\n');
  const start = first.replace('#!/usr/bin/env -S ', '');
  const commands = Object.values(scripts).filter(command => /bin\/(scoville|bench)\.mjs/.test(command));
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter(command => !command.startsWith(`${start} scripts/bin/`))).toEqual([]);
});
