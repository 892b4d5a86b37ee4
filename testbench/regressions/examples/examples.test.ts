import { describe, expect, it } from 'vitest';
import { type AnyModule, randomStalls, runStreams, type Simulator, simulate } from '../../../dsl/index.ts';
import { EventCounter } from '../../../examples/counter.ts';
import { DotProduct } from '../../../examples/dotProduct.ts';
import { Queue } from '../../../examples/queue.ts';
import { Operation, Sequencer } from '../../../examples/sequencer.ts';
import { UartTransmitter } from '../../../examples/uartTransmitter.ts';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusFindings, verilatorFindings, yosysFindings } from '../../lint/cached.ts';
import { random as randomFrom } from '../../random.ts';
import type { Numbers } from '../language/tools.ts';
import { differencesInVerilator, traceOf, verilogOf } from './sameInVerilator.ts';

interface Example {
  readonly module: AnyModule;
  /** The first are those at which it runs; all are linted. */
  readonly bindings: readonly [Numbers, Numbers, ...Numbers[]];
  readonly drive: (simulator: Simulator) => void;
}

const seed = 11;

const examples: readonly Example[] = [
  {
    module: EventCounter,
    bindings: [{ LIMIT: 10 }, { LIMIT: 1 }, { LIMIT: 2 }, { LIMIT: 16 }],
    drive: counter => {
      const random = randomFrom(seed);
      for (let cycle = 0; cycle < 200; cycle++) {
        counter.poke('up', random.chance(0.8));
        counter.poke('clear', random.chance(0.03));
        counter.step();
      }
    },
  },
  {
    module: Queue,
    bindings: [{}, { DEPTH: 5, WIDTH: 33 }, { DEPTH: 1, WIDTH: 1 }, { DEPTH: 2 }],
    drive: queue => {
      const beats = Array.from({ length: 100 }, (_, index) => index % 2);
      runStreams(queue, {
        inputs: { enq: { beats, stalls: randomStalls(seed, 0.4) } },
        outputs: { deq: { expected: beats, stalls: randomStalls(seed + 1, 0.5) } },
      });
    },
  },
  {
    module: DotProduct,
    bindings: [{}, { LANES: 3, STAGES: 0, WIDTH: 5 }, { LANES: 1, WIDTH: 2, STAGES: 1 }, { LANES: 8, STAGES: 8 }],
    drive: unit => {
      const lanes = unit.design.values.LANES ?? 0;
      const random = randomFrom(seed);
      const vector = (): number[] => Array.from({ length: lanes }, () => random.integer(-2, 1));
      const beats = Array.from({ length: 80 }, () => ({ a: vector(), b: vector() }));
      runStreams(unit, {
        inputs: { in: { beats, stalls: randomStalls(seed, 0.3) } },
        outputs: { out: { count: beats.length, stalls: randomStalls(seed + 1, 0.3) } },
      });
    },
  },
  {
    module: UartTransmitter,
    bindings: [{ CLOCKS_PER_BIT: 3 }, { CLOCKS_PER_BIT: 1, DATA_BITS: 7 }, { DATA_BITS: 2 }, { DATA_BITS: 16 }],
    drive: uart => {
      runStreams(uart, { inputs: { data: { beats: [1, 85, 0, 127], stalls: randomStalls(seed, 0.9) } }, drain: 40 });
    },
  },
  {
    module: Sequencer,
    bindings: [{}, { LENGTH: 5 }, { LENGTH: 2 }, { LENGTH: 256 }],
    drive: sequencer => {
      const random = randomFrom(seed);
      const length = sequencer.design.values.LENGTH ?? 0;
      const load = (address: number, operation: string, target: number): void => {
        sequencer.poke('address', address);
        const [left, right] = [random.integer(0, 3), random.integer(0, 3)];
        sequencer.poke('program', { operation, target, left, right, immediate: random.integer(0, length - 1) });
        sequencer.step();
      };
      for (let program = 0; program < 20; program++) {
        sequencer.poke('load', true);
        // The first programs set the registers: what is in them before is anybody's guess.
        for (let address = 0; address < length; address++)
          load(
            address,
            program < 4 ? 'set' : random.pick(Operation.names),
            program < 4 ? program : random.integer(0, 3),
          );
        sequencer.poke('load', false);
        sequencer.step(program < 4 ? 1 : 40);
      }
    },
  },
];

describe.each(examples.map(example => ({ name: example.module.name, ...example })))(
  'example $name',
  ({ module, bindings, drive }) => {
    it('is clean in Verilator and Yosys', async () => {
      for (const parameters of bindings) {
        const source = await verilogOf(module, parameters);
        expect(await verilatorFindings(source), JSON.stringify(parameters)).toEqual([]);
        expect(await yosysFindings(source), JSON.stringify(parameters)).toEqual([]);
      }
    });

    it('is clean in Icarus', async () => {
      const icarus = await icarusAvailability();
      skipUnless(icarus.available, icarus.available ? '' : icarus.reason);
      for (const parameters of bindings) {
        const source = await verilogOf(module, parameters);
        expect(await icarusFindings(source), JSON.stringify(parameters)).toEqual([]);
      }
    });

    it.each(bindings.slice(0, 2))(
      'does in Verilator what it does in the built-in simulator, at %o',
      async parameters => {
        const simulator = simulate(module, parameters);
        const trace = traceOf(simulator, drive);
        expect(await differencesInVerilator(await verilogOf(module, parameters), simulator, trace)).toEqual([]);
      },
    );
  },
);
