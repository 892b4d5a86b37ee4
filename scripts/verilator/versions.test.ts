import { expect, it } from 'vitest';
import { installCommand } from './installCommand.ts';
import { cureFlags, isOlder, parseVersion, showVersion, withCure } from './versions.ts';

it('reads and compares versions', () => {
  expect(parseVersion('Verilator 5.006 2023-01-22 rev (Debian 5.006-3)')).toEqual([5, 6]);
  expect(parseVersion('Verilator 5.052 2026-09-05 rev v5.052')).toEqual([5, 52]);
  expect(parseVersion('command not found')).toBeUndefined();
  expect(showVersion([5, 6])).toBe('5.006');
  expect([isOlder([4, 228], [5, 6]), isOlder([5, 6], [5, 6]), isOlder([6, 0], [5, 48])]).toEqual([true, false, false]);
});

it('cures 5.006 to 5.047, and from 5.049 on', () => {
  const early = ['-O3', '-fno-const-bit-op-tree'];
  const late = ['-O3', '-fno-expand'];
  const minors = [6, 47, 48, 49, 52];
  expect(minors.map(minor => cureFlags([5, minor]))).toEqual([early, early, [], late, late]);
  expect(cureFlags([6, 0])).toEqual(late);
});

it('puts the cure after the optimisation level of the command line', () => {
  const cure = cureFlags([5, 6]);
  expect(withCure(['--cc', 'a.v'], cure)).toEqual(['--cc', 'a.v', '-O3', '-fno-const-bit-op-tree']);
  expect(withCure(['-cc', '-O0', 'a.v'], cure)).toEqual(['-cc', '-O0', 'a.v', '-fno-const-bit-op-tree']);
  expect(withCure(['-f', 'files.f'], cure)).toContain('-fno-const-bit-op-tree');
  expect(withCure(['--version'], cure)).toEqual(['--version']);
  expect(withCure(['--cc', 'a.v'], [])).toEqual(['--cc', 'a.v']);
});

it('knows the commands that install', () => {
  expect(installCommand('verilator', 'linux')).toBe(
    'apt-get install verilator, or conda install -c conda-forge verilator',
  );
  expect(installCommand('verilator', 'darwin')).toBe(
    'brew install verilator, or conda install -c conda-forge verilator',
  );
  expect(installCommand('compiler', 'darwin')).toBe('xcode-select --install, or conda install -c conda-forge gxx');
});
