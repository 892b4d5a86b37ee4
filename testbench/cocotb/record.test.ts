import { describe, expect, it } from 'vitest';
import { ranged } from '../../dsl/bind/binaryValue.ts';
import type { AnyModule } from '../../dsl/index.ts';
import {
  bool,
  clock,
  clocked,
  input,
  int,
  module,
  oppositeEdge,
  output,
  sink,
  source,
  uint,
  when,
} from '../../dsl/index.ts';
import { encodeValues, type ParameterValue } from '../../dsl/structural.ts';
import { configurations as examples } from '../../examples/configurations.ts';
import { random } from '../random.ts';
import { configurations as zoo } from '../regressions/cocotb/zoo.ts';
import { KnownValues } from './knownValues.ts';
import { portGroups, randomValue } from './portGroups.ts';
import { record } from './record.ts';
import { type RecordedModule, simulatorOf } from './recordedModule.ts';

function recordedOf(module: AnyModule, given: Readonly<Record<string, ParameterValue>> = {}): RecordedModule {
  const values = encodeValues(module.name, module.params, given);
  const all = Object.fromEntries(
    Object.entries(module.params).map(([name, spec]) => [name, values[name] ?? spec.default]),
  );
  return { module: module.elaborate(given), values: all, seed: 1 };
}

/** A memory that is written where it is told, and a register without reset. */
const Notes = module(
  'notes',
  {
    params: { DEPTH: int(4, { min: 2 }) },
    ports: () => ({
      write: input(bool),
      at: input(uint(2)),
      word: input(uint(8)),
      read: input(uint(2)),
      noted: output(uint(8)),
      masked: output(uint(8)),
      last: output(uint(8)),
    }),
  },
  (io, { DEPTH }, m) => {
    const notes = m.mem('notes', uint(8), DEPTH);
    const { last } = m.regs({ last: uint(8) }, { reset: 'none' });
    when(io.write, () => {
      notes.write(io.at, io.word);
      last.set(io.word);
    });
    io.noted.set(notes.read(io.read));
    io.masked.set(notes.read(io.read).and(0));
    io.last.set(last);
  },
);

describe('what is known', () => {
  it('of a memory are the words that were written, of a register without reset what was put into it', () => {
    const simulator = simulatorOf(recordedOf(Notes));
    const known = new KnownValues(simulator.design);
    const leaf = (name: string) => {
      const found = simulator.design.leaves.find(each => each.name === name);
      if (found === undefined) throw new Error(`there is no ${name}`);
      return found;
    };
    const give = (values: Readonly<Record<string, number>>): void => {
      for (const [name, value] of Object.entries(values)) known.give(leaf(name), BigInt(value));
    };
    const outputs = () => ['noted', 'masked', 'last'].map(name => known.of(leaf(name)));
    give({ write: 0, at: 0, word: 0, read: 1 });
    known.step(true);
    expect(outputs()).toEqual([undefined, 0n, undefined]);
    give({ write: 1, at: 1, word: 77 });
    known.step(false);
    give({ write: 0 });
    expect(outputs()).toEqual([77n, 0n, 77n]);
    give({ read: 2 });
    expect(outputs()).toEqual([undefined, 0n, 77n]);
  });

  const designs = [...examples, ...zoo].filter(({ module }) => Object.keys(module.clocks).length < 2);

  it.each(designs)('$name: is the same whatever was there at the start', ({ module, values }) => {
    const recorded = recordedOf(module, values);
    const simulators = [1, 2, 3, 4, 5, 6].map(start => simulatorOf(recorded, start));
    const [first] = simulators;
    if (first === undefined) throw new Error('no simulator');
    const { design } = first;
    const known = new KnownValues(design);
    const source = random(5);
    const inputs = portGroups(design.ports.filter(({ declaration }) => declaration.clockPort === undefined)).filter(
      ({ direction }) => direction === 'input',
    );
    const tell = (): void => {
      for (const port of design.ports)
        if (port.direction === 'input')
          for (const leaf of port.leaves) known.give(leaf, ranged(leaf, first.peekBits(leaf.name)));
    };
    const stop = first.observe(inReset => {
      tell();
      known.step(inReset);
    });
    for (const simulator of simulators) simulator.reset(2);
    stop();
    let [count, all] = [0, 0];
    for (let cycle = 0; cycle < 150; cycle++) {
      for (const group of inputs) {
        const value = randomValue(group, source);
        for (const simulator of simulators) simulator.poke(group.key, value);
      }
      tell();
      for (const port of design.ports)
        for (const leaf of port.direction === 'output' ? port.leaves : []) {
          all++;
          const value = known.of(leaf);
          if (value === undefined) continue;
          count++;
          for (const simulator of simulators) expect(ranged(leaf, simulator.peekBits(leaf.name))).toBe(value);
        }
      for (const simulator of simulators) simulator.step();
      known.step(false);
    }
    expect(count / all).toBeGreaterThan(0.4);
  });
});

