import { simulate } from '../../dsl/simulate/simulate.ts';
import { randomStalls, runStreams } from '../../dsl/simulate/streams.ts';
import { beats, requireSame } from './beats.ts';
import { Fifo } from './fifo.ts';

/** The queue's test on the built-in simulator. */
export async function main(): Promise<number> {
  const { outputs } = runStreams(simulate(Fifo, { DEPTH: 5 }), {
    inputs: { enq: { beats, stalls: randomStalls(1, 0.4) } },
    outputs: { deq: { count: beats.length, stalls: randomStalls(2, 0.4) } },
  });
  requireSame(outputs.deq?.values ?? []);
  return 0;
}
