import { expect, test } from 'vitest';
import { bool, genFor, indexWidth, input, int, module, mux, output, uint, vec, when } from '../index.ts';
import { simulate } from './simulate.ts';
import { thrown } from './thrown.fixture.ts';

/** Words of memories and elements of vecs, those that are not there included. */

const Scratch = module(
  'scratch',
  {
    params: { DEPTH: int(6, { min: 1 }) },
    ports: ({ DEPTH }) => ({
      write: input(bool),
      to: input(uint(indexWidth(DEPTH))),
      data: input(uint(70)),
      from: input(uint(indexWidth(DEPTH))),
      now: output(uint(70)),
      later: output(uint(70)),
      newest: output(uint(70)),
    }),
  },
  (io, { DEPTH }, m) => {
    const words = m.mem('words', uint(70), DEPTH);
    const others = m.mem('others', uint(70), DEPTH, { readDuringWrite: 'new' });
    when(io.write, () => {
      words.write(io.to, io.data);
      others.write(io.to, io.data);
    });
    io.now.set(words.read(io.from));
    io.later.set(words.readSync(io.from));
    io.newest.set(others.readSync(io.from));
  },
);

test('memories: a read at once, a read of the next cycle, read during write', () => {
  const simulator = simulate(Scratch);
  const store = (to: number, data: bigint, from: number): void => {
    simulator.poke('write', true);
    simulator.poke('to', to);
    simulator.poke('data', data);
    simulator.poke('from', from);
    simulator.step();
  };
  store(3, 5n, 3);
  store(3, 2n ** 69n, 3);
  expect([simulator.peek('now'), simulator.peek('later'), simulator.peek('newest')]).toEqual([
    2n ** 69n,
    5n,
    2n ** 69n,
  ]);
  store(0, 1n, 3);
  expect([simulator.peek('now'), simulator.peek('later')]).toEqual([2n ** 69n, 2n ** 69n]);
});

test('memories and registers without reset start at random, by the seed', () => {
  const contents = (seed: number): unknown[] => {
    const simulator = simulate(Scratch, {}, { seed });
    return [0, 1, 2, 3, 4, 5].map(from => {
      simulator.poke('from', from);
      return simulator.peek('now');
    });
  };
  expect(contents(1)).toEqual(contents(1));
  expect(contents(1)).not.toEqual(contents(2));
  expect(new Set(contents(1)).size).toBe(6);
});

test('an address beyond the depth is reported where it matters, and leaves the state as it was', () => {
  const simulator = simulate(Scratch);
  simulator.poke('to', 7);
  simulator.step();
  simulator.poke('write', true);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 1: word 7 of memory `words` is written, which has 6 words',
  );
  simulator.reset();
  simulator.poke('write', false);
  simulator.poke('from', 6);
  expect(thrown(() => simulator.step(4))).toBe(
    'SimulationError: cycle 2: word 6 of memory `words` is read, which has 6 words',
  );
  expect(simulator.cycle).toBe(2);
});

test('an index beyond the length is reported only in cycles that use the element', () => {
  const Chooser = module(
    'chooser',
    {
      params: {},
      ports: () => ({
        valid: input(bool),
        index: input(uint(2)),
        list: input(vec(3, uint(8))),
        kept: output(uint(8)),
        guarded: output(uint(8)),
        both: output(bool),
      }),
    },
    (io, _, m) => {
      const { kept, guarded, both } = m.regs({ kept: uint(8), guarded: uint(8), both: bool });
      const chosen = io.list.at(io.index);
      when(io.valid, () => kept.set(chosen));
      guarded.set(mux(io.index.eq(3), 0, chosen));
      both.set(io.index.ne(3).and(chosen.gt(0)));
      io.kept.set(kept);
      io.guarded.set(guarded);
      io.both.set(both);
    },
  );
  const simulator = simulate(Chooser);
  simulator.poke('list', [7, 8, 9]);
  simulator.poke('index', 3);
  simulator.step();
  expect([simulator.peek('guarded'), simulator.peek('both')]).toEqual([0, 0]);
  simulator.poke('index', 2);
  simulator.step();
  expect([simulator.peek('guarded'), simulator.peek('both'), simulator.peek('kept')]).toEqual([9, 1, 0]);
  simulator.poke('index', 3);
  simulator.poke('valid', true);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 2: element 3 of `list` is read, which has 3 elements',
  );
});

test('an assignment to an element beyond the length is reported, and those inside go where they should', () => {
  const Bank = module(
    'bank',
    {
      params: { N: int(5, { min: 1 }) },
      ports: ({ N }) => ({
        write: input(bool),
        index: input(uint(3)),
        data: input(uint(8)),
        q: output(vec(N, uint(8))),
      }),
    },
    (io, { N }, m) => {
      const { bank } = m.regs({ bank: vec(N, uint(8)) });
      when(io.write, () => bank.at(io.index).set(io.data));
      io.q.set(bank);
    },
  );
  const simulator = simulate(Bank);
  simulator.poke('data', 200);
  simulator.poke('index', 7);
  simulator.step();
  simulator.poke('write', true);
  expect(thrown(() => simulator.step())).toBe(
    'SimulationError: cycle 1: element 7 of `bank` is assigned, which has 5 elements',
  );
  simulator.poke('index', 3);
  simulator.step();
  expect(simulator.peek('q')).toEqual([0, 0, 0, 200, 0]);
});

test('an element chosen among registers and among results', () => {
  const Chooser = module(
    'chooser',
    {
      params: { N: int(6, { min: 1 }) },
      ports: () => ({ index: input(uint(3)), step: input(uint(8)), q: output(uint(8)), next: output(uint(8)) }),
    },
    (io, { N }, m) => {
      const { values, sums } = { ...m.regs({ values: vec(N, uint(8)) }), ...m.wires({ sums: vec(N, uint(8)) }) };
      genFor(N, 'lane', i => {
        sums.at(i).set(values.at(i).addWrap(io.step).addWrap(i));
        values.at(i).set(sums.at(i));
      });
      io.q.set(values.at(io.index));
      io.next.set(sums.at(io.index));
    },
  );
  const simulator = simulate(Chooser);
  simulator.poke('step', 40);
  simulator.step(3);
  for (let index = 0; index < 6; index++) {
    simulator.poke('index', index);
    expect([simulator.peek('q'), simulator.peek('next')]).toEqual([120 + 3 * index, 160 + 4 * index]);
  }
});
