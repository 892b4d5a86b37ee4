import { bool, input, int, module, output, uint, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const unusedParts = {
  'never-read': {
    meaning:
      'A register, a wire, a memory or an input on which no output depends, no instance and no assertion. It comes out all ' +
      'the same, gathered in a wire `unused`, so that no tool complains; but mostly something was forgotten.',
    wrong: () => {
      const Pulse = module(
        'pulse',
        { params: {}, ports: () => ({ level: input(bool), rises: output(bool) }) },
        ({ level, rises }, _, m) => {
          const { previous } = m.regs({ previous: bool });
          previous.set(level);
          rises.set(level);
        },
      );
      return Pulse;
    },
    right: () => {
      const Pulse = module(
        'pulse',
        { params: {}, ports: () => ({ level: input(bool), rises: output(bool) }) },
        ({ level, rises }, _, m) => {
          const { previous } = m.regs({ previous: bool });
          previous.set(level);
          rises.set(level.and(previous.not()));
        },
      );
      return Pulse;
    },
  },
  'never-assigned': {
    meaning: 'A register that nothing gives a value holds what it is reset to for ever: a constant with flip-flops.',
    wrong: () => {
      const Limited = module(
        'limited',
        { params: {}, ports: () => ({ a: input(uint(8)), over: output(bool) }) },
        ({ a, over }, _, m) => {
          const { limit } = m.regs({ limit: uint(8) }, { reset: { limit: 100 } });
          over.set(a.gt(limit));
        },
      );
      return Limited;
    },
    right: () => {
      const Limited = module(
        'limited',
        { params: {}, ports: () => ({ a: input(uint(8)), load: input(bool), over: output(bool) }) },
        ({ a, load, over }, _, m) => {
          const { limit } = m.regs({ limit: uint(8) }, { reset: { limit: 100 } });
          when(load, () => limit.set(a));
          over.set(a.gt(limit));
        },
      );
      return Limited;
    },
  },
  'unused-parameter': {
    meaning: 'A parameter on which no width, no loop, no choice, no value and no instance depends.',
    wrong: () => {
      const Delay = module(
        'delay',
        {
          params: { WIDTH: int(8, { min: 1 }), STAGES: int(2) },
          ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), q: output(uint(WIDTH)) }),
        },
        ({ a, q }, _, m) => q.set(m.pipe(a, 2)),
      );
      return Delay;
    },
    right: () => {
      const Delay = module(
        'delay',
        {
          params: { WIDTH: int(8, { min: 1 }), STAGES: int(2, { min: 0 }) },
          ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), q: output(uint(WIDTH)) }),
        },
        ({ a, q }, { STAGES }, m) => q.set(m.pipe(a, STAGES)),
      );
      return Delay;
    },
  },
} satisfies Cases;
