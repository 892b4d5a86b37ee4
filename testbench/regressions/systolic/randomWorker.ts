/** A process that runs tasks of the random regression, one after the other, until its parent disconnects. */
import { type RandomTask, runTask } from './randomTask.ts';
import type { WorkerMessage } from './randomWorkers.ts';

const send = (message: WorkerMessage): void => {
  process.send?.(message);
};

process.on('message', (task: RandomTask) => {
  runTask(task, report => send({ kind: 'case', report })).then(
    () => send({ kind: 'done' }),
    (error: unknown) => send({ kind: 'error', message: error instanceof Error ? error.message : String(error) }),
  );
});
