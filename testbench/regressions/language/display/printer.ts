import {
  bool,
  display,
  enumeration,
  input,
  int,
  module,
  oneHotEnumeration,
  output,
  sint,
  uint,
  when,
} from '../../../../dsl/index.ts';

const Mode = enumeration('idle', 'load', 'store');
const Phase = oneHotEnumeration('first', 'second');

/** Keeps the last value, and prints what comes. */
const inner = (prints: boolean) =>
  module(
    'inner_printer',
    {
      params: { W: int(8, { min: 1 }) },
      ports: ({ W }) => ({ go: input(bool), a: input(uint(W)), q: output(uint(W)) }),
    },
    ({ go, a, q }, _, m) => {
      const { last } = m.regs({ last: a.type });
      when(go, () => {
        last.set(a);
        if (prints) display('inner {}', a);
      });
      q.set(last);
    },
  );

/** Prints lines of every kind: values of any width, names, formats, under conditions, in an instance. */
export const printer = (prints: boolean) =>
  module(
    'printer',
    {
      params: { W: int(8, { min: 1 }) },
      ports: ({ W }) => ({
        go: input(bool),
        mode: input(uint(2)),
        wide: input(uint(70)),
        deep: input(sint(70)),
        a: input(uint(W)),
        b: input(sint(W)),
        q: output(uint(W)),
        modes: output(uint(4)),
      }),
    },
    ({ go, mode, wide, deep, a, b, q, modes }, { W }, m) => {
      const { count, phase, current } = m.regs({ count: uint(6), phase: Phase, current: Mode });
      count.set(count.inc());
      phase.set('second');
      when(mode.eq(1), () => current.set('load')).elseWhen(mode.eq(2), () => current.set('store'));
      if (prints) {
        display('cycle {}: 100% {{of}} "it" \\ {}', count, go);
        when(go, () => {
          display('{} {} {x} {b}', a, b, a, b);
          when(a.bit(0), () => display('mode {} in phase {}, {b}', current, phase, phase)).otherwise(() =>
            display('{} {} {x} {x}', wide, deep, wide, deep),
          );
        }).otherwise(() => display('resting'));
      }
      const { kept } = m.wires({ kept: uint(W) });
      m.inst('inner', inner(prints), { W }, { go: go.not(), a, q: kept });
      q.set(kept.xor(a));
      modes.set(current.asUint().extend(4).xor(phase.asUint().extend(4)).xor(count.truncate(4)));
      m.unused({ wide, deep, b }, 'they are printed');
    },
  );
