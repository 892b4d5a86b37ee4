// @ts-nocheck: TypeScript refuses most of these in the editor; here is what is said to who does not look.
import {
  bool,
  enumeration,
  fsm,
  genFor,
  genIf,
  input,
  int,
  match,
  module,
  output,
  sink,
  source,
  struct,
  uint,
  vec,
  when,
} from '../../../../dsl/index.ts';

const ports = () => ({ a: input(uint(8)), b: input(uint(8)), q: output(uint(8)) });

/** Modules, instances, state and what is driven by what. */
export const structure = {
  'an output that is forgotten': () => module('m', { params: {}, ports: () => ({ q: output(bool) }) }, () => {}),
  'a wire read before anything drives it, and then nothing does': () =>
    module('m', { params: {}, ports }, ({ a, q }, _, m) => {
      const { sum } = m.wires({ sum: uint(8) });
      q.set(sum.addWrap(a));
    }),
  'a wire that is set under a condition alone': () =>
    module('m', { params: {}, ports }, ({ a, b, q }) => {
      when(a.lt(b), () => q.set(a));
    }),
  'a wire that two loops drive': () =>
    module('m', { params: { N: int(2, { min: 1 }) }, ports }, ({ a, b, q }, { N }) => {
      genFor(N, 'one', () => q.set(a));
      genFor(N, 'two', () => q.set(b));
    }),
  'an input that is set': () =>
    module('m', { params: {}, ports }, ({ a, b, q }) => {
      q.set(b);
      a.set(b);
    }),
  'a result that is set': () =>
    module('m', { params: {}, ports }, ({ a, b, q }) => {
      q.set(b);
      a.add(b).set(0);
    }),
  'a counter made of wires': () =>
    module('m', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }) => q.set(q.inc())),
  'registers in a when': () =>
    module('m', { params: {}, ports: () => ({ en: input(bool), q: output(uint(8)) }) }, ({ en, q }, _, m) => {
      q.set(0);
      when(en, () => q.set(m.regs({ held: uint(8) }).held));
    }),
  'm that is forgotten': () =>
    module('m', { params: {}, ports }, ({ a, q }, m) => {
      const { held } = m.regs({ held: uint(8) });
      held.set(a);
      q.set(held);
    }),
  'a value of an instance’s inside': () => {
    const inside = {};
    const Inner = module('inner', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }, _, m) => {
      const { count } = m.regs({ count: uint(8) });
      count.set(count.inc());
      q.set(count);
      inside.count = count;
    });
    return module('outer', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }, _, m) => {
      const { inner } = m.wires({ inner: uint(8) });
      m.inst('inner', Inner, {}, { q: inner });
      q.set(inside.count);
    });
  },
  'a register kept from another description of the module': () => {
    const kept = [];
    const Counter = module(
      'counter',
      { params: { STEP: int(1, { min: 1 }) }, ports: () => ({ q: output(uint(8)) }) },
      ({ q }, { STEP }, m) => {
        const { count } = m.regs({ count: uint(8) });
        kept.push(count);
        kept[0].set(kept[0].addWrap(STEP.value));
        q.set(count);
      },
    );
    return module('m', { params: {}, ports: () => ({ q: output(uint(8)), r: output(uint(8)) }) }, ({ q, r }, _, m) => {
      m.inst('one', Counter, { STEP: 1 }, { q });
      m.inst('two', Counter, { STEP: 2 }, { q: r });
    });
  },
  'a parameter of another module': () => {
    const kept = [];
    const Inner = module(
      'inner',
      { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)) }) },
      ({ a, q }, { W }) => {
        kept.push(W);
        q.set(a);
      },
    );
    return module('outer', { params: {}, ports }, ({ a, b, q }, _, m) => {
      m.inst('inner', Inner, {}, { a, q });
      const { wide } = m.regs({ wide: uint(kept[0]) });
      wide.set(b.fit(kept[0]));
    });
  },
  'the index of a loop behind it': () =>
    module(
      'm',
      { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ v: input(vec(N, bool)), q: output(bool) }) },
      ({ v, q }, { N }) => {
        let last = null;
        genFor(N, 'lane', i => {
          last = i;
        });
        q.set(v.at(last));
      },
    ),
  'a module that describes another in its body': () =>
    module('m', { params: {}, ports }, ({ a, q }) => {
      const Inner = module('inner', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q: inner }) =>
        inner.set(a),
      );
      Inner.elaborate();
      q.set(a);
    }),
  'a module called like a function': () => {
    const Inner = module('inner', { params: {}, ports }, ({ a, b, q }) => q.set(a.xor(b)));
    return module('m', { params: {}, ports }, ({ a, b, q }) => q.set(Inner(a, b)));
  },
  'a module that instantiates itself': () => {
    const Again = module('again', { params: {}, ports }, (io, _, m) => m.inst('inner', Again, {}, io));
    return Again;
  },
  'an instance without a module': () =>
    module('m', { params: {}, ports }, ({ a, q }, _, m) => m.inst('inner', undefined, {}, { a, q })),
  'an instance without connections': () => {
    const Inner = module('inner', { params: {}, ports }, ({ a, b, q }) => q.set(a.xor(b)));
    return module('m', { params: {}, ports }, ({ a, q }, _, m) => {
      q.set(a);
      m.inst('inner', Inner);
    });
  },
  'a number that a port of an instance does not hold': () => {
    const Inner = module('inner', { params: {}, ports }, ({ a, b, q }) => q.set(a.xor(b)));
    return module('m', { params: {}, ports }, ({ a, q }, _, m) => m.inst('inner', Inner, {}, { a, b: 300, q }));
  },
  'an output into an expression': () => {
    const Inner = module('inner', { params: {}, ports }, ({ a, b, q }) => q.set(a.xor(b)));
    return module('m', { params: {}, ports }, ({ a, b, q }, _, m) => {
      q.set(a);
      m.inst('inner', Inner, {}, { a, b, q: a.add(b).truncate(8) });
    });
  },
  'a stream that is half connected': () =>
    module('m', { params: {}, ports: () => ({ in: sink(uint(8)), out: source(uint(8)) }) }, io => {
      io.out.valid.set(io.in.valid);
      io.in.ready.set(io.out.ready);
    }),
  'a stream inside that nothing drives': () =>
    module('m', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }, _, m) => {
      const { words } = m.streams({ words: uint(8) });
      q.set(words.valid);
    }),
  'ports without their function': () => module('m', { params: {}, ports: { q: output(bool) } }, ({ q }) => q.set(true)),
  'types in place of ports': () =>
    module('m', { params: {}, ports: () => ({ a: uint(8), q: uint(8) }) }, ({ a, q }) => q.set(a)),
  'no ports at all': () => module('m', { params: {} }, () => {}),
  'no body': () => module('m', { params: {}, ports }),
  'an arm of match that is missing': () => {
    const State = enumeration('idle', 'work', 'done');
    return module('m', { params: {}, ports: () => ({ s: input(State), q: output(bool) }) }, ({ s, q }) =>
      q.set(match(s, { idle: () => s.is('idle'), work: () => s.is('work') })),
    );
  },
  'an arm of match that is none': () => {
    const State = enumeration('idle', 'work');
    return module('m', { params: {}, ports: () => ({ s: input(State), q: output(bool) }) }, ({ s, q }) => {
      q.set(false);
      match(s, { idle: () => {}, work: () => q.set(true), wrok: () => q.set(true) });
    });
  },
  'match on a number without otherwise': () =>
    module('m', { params: {}, ports }, ({ a, b, q }) => q.set(match(a, { 0: () => a, 1: () => b }))),
  'a name that an enumeration does not have': () => {
    const State = enumeration('idle', 'work');
    return module('m', { params: {}, ports: () => ({ s: input(State), q: output(bool) }) }, ({ s, q }) =>
      q.set(s.is('wrok')),
    );
  },
  'a state that is none': () =>
    module('m', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }) => {
      const machine = fsm('idle', { idle: go => go('wrok'), work: go => go('idle') });
      q.set(machine.is('work'));
    }),
  'an initial state that is none': () =>
    module('m', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }) => {
      const machine = fsm('start', { idle: go => go('work'), work: go => go('idle') });
      q.set(machine.is('work'));
    }),
  'a branch of genIf that returns nothing': () =>
    module('m', { params: { N: int(2, { min: 1 }) }, ports }, ({ a, b, q }, { N }) => {
      const chosen = genIf(N.atLeast(2), ['many', () => ({ sum: a })], ['one', () => ({ total: b })]);
      q.set(chosen.sum);
    }),
  'genIf on a signal': () =>
    module('m', { params: {}, ports: () => ({ en: input(bool), q: output(bool) }) }, ({ en, q }) => {
      genIf(en, ['on', () => q.set(true)], ['off', () => q.set(false)]);
    }),
  'when on a relation of parameters': () =>
    module('m', { params: { N: int(2, { min: 1 }) }, ports: () => ({ q: output(bool) }) }, ({ q }, { N }) => {
      q.set(false);
      when(N.atLeast(2), () => q.set(true));
    }),
  'a struct with a field too few': () => {
    const Packet = struct({ data: uint(8), last: bool });
    return module('m', { params: {}, ports: () => ({ a: input(uint(8)), q: output(Packet) }) }, ({ a, q }) =>
      q.set({ data: a }),
    );
  },
  'a register that resets to a signal': () =>
    module('m', { params: {}, ports }, ({ a, q }, _, m) => {
      const { held } = m.regs({ held: uint(8) }, { reset: { held: a } });
      held.set(held.inc());
      q.set(held);
    }),
};