describe('recording', () => {
  it('is the same for the same seed, and another for another', () => {
    const recorded = recordedOf(Notes);
    expect(record(recorded)).toEqual(record(recorded));
    expect(record({ ...recorded, seed: 2 }).vectors).not.toEqual(record(recorded).vectors);
  });

  it('says that there is no golden model', () => {
    expect(record(recordedOf(Notes)).origin).toBe(
      'recorded from the built-in simulator: the ports of every cycle, under random inputs. This is what the block does, ' +
        'not what it should do: it stays as it is until somebody says otherwise.',
    );
  });

  it('keeps to the protocol of streams', () => {
    const merge = zoo.find(({ name }) => name === 'merge')?.module ?? expect.fail('there is no merge');
    const { vectors } = record(recordedOf(merge));
    if (vectors.kind !== 'cycles') throw new Error('merge is recorded cycle by cycle');
    let held = 0;
    vectors.cycles.slice(1).forEach(({ inputs }, index) => {
      const before = vectors.cycles[index];
      if (before?.inputs.left_valid !== true || before.outputs.left_ready === 1) return;
      held++;
      expect(inputs).toMatchObject({ left_valid: true, left_bits: before.inputs.left_bits });
    });
    expect(held).toBeGreaterThan(20);
  });

  it('keeps to what a block assumes, and says so where nothing does', () => {
    const assuming = (name: string, limit: number) =>
      module(name, { params: {}, ports: () => ({ a: input(uint(4)), b: output(uint(4)) }) }, ({ a, b }, _, m) => {
        m.assume(limit === 0 ? a.ne(a.xor(0)) : a.toSint().lt(limit), 'it is small');
        b.set(a);
      });
    const { vectors } = record(recordedOf(assuming('small', 5)));
    if (vectors.kind !== 'cycles') throw new Error('it is recorded cycle by cycle');
    expect(vectors.cycles.map(({ inputs }) => Number(inputs.a)).every(a => a < 5)).toBe(true);
    expect(() => record(recordedOf(assuming('impossible', 0)))).toThrow(
      /^No vectors can be recorded of impossible: in cycle 0 it allows none of 100 random inputs\./,
    );
  });

  it('refuses what changes at both edges of its clock, unless streams tell all of it', () => {
    const Both = module(
      'both',
      {
        params: {},
        clocks: { beat: clock() },
        ports: (_, { beat }) => ({ a: beat.port(input(bool)), b: beat.port(output(bool)) }),
      },
      ({ a, b }, _, m, { beat }) => {
        const { early } = clocked(oppositeEdge(beat), () => m.regs({ early: bool }));
        clocked(oppositeEdge(beat), () => early.set(a));
        b.set(early);
      },
    );
    expect(() => record(recordedOf(Both))).toThrow('its state changes at 2 different edges of clocks');
  });

  it('goes cycle by cycle where elements never end', () => {
    const Endless = module(
      'endless',
      { params: {}, ports: () => ({ seed: sink(uint(4)), out: source(uint(4)) }) },
      ({ seed, out }, _, m) => {
        const { value } = m.regs({ value: uint(4) });
        seed.ready.set(true);
        when(seed.valid, () => value.set(seed.bits));
        out.valid.set(true);
        out.bits.set(0);
        m.cover(value.eq(3), 'three');
      },
    );
    expect(record(recordedOf(Endless)).vectors.kind).toBe('cycles');
  });
});
