import { modes } from '../testbench/gemm/engineCommand.ts';
import { idealCycles } from '../testbench/gemm/matmulCycles.ts';
import { findMatmul } from '../testbench/gemm/matmulDesign.ts';
import { matmulJob } from '../testbench/gemm/matmulJob.ts';
import { matmulProduct } from '../testbench/gemm/matmulProduct.ts';
import { runMatmul } from '../testbench/gemm/runMatmul.ts';
import { gemm } from '../testbench/golden/gemm.ts';
import { type Requantisation, requantise } from '../testbench/golden/requantise.ts';
import { random } from '../testbench/random.ts';
import { buildModel } from '../testbench/verilator/model.ts';
import { runStreams } from '../testbench/verilator/runStreams.ts';
import type { BenchTable, Goal } from './topic.ts';

/** Cycles of a product that Gemmini's authors, or users, report for a 16 x 16 array, memory included. Quoted. */
const gemmini: Readonly<Record<string, string>> = {
  '64 x 64 x 64': '2,597',
  '128 x 256 x 256': '39,815',
  '1 x 256 x 256': '6.25 % of the array',
};

const products = [
  { m: 64, k: 64, n: 64, limit: 1_100 },
  { m: 128, k: 128, n: 128, limit: 8_400 },
  { m: 128, k: 256, n: 256, limit: undefined },
  { m: 256, k: 256, n: 256, limit: 66_000 },
  { m: 1, k: 256, n: 256, limit: 4_311 },
] as const;

/** A multiplication an element a cycle, or a row of weights a cycle where that takes longer. */
const idealOf = (size: { readonly m: number; readonly k: number; readonly n: number }): number =>
  Math.max(idealCycles(size, { ROWS: 16, COLS: 16 }), (size.k * size.n) / 16);

const scaling: Requantisation = {
  mode: 'double',
  multiplier: Int32Array.of(2 ** 30 + 12_345),
  shift: Int8Array.of(-10),
  ...{ offset: 3, low: -128, high: 127 },
};

interface Measured {
  readonly configuration: string;
  readonly product: string;
  readonly raw: number;
  readonly requantised: number;
  readonly ideal: number;
  readonly limit: number | undefined;
}

async function measure(configuration: string, progress: (state: string) => void): Promise<Measured[]> {
  const design = findMatmul(configuration);
  progress(`engine: building ${configuration}`);
  const model = await buildModel(design.source);
  return products.map(({ limit, ...size }) => {
    const { m, k, n } = size;
    const product = `${m} x ${k} x ${n}`;
    progress(`engine: ${configuration}, ${product}`);
    const source = random(m + k + n);
    const draw = (count: number) => Int8Array.from({ length: count }, () => source.integer(-128, 127));
    const operands = { a: draw(m * k), b: draw(k * n), ...size };
    const sums = gemm(operands);
    const cyclesOf = (requantisation?: Requantisation): number => {
      const run = runMatmul(model, design.parameters, matmulProduct(operands, requantisation));
      const right = requantisation === undefined ? sums : requantise(sums, n, requantisation);
      if (run.result.some((value, index) => value !== right[index])) throw new Error(`${product} is wrong.`);
      if (run.cycles !== run.expectedCycles)
        throw new Error(`${product} takes ${run.cycles}, not ${run.expectedCycles}.`);
      return run.cycles;
    };
    return { configuration, product, raw: cyclesOf(), requantised: cyclesOf(scaling), ideal: idealOf(size), limit };
  });
}

/** How busy the weight port is in commands of one vector that follow each other. */
async function weightPort(): Promise<{ readonly cycles: number; readonly busy: number }> {
  const { source, parameters } = findMatmul('systolic-16x16');
  const model = await buildModel(source);
  const count = 100;
  const command = {
    ...{ m: 1, k: 64, n: 64, starts: true, ends: true, bias: false, mode: modes.raw, perChannel: false },
    ...{ scale: 0, shift: 0, offset: 0, low: 0, high: 0, bases: { activation: 0, weight: 0, parameter: 0 } },
  };
  const counting = (length: number) => Array.from({ length }, (_, index) => index);
  const [activations, weights] = [4, 256];
  const filled = Math.max(activations, weights);
  const work = {
    activation: { addresses: counting(activations), words: new Int16Array(activations * 16).fill(3) },
    weight: { addresses: counting(weights), words: new Int16Array(weights * 16).fill(-5) },
    parameter: { addresses: [], words: [] },
    commands: Array.from({ length: count }, () => command),
    results: count * 4,
  };
  const stall = Uint8Array.from({ length: 1 << 16 }, (_, cycle) => (cycle < filled ? 1 : 0));
  const run = runStreams(model, matmulJob(work, parameters, { command: stall }, 1));
  const cycles = (run.outputs.result?.cycles.at(-1) ?? 0) - (run.inputs.command?.cycles[0] ?? 0) + 1;
  return { cycles, busy: (count * weights) / cycles };
}

export interface CycleFigures {
  readonly table: BenchTable;
  readonly goals: readonly Goal[];
  readonly data: unknown;
}

export async function cycleFigures(progress: (state: string) => void): Promise<CycleFigures> {
  const measured = [...(await measure('systolic-16x16', progress)), ...(await measure('systolic-16x16-os', progress))];
  progress('engine: commands in a row');
  const port = await weightPort();
  const name = ({ configuration, product }: Measured): string =>
    `${product}, ${configuration.endsWith('-os') ? 'outputs' : 'weights'} stay`;
  return {
    table: {
      title: 'Cycles of the 16 x 16 engine, int8, operands in its buffers',
      headings: ['product', 'raw', 'requantised', 'at most', 'ideal', 'Gemmini, with memory'],
      rows: [
        ...measured.map(each => [
          name(each),
          each.raw,
          each.requantised,
          each.limit ?? '',
          each.ideal,
          gemmini[each.product] ?? '',
        ]),
        ['100 of 1 x 64 x 64 in a row', port.cycles, '', '', 25_600, ''],
      ],
      notes: [
        'From the command’s acceptance to the last result, both counted, in Verilator; every result compared with the golden model.',
        `The weight port is busy in ${(100 * port.busy).toFixed(1)} % of the cycles of the last row.`,
        'Ideal: a multiplication an element a cycle, or a row of weights a cycle. Gemmini’s figures are quoted.',
      ],
    },
    goals: [
      ...measured.flatMap(each =>
        each.limit === undefined
          ? []
          : [
              {
                name: `cycles of ${name(each)}`,
                measured: Math.max(each.raw, each.requantised),
                limit: each.limit,
                sense: 'at most' as const,
                unit: 'cycles',
              },
            ],
      ),
      {
        name: 'weight port busy, 100 times 1 x 64 x 64',
        measured: Number((100 * port.busy).toFixed(1)),
        limit: 95,
        sense: 'at least',
        unit: '%',
      },
    ],
    data: { measured, port },
  };
}
