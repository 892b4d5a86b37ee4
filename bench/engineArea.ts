import { join } from 'node:path';
import { emittedFolder } from '../testbench/gemm/emittedDesign.ts';
import { findMatmul } from '../testbench/gemm/matmulDesign.ts';
import type { BenchTable } from './topic.ts';
import { cellCounts, runYosys } from './yosys.ts';

const size = { ROWS: 4, COLS: 4 } as const;
const raw = { ...size, ACC_DEPTH: 16, SIZE_WIDTH: 16, COMMANDS: 4, REQUANT_LANES: 0, FLOAT: 0 } as const;

/** Tops of the emitted library, from the bare grid to the engine, and what a requantising lane adds. */
const designs = [
  { what: 'the grid', top: 'systolic_grid', parameters: size },
  { what: 'the array: streams, skews, control', top: 'systolic_array', parameters: size },
  { what: 'the engine, weights stay', top: 'matmul_engine', parameters: raw },
  {
    what: 'the engine, outputs stay',
    top: 'matmul_engine',
    parameters: { ...raw, OUTPUT_STATIONARY: 1, ACC_DEPTH: 1 },
  },
  { what: 'a requantising lane, modes 1 and 2', top: 'requantiser', parameters: { LANES: 1, FLOAT: 0 } },
  { what: 'a requantising lane, modes 1 to 3', top: 'requantiser', parameters: { LANES: 1, FLOAT: 1 } },
] as const;

export interface EngineArea {
  readonly what: string;
  /** Of ECP5, memories' cells left out. */
  readonly luts: number;
  readonly carries: number;
  readonly flipFlops: number;
  readonly multipliers: number;
  /** Two-input NANDs (an inverter is half of one), without flip-flops and memories; not of a lane, which takes long. */
  readonly nands?: number;
}

async function areaOf(
  files: readonly string[],
  { what, top, parameters }: (typeof designs)[number],
): Promise<EngineArea> {
  const values = Object.entries(parameters).map(([name, value]) => `-set ${name} ${value}`);
  const chosen = `chparam ${values.join(' ')} ${top}`;
  const ecp5 = cellCounts((await runYosys(files, [chosen, `synth_ecp5 -top ${top}`, 'stat'])).text);
  const count = (name: string): number => ecp5.get(name) ?? 0;
  const area = {
    what,
    luts: count('LUT4'),
    carries: count('CCU2C'),
    flipFlops: count('TRELLIS_FF'),
    multipliers: count('MULT18X18D'),
  };
  if (top === 'requantiser') return area;
  // Up to here memories stay what they are; then all else becomes gates.
  const toGates = [
    `synth -noshare -flatten -top ${top} -run begin:fine`,
    'opt -fast -full',
    'techmap',
    'opt -fast',
    'dfflegalize -cell $_DFF_P_ x',
    'abc -g NAND',
    'opt_clean',
    'stat',
  ];
  const gates = cellCounts((await runYosys(files, [chosen, ...toGates])).text);
  return { ...area, nands: (gates.get('$_NAND_') ?? 0) + (gates.get('$_NOT_') ?? 0) / 2 };
}

export interface AreaFigures {
  readonly table: BenchTable;
  readonly data: readonly EngineArea[];
}

export async function areaFigures(progress: (state: string) => void): Promise<AreaFigures> {
  // The library alone.
  const files = findMatmul('systolic-4x4').source.files.filter(path => path.startsWith(join(emittedFolder, 'lib')));
  const areas: EngineArea[] = [];
  for (const design of designs) {
    progress(`engine: cells of ${design.what}`);
    areas.push(await areaOf(files, design));
  }
  return {
    table: {
      title: 'Cells of a 4 x 4 engine without its memories, and of what it may have',
      headings: ['', 'LUT4', 'CCU2C', 'MULT18X18D', 'flip-flops', 'NAND2 equivalents'],
      rows: areas.map(({ what, luts, carries, multipliers, flipFlops, nands }) => [
        what,
        luts,
        carries,
        multipliers,
        flipFlops,
        nands === undefined ? '' : Math.round(nands),
      ]),
      notes: [
        'Yosys: synth_ecp5; synth and abc -g NAND. int8 operands, sums of 32 bits, sizes of 16 bits, 4 commands.',
        'The engine has raw sums; each of its requantising lanes comes on top. Left out are its memories: sums, commands.',
      ],
    },
    data: areas,
  };
}
