import {
  bool,
  genFor,
  input,
  int,
  module,
  output,
  type Signal,
  type UIntType,
  uint,
  vec,
  when,
} from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const values = {
  'foreign-value': {
    meaning:
      'A value of one module is used in another, for example through a variable outside both. Modules see nothing of each ' +
      'other but their ports.',
    wrong: () => {
      const shared: Signal<UIntType<8>>[] = [];
      const Producer = module('producer', { params: {}, ports: () => ({ a: input(uint(8)) }) }, ({ a }) => {
        shared.push(a);
      });
      Producer.elaborate();
      const Consumer = module('consumer', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }) => {
        for (const value of shared) q.set(value);
      });
      return Consumer;
    },
    right: () => {
      const Consumer = module(
        'consumer',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }) => {
          q.set(a);
        },
      );
      return Consumer;
    },
  },
  'out-of-scope': {
    meaning:
      'What a generate loop or a branch of `genIf` makes exists inside it alone: once for every iteration, or not at all.',
    wrong: () => {
      const Last = module(
        'last',
        { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(bool) }) },
        ({ a, q }, { N }, m) => {
          let held = a.at(0);
          genFor(N, 'lane', i => {
            held = m.regs({ seen: bool }).seen;
            held.set(a.at(i));
          });
          q.set(held);
        },
      );
      return Last;
    },
    right: () => {
      const Last = module(
        'last',
        { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(bool) }) },
        ({ a, q }, { N }, m) => {
          const { seen } = m.regs({ seen: vec(N, bool) });
          genFor(N, 'lane', i => seen.at(i).set(a.at(i)));
          q.set(m.reduce(seen, 'or'));
        },
      );
      return Last;
    },
  },
  'outside-module': {
    meaning:
      'Hardware is made while a module is described, and by nothing else: in its body, or in functions it calls.',
    wrong: () => {
      const saved: Signal<UIntType<8>>[] = [];
      const Keeper = module(
        'keeper',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }) => {
          q.set(a);
          saved.push(a);
        },
      );
      Keeper.elaborate();
      saved.map(value => value.add(1));
    },
    right: () => {
      const Keeper = module(
        'keeper',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(9)) }) },
        ({ a, q }) => {
          q.set(a.add(1));
        },
      );
      return Keeper;
    },
  },
  'misplaced-statement': {
    meaning:
      'Something stands where it cannot: hardware made under a `when`, a branch behind `otherwise`, an output of an instance ' +
      'into a register. A `when` chooses between values from cycle to cycle; hardware is there in all of them.',
    wrong: () => {
      const Burst = module(
        'burst',
        { params: {}, ports: () => ({ go: input(bool), q: output(uint(4)) }) },
        ({ go, q }, _, m) => {
          q.set(0);
          when(go, () => {
            const { count } = m.regs({ count: uint(4) });
            count.set(count.inc());
            q.set(count);
          });
        },
      );
      return Burst;
    },
    right: () => {
      const Burst = module(
        'burst',
        { params: {}, ports: () => ({ go: input(bool), q: output(uint(4)) }) },
        ({ go, q }, _, m) => {
          const { count } = m.regs({ count: uint(4) });
          q.set(0);
          when(go, () => {
            count.set(count.inc());
            q.set(count);
          });
        },
      );
      return Burst;
    },
  },
} satisfies Cases;
