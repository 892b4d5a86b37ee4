import { type Builder, bool, type HwType, pack, type Signal, uint } from '../../../dsl/index.ts';

/**
 * Makes an input a constant that is open: it has any value, and keeps it as long as there is no reset.
 *
 * Of what a proof says about a thing that is chosen so, whichever, it says it of all.
 */
export function assumeConstant(m: Builder, chosen: Signal<HwType>): void {
  const bits = pack(chosen);
  const { started, previous } = m.regs({ started: bool, previous: uint(bits.type.width) });
  started.set(true);
  previous.set(bits);
  m.assume(started.not().or(bits.eq(previous)), 'what is chosen stays');
}

/** Makes a stream that enters one that keeps to the rules: what is offered stays as it is until it is taken. */
export function assumeStable(
  m: Builder,
  valid: Signal<typeof bool>,
  ready: Signal<typeof bool>,
  bits: Signal<HwType>,
): void {
  const packed = pack(bits);
  const { stalled, offered } = m.regs({ stalled: bool, offered: uint(packed.type.width) });
  stalled.set(valid.and(ready.not()));
  offered.set(packed);
  m.assume(stalled.not().or(valid), 'what enters stays until it is taken');
  m.assume(stalled.not().or(packed.eq(offered)), 'what enters does not change until it is taken');
}
