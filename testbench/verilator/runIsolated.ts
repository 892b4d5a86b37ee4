import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StreamJob, StreamResult } from '../streams/job.ts';
import { planJob } from '../streams/plan.ts';
import { DesignStoppedError, HangError, SimulationCrashError } from '../streams/simulationErrors.ts';
import { checkVectorJob, type VectorJob, type VectorResult, vectorLayout } from '../streams/vectors.ts';
import type { IsolatedRequest, IsolatedResponse } from './isolatedMessages.ts';
import { wavesPath } from './library.ts';
import type { Model } from './model.ts';

export interface IsolationOptions {
  /** The process is killed after this time; never, unless stated. */
  readonly timeoutMilliseconds?: number;
}

const childPath = fileURLToPath(new URL('isolatedChild.ts', import.meta.url));

/** The loader that lets Node run TypeScript, as an import specifier. */
const loader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

function ask(request: IsolatedRequest, options: IsolationOptions): Promise<IsolatedResponse> {
  return new Promise((resolve, reject) => {
    const child = fork(childPath, [], { execArgv: ['--import', loader()], serialization: 'advanced' });
    const limit = options.timeoutMilliseconds;
    const timer = limit === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limit);
    let response: IsolatedResponse | undefined;
    child.on('message', (message: IsolatedResponse) => {
      response = message;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const how = signal === null ? `its process ended with code ${code}` : `its process was killed by ${signal}`;
      const why = signal === 'SIGKILL' && limit !== undefined ? `${how}, perhaps after ${limit} ms` : how;
      if (response === undefined) reject(new SimulationCrashError(`${request.model.top}: ${why}`));
      else resolve(response);
    });
    child.send(request);
  });
}

function failure(response: IsolatedResponse): Error {
  switch (response.kind) {
    case 'hang':
      return new HangError(response.cycle, response.hangAfter, response.streams);
    case 'stopped':
      return new DesignStoppedError(response.cycle, response.messages);
    case 'failed':
      return new Error(response.message);
    default:
      return new Error('The process answered another question than it was asked.');
  }
}

/**
 * runStreams in a process of its own, for a model that may crash or never end: a third of a second more per run.
 *
 * @throws what runStreams throws, and SimulationCrashError when the process dies.
 */
export async function runStreamsIsolated(
  model: Model,
  job: StreamJob,
  options: IsolationOptions = {},
): Promise<StreamResult> {
  planJob(model.ports, model.signals, job);
  wavesPath(model, job.waves);
  const response = await ask({ kind: 'streams', model, job }, options);
  if (response.kind === 'streams') return response.result;
  throw failure(response);
}

/**
 * runVectors in a process of its own.
 *
 * @throws what runVectors throws, and SimulationCrashError when the process dies.
 */
export async function runVectorsIsolated(
  model: Model,
  job: VectorJob,
  options: IsolationOptions = {},
): Promise<VectorResult> {
  checkVectorJob(vectorLayout(model.ports, model.signals.clock), job);
  wavesPath(model, job.waves);
  const response = await ask({ kind: 'vectors', model, job }, options);
  if (response.kind === 'vectors') return response.result;
  throw failure(response);
}
