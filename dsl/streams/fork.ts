import { callLabel, context } from '../context.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { requireStream } from '../given.ts';
import type { Stream } from '../stream.ts';
import { bool, type HwType } from '../types.ts';
import { when } from '../when.ts';
import { localRegister, localStream } from './local.ts';

/**
 * `count` streams that carry every element each. A branch takes an element when it is ready, whatever the others do; the
 * element leaves `from` when the last has taken it.
 */
export function forkStream<T extends HwType>(from: Stream<T>, count: number): readonly Stream<T>[] {
  requireStream('What `forkStream` forks', from);
  if (!Number.isSafeInteger(count) || count < 1)
    fail(
      'constant-out-of-range',
      { value: String(count), type: 'a number of branches', low: '1', high: '2^31 - 1', hint: '' },
      [callLabel()],
    );
  const branches = Array.from({ length: count }, (_, position) => ({
    to: localStream('forkStream', from.bits.type, 'branch', position),
    taken: localRegister('taken', bool, 'zero', position),
  }));
  context('forkStream').namingItself(() => {
    const done = branches.map(({ to, taken }) => taken.or(to.ready));
    const all = done.reduce((left, right) => left.and(right));
    from.ready.set(all);
    for (const { to, taken } of branches) {
      to.valid.set(from.valid.and(taken.not()));
      to.bits.set(from.bits);
      when(from.fire, () => taken.set(false)).elseWhen(to.fire, () => taken.set(true));
    }
  });
  return branches.map(({ to }) => to);
}
