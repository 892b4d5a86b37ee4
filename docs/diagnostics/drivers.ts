import { bool, genFor, input, int, module, output, pack, uint, vec, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const drivers = {
  undriven: {
    meaning: 'A wire or an output is never given a value: nothing would drive it.',
    wrong: () => {
      const Adder = module(
        'adder',
        { params: {}, ports: () => ({ a: input(uint(8)), sum: output(uint(9)), carry: output(bool) }) },
        ({ a, sum }) => {
          sum.set(a.add(1));
        },
      );
      return Adder;
    },
    right: () => {
      const Adder = module(
        'adder',
        { params: {}, ports: () => ({ a: input(uint(8)), sum: output(uint(9)), carry: output(bool) }) },
        ({ a, sum, carry }) => {
          const result = a.add(1);
          sum.set(result);
          carry.set(result.bit(8));
        },
      );
      return Adder;
    },
  },
  'partly-driven': {
    meaning:
      'Some elements of a vec, or some bits of a number, are given a value and others never, at some values of the parameters ' +
      'or at all.',
    wrong: () => {
      const Ends = module(
        'ends',
        { params: { N: int(8, { min: 2 }) }, ports: ({ N }) => ({ a: input(bool), q: output(vec(N, bool)) }) },
        ({ a, q }, { N }) => {
          q.at(0).set(a);
          q.at(N.minus(1)).set(a);
        },
      );
      return Ends;
    },
    right: () => {
      const Ends = module(
        'ends',
        { params: { N: int(8, { min: 2 }) }, ports: ({ N }) => ({ a: input(bool), q: output(vec(N, bool)) }) },
        ({ a, q }, { N }) => {
          q.at(0).set(a);
          genFor(N.minus(2), 'inner', i => q.at(i.plus(1)).set(false));
          q.at(N.minus(1)).set(a);
        },
      );
      return Ends;
    },
  },
  'multiply-driven': {
    meaning:
      'Two places drive one wire: two loops, an instance and an assignment, or the module and a loop. Within one place the ' +
      'last assignment wins, and that is no error.',
    wrong: () => {
      const Select = module(
        'select',
        { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(bool) }) },
        ({ a, q }, { N }) => {
          genFor(N, 'lane', i => q.set(a.at(i)));
        },
      );
      return Select;
    },
    right: () => {
      const Select = module(
        'select',
        { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(bool) }) },
        ({ a, q }, _, m) => {
          q.set(m.reduce(a, 'or'));
        },
      );
      return Select;
    },
  },
  'no-default': {
    meaning:
      'A wire or an output has a value in some cycles only. It would have to remember it in the others: a latch, which is ' +
      'never made.',
    wrong: () => {
      const Clamp = module(
        'clamp',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }) => {
          when(a.gt(100), () => q.set(100));
        },
      );
      return Clamp;
    },
    right: () => {
      const Clamp = module(
        'clamp',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }) => {
          q.set(a);
          when(a.gt(100), () => q.set(100));
        },
      );
      return Clamp;
    },
  },
  'register-written-in-two-ways': {
    meaning:
      'A register is written by one `always` block: by the block that declares it, or by one loop. Two blocks for one ' +
      'register are a race in simulation and two drivers in synthesis.',
    wrong: () => {
      const Tally = module(
        'tally',
        {
          params: { N: int(2, { min: 1 }) },
          ports: ({ N }) => ({ up: input(vec(N, bool)), down: input(vec(N, bool)), counts: output(vec(N, uint(4))) }),
        },
        ({ up, down, counts }, { N }, m) => {
          const { held } = m.regs({ held: vec(N, uint(4)) });
          genFor(N, 'more', i => void when(up.at(i), () => held.at(i).set(held.at(i).inc())));
          genFor(N, 'less', i => void when(down.at(i), () => held.at(i).set(held.at(i).dec())));
          counts.set(held);
        },
      );
      return Tally;
    },
    right: () => {
      const Tally = module(
        'tally',
        {
          params: { N: int(2, { min: 1 }) },
          ports: ({ N }) => ({ up: input(vec(N, bool)), down: input(vec(N, bool)), counts: output(vec(N, uint(4))) }),
        },
        ({ up, down, counts }, { N }, m) => {
          const { held } = m.regs({ held: vec(N, uint(4)) });
          genFor(N, 'lane', i => {
            when(up.at(i), () => held.at(i).set(held.at(i).inc()));
            when(down.at(i), () => held.at(i).set(held.at(i).dec()));
          });
          counts.set(held);
        },
      );
      return Tally;
    },
  },
  'combinational-loop': {
    meaning:
      'A value depends on itself within one cycle, also through instances. Some such circuits oscillate, and tools simulate ' +
      'them differently.',
    wrong: () => {
      const Counter = module('counter', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }, _, m) => {
        const { count } = m.wires({ count: uint(8) });
        count.set(count.inc());
        q.set(count);
      });
      return Counter;
    },
    right: () => {
      const Counter = module('counter', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }, _, m) => {
        const { count } = m.regs({ count: uint(8) });
        count.set(count.inc());
        q.set(count);
      });
      return Counter;
    },
  },
  'assignment-to-input': {
    meaning: 'An input has its value from outside.',
    wrong: () => {
      const Reader = module(
        'reader',
        { params: {}, ports: () => ({ data: input(uint(8)), ready: input(bool) }) },
        ({ data, ready }) => {
          ready.set(data.ne(0));
        },
      );
      return Reader;
    },
    right: () => {
      const Reader = module(
        'reader',
        { params: {}, ports: () => ({ data: input(uint(8)), ready: output(bool) }) },
        ({ data, ready }) => {
          ready.set(data.ne(0));
        },
      );
      return Reader;
    },
  },
  'assignment-to-value': {
    meaning:
      'Only what is declared can be given a value: an output, a wire, a register, an element of one, or bits of a number ' +
      'among these. What an operator or `pack` gives cannot.',
    wrong: () => {
      const Swap = module(
        'swap',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(vec(2, uint(4))) }) },
        io => {
          pack(io.q).slice(0, 4).set(io.a.slice(4, 4));
          pack(io.q).slice(4, 4).set(io.a.slice(0, 4));
        },
      );
      return Swap;
    },
    right: () => {
      const Swap = module(
        'swap',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(vec(2, uint(4))) }) },
        io => {
          io.q.at(0).set(io.a.slice(4, 4));
          io.q.at(1).set(io.a.slice(0, 4));
        },
      );
      return Swap;
    },
  },
} satisfies Cases;
