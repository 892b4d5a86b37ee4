import { callLabel, context } from '../context.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { requireRecord, requireStream } from '../given.ts';
import type { Stream } from '../stream.ts';
import { structOf } from '../struct.ts';
import type { HwType, StructFields, StructType } from '../types.ts';
import { signalOfNodes } from '../value.ts';
import { localStream } from './local.ts';

type Fields<R> = { readonly [K in keyof R]: R[K] extends Stream<infer T extends HwType> ? T : never };

type JoinedStream<R> = Fields<R> extends infer F extends StructFields ? Stream<StructType<F>> : never;

/**
 * One element of each stream as one struct, whose fields are called as the streams are here. An element waits until all
 * others are there.
 */
export function joinStreams<R extends Readonly<Record<string, Stream<HwType>>>>(streams: R): JoinedStream<R>;
export function joinStreams(streams: Readonly<Record<string, Stream<HwType>>>): unknown {
  requireRecord('What `joinStreams` joins', streams);
  for (const stream of Object.values<unknown>(streams)) requireStream('What `joinStreams` joins', stream);
  const parts = Object.values(streams);
  if (parts.length === 0)
    fail('constant-out-of-range', { value: '0', type: 'a number of streams', low: '1', high: '2^31 - 1', hint: '' }, [
      callLabel(),
    ]);
  const types: StructFields = Object.fromEntries(
    Object.entries(streams).map(([name, { bits }]): [string, HwType] => [name, bits.type]),
  );
  const type = structOf(types);
  const to = localStream('joinStreams', type);
  context('joinStreams').namingItself(() => {
    const valids = parts.map(({ valid }) => valid);
    to.valid.set(valids.reduce((left, right) => left.and(right)));
    to.bits.set(
      signalOfNodes(
        type,
        parts.flatMap(({ bits }) => bits.nodes),
      ),
    );
    for (const [position, { ready }] of parts.entries()) {
      const others = valids.filter((_, other) => other !== position);
      ready.set(others.reduce((left, right) => left.and(right), to.ready));
    }
  });
  return to;
}
