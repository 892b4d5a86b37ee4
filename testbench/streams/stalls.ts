import type { Random } from '../random.ts';

/**
 * A stall pattern: cyclic, indexed by the cycle since reset; 1 = an input stream does not offer its next beat in this
 * cycle, or an output stream is not ready. An empty pattern never stalls.
 */
export type StallPattern = Uint8Array;

export const neverStall: StallPattern = new Uint8Array(0);

/** Single cycles of stall, each with this probability (at least one cycle of the pattern lets a beat pass). */
export function randomStalls(random: Random, probability: number, length = 251): StallPattern {
  return withPassage(Uint8Array.from({ length }, () => (random.chance(probability) ? 1 : 0)));
}

/** Runs of passage and of stall, each of 1 to `longest` cycles: what fills and empties buffers wholly. */
export function burstStalls(random: Random, longest: number, length = 509): StallPattern {
  const pattern = new Uint8Array(length);
  let stalled = random.chance(0.5);
  for (let at = 0; at < length; stalled = !stalled) {
    const end = Math.min(length, at + random.integer(1, longest));
    if (stalled) pattern.fill(1, at, end);
    at = end;
  }
  return withPassage(pattern);
}

/** One of: never, rarely, half the time, nearly always, in bursts. */
export function anyStalls(random: Random): StallPattern {
  const make = random.pick([
    () => neverStall,
    () => randomStalls(random, 0.1),
    () => randomStalls(random, 0.5),
    () => randomStalls(random, 0.9),
    () => burstStalls(random, 40),
  ]);
  return make();
}

function withPassage(pattern: Uint8Array): StallPattern {
  if (pattern.length > 0 && pattern.every(stalled => stalled === 1)) pattern[0] = 0;
  return pattern;
}
