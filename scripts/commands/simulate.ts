import type { Command } from 'commander';
import type { GemmReport, SimulateOptions } from '../../testbench/gemm/simulateGemm.ts';
import { seedValue } from '../optionValues.ts';
import { formatTable } from '../table.ts';

function table(report: GemmReport): string {
  return formatTable(
    ['M', 'K', 'N', 'loads', 'commands', 'cycles', 'formula', 'ideal', 'utilisation', 'kcycle/s', 'seconds'],
    [
      [
        report.m,
        report.k === report.engine_k ? report.k : `${report.k} as ${report.engine_k}`,
        report.n,
        report.loads,
        report.commands,
        report.cycles,
        report.expected_cycles,
        report.ideal_cycles,
        `${(100 * report.utilisation).toFixed(1)} %`,
        Math.round(report.kcycles_per_second),
        report.seconds.toFixed(2),
      ],
    ],
  );
}

/** What is wrong with a run, in sentences. */
function faults({
  m,
  n,
  mismatches,
  first_mismatches: first,
  cycles,
  expected_cycles: expected,
}: GemmReport): string[] {
  const wrong = first.map(
    ({ row, column, got, expected: right }) => `\n  [${row}, ${column}] is ${got}, should be ${right}`,
  );
  return [
    ...(mismatches === 0 ? [] : [`${mismatches} of ${m * n} elements differ from the golden model${wrong.join('')}`]),
    ...(cycles === expected ? [] : [`it took ${cycles} cycles, but the formula says ${expected}`]),
  ];
}

async function simulateMatrices(options: SimulateOptions): Promise<number> {
  const { simulateGemm } = await import('../../testbench/gemm/simulateGemm.ts');
  const report = await simulateGemm(options);
  const { configuration, m, n, verilator, output_type: type } = report;
  process.stdout.write(`${configuration} in Verilator ${verilator}\n${table(report)}`);
  const wrong = faults(report);
  if (wrong.length === 0) {
    process.stdout.write(`${options.out} (${type}, ${m} × ${n}): every element equals the golden model.\n`);
    return 0;
  }
  for (const fault of wrong) process.stderr.write(`error: ${fault}\n`);
  process.stderr.write(`${options.out} is not written.\n`);
  return 1;
}

/** `scoville simulate gemm`: a user's matrices, multiplied by emitted Verilog. */
export function registerSimulate(program: Command): void {
  const simulate = program
    .command('simulate')
    .description('run your operands through emitted Verilog in Verilator, checked against the golden model');
  simulate
    .command('gemm')
    .description('multiply two matrices in .npy files, A (M × K) · B (K × N), of any size, on a matmul engine')
    .requiredOption(
      '--config <name>',
      'a configuration systolic-… of rtl-out/, or the path of a folder that `generate --out` wrote',
    )
    .requiredOption('--a <file>', 'activations: int8 or uint8, M × K')
    .requiredOption('--b <file>', 'weights: int8 or uint8, K × N; in the range of int4 where the configuration says so')
    .option('--a-zero-point <number>', 'what stands for 0 in A, of the type of A (default: 0)')
    .option('--b-zero-point <number|file>', 'what stands for 0 in B: a number, or a .npy file with one a column')
    .option('--bias <file>', 'what the sums start from: int32, N')
    .option('--requant <file>', 'JSON that says how sums are requantised; see docs/requant.schema.json')
    .requiredOption('--out <file>', 'where the result goes: int32, M × N; int8 or uint8 with --requant')
    .option('--report <file>', 'write cycles, utilisation, counters and mismatches as JSON')
    .option('--waves <file>', 'write a waveform, .vcd or .fst, of a product that the buffers hold')
    .option('--seed <number>', 'of unreset registers and memories (default: 1)', seedValue)
    .addHelpText(
      'after',
      `
What the buffers do not hold is cut: along M and N into loads of the buffers, along K into commands that go on with
each other's sums. Cycles are counted from a command's acceptance to its last result, operands in the buffers, and
have to be those of the formula in docs/blocks/matmul.md. Zero points are folded in as docs/numerics.md says.`,
    )
    .action(async (options: SimulateOptions) => {
      process.exitCode = await simulateMatrices(options);
    });
}
