import { callLabel, context } from '../context.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { requireName, requireStream } from '../given.ts';
import { indexWidth, toExpr, type Width } from '../ir/integer.ts';
import { CallSite } from '../source/location.ts';
import type { Stream } from '../stream.ts';
import { createWords } from '../structMemory.ts';
import { bool, type HwType, type UnprovedWidth, uint } from '../types.ts';
import { when } from '../when.ts';
import { localRegister, localStream } from './local.ts';

/**
 * A queue of `depth` elements, 1 or more, in a memory that is read in the same cycle. An element leaves one cycle after
 * it entered, or later. `ready` and `valid` come from registers alone. The memory is called `name`, or as the stream is.
 */
export function bufferStream<T extends HwType>(from: Stream<T>, depth: Width, name?: string): Stream<T> {
  requireStream('What `bufferStream` holds', from);
  if (name !== undefined) requireName('The name of a buffer', name);
  const { constant } = toExpr(depth);
  if (constant !== undefined && (constant < 1 || !Number.isSafeInteger(constant)))
    fail('constant-out-of-range', { value: String(constant), type: 'a depth', low: '1', high: '2^31 - 1', hint: '' }, [
      callLabel(),
    ]);
  const { type } = from.bits;
  const namedBy = name === undefined ? { site: new CallSite(), suffix: 'buffer' } : undefined;
  const to = localStream('bufferStream', type);
  const pointer = uint<UnprovedWidth>(indexWidth(depth));
  const head = localRegister('head', pointer, 'zero');
  const tail = localRegister('tail', pointer, 'zero');
  const full = localRegister('full', bool, 'zero');
  context('bufferStream').namingItself(() => {
    const words = createWords(name ?? 'buffer', type, depth, {}, namedBy);
    to.valid.set(head.ne(tail).or(full));
    to.bits.set(words.read(head));
    from.ready.set(full.not());
    when(from.fire, () => {
      words.write(tail, from.bits);
      tail.set(tail.incMod(depth));
    });
    when(to.fire, () => head.set(head.incMod(depth)));
    when(from.fire.ne(to.fire), () => full.set(from.fire.and(tail.incMod(depth).eq(head))));
  });
  return to;
}
