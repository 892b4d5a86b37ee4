/** The process in which runIsolated.ts runs a model: one request, one response. */
import { DesignStoppedError, HangError } from '../streams/simulationErrors.ts';
import type { IsolatedRequest, IsolatedResponse } from './isolatedMessages.ts';
import { runStreams } from './runStreams.ts';
import { runVectors } from './runVectors.ts';

function answer(request: IsolatedRequest): IsolatedResponse {
  try {
    return request.kind === 'streams'
      ? { kind: 'streams', result: runStreams(request.model, request.job) }
      : { kind: 'vectors', result: runVectors(request.model, request.job) };
  } catch (error) {
    if (error instanceof HangError) {
      return { kind: 'hang', cycle: error.cycle, hangAfter: error.hangAfter, streams: error.streams };
    }
    if (error instanceof DesignStoppedError) {
      return { kind: 'stopped', cycle: error.cycle, messages: error.messages };
    }
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

process.once('message', (request: IsolatedRequest) => {
  process.send?.(answer(request), () => process.disconnect());
});
