import { context } from '../context.ts';
import { requireStream } from '../given.ts';
import type { Stream } from '../stream.ts';
import { bool, type HwType } from '../types.ts';
import { when } from '../when.ts';
import { localRegister, localStream } from './local.ts';

/**
 * The same elements a cycle later, with registers in both directions: neither `valid` nor `ready` passes through in the
 * same cycle, and an element can pass in every cycle. Holds two elements.
 */
export function registerStream<T extends HwType>(from: Stream<T>): Stream<T> {
  requireStream('What `registerStream` holds', from);
  const { type } = from.bits;
  const to = localStream('registerStream', type);
  const full = localRegister('full', bool, 'zero');
  const head = localRegister('head', type, 'none');
  const waits = localRegister('waits', bool, 'zero');
  const second = localRegister('second', type, 'none');
  context('registerStream').namingItself(() => {
    to.valid.set(full);
    to.bits.set(head);
    from.ready.set(waits.not());
    const moves = to.ready.or(full.not());
    when(moves, () => {
      full.set(waits.or(from.valid));
      waits.set(false);
      when(waits, () => head.set(second)).otherwise(() => head.set(from.bits));
    }).elseWhen(from.fire, () => {
      waits.set(true);
      second.set(from.bits);
    });
  });
  return to;
}
