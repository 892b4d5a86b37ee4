import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyModule, Simulator } from '../../../dsl/index.ts';
import { cacheFolder, sha256 } from '../../../dsl/source/cache.ts';
import { packRows, unpackRows, vectorLayout } from '../../streams/vectors.ts';
import { buildModel } from '../../verilator/model.ts';
import { runVectors } from '../../verilator/runVectors.ts';
import type { VerilogSource } from '../../verilator/verilogSource.ts';
import { emitTexts, type Numbers } from '../language/tools.ts';

/** The Verilog of a module, in a folder whose name depends on the text alone, so that verdicts on it can be kept. */
export async function verilogOf(described: AnyModule, parameters: Numbers): Promise<VerilogSource> {
  const texts = await emitTexts(described);
  const folder = join(cacheFolder('examples') ?? tmpdir(), sha256(...texts.map(({ text }) => text)).slice(0, 16));
  await mkdir(folder, { recursive: true });
  const files = texts.map(({ name }) => join(folder, `${name}.v`));
  for (const [position, { text }] of texts.entries()) await writeFile(files[position] ?? '', text);
  return { files, top: described.name, parameters };
}

type Row = Readonly<Record<string, bigint>>;

/** What the ports of a design were, cycle by cycle. */
export interface Trace {
  readonly inputs: Row[];
  readonly outputs: Row[];
}

/** Writes down the ports of a design that runs in the built-in simulator; `reset` and `drive` say what it does. */
export function traceOf(simulator: Simulator, drive: (simulator: Simulator) => void): Trace {
  const trace: Trace = { inputs: [], outputs: [] };
  let rst = 1n;
  const row = (direction: 'input' | 'output'): Row =>
    Object.fromEntries(
      simulator.design.ports
        .filter(port => port.direction === direction)
        .map(({ name }) => [name, simulator.peekBits(name)]),
    );
  simulator.observe(() => {
    trace.inputs.push({ ...row('input'), rst });
    trace.outputs.push(row('output'));
  });
  simulator.reset(2);
  rst = 0n;
  drive(simulator);
  return trace;
}

/** The bits of a stream mean nothing in cycles in which it offers nothing. */
function meansNothing(simulator: Simulator, port: string, outputs: Row): boolean {
  const { stream } = simulator.design.ports.find(({ name }) => name === port)?.declaration ?? {};
  return stream?.part === 'bits' && outputs[`${stream.name}_valid`] === 0n;
}

/**
 * Gives the Verilog in Verilator the inputs of a trace, under two seeds for what hardware leaves open.
 *
 * @returns outputs that differ, each with its cycle; those of the first cycle, before a reset was seen, do not count
 */
export async function differencesInVerilator(
  source: VerilogSource,
  simulator: Simulator,
  { inputs, outputs }: Trace,
): Promise<string[]> {
  const model = await buildModel(source);
  const layout = vectorLayout(model.ports, model.signals.clock);
  const job = { cycles: inputs.length, inputs: packRows(layout.inputs, inputs) };
  return [1, 2].flatMap(seed => {
    const rows = unpackRows(layout.outputs, runVectors(model, { ...job, seed }).outputs);
    return outputs.flatMap((expected, cycle) =>
      Object.entries(expected).flatMap(([name, value]) => {
        const actual = rows[cycle]?.[name];
        if (cycle === 0 || actual === value || meansNothing(simulator, name, expected)) return [];
        return [`${name} in cycle ${cycle}, seed ${seed}: ${actual} in Verilator, ${value} in the built-in simulator`];
      }),
    );
  });
}
