import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abc, type FormalProgram, z3 } from '../wheels/formalPrograms.ts';
import { wheelFolder } from '../wheels/wheel.ts';
import { programFinding } from './doctor.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-doctor-'));
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('SCOVILLE_CACHE', join(folder, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function writeProgram(path: string, ...lines: readonly string[]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

const onPath = (name: string, ...lines: readonly string[]) => writeProgram(join(folder, 'bin', name), ...lines);
const inCache = ({ wheel }: FormalProgram, ...lines: readonly string[]) =>
  writeProgram(join(wheelFolder(wheel), wheel.name), ...lines);

describe('what the doctor finds of the programs of proofs', () => {
  it('takes those on PATH before cached ones', async () => {
    await onPath('z3', 'echo "Z3 version 4.8"');
    await inCache(z3, 'echo "Z3 version 5.4"');
    expect(await programFinding(z3)).toEqual({
      what: 'z3',
      found: true,
      detail: 'Z3 version 4.8 from PATH',
      remedy: '',
    });
  });

  it('says where a cached one is, and which; ABC repeats its command line first', async () => {
    const path = await inCache(abc, 'echo "ABC command line: \\"version\\"."', 'echo', 'echo "UC Berkeley, ABC 1.01"');
    expect(await programFinding(abc)).toEqual({
      what: 'yosys-abc',
      found: true,
      detail: `UC Berkeley, ABC 1.01 from cache: ${path}`,
      remedy: '',
    });
  });

  it('finds a cached one missing that does not run', async () => {
    const path = await inCache(z3, 'exit 1');
    expect(await programFinding(z3)).toEqual({
      what: 'z3',
      found: false,
      detail: `${path} does not run on this machine`,
      remedy: z3.otherWay,
    });
  });

  it('says how one comes that is not here yet, and downloads nothing', async () => {
    await onPath('pip3', '[ "$*" = --version ]');
    const everywhere = { [`${process.platform}-${process.arch}`]: { platform: 'any', sha256: '' } };
    const program = { ...z3, wheel: { ...z3.wheel, wheels: everywhere } };
    const { found, detail } = await programFinding(program);
    expect(detail).toBe(
      `not here yet: the first proof downloads it with pip (39 MB) into ${join(folder, 'cache', 'z3', z3.wheel.release)}`,
    );
    expect(found).toBe(true);
    await rm(join(folder, 'bin', 'pip3'));
    const without = await programFinding(program);
    expect(without.found).toBe(false);
    expect(without.detail).toBe('neither on PATH nor cached, and there is no pip to download it with');
    expect(without.remedy).toContain(z3.otherWay);
  });

  it('finds one missing that nothing is prebuilt of', async () => {
    expect(await programFinding({ ...abc, wheel: { ...abc.wheel, wheels: {} } })).toEqual({
      what: 'yosys-abc',
      found: false,
      detail: 'neither on PATH nor prebuilt for this platform',
      remedy: abc.otherWay,
    });
  });
});
