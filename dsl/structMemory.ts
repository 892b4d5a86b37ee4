import { pack, unpack } from './functions.ts';
import type { Width } from './ir/integer.ts';
import { createMemory, type Memory, type MemoryOptions } from './memory.ts';
import type { Signal } from './signal.ts';
import { isComposite } from './struct.ts';
import { type HwType, type UIntType, type UnprovedWidth, uint } from './types.ts';

/** A memory of words of any type; a struct is packed into one word, its first field in the high bits. */
export function createWords<T extends HwType>(key: string, type: T, depth: Width, options: MemoryOptions): Memory<T> {
  if (!isComposite(type)) return createMemory(key, type, depth, options);
  const words = createMemory(key, uint<UnprovedWidth>(type.width), depth, options);
  const unpacked = (word: Signal<UIntType<UnprovedWidth>>): Signal<T> => unpack(type, word);
  return {
    ...words,
    read: address => unpacked(words.read(address)),
    readSync: (address, enable) => unpacked(words.readSync(address, enable)),
    write: (address, value, lanes) => words.write(address, pack(value), lanes),
  };
}
