import { DesignStoppedError } from '../streams/simulationErrors.ts';
import { checkVectorJob, type VectorJob, type VectorResult, vectorLayout } from '../streams/vectors.ts';
import { STATUS, vectorControl } from './control.ts';
import { loadLibrary, textBuffer, verilatorSeed, wavesPath } from './library.ts';
import type { Model } from './model.ts';

/**
 * Applies one row of inputs a cycle and samples one row of outputs (see streams/vectors.ts for their form), in this
 * process, on a fresh instance of the model, in one native call.
 *
 * @throws RangeError when the rows do not fit the design, DesignStoppedError.
 */
export function runVectors(model: Model, job: VectorJob): VectorResult {
  const layout = vectorLayout(model.ports, model.signals.clock);
  checkVectorJob(layout, job);
  const clock = model.ports.find(({ name, direction }) => direction === 'input' && name === model.signals.clock);
  const control = vectorControl(model.ports, clock, job.cycles);
  const outputs = new Uint8Array(job.cycles * layout.outputs.rowBytes);
  const report = new BigUint64Array(4);
  const text = textBuffer();
  const waves = wavesPath(model, job.waves);
  const seed = verilatorSeed(job.seed ?? 1);
  loadLibrary(model).runVectors(seed, waves, control, job.inputs, outputs, report, text.bytes, text.capacity);
  if (report[0] === STATUS.stopped) throw new DesignStoppedError(Number(report[1]), text.lines());
  return { outputs, unknown: new Uint8Array(outputs.length), messages: text.lines() };
}
