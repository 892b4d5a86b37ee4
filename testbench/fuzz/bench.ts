import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Port } from '../streams/ports.ts';
import { packRows, unpackRows, type VectorJob, type VectorResult, vectorLayout } from '../streams/vectors.ts';
import type { VerilogSource } from '../verilator/verilogSource.ts';
import type { Controls, Instance, Subject } from './subject.ts';

/** One Verilog module with every instance of every subject side by side, so that many cost one build. */
export interface Bench {
  readonly source: VerilogSource;
  readonly ports: readonly Port[];
  readonly entries: readonly BenchEntry[];
}

/** An instance in the bench: its inputs and outputs are one port each. */
export interface BenchEntry {
  readonly subject: Subject;
  readonly instance: Instance;
  readonly input: string;
  readonly output: string;
}

const top = 'fuzz_top';

/** Some modules need no clock, or nothing of the start. */
const unused = "  wire unused = &{1'b0, clk, rst, arst, en, init, init_address, 1'b0};";

const plainPorts = [
  { name: 'clk', verilog: 'clk' },
  { name: 'rst', verilog: 'rst' },
];

/** The connections of some ports to slices of one wide port, the first in the low bits. */
function slices(ports: Instance['inputs'], name: string): string[] {
  let low = 0;
  return ports.map(port => {
    const from = low;
    low += port.width;
    return `.${port.name}(${name}[${low - 1}:${from}])`;
  });
}

function instanceText({ subject, instance, input, output }: BenchEntry, index: number): string {
  const parameters = subject.kept.map(name => `.${name}(${new Map(Object.entries(instance.binding)).get(name) ?? 0})`);
  const clocks = subject.clockPorts ?? plainPorts;
  const starts = ['init', 'init_address'].map(name => ({ name, verilog: name }));
  const common = [...clocks, ...starts].filter(({ name }) => subject.portNames.has(name));
  const connections = [
    ...common.map(({ name, verilog }) => `.${name}(${verilog})`),
    ...slices(instance.inputs, input),
    ...slices(instance.outputs, output),
  ];
  const values = parameters.length === 0 ? '' : ` #(${parameters.join(', ')})`;
  return `  ${subject.name}${values} u${index} (${connections.join(', ')});`;
}

/** Writes the Verilog of the subjects and of the bench into `folder`. */
export async function writeBench(folder: string, subjects: readonly Subject[]): Promise<Bench> {
  const files: string[] = [];
  const write = async (name: string, text: string): Promise<void> => {
    const file = join(folder, `${name}.v`);
    await writeFile(file, text);
    files.push(file);
  };
  for (const { texts } of subjects) for (const { name, text } of texts) await write(name, text);
  const entries = subjects
    .flatMap(subject => subject.instances.map(instance => ({ subject, instance })))
    .map((entry, index): BenchEntry => ({ ...entry, input: `i${index}`, output: `o${index}` }));
  const ports: Port[] = [
    { name: 'clk', direction: 'input', width: 1 },
    { name: 'rst', direction: 'input', width: 1 },
    { name: 'arst', direction: 'input', width: 1 },
    { name: 'en', direction: 'input', width: 1 },
    { name: 'init', direction: 'input', width: 1 },
    { name: 'init_address', direction: 'input', width: 4 },
    ...entries.flatMap(({ instance, input, output }): Port[] => [
      ...(instance.inputBits === 0 ? [] : [{ name: input, direction: 'input' as const, width: instance.inputBits }]),
      { name: output, direction: 'output', width: instance.outputBits },
    ]),
  ];
  const declared = ports.map(
    ({ name, direction, width }) =>
      `  ${direction} ${/^[io]\d/.test(name) || width > 1 ? `[${width - 1}:0] ` : ''}${name}`,
  );
  await write(
    top,
    [`module ${top} (`, declared.join(',\n'), ');', ...entries.map(instanceText), unused, 'endmodule', ''].join('\n'),
  );
  ports.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { source: { files, top }, ports, entries };
}

/** The inputs of every entry, in the order of the entries. */
export function benchJob(
  bench: Bench,
  controls: readonly Controls[],
  inputs: readonly (readonly bigint[])[],
): VectorJob {
  const layout = vectorLayout(bench.ports, 'clk');
  const rows = controls.map(({ reset, enable, init, initAddress }, cycle) => {
    const row: Record<string, bigint> = {
      rst: reset ? 1n : 0n,
      arst: reset ? 1n : 0n,
      en: enable ? 1n : 0n,
      init: init ? 1n : 0n,
      init_address: BigInt(initAddress),
    };
    bench.entries.forEach(({ input }, index) => {
      row[input] = inputs[index]?.[cycle] ?? 0n;
    });
    return row;
  });
  return { cycles: controls.length, inputs: packRows(layout.inputs, rows) };
}

/** The outputs of every entry in each cycle, and the bits of them that are unknown. */
export function benchOutputs(bench: Bench, result: VectorResult) {
  const layout = vectorLayout(bench.ports, 'clk').outputs;
  const rows = unpackRows(layout, result.outputs);
  const masks = unpackRows(layout, result.unknown);
  return bench.entries.map(({ output }) => ({
    values: rows.map(row => row[output] ?? 0n),
    unknown: masks.map(row => row[output] ?? 0n),
  }));
}
