import { readBits } from '../streams/bits.ts';
import type { OutputRecord, StreamJob, StreamResult } from '../streams/job.ts';
import { type JobPlan, planJob } from '../streams/plan.ts';
import { DesignStoppedError, HangError } from '../streams/simulationErrors.ts';
import { readReport, STATUS, type StreamMemory, type StreamReport, streamMemory } from './control.ts';
import { loadLibrary, textBuffer, verilatorSeed, wavesPath } from './library.ts';
import type { Model } from './model.ts';

function collect(plan: JobPlan, memory: StreamMemory, report: StreamReport, messages: string[]): StreamResult {
  const outputs: Record<string, OutputRecord> = {};
  const inputs: Record<string, { cycles: Uint32Array }> = {};
  plan.streams.forEach(({ ports, beats }, index) => {
    const place = memory.places[index];
    if (place === undefined) return;
    const cycles = memory.cycles.subarray(place.cyclesAt, place.cyclesAt + beats);
    if (ports.direction === 'input') {
      inputs[ports.name] = { cycles };
      return;
    }
    const fields = ports.fields.map(({ field, port }, at) => {
      const start = place.fieldsAt[at] ?? 0;
      return [field, memory.output.subarray(start, start + beats * Math.ceil(port.width / 8))] as const;
    });
    outputs[ports.name] = { fields: Object.fromEntries(fields), cycles };
  });
  const finalOutputs = plan.interface.otherOutputs.map(
    ({ name, width }, index) => [name, readBits(memory.output, memory.observedAt[index] ?? 0, width)] as const,
  );
  return {
    outputs,
    inputs,
    cycles: report.cycles,
    finalOutputs: Object.fromEntries(finalOutputs),
    violations: report.violations,
    violationCount: report.violationCount,
    messages,
  };
}

/**
 * Runs one job in this process, on a fresh instance of the model, in one native call (the event loop waits).
 *
 * @throws RangeError when the job does not fit the design, HangError, DesignStoppedError.
 */
export function runStreams(model: Model, job: StreamJob): StreamResult {
  const plan = planJob(model.ports, model.signals, job);
  const memory = streamMemory(model.ports, plan);
  const waves = wavesPath(model, job.waves);
  const text = textBuffer();
  const { control, input, output, cycles } = memory;
  const seed = verilatorSeed(plan.seed);
  loadLibrary(model).runStreams(seed, waves, control, input, output, cycles, memory.report, text.bytes, text.capacity);
  const report = readReport(memory.report, plan);
  if (report.status === STATUS.stopped) throw new DesignStoppedError(report.cycle, text.lines());
  if (report.status === STATUS.hang) {
    const states = plan.streams.map(({ ports: { name, direction }, beats }, index) => {
      const { done = 0, valid = '?', ready = '?' } = report.states[index] ?? {};
      return { name, direction, total: beats, done, valid, ready };
    });
    throw new HangError(report.cycle, plan.hangAfter, states);
  }
  return collect(plan, memory, report, text.lines());
}
