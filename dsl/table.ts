import { vecOf } from './functions.ts';
import type { Signal, Source } from './signal.ts';
import type { HwType, VecType } from './types.ts';

/**
 * Constants, read by `.at(index)`: the first at index 0. Their type may have a symbolic width, in which each has to fit.
 * An index beyond the last is undefined.
 */
export function table<T extends HwType>(type: T, values: readonly Source<NoInfer<T>>[]): Signal<VecType<T>> {
  return vecOf(type, values);
}
