import { bool, constant, enumeration, fsm, input, match, module, output, uint, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const behaviour = {
  'non-exhaustive-match': {
    meaning:
      '`match` has one arm for every name of an enumeration, and no other; on a number, arms for some values and one ' +
      '`otherwise`.',
    wrong: () => {
      const Operation = enumeration('add', 'subtract', 'pass');
      const Unit = module(
        'unit',
        { params: {}, ports: () => ({ operation: input(Operation), a: input(uint(8)), q: output(uint(8)) }) },
        ({ operation, a, q }) => {
          // @ts-expect-error
          q.set(match(operation, { add: () => a.addWrap(1), subtract: () => a.subWrap(1) }));
        },
      );
      return Unit;
    },
    right: () => {
      const Operation = enumeration('add', 'subtract', 'pass');
      const Unit = module(
        'unit',
        { params: {}, ports: () => ({ operation: input(Operation), a: input(uint(8)), q: output(uint(8)) }) },
        ({ operation, a, q }) => {
          q.set(match(operation, { add: () => a.addWrap(1), subtract: () => a.subWrap(1), pass: () => a }));
        },
      );
      return Unit;
    },
  },
  'unreachable-state': {
    meaning: 'No chain of `go` leads from the initial state of an `fsm` to this one: its hardware would do nothing.',
    wrong: () => {
      const Worker = module(
        'worker',
        { params: {}, ports: () => ({ start: input(bool), busy: output(bool) }) },
        ({ start, busy }) => {
          const state = fsm('idle', {
            idle: go => void when(start, () => go('work')),
            work: go => go('idle'),
            failed: go => go('idle'),
          });
          busy.set(state.is('work'));
        },
      );
      return Worker;
    },
    right: () => {
      const Worker = module(
        'worker',
        { params: {}, ports: () => ({ start: input(bool), bad: input(bool), busy: output(bool) }) },
        ({ start, bad, busy }) => {
          const state = fsm('idle', {
            idle: go => void when(start, () => go('work')),
            work: go => {
              go('idle');
              when(bad, () => go('failed'));
            },
            failed: go => go('idle'),
          });
          busy.set(state.is('work'));
        },
      );
      return Worker;
    },
  },
  'memory-misuse': {
    meaning: 'A port of a memory is used in a way that its declaration does not provide for.',
    wrong: () => {
      const Bytes = module(
        'bytes',
        { params: {}, ports: () => ({ address: input(uint(4)), data: input(uint(32)), q: output(uint(32)) }) },
        ({ address, data, q }, _, m) => {
          const words = m.mem('words', uint(32), 16);
          words.write(address, data, constant(uint(4), 0b0001)); // the lowest byte alone
          q.set(words.readSync(address));
        },
      );
      return Bytes;
    },
    right: () => {
      const Bytes = module(
        'bytes',
        { params: {}, ports: () => ({ address: input(uint(4)), data: input(uint(32)), q: output(uint(32)) }) },
        ({ address, data, q }, _, m) => {
          const words = m.mem('words', uint(32), 16, { laneWidth: 8 });
          words.write(address, data, constant(uint(4), 0b0001)); // the lowest byte alone
          q.set(words.readSync(address));
        },
      );
      return Bytes;
    },
  },
} satisfies Cases;
