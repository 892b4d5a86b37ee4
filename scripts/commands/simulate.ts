import { type Command, InvalidArgumentError } from 'commander';
import type { GemmReport, SimulateOptions } from '../../testbench/gemm/simulateGemm.ts';
import { formatTable } from '../table.ts';

/** A seed of a simulation: 0 to 2^32 − 1. */
export function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffff_ffff) {
    throw new InvalidArgumentError('It is a whole number from 0 to 4294967295.');
  }
  return seed;
}

function table(report: GemmReport): string {
  return formatTable(
    ['M', 'K', 'N', 'cycles', 'ideal', 'weight port', 'utilisation', 'kcycle/s', 'seconds'],
    [
      [
        report.m,
        report.k,
        report.n,
        report.cycles,
        report.ideal_cycles,
        report.weight_cycles,
        `${(100 * report.utilisation).toFixed(1)} %`,
        Math.round(report.kcycles_per_second),
        report.seconds.toFixed(2),
      ],
    ],
  );
}

async function simulateMatrices(options: SimulateOptions): Promise<number> {
  const { simulateGemm } = await import('../../testbench/gemm/simulateGemm.ts');
  const report = await simulateGemm(options);
  const { configuration, m, n, mismatches, first_mismatches: first, verilator } = report;
  process.stdout.write(`${configuration} in Verilator ${verilator}\n${table(report)}`);
  if (mismatches === 0) {
    process.stdout.write(
      `${options.out} (${options.requant === undefined ? 'int32' : 'int8'}, ${m} × ${n}): every element equals the golden model.\n`,
    );
    return 0;
  }
  const lines = first.map(
    ({ row, column, got, expected }) => `  [${row}, ${column}] is ${got}, should be ${expected}\n`,
  );
  process.stderr.write(
    `error: ${mismatches} of ${m * n} elements differ from the golden model; ${options.out} is not written.\n${lines.join('')}`,
  );
  return 1;
}

/** `scoville simulate gemm`: a user's matrices, multiplied by emitted Verilog. */
export function registerSimulate(program: Command): void {
  const simulate = program
    .command('simulate')
    .description('run your operands through emitted Verilog in Verilator, checked against the golden model');
  simulate
    .command('gemm')
    .description(
      'multiply two matrices in .npy files, A (M × K) · B (K × N), on a systolic array or the engine of a matmul',
    )
    .requiredOption(
      '--config <name>',
      'a configuration of rtl-out/, or the path of a folder that `generate --out` wrote',
    )
    .requiredOption('--a <file>', 'activations: int8, M × K')
    .requiredOption('--b <file>', 'weights: int8, K × N; in the range of int4 where the configuration says so')
    .option('--bias <file>', 'what the sums start from: int32, N')
    .option('--requant <file>', 'JSON that says how a matmul requantises; see docs/requant.schema.json')
    .requiredOption('--out <file>', 'where the result goes: int32, M × N; int8 with --requant')
    .option('--report <file>', 'write cycles, utilisation and mismatches as JSON')
    .option('--waves <file>', 'write a waveform, .vcd or .fst')
    .option('--seed <number>', 'of unreset registers (default: 1)', parseSeed)
    .action(async (options: SimulateOptions) => {
      process.exitCode = await simulateMatrices(options);
    });
}
