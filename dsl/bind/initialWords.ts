import { type Binding, evaluate } from '../ir/integer.ts';
import type { InitialWord, MemoryInit } from '../ir/memory.ts';
import type { Scope } from './scope.ts';

/** The bits of a word, its parts side by side. */
function bitsOf(word: InitialWord, binding: Binding): bigint {
  return word.reduce((bits, { width, value }) => {
    const count = evaluate(width, binding);
    const part = typeof value === 'bigint' ? value : BigInt(evaluate(value, binding));
    return (bits << BigInt(count)) | BigInt.asUintN(count, part);
  }, 0n);
}

/** What a memory of `depth` words holds at first; a word that is not given is 0, which the checks have refused then. */
export function initialWords(
  { words, rest, each, lane }: MemoryInit,
  depth: number,
  { width, signed }: { readonly width: number; readonly signed: boolean },
  scope: Scope,
): bigint[] {
  const low = lane === undefined ? 0 : evaluate(lane.index, scope) * width;
  const whole = (address: number): bigint => {
    if (each === undefined) {
      const word = words[address] ?? rest;
      return word === undefined ? 0n : bitsOf(word, scope);
    }
    return bitsOf(each.word, { get: key => (key === each.index.key ? address : scope.get(key)) });
  };
  return Array.from({ length: Math.max(0, depth) }, (_, address) => {
    const bits = whole(address) >> BigInt(low);
    return signed ? BigInt.asIntN(width, bits) : BigInt.asUintN(width, bits);
  });
}
