import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CaseReport, caseName, type RandomTask } from './randomTask.ts';

export type WorkerMessage =
  | { readonly kind: 'case'; readonly report: CaseReport }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly message: string };

const workerPath = fileURLToPath(new URL('randomWorker.ts', import.meta.url));

const startWorker = (program: string): ChildProcess => {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return fork(program, [], { execArgv: ['--import', loader] });
};

/** Runs a task in a worker. @returns how the worker's process ended, if it did before the task was done */
function runIn(
  worker: ChildProcess,
  task: RandomTask,
  report: (caseReport: CaseReport) => void,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'case') {
        report(message.report);
        return;
      }
      worker.removeListener('message', onMessage);
      worker.removeListener('exit', onExit);
      if (message.kind === 'done') resolve(undefined);
      else reject(new Error(message.message));
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void =>
      resolve(signal === null ? `its process ended with code ${code}` : `its process was killed by ${signal}`);
    worker.on('message', onMessage);
    worker.once('exit', onExit);
    worker.send(task);
  });
}

/**
 * Runs tasks in `jobs` processes. A case whose process dies is reported as failed, and the cases after it are run in
 * another.
 *
 * @param program what each process runs: randomWorker.ts, unless stated
 */
export async function runInWorkers(
  tasks: readonly RandomTask[],
  jobs: number,
  report: (task: RandomTask, caseReport: CaseReport) => void,
  program: string = workerPath,
): Promise<void> {
  const waiting = [...tasks];
  const running = new Set<ChildProcess>();
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      worker ??= startWorker(program);
      running.add(worker);
      const current = task;
      let done = 0;
      const end = await runIn(worker, current, caseReport => {
        done++;
        report(current, caseReport);
      });
      if (end === undefined) continue;
      running.delete(worker);
      worker = undefined;
      const [index, ...rest] = current.cases.slice(done);
      if (index === undefined) continue;
      const smallest = caseName(current, index);
      report(current, { index, cycles: 0, failure: { fault: end, smallest, smallestFault: end } });
      if (rest.length > 0) waiting.push({ ...current, cases: rest });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
  } finally {
    for (const worker of running) worker.kill();
  }
}
