import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byteCount } from '../streams/bits.ts';
import { DesignStoppedError } from '../streams/simulationErrors.ts';
import {
  checkVectorJob,
  type RowLayout,
  type VectorField,
  type VectorJob,
  type VectorResult,
  vectorLayout,
} from '../streams/vectors.ts';
import { execute, memoryText, parseBits, verilogPath } from './execute.ts';
import type { IcarusModel } from './model.ts';

/** The values of one port out of rows. */
function column(layout: RowLayout, { offset, width }: VectorField, rows: Uint8Array): Uint8Array {
  const stride = byteCount(width);
  const count = layout.rowBytes === 0 ? 0 : rows.length / layout.rowBytes;
  const bytes = new Uint8Array(count * stride);
  for (let row = 0; row < count; row++) {
    const at = row * layout.rowBytes + offset;
    bytes.set(rows.subarray(at, at + stride), row * stride);
  }
  return bytes;
}

/**
 * The same as runVectors of Verilator, in Icarus: unreset registers are X, and so is what depends on them (`unknown` of
 * the result). The seed has no effect.
 *
 * @throws RangeError when the rows do not fit the design, DesignStoppedError, IcarusError.
 */
export async function runVectorsInIcarus(model: IcarusModel, job: VectorJob): Promise<VectorResult> {
  const layout = vectorLayout(model.ports, model.signals.clock);
  checkVectorJob(layout, job);
  const folder = await mkdtemp(join(tmpdir(), 'scoville-icarus-'));
  try {
    const memories = await Promise.all(
      layout.inputs.fields.map(async (field, index) => {
        const path = join(folder, `input_${index}.hex`);
        await writeFile(path, memoryText(column(layout.inputs, field, job.inputs), field.width));
        return { path: verilogPath(path), memory: `input_${index}_data` };
      }),
    );
    const clock = model.ports.find(({ name, direction }) => direction === 'input' && name === model.signals.clock);
    const connections = [
      ...(clock === undefined ? [] : [{ port: clock.name, signal: 'clock' }]),
      ...layout.inputs.fields.map(({ name }, index) => ({ port: name, signal: `input_${index}` })),
      ...layout.outputs.fields.map(({ name }, index) => ({ port: name, signal: `output_${index}` })),
    ];
    const context = {
      clock: clock !== undefined,
      inputs: layout.inputs.fields,
      outputs: layout.outputs.fields,
      memories: job.cycles === 0 ? [] : memories,
      connections,
      cycles: job.cycles,
    };
    const { log, messages } = await execute(model, 'vectors', context, folder, job.waves);
    return collect(layout.outputs, job.cycles, log, messages);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function collect(layout: RowLayout, cycles: number, log: readonly string[], messages: readonly string[]): VectorResult {
  if (log.at(-1) !== 'done') {
    const last = log.findLast(line => line.startsWith('c '));
    throw new DesignStoppedError(Number(last?.slice(2) ?? 0), messages);
  }
  const outputs = new Uint8Array(cycles * layout.rowBytes);
  const unknown = new Uint8Array(outputs.length);
  const values = log.filter(line => line.startsWith('o '));
  values.forEach((line, index) => {
    const field = layout.fields[index % layout.fields.length];
    if (field === undefined) return;
    const at = Math.floor(index / layout.fields.length) * layout.rowBytes + field.offset;
    const bits = parseBits(line.slice(2));
    outputs.set(bits.value, at);
    unknown.set(bits.unknown, at);
  });
  return { outputs, unknown, messages };
}
