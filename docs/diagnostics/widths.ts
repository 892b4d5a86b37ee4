import { bool, clog2, genFor, indexWidth, input, int, module, output, sint, uint, vec, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const widths = {
  'width-mismatch': {
    meaning:
      'A value has more or fewer bits than what it is given to. Nothing is cut off or extended silently: `add` is one bit ' +
      'wider than its operands, `mul` as wide as both together, and what becomes of the difference is to be said.',
    wrong: () => {
      const Sum = module(
        'sum',
        { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ a: input(uint(W)), total: output(uint(W)) }) },
        ({ a, total }) => {
          total.set(a.add(a));
        },
      );
      return Sum;
    },
    right: () => {
      const Sum = module(
        'sum',
        { params: { W: int(8, { min: 2 }) }, ports: ({ W }) => ({ a: input(uint(W)), total: output(uint(W)) }) },
        ({ a, total }, { W }) => {
          total.set(a.add(a).saturate(W)); // or a.addWrap(a), which drops the carry
        },
      );
      return Sum;
    },
  },
  'unproved-width': {
    meaning:
      'Two widths whose formulas differ are compared at the ends of the parameters’ ranges and at small values; here they ' +
      'differ at one of those. Where they agree at all, the emitted Verilog carries a guard instead.',
    wrong: () => {
      const Halves = module(
        'halves',
        {
          params: { W: int(8, { min: 2 }) },
          ports: ({ W }) => ({
            a: input(uint(W)),
            low: output(uint(W.floorDiv(2))),
            high: output(uint(W.floorDiv(2))),
          }),
        },
        ({ a, low, high }, { W }) => {
          const half = W.floorDiv(2);
          low.set(a.slice(0, half));
          high.set(a.slice(half, W.minus(half)));
        },
      );
      return Halves;
    },
    right: () => {
      const Halves = module(
        'halves',
        {
          params: { W: int(8, { min: 2, multipleOf: 2 }) },
          ports: ({ W }) => ({
            a: input(uint(W)),
            low: output(uint(W.floorDiv(2))),
            high: output(uint(W.floorDiv(2))),
          }),
        },
        ({ a, low, high }, { W }) => {
          const half = W.floorDiv(2);
          low.set(a.slice(0, half));
          high.set(a.slice(half, W.minus(half)));
        },
      );
      return Halves;
    },
  },
  'constant-out-of-range': {
    meaning: 'A number does not fit the type that it is used as, or is no whole number, or is no such count.',
    wrong: () => {
      const Limit = module(
        'limit',
        { params: {}, ports: () => ({ level: input(uint(4)), q: output(uint(4)) }) },
        ({ level, q }) => {
          q.set(level.addWrap(16));
        },
      );
      return Limit;
    },
    right: () => {
      const Limit = module(
        'limit',
        { params: {}, ports: () => ({ level: input(uint(4)), q: output(uint(4)) }) },
        ({ level, q }) => {
          q.set(level.addWrap(15));
        },
      );
      return Limit;
    },
  },
  'unproved-constant': {
    meaning:
      'A constant fits a type of symbolic width at some values of the parameters only, and one that is tried is not among ' +
      'them: the ends of the ranges always are.',
    wrong: () => {
      const Timer = module(
        'timer',
        { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ count: output(uint(W)) }) },
        ({ count }) => {
          count.set(100);
        },
      );
      return Timer;
    },
    right: () => {
      const Timer = module(
        'timer',
        { params: { W: int(8, { min: 7 }) }, ports: ({ W }) => ({ count: output(uint(W)) }) },
        ({ count }) => {
          count.set(100);
        },
      );
      return Timer;
    },
  },
  'sign-mismatch': {
    meaning: 'One side is signed and the other is not. Which of the two the bits mean is never guessed.',
    wrong: () => {
      const Offset = module(
        'offset',
        { params: {}, ports: () => ({ pixel: input(uint(8)), change: input(sint(8)), q: output(sint(10)) }) },
        ({ pixel, change, q }) => {
          // @ts-expect-error
          q.set(pixel.add(change));
        },
      );
      return Offset;
    },
    right: () => {
      const Offset = module(
        'offset',
        { params: {}, ports: () => ({ pixel: input(uint(8)), change: input(sint(8)), q: output(sint(10)) }) },
        ({ pixel, change, q }) => {
          q.set(pixel.toSint().add(change));
        },
      );
      return Offset;
    },
  },
  'type-mismatch': {
    meaning:
      'An operation got a value of another kind than it works on: a number for a condition, a vec for its element, a struct ' +
      'with other fields.',
    wrong: () => {
      const Gate = module(
        'gate',
        { params: {}, ports: () => ({ level: input(uint(4)), q: output(bool) }) },
        ({ level, q }) => {
          q.set(false);
          // @ts-expect-error
          when(level, () => q.set(true));
        },
      );
      return Gate;
    },
    right: () => {
      const Gate = module(
        'gate',
        { params: {}, ports: () => ({ level: input(uint(4)), q: output(bool) }) },
        ({ level, q }) => {
          q.set(false);
          when(level.ne(0), () => q.set(true));
        },
      );
      return Gate;
    },
  },
  'wrong-argument': {
    meaning:
      'A function of the language got something of another kind than it takes. TypeScript’s checker says so in the editor; ' +
      'this is for who writes JavaScript, or has an `any` in between: mostly a misspelt name, or a missing `() =>`.',
    wrong: () => {
      const Gate = module(
        'gate',
        { params: {}, ports: () => ({ open: input(bool), q: output(bool) }) },
        ({ open, q }) => {
          q.set(false);
          // @ts-expect-error
          when(open, q.set(true));
        },
      );
      return Gate;
    },
    right: () => {
      const Gate = module(
        'gate',
        { params: {}, ports: () => ({ open: input(bool), q: output(bool) }) },
        ({ open, q }) => {
          q.set(false);
          when(open, () => q.set(true));
        },
      );
      return Gate;
    },
  },
  'zero-width': {
    meaning:
      'Every value has one bit or more, and every vec one element or more. An index into `n` elements has ' +
      '`indexWidth(n)` bits, which is 1 for one element, where `clog2(n)` is 0.',
    wrong: () => {
      const Pointer = module(
        'pointer',
        { params: { DEPTH: int(4, { min: 1 }) }, ports: () => ({ q: output(bool) }) },
        ({ q }, { DEPTH }, m) => {
          const { head } = m.regs({ head: uint(clog2(DEPTH)) });
          head.set(head.inc());
          q.set(head.eq(0));
        },
      );
      return Pointer;
    },
    right: () => {
      const Pointer = module(
        'pointer',
        { params: { DEPTH: int(4, { min: 1 }) }, ports: () => ({ q: output(bool) }) },
        ({ q }, { DEPTH }, m) => {
          const { head } = m.regs({ head: uint(indexWidth(DEPTH)) });
          head.set(head.inc());
          q.set(head.eq(0));
        },
      );
      return Pointer;
    },
  },
  'index-out-of-range': {
    meaning:
      'An index known while the module is described, from a number, a parameter or a loop, reaches beyond its vec. (What an ' +
      'index made of signals reaches is checked while simulating.)',
    wrong: () => {
      const Shift = module(
        'shift',
        { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(vec(N, bool)) }) },
        ({ a, q }, { N }) => {
          genFor(N, 'place', i => q.at(i).set(a.at(i.plus(1))));
        },
      );
      return Shift;
    },
    right: () => {
      const Shift = module(
        'shift',
        { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ a: input(vec(N, bool)), q: output(vec(N, bool)) }) },
        ({ a, q }, { N }) => {
          genFor(N.minus(1), 'place', i => q.at(i).set(a.at(i.plus(1))));
          q.at(N.minus(1)).set(a.at(0));
        },
      );
      return Shift;
    },
  },
  'constant-comparison': {
    meaning:
      'A comparison gives the same whatever the values are, by their types alone: an unsigned number is never below 0, and ' +
      'four bits never reach 16. In a loop of JavaScript’s it is told only where every turn gives the same.',
    wrong: () => {
      const Down = module(
        'down',
        { params: {}, ports: () => ({ level: input(uint(4)), empty: output(bool) }) },
        ({ level, empty }) => {
          empty.set(level.lt(0));
        },
      );
      return Down;
    },
    right: () => {
      const Down = module(
        'down',
        { params: {}, ports: () => ({ level: input(uint(4)), empty: output(bool) }) },
        ({ level, empty }) => {
          empty.set(level.eq(0));
        },
      );
      return Down;
    },
  },
} satisfies Cases;
