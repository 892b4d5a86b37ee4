import { requireStream } from './given.ts';
import type { Operand, Signal } from './signal.ts';
import type { BoolType, HwType } from './types.ts';

/**
 * A channel with valid/ready flow control: an element passes in every cycle in which both are high. Once `valid` is
 * high, it stays high and `bits` stay as they are until the element has passed.
 */
export interface Stream<T extends HwType> {
  readonly valid: Signal<BoolType>;
  readonly ready: Signal<BoolType>;
  readonly bits: Signal<T>;
  /** Whether an element passes in this cycle. */
  readonly fire: Signal<BoolType>;
}

/** Everything that leaves `from` enters `to`. */
export function connect<T extends HwType>(from: Stream<T>, to: Stream<NoInfer<T>>): void {
  requireStream('What `connect` takes from', from);
  requireStream('What `connect` gives to', to);
  to.valid.set(from.valid);
  setBits(to.bits, from.bits);
  from.ready.set(to.ready);
}

function setBits<T extends HwType>(target: { set(value: Operand<T>): void }, value: Operand<T>): void {
  target.set(value);
}
