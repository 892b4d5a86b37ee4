import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyModule } from '../dsl/index.ts';
import type { Values } from '../dsl/passes/check/bindings.ts';
import { simulate } from '../dsl/simulate/simulate.ts';
import type { Simulator } from '../dsl/simulate/simulator.ts';
import { Fifo } from '../generators/buffers/fifo.ts';
import { SystolicGrid } from '../generators/systolic/grid.ts';
import { findVerilator } from '../scripts/verilator/find.ts';
import { showVersion } from '../scripts/verilator/versions.ts';
import { random as seeded } from '../testbench/random.ts';
import { writeBits } from '../testbench/streams/bits.ts';
import { vectorLayout } from '../testbench/streams/vectors.ts';
import { buildModel, type Model } from '../testbench/verilator/model.ts';
import { runVectors } from '../testbench/verilator/runVectors.ts';
import { writeEmitted } from './grids.ts';
import { median, round } from './measure.ts';
import type { Topic, TopicResult } from './topic.ts';

interface Subject {
  readonly name: string;
  readonly module: AnyModule;
  readonly parameters: Values;
  /** Cycles of one run. */
  readonly cycles: number;
  /** Thousands of cycles a second that the built-in simulator is to reach. */
  readonly limit: number;
  /** Gives every input a new value and reads the outputs that a test would. */
  readonly drive: (simulator: Simulator, cycle: number) => void;
}

const words = 64;
const random = seeded(3);
const numbers = (count: number, low: number, high: number): readonly number[] =>
  Array.from({ length: count }, () => random.integer(low, high));

function grid(size: number, cycles: number, limit: number): Subject {
  const rows = Array.from({ length: words }, () => ({
    bytes: numbers(size, -128, 127),
    bits: numbers(size, 0, 1),
  }));
  return {
    name: `systolic_grid, ${size} x ${size}`,
    module: SystolicGrid,
    parameters: { ROWS: size, COLS: size },
    cycles,
    limit,
    drive: (simulator, cycle) => {
      const { bytes, bits } = rows[cycle % words] ?? { bytes: [], bits: [] };
      simulator.poke('advance', 1);
      simulator.poke('west_a', bytes);
      simulator.poke('north_weight', bytes);
      simulator.poke('west_swap', bits);
      simulator.poke('west_load', bits);
      simulator.step();
      simulator.peekNumbers('south_sum');
    },
  };
}

const queue: Subject = {
  name: 'fifo, 16 elements of 8 bits',
  module: Fifo,
  parameters: { WIDTH: 8, DEPTH: 16 },
  cycles: 100_000,
  limit: 1000,
  drive: (simulator, cycle) => {
    simulator.poke('enq_valid', cycle % 3 === 0 ? 0 : 1);
    simulator.poke('enq_bits', cycle & 255);
    simulator.poke('deq_ready', cycle % 5 < 3 ? 1 : 0);
    simulator.step();
    simulator.peekNumber('deq_valid');
  },
};

const subjects: readonly Subject[] = [queue, grid(4, 40_000, 2000), grid(16, 4000, 300)];
const runs = 15;

/** Random rows on every input but the reset. */
function randomRows(model: Model, cycles: number): Uint8Array {
  const { rowBytes, fields } = vectorLayout(model.ports, model.signals.clock).inputs;
  const rows = new Uint8Array(cycles * rowBytes);
  for (let cycle = 0; cycle < cycles; cycle++)
    for (const { name, width, offset } of fields)
      if (name !== model.signals.reset) writeBits(rows, cycle * rowBytes + offset, width, random.bits(width));
  return rows;
}

/** Thousands of cycles in a second of CPU time. CPU time, not wall time: the machine may be shared. */
function speed(cycles: number, body: () => void): number {
  const start = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(start);
  return (1000 * cycles) / (user + system);
}

interface Speeds {
  readonly still: number;
  readonly driven: number;
  readonly verilator: number;
  /** Built-in over Verilator, both driven: the median of interleaved runs' ratios. */
  readonly ratio: number;
}

function measure({ module, parameters, cycles, drive }: Subject, model: Model): Speeds {
  const rows = randomRows(model, cycles);
  const simulator = simulate(module, parameters);
  const driveAll = (): void => {
    for (let cycle = 0; cycle < cycles; cycle++) drive(simulator, cycle);
  };
  driveAll();
  const measured = Array.from({ length: runs }, () => ({
    still: speed(cycles, () => simulator.step(cycles)),
    driven: speed(cycles, driveAll),
    verilator: speed(cycles, () => runVectors(model, { cycles, inputs: rows })),
  }));
  return {
    still: median(measured.map(run => run.still)),
    driven: median(measured.map(run => run.driven)),
    verilator: median(measured.map(run => run.verilator)),
    ratio: median(measured.map(run => run.driven / run.verilator)),
  };
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    const version = showVersion((await findVerilator()).version);
    const measured: { readonly subject: Subject; readonly speeds: Speeds }[] = [];
    for (const subject of subjects) {
      progress(`built-in simulator: ${subject.name}`);
      const { name: top } = subject.module;
      const file = await writeEmitted(subject.module, join(folder, subject.name.replaceAll(/\W+/g, '_')));
      const model = await buildModel({ files: [file], top, parameters: subject.parameters });
      measured.push({ subject, speeds: measure(subject, model) });
    }
    return {
      tables: [
        {
          title: `The built-in simulator beside Verilator ${version} (kcycle/s of CPU time)`,
          headings: ['design', 'inputs stay', 'all new in every cycle', 'Verilator, all new', 'built-in / Verilator'],
          rows: measured.map(({ subject, speeds }) => [
            subject.name,
            round(speeds.still, 0),
            round(speeds.driven, 0),
            round(speeds.verilator, 0),
            speeds.ratio.toFixed(2),
          ]),
          notes: [
            `Medians of ${runs} interleaved runs. Driven from outside, input by input, outputs read in every cycle;`,
            'Verilator takes rows prepared beforehand in one native call, and is compiled for half a minute first.',
          ],
        },
      ],
      goals: measured.map(({ subject, speeds }) => ({
        name: `built-in simulator, ${subject.name}, all inputs new in every cycle`,
        measured: round(speeds.driven, 0),
        limit: subject.limit,
        sense: 'at least',
        unit: 'kcycle/s',
      })),
      data: {
        verilator: version,
        designs: measured.map(({ subject: { name, cycles }, speeds }) => ({ name, cycles, ...speeds })),
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const builtIn: Topic = {
  name: 'builtin',
  summary: 'the built-in simulator on a FIFO and two grids, beside Verilator',
  run,
};
