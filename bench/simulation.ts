import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findVerilator } from '../scripts/verilator/find.ts';
import { showVersion } from '../scripts/verilator/versions.ts';
import { random as seeded } from '../testbench/random.ts';
import { writeBits } from '../testbench/streams/bits.ts';
import { type VectorLayout, vectorLayout } from '../testbench/streams/vectors.ts';
import { buildModel, type Model } from '../testbench/verilator/model.ts';
import { runVectors } from '../testbench/verilator/runVectors.ts';
import { gridTop, writeGrids } from './grids.ts';
import { median, quantile, round } from './measure.ts';
import type { Topic, TopicResult } from './topic.ts';

const size = 16;
const cycles = 20_000;
/** Each a run of the one and a run of the other: medians of single runs swing by a third on a shared machine. */
const pairs = 61;
/** Unreset registers start at random in both; by then every one of them has been written. */
const settled = 1000;

type Kind = 'random' | 'steady';

/** Rows of inputs: data always random; control random too, or a grid that advances in every cycle with its weights loaded. */
function inputRows(layout: VectorLayout, kind: Kind): Uint8Array {
  const random = seeded(kind === 'random' ? 1 : 2);
  const { rowBytes, fields } = layout.inputs;
  const rows = new Uint8Array(cycles * rowBytes);
  for (let cycle = 0; cycle < cycles; cycle++)
    for (const { name, width, offset } of fields) {
      const isControl = name === 'advance' || name === 'west_load' || name === 'west_swap' || name === 'rst';
      const on =
        name === 'advance' ||
        (name === 'west_load' && cycle < 2 * size) ||
        (name === 'west_swap' && cycle === 2 * size);
      const all = (1n << BigInt(width)) - 1n;
      let value = random.bits(width);
      if (name === 'rst') value = cycle < 2 ? 1n : 0n;
      else if (isControl && kind === 'steady') value = on ? all : 0n;
      writeBits(rows, cycle * rowBytes + offset, width, value);
    }
  return rows;
}

/**
 * Thousands of cycles in a second of CPU time of one run, the making of the model included. CPU time, not wall time: the
 * machine may be shared.
 */
function speedOf(model: Model, inputs: Uint8Array): { readonly speed: number; readonly outputs: Uint8Array } {
  const start = process.cpuUsage();
  const { outputs } = runVectors(model, { cycles, inputs });
  const { user, system } = process.cpuUsage(start);
  return { speed: (1000 * cycles) / (user + system), outputs };
}

interface Comparison {
  readonly kind: Kind;
  readonly emitted: number;
  readonly byHand: number;
  /** Emitted over by hand, of each pair. */
  readonly ratios: readonly number[];
}

function compare(emitted: Model, byHand: Model, kind: Kind): Comparison {
  const layout = vectorLayout(emitted.ports, emitted.signals.clock);
  const inputs = inputRows(layout, kind);
  const [one, other] = [speedOf(emitted, inputs), speedOf(byHand, inputs)];
  const from = settled * layout.outputs.rowBytes;
  if (Buffer.compare(one.outputs.subarray(from), other.outputs.subarray(from)) !== 0)
    throw new Error(`The emitted grid and the one written by hand differ with ${kind} inputs.`);
  const measured = Array.from({ length: pairs }, (_, pair) => {
    const emittedFirst = pair % 2 === 0;
    const a = speedOf(emittedFirst ? emitted : byHand, inputs).speed;
    const b = speedOf(emittedFirst ? byHand : emitted, inputs).speed;
    return emittedFirst ? { emitted: a, byHand: b } : { emitted: b, byHand: a };
  });
  return {
    kind,
    emitted: median(measured.map(pair => pair.emitted)),
    byHand: median(measured.map(pair => pair.byHand)),
    ratios: measured.map(pair => pair.emitted / pair.byHand),
  };
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    const version = showVersion((await findVerilator()).version);
    const grids = await writeGrids(folder);
    const parameters = { ROWS: size, COLS: size };
    progress('simulation: building the emitted grid');
    const emitted = await buildModel({ files: [grids.emitted], top: gridTop, parameters });
    progress('simulation: building the grid written by hand');
    const byHand = await buildModel({ files: [grids.byHand], top: gridTop, parameters });
    const comparisons = (['random', 'steady'] as const).map(kind => {
      progress(`simulation: ${pairs} pairs of runs with ${kind} inputs`);
      return compare(emitted, byHand, kind);
    });
    const quartiles = (ratios: readonly number[]): string =>
      `${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)}`;
    return {
      tables: [
        {
          title: `Simulation of the ${size} x ${size} grid, Verilator ${version} (kcycle/s of CPU time)`,
          headings: ['inputs', 'emitted', 'by hand', 'ratio', 'quartiles of the ratio'],
          rows: comparisons.map(({ kind, emitted: own, byHand: other, ratios }) => [
            kind,
            round(own, 0),
            round(other, 0),
            median(ratios).toFixed(3),
            quartiles(ratios),
          ]),
          notes: [
            `${pairs} interleaved pairs of ${cycles} cycles in one process; the ratio is the median of the pairs’ ratios.`,
            'Outputs compared bit for bit. Inputs are copied in and outputs out in every cycle, which both pay.',
            'Steady: data random, the grid advances in every cycle, its weights loaded once. Random: control random too.',
          ],
        },
      ],
      goals: comparisons.map(({ kind, ratios }) => ({
        name: `simulation speed, emitted over by hand, ${kind} inputs`,
        measured: round(median(ratios), 3),
        limit: 0.95,
        sense: 'at least',
        unit: '',
      })),
      data: { verilator: version, size, cycles, comparisons },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const simulation: Topic = {
  name: 'simulation',
  summary: 'the emitted 16 x 16 grid against the one written by hand in Verilator',
  run,
};
