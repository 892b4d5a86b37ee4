import { bool, genFor, genIf, hexFile, indexWidth, input, int, module, output, uint, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const memories = {
  'memory-address': {
    meaning:
      'A memory of `depth` words has addresses of `indexWidth(depth)` bits, no more and no fewer: what becomes of bits that ' +
      'it has no words for is for the description to say.',
    wrong: () => {
      const Lookup = module(
        'lookup',
        { params: {}, ports: () => ({ write: input(bool), at: input(uint(8)), q: output(uint(8)) }) },
        ({ write, at, q }, _, m) => {
          const words = m.mem('words', uint(8), 16);
          when(write, () => words.write(at.truncate(4), at));
          q.set(words.readSync(at));
        },
      );
      return Lookup;
    },
    right: () => {
      const Lookup = module(
        'lookup',
        { params: {}, ports: () => ({ write: input(bool), at: input(uint(8)), q: output(uint(8)) }) },
        ({ write, at, q }, _, m) => {
          const words = m.mem('words', uint(8), 16);
          when(write, () => words.write(at.truncate(4), at));
          q.set(words.readSync(at.truncate(4)));
        },
      );
      return Lookup;
    },
  },
  'memory-init': {
    meaning:
      'The words under `init` are not as many as the memory has. Where the depth is a parameter this is a relation between ' +
      'the two; `{ words, rest }` and an expression of the address serve any depth.',
    wrong: () => {
      const Sine = module(
        'sine',
        { params: {}, ports: () => ({ phase: input(uint(3)), q: output(uint(8)) }) },
        ({ phase, q }, _, m) => {
          const quarter = m.mem('quarter', uint(8), 8, { init: [0, 49, 97, 142] });
          q.set(quarter.readSync(phase));
        },
      );
      return Sine;
    },
    right: () => {
      const Sine = module(
        'sine',
        { params: {}, ports: () => ({ phase: input(uint(3)), q: output(uint(8)) }) },
        ({ phase, q }, _, m) => {
          const quarter = m.mem('quarter', uint(8), 8, { init: { words: [0, 49, 97, 142], rest: 255 } });
          q.set(quarter.readSync(phase));
        },
      );
      return Sine;
    },
  },
  'memory-file': {
    meaning:
      'A file of words is missing, holds something else than `$readmemh` reads, or a word that is too wide. The place is that ' +
      'in the file, or, for a text, that of the call.',
    wrong: () => {
      const Rom = module(
        'rom',
        { params: {}, ports: () => ({ at: input(uint(2)), q: output(uint(8)) }) },
        ({ at, q }, _, m) => {
          const words = m.mem('words', uint(8), 4, { init: hexFile('rom.hex', '00 7f 8g ff') });
          q.set(words.read(at));
        },
      );
      return Rom;
    },
    right: () => {
      const Rom = module(
        'rom',
        { params: {}, ports: () => ({ at: input(uint(2)), q: output(uint(8)) }) },
        ({ at, q }, _, m) => {
          const words = m.mem('words', uint(8), 4, { init: hexFile('rom.hex', '00 7f 80 ff') });
          q.set(words.read(at));
        },
      );
      return Rom;
    },
  },
  'memory-writers': {
    meaning:
      'Generate blocks have no order: where two of them write one memory, nothing says which write wins. In one block the ' +
      'last in program order does.',
    wrong: () => {
      const Sums = module(
        'sums',
        {
          params: { PORTS: int(2, { min: 1, max: 4 }) },
          ports: ({ PORTS }) => ({ write: input(uint(PORTS)), at: input(uint(4)), q: output(uint(8)) }),
        },
        ({ write, at, q }, { PORTS }, m) => {
          const words = m.mem('words', uint(8), 16);
          genFor(PORTS, 'port', port => {
            when(write.bit(port), () => words.write(at, at.extend(8)));
          });
          q.set(words.read(at));
        },
      );
      return Sums;
    },
    right: () => {
      const Sums = module(
        'sums',
        {
          params: { PORTS: int(2, { min: 1, max: 4 }) },
          ports: ({ PORTS }) => ({ write: input(uint(PORTS)), at: input(uint(4)), q: output(uint(8)) }),
        },
        ({ write, at, q }, { PORTS }, m) => {
          const words = m.mem('words', uint(8), 16);
          const value = genIf(
            PORTS.eq(1),
            ['single', () => at.extend(8)],
            ['several', () => at.extend(8).shiftLeftBy(1).truncate(8)],
          );
          when(write.reduceOr(), () => words.write(at, value));
          q.set(words.read(at));
        },
      );
      return Sums;
    },
  },
  'memory-unwritten': {
    meaning: 'A memory that is never written and has no initial words holds nothing that is known.',
    wrong: () => {
      const Constants = module(
        'constants',
        {
          params: { DEPTH: int(16, { min: 2 }) },
          ports: ({ DEPTH }) => ({ at: input(uint(indexWidth(DEPTH))), q: output(uint(8)) }),
        },
        ({ at, q }, { DEPTH }, m) => {
          const words = m.mem('words', uint(8), DEPTH);
          q.set(words.read(at));
        },
      );
      return Constants;
    },
    right: () => {
      const Constants = module(
        'constants',
        {
          params: { DEPTH: int(16, { min: 2 }) },
          ports: ({ DEPTH }) => ({ at: input(uint(indexWidth(DEPTH))), q: output(uint(8)) }),
        },
        ({ at, q }, { DEPTH }, m) => {
          const words = m.mem('words', uint(8), DEPTH, { init: index => index.mod(5) });
          q.set(words.read(at));
        },
      );
      return Constants;
    },
  },
} satisfies Cases;
