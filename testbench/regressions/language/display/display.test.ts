import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDesign } from '../../../../dsl/passes/check/checkDesign.ts';
import { simulate } from '../../../../dsl/simulate/simulate.ts';
import { hasNativeYosys } from '../../../lint/yosys.ts';
import { randomRows } from '../inputs.ts';
import { emitFiles, findings, linters, missingSimulator, type Row, simulate as simulateOutside } from '../tools.ts';
import { printer } from './printer.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-display-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();
const missing = await missingSimulator();
const Printer = printer(true);
const widths = { go: 1, mode: 2, wide: 70, deep: 70, a: 9, b: 9 };
const inputs = randomRows(widths, 40, 17).map(
  (row, cycle): Row => ({ ...row, rst: cycle < 2 || cycle === 20 ? 1n : 0n }),
);

/** What the built-in simulator prints. */
function builtIn(): string[] {
  const lines: string[] = [];
  const simulator = simulate(Printer, { W: 9 }, { display: line => lines.push(line) });
  for (const { rst, ...row } of inputs) {
    for (const [port, value] of Object.entries(row))
      simulator.poke(port, port === 'deep' ? BigInt.asIntN(70, value) : port === 'b' ? BigInt.asIntN(9, value) : value);
    if (rst === 1n) simulator.reset();
    else simulator.step();
  }
  return lines;
}

/** Lines of different modules have no order between them. */
const ordered = (lines: readonly string[]): string[] => [
  ...lines.filter(line => !line.startsWith('inner')),
  ...lines.filter(line => line.startsWith('inner')),
];

it('prints values as they are said to be written', () => {
  const lines = builtIn();
  expect(lines.slice(0, 12)).toMatchInlineSnapshot(`
    [
      "cycle 0: 100% {of} "it" \\ 1",
      "292 232 124 011101000",
      "756992637812800353266 537175487455988585855 290962195f31e5f3f2 1d1eceb3c37580957f",
      "cycle 1: 100% {of} "it" \\ 1",
      "256 255 100 011111111",
      "959025935974992764339 1 33fd288fa1cff4ddb3 000000000000000001",
      "cycle 2: 100% {of} "it" \\ 0",
      "resting",
      "inner 1",
      "cycle 3: 100% {of} "it" \\ 0",
      "resting",
      "inner 386",
    ]
  `);
  expect(lines.filter(line => line.startsWith('cycle'))).toHaveLength(37);
});

it('prints the same in Verilator and Icarus', async ({ skip }) => {
  if (missing !== undefined) return skip(missing);
  const expected = ordered(builtIn());
  const results = await simulateOutside(await emitFiles(folder, Printer), { W: 9 }, inputs);
  for (const { simulator, messages } of results) {
    // Icarus remarks on the files of inputs that the test bench reads.
    const printed = messages.filter(line => !line.startsWith('WARNING: '));
    expect([simulator, ordered(printed)]).toEqual([simulator, expected]);
  }
});

it('has nothing wrong in it', () => {
  const found = [...checkDesign(Printer.elaborate()).values()];
  expect(found.flatMap(({ diagnostics, warnings }) => [...diagnostics, ...warnings])).toEqual([]);
});

it.for(tools)('is clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  expect(await findings(linter, await emitFiles(folder, Printer), [{ W: 8 }, { W: 1 }, { W: 65 }])).toEqual([]);
});

it('leaves nothing in what is synthesised', async ({ skip }) => {
  if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
  const netlist = async (prints: boolean): Promise<string> => {
    const { files } = await emitFiles(folder, printer(prints));
    const output = join(folder, `netlist_${prints}.v`);
    const script = [
      ...files.map(file => `read_verilog "${file}"`),
      'synth -flatten -top printer; opt_clean -purge; rename -enumerate; rename -wire; rename -enumerate',
      `write_verilog -noattr "${output}"`,
    ].join('; ');
    await execa('yosys', ['-q', '-p', script]);
    return readFile(output, 'utf8');
  };
  expect(await netlist(true)).toBe(await netlist(false));
});
