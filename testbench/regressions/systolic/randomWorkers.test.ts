import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseReport, RandomTask } from './randomTask.ts';
import { runInWorkers } from './randomWorkers.ts';

/** Stands for a worker: passes every case, but dies of 2, ends of 5, and has an error of its own at 9. */
const worker = `
const send = message => new Promise(sent => process.send(message, sent));
process.on('message', async ({ cases }) => {
  for (const index of cases) {
    if (index === 2) process.kill(process.pid, 'SIGKILL');
    if (index === 5) process.exit(3);
    if (index === 9) return send({ kind: 'error', message: 'no compiler' });
    await send({ kind: 'case', report: { index, cycles: 7 } });
  }
  await send({ kind: 'done' });
});
`;

let folder = '';
let program = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-workers-'));
  program = join(folder, 'worker.mjs');
  await writeFile(program, worker);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const task = (cases: readonly number[]): RandomTask => ({
  family: 'array',
  seed: 4,
  simulator: 'verilator',
  designs: [],
  cases,
});

const run = async (tasks: readonly RandomTask[], jobs: number): Promise<CaseReport[]> => {
  const reports: CaseReport[] = [];
  await runInWorkers(tasks, jobs, (_, report) => reports.push(report), program);
  return reports.sort((a, b) => a.index - b.index);
};

const passed = (index: number): CaseReport => ({ index, cycles: 7 });
const died = (index: number, fault: string): CaseReport => {
  const smallest = `4:${index}`;
  return { index, cycles: 0, failure: { fault, smallest, smallestFault: fault } };
};

it.each([1, 2, 5])('reports a case whose process dies, and runs the others in another (%i at a time)', async jobs => {
  expect(await run([task([0, 1, 2, 3]), task([4, 5]), task([6])], jobs)).toEqual([
    passed(0),
    passed(1),
    died(2, 'its process was killed by SIGKILL'),
    passed(3),
    passed(4),
    died(5, 'its process ended with code 3'),
    passed(6),
  ]);
});

it('passes on what keeps cases from being run at all', async () => {
  await expect(run([task([8, 9])], 1)).rejects.toThrow('no compiler');
});
