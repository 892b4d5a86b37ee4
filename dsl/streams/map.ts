import { context } from '../context.ts';
import { requireStream } from '../given.ts';
import type { Operand, Signal } from '../signal.ts';
import { requireOperand } from '../sources.ts';
import type { Stream } from '../stream.ts';
import type { HwType } from '../types.ts';
import { called, requireFunction } from '../userCode.ts';
import { localStream } from './local.ts';

/** Every element as `change` makes it, in the same cycle. */
export function mapStream<T extends HwType, U extends HwType>(
  from: Stream<T>,
  change: (element: Signal<T>) => Operand<U>,
): Stream<U> {
  requireStream('What `mapStream` changes', from);
  requireFunction('mapStream', change);
  const changed = called('mapStream', () => change(from.bits));
  requireOperand(changed);
  const to = localStream('mapStream', changed.type);
  context('mapStream').namingItself(() => {
    to.valid.set(from.valid);
    to.bits.set(changed);
    from.ready.set(to.ready);
  });
  return to;
}
