import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type CocotbPython, pythonEnvironment } from '../../scripts/wheels/cocotb.ts';
import type { CocotbSimulator } from './simulators.ts';

export interface BenchRun {
  readonly tests: number;
  readonly failed: number;
  /** All that the build and the tests printed. */
  readonly log: string;
  readonly seconds: number;
}

/** A simulation that goes on for longer hangs: every test has a limit of its own, in the time of the simulation. */
const TIMEOUT_MILLISECONDS = 30 * 60 * 1000;

/** How many tests ran and failed by cocotb's results; undefined where there are none. */
export function countResults(xml: string): { readonly tests: number; readonly failed: number } | undefined {
  const suites = [...xml.matchAll(/<testsuite\b([^>]*)>/g)].map(([, attributes = '']) => attributes);
  if (suites.length === 0) return undefined;
  const sum = (name: string): number =>
    suites.reduce(
      (total, attributes) => total + Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0),
      0,
    );
  return { tests: sum('tests'), failed: sum('failures') + sum('errors') };
}

/** Runs the bench in a folder. What does not build, or ends before its tests do, counts as a failure. */
export async function runBench(
  folder: string,
  python: CocotbPython,
  simulator: CocotbSimulator,
  seed: number,
): Promise<BenchRun> {
  const start = performance.now();
  const { exitCode, all = '' } = await execa(
    python.command,
    ['run.py', '--simulator', simulator.name, '--seed', String(seed)],
    {
      cwd: folder,
      reject: false,
      all: true,
      stdin: 'ignore',
      timeout: TIMEOUT_MILLISECONDS,
      env: { ...pythonEnvironment(python), ...simulator.environment, COCOTB_ANSI_OUTPUT: '0' },
    },
  );
  const seconds = (performance.now() - start) / 1000;
  const results = await readFile(join(folder, 'sim_build', simulator.name, 'results.xml'), 'utf8').catch(() => '');
  const { tests, failed } = countResults(results) ?? { tests: 0, failed: 0 };
  return { tests, failed: exitCode === 0 ? failed : Math.max(failed, 1), log: all, seconds };
}
