import { pack, unpack } from './functions.ts';
import { requireHardwareType, requireName, requireRecord } from './given.ts';
import type { NamedBy } from './ir/declaration.ts';
import { toExpr, type Width } from './ir/integer.ts';
import { createMemory, type Memory, type MemoryOptions } from './memory.ts';
import { encodeInit } from './memoryInit.ts';
import type { Signal } from './signal.ts';
import { isComposite } from './struct.ts';
import { type HwType, type UIntType, type UnprovedWidth, uint } from './types.ts';

/**
 * A memory of words of any type; a struct or a vec is packed into one word, a struct's first field in the high bits, a
 * vec's index 0 in the low ones.
 */
export function createWords<T extends HwType>(
  key: string,
  type: T,
  depth: Width,
  options: MemoryOptions<T>,
  namedBy?: NamedBy,
): Memory<T> {
  requireName('The name of a memory', key);
  requireRecord('The options of a memory', options);
  requireHardwareType(type);
  toExpr(depth);
  const init = options.init === undefined ? undefined : encodeInit(type, depth, key, options.init);
  if (!isComposite(type) && type.kind !== 'vec') return createMemory(key, type, depth, { ...options, init, namedBy });
  const words = createMemory(key, uint<UnprovedWidth>(type.width), depth, { ...options, init, namedBy });
  const unpacked = (word: Signal<UIntType<UnprovedWidth>>): Signal<T> => unpack(type, word);
  return {
    ...words,
    read: address => unpacked(words.read(address)),
    readSync: (address, given) => unpacked(words.readSync(address, given)),
    write: (address, value, lanes) => words.write(address, pack(value), lanes),
  };
}
