import type { StreamJob, StreamResult } from '../streams/job.ts';
import type { StreamState } from '../streams/simulationErrors.ts';
import type { VectorJob, VectorResult } from '../streams/vectors.ts';
import type { Model } from './model.ts';

/** What the process that isolates a run is told; by structured clone, so that typed arrays arrive as such. */
export type IsolatedRequest =
  | { readonly kind: 'streams'; readonly model: Model; readonly job: StreamJob }
  | { readonly kind: 'vectors'; readonly model: Model; readonly job: VectorJob };

/** What it answers. Errors are sent as data: a clone would lose their class. */
export type IsolatedResponse =
  | { readonly kind: 'streams'; readonly result: StreamResult }
  | { readonly kind: 'vectors'; readonly result: VectorResult }
  | {
      readonly kind: 'hang';
      readonly cycle: number;
      readonly hangAfter: number;
      readonly streams: readonly StreamState[];
    }
  | { readonly kind: 'stopped'; readonly cycle: number; readonly messages: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };
