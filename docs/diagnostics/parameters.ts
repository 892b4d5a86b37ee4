import { input, int, module, output, uint } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const parameters = {
  'parameter-out-of-range': {
    meaning:
      'A value is outside the range that the parameter states. It is checked where TypeScript knows the value, and once more ' +
      'by the emitted Verilog, at elaboration.',
    wrong: () => {
      const Delay = module(
        'delay',
        {
          params: { STAGES: int(2, { min: 1, max: 8 }) },
          ports: () => ({ a: input(uint(8)), q: output(uint(8)) }),
        },
        ({ a, q }, { STAGES }, m) => q.set(m.pipe(a, STAGES)),
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }, _, m) => m.inst('delay', Delay, { STAGES: 9 }, { a, q }),
      );
      return Top;
    },
    right: () => {
      const Delay = module(
        'delay',
        {
          params: { STAGES: int(2, { min: 1, max: 8 }) },
          ports: () => ({ a: input(uint(8)), q: output(uint(8)) }),
        },
        ({ a, q }, { STAGES }, m) => q.set(m.pipe(a, STAGES)),
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }, _, m) => m.inst('delay', Delay, { STAGES: 8 }, { a, q }),
      );
      return Top;
    },
  },
  'relation-violated': {
    meaning:
      'The values of the parameters, each in its range, violate a relation that the module states under `where`.',
    wrong: () => {
      const Slice = module(
        'slice',
        {
          params: { WIDTH: int(8, { min: 1 }), TAKEN: int(4, { min: 1 }) },
          where: ({ WIDTH, TAKEN }) => [WIDTH.atLeast(TAKEN)],
          ports: ({ WIDTH, TAKEN }) => ({ a: input(uint(WIDTH)), q: output(uint(TAKEN)) }),
        },
        ({ a, q }, { TAKEN }) => q.set(a.truncate(TAKEN)),
      );
      return { name: 'narrow', description: 'Three of two bits.', module: Slice, values: { WIDTH: 2, TAKEN: 3 } };
    },
    right: () => {
      const Slice = module(
        'slice',
        {
          params: { WIDTH: int(8, { min: 1 }), TAKEN: int(4, { min: 1 }) },
          where: ({ WIDTH, TAKEN }) => [WIDTH.atLeast(TAKEN)],
          ports: ({ WIDTH, TAKEN }) => ({ a: input(uint(WIDTH)), q: output(uint(TAKEN)) }),
        },
        ({ a, q }, { TAKEN }) => q.set(a.truncate(TAKEN)),
      );
      return { name: 'narrow', description: 'Two of three bits.', module: Slice, values: { WIDTH: 3, TAKEN: 2 } };
    },
  },
  'illegal-instance': {
    meaning:
      'An instance is given parameters that leave the ranges, or violate the relations under `where`, of its module: at some ' +
      'legal value of the parameters that the arguments are made of. What cannot be proved for all of them is tried at the ' +
      'ends of their ranges, at small values and at those in use.',
    wrong: () => {
      const Slice = module(
        'slice',
        {
          params: { WIDTH: int(8, { min: 1 }), TAKEN: int(4, { min: 1 }) },
          where: ({ WIDTH, TAKEN }) => [WIDTH.atLeast(TAKEN)],
          ports: ({ WIDTH, TAKEN }) => ({ a: input(uint(WIDTH)), q: output(uint(TAKEN)) }),
        },
        ({ a, q }, { TAKEN }) => q.set(a.truncate(TAKEN)),
      );
      const Top = module(
        'top',
        {
          params: { N: int(8, { min: 1 }) },
          ports: ({ N }) => ({ a: input(uint(N)), q: output(uint(3)) }),
        },
        ({ a, q }, { N }, m) => m.inst('u_slice', Slice, { WIDTH: N, TAKEN: 3 }, { a, q }),
      );
      return Top;
    },
    right: () => {
      const Slice = module(
        'slice',
        {
          params: { WIDTH: int(8, { min: 1 }), TAKEN: int(4, { min: 1 }) },
          where: ({ WIDTH, TAKEN }) => [WIDTH.atLeast(TAKEN)],
          ports: ({ WIDTH, TAKEN }) => ({ a: input(uint(WIDTH)), q: output(uint(TAKEN)) }),
        },
        ({ a, q }, { TAKEN }) => q.set(a.truncate(TAKEN)),
      );
      const Top = module(
        'top',
        {
          params: { N: int(8, { min: 3 }) },
          ports: ({ N }) => ({ a: input(uint(N)), q: output(uint(3)) }),
        },
        ({ a, q }, { N }, m) => m.inst('u_slice', Slice, { WIDTH: N, TAKEN: 3 }, { a, q }),
      );
      return Top;
    },
  },
  'unsatisfiable-parameters': {
    meaning:
      'The ranges and the relations under `where` contradict each other: no instance could be legal. It is found where a ' +
      'range is empty, where one or two relations cannot hold by the ranges, and by trying all values where they are few.',
    wrong: () => {
      const Window = module(
        'window',
        {
          params: { SIZE: int(4, { min: 1, max: 8 }), STEP: int(1, { min: 1 }) },
          where: ({ SIZE, STEP }) => [SIZE.atLeast(STEP.plus(8))],
          ports: ({ SIZE, STEP }) => ({ a: input(uint(SIZE)), q: output(uint(STEP)) }),
        },
        ({ a, q }, { STEP }) => q.set(a.fit(STEP)),
      );
      return Window;
    },
    right: () => {
      const Window = module(
        'window',
        {
          params: { SIZE: int(4, { min: 1, max: 8 }), STEP: int(1, { min: 1 }) },
          where: ({ SIZE, STEP }) => [SIZE.atLeast(STEP)],
          ports: ({ SIZE, STEP }) => ({ a: input(uint(SIZE)), q: output(uint(STEP)) }),
        },
        ({ a, q }, { STEP }) => q.set(a.fit(STEP)),
      );
      return Window;
    },
  },
  'parameter-overflow': {
    meaning:
      'Verilog computes with parameters in 32 bits, signed. An expression that leaves them would silently be another number ' +
      'there.',
    wrong: () => {
      const Buffer = module(
        'buffer',
        { params: { LINES: int(4, { min: 1 }) }, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }, { LINES }, m) => q.set(m.pipe(a, LINES.times(65536).times(65536))),
      );
      return Buffer;
    },
    right: () => {
      const Buffer = module(
        'buffer',
        { params: { LINES: int(4, { min: 1 }) }, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }, { LINES }, m) => q.set(m.pipe(a, LINES.times(16))),
      );
      return Buffer;
    },
  },
} satisfies Cases;
