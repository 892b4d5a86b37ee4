import { context } from '../context.ts';
import { requireStream } from '../given.ts';
import type { Operand, Signal } from '../signal.ts';
import { operandNode } from '../sources.ts';
import type { Stream } from '../stream.ts';
import { type BoolType, bool, type HwType } from '../types.ts';
import { called, requireFunction } from '../userCode.ts';
import { signalOf } from '../value.ts';
import { localStream } from './local.ts';

/** The elements for which `keeps` holds; the others are taken and dropped at once. */
export function filterStream<T extends HwType>(
  from: Stream<T>,
  keeps: (element: Signal<T>) => Operand<BoolType>,
): Stream<T> {
  requireStream('What `filterStream` filters', from);
  requireFunction('filterStream', keeps);
  const to = localStream('filterStream', from.bits.type);
  const kept = signalOf(bool, operandNode(called('filterStream', () => keeps(from.bits))));
  context('filterStream').namingItself(() => {
    to.valid.set(from.valid.and(kept));
    to.bits.set(from.bits);
    from.ready.set(to.ready.or(kept.not()));
  });
  return to;
}
