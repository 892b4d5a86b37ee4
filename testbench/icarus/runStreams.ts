import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byteCount, readBits } from '../streams/bits.ts';
import {
  KEPT_VIOLATIONS,
  type OutputRecord,
  type StreamJob,
  type StreamResult,
  type Violation,
} from '../streams/job.ts';
import { type JobPlan, planJob } from '../streams/plan.ts';
import { DesignStoppedError, HangError, type StreamState } from '../streams/simulationErrors.ts';
import { execute, memoryText, parseBits, verilogPath } from './execute.ts';
import type { IcarusModel } from './model.ts';

export interface IcarusStreamOptions {
  /** What an input stream's fields hold while nothing is offered: X unless stated. */
  readonly garbage?: 'x' | 'random';
}

const garbageText = (width: number, kind: 'x' | 'random'): string => {
  if (kind === 'x') return `{${width}{1'bx}}`;
  return `{${Array.from({ length: Math.ceil(width / 32) }, () => '$random(seed)').join(', ')}}`;
};

/** What the template needs to know of each stream. */
function streamContexts(plan: JobPlan, garbage: 'x' | 'random') {
  return plan.streams.map(({ ports, beats, stall }, index) => ({
    id: `stream_${index}`,
    name: ports.name,
    direction: ports.direction,
    isInput: ports.direction === 'input',
    isStrobe: ports.valid === ports.ready,
    beats,
    stallLength: stall.length,
    fields: ports.fields.map(({ port }, at) => ({
      id: `stream_${index}_field_${at}`,
      width: port.width,
      garbage: garbageText(port.width, garbage),
    })),
  }));
}

/** Writes beats and stall patterns as files; returns which memory each is read into. */
async function writeMemories(plan: JobPlan, folder: string): Promise<{ path: string; memory: string }[]> {
  const wanted = plan.streams.flatMap(({ ports, data, stall }, index) => [
    ...(stall.length === 0 ? [] : [{ memory: `stream_${index}_stall`, text: memoryText(stall, 8) }]),
    ...data.flatMap((bytes, at) =>
      bytes.length === 0
        ? []
        : [{ memory: `stream_${index}_field_${at}_data`, text: memoryText(bytes, ports.fields[at]?.port.width ?? 8) }],
    ),
  ]);
  return Promise.all(
    wanted.map(async ({ memory, text }) => {
      const path = join(folder, `${memory}.hex`);
      await writeFile(path, text);
      return { path: verilogPath(path), memory };
    }),
  );
}

function connections(plan: JobPlan): { port: string; signal: string }[] {
  const { clock, reset, otherOutputs } = plan.interface;
  return [
    ...(clock === undefined ? [] : [{ port: clock.name, signal: 'clock' }]),
    ...(reset === undefined ? [] : [{ port: reset.name, signal: 'reset' }]),
    ...plan.constants.map(({ port }, index) => ({ port: port.name, signal: `constant_${index}` })),
    ...otherOutputs.map(({ name }, index) => ({ port: name, signal: `observed_${index}` })),
    ...plan.streams.flatMap(({ ports }, index) => [
      { port: ports.valid.name, signal: `stream_${index}_valid` },
      ...(ports.ready === ports.valid ? [] : [{ port: ports.ready.name, signal: `stream_${index}_ready` }]),
      ...ports.fields.map(({ port }, at) => ({ port: port.name, signal: `stream_${index}_field_${at}` })),
    ]),
  ];
}

/**
 * The same as runStreams of Verilator, in Icarus: unreset registers, and by default the garbage of idle inputs, are X. A
 * beat, or valid or ready, with unknown bits is a violation of kind `unknown` (its unknown bits read as 0).
 *
 * @throws RangeError when the job does not fit the design, HangError, DesignStoppedError, IcarusError.
 */
export async function runStreamsInIcarus(
  model: IcarusModel,
  job: StreamJob,
  options: IcarusStreamOptions = {},
): Promise<StreamResult> {
  const plan = planJob(model.ports, model.signals, job);
  const folder = await mkdtemp(join(tmpdir(), 'scoville-icarus-'));
  try {
    const context = {
      clock: plan.interface.clock !== undefined,
      reset: plan.interface.reset !== undefined,
      resetActive: plan.signals.resetActiveLow ? "1'b0" : "1'b1",
      resetCycles: plan.resetCycles,
      constants: plan.constants.map(({ port, data }) => ({
        width: port.width,
        literal: `${port.width}'h${readBits(data, 0, port.width).toString(16)}`,
      })),
      observed: plan.interface.otherOutputs,
      streams: streamContexts(plan, options.garbage ?? 'x'),
      connections: connections(plan),
      memories: await writeMemories(plan, folder),
      seed: `32'h${plan.seed.toString(16)}`,
      remaining: plan.streams.reduce((sum, { beats }) => sum + beats, 0),
      drain: plan.drain,
      hangAfter: plan.hangAfter,
    };
    const { log, messages } = await execute(model, 'streams', context, folder, job.waves);
    return collect(plan, log, messages);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads the log that the test bench wrote (its forms of line are in templates/streams.v.hbs). */
function collect(plan: JobPlan, log: readonly string[], messages: readonly string[]): StreamResult {
  const records = plan.streams.map(({ ports, beats }) => ({
    cycles: new Uint32Array(beats),
    fields: ports.fields.map(
      ({ port }) => new Uint8Array(ports.direction === 'output' ? beats * byteCount(port.width) : 0),
    ),
    done: 0,
  }));
  const violations: Violation[] = [];
  const states: StreamState[] = [];
  const finalOutputs: Record<string, bigint> = {};
  let lastHandshake = 0;
  let cycle = 0;

  const handshake = (index: number, at: number, values: readonly string[]): void => {
    const record = records[index];
    const ports = plan.streams[index]?.ports;
    if (record === undefined || ports === undefined) return;
    const beat = record.done++;
    record.cycles[beat] = at;
    lastHandshake = at + 1;
    const read = values.map(parseBits);
    if (read.some(bits => bits.hasUnknown)) violations.push({ kind: 'unknown', stream: ports.name, cycle: at, beat });
    read.forEach(({ value }, field) => {
      record.fields[field]?.set(value, beat * value.length);
    });
  };

  for (const line of log) {
    const [kind, first = '', second = '', third = '', fourth = '', ...more] = line.split(' ');
    const stream = plan.streams[Number(kind === 'v' ? second : first)];
    if (kind === 'c') cycle = Number(first);
    else if (kind === 'h')
      handshake(
        Number(first),
        Number(second),
        [third, fourth, ...more].filter(text => text !== ''),
      );
    else if (kind === 'v' && stream !== undefined) {
      violations.push({
        kind: violationKind(first),
        stream: stream.ports.name,
        cycle: Number(third),
        beat: Number(fourth),
      });
    } else if (kind === 's' && stream !== undefined) {
      const { name, direction } = stream.ports;
      states.push({ name, direction, total: stream.beats, done: Number(second), valid: third, ready: fourth });
    } else if (kind === 'f') {
      const port = plan.interface.otherOutputs[Number(first)];
      const bits = parseBits(second);
      if (port === undefined) continue;
      finalOutputs[port.name] = readBits(bits.value, 0, port.width);
      if (bits.hasUnknown) violations.push({ kind: 'unknown', stream: port.name, cycle, beat: 0 });
    }
  }
  if (log.at(-1) === 'hang') throw new HangError(cycle, plan.hangAfter, states);
  if (log.at(-1) !== 'done') throw new DesignStoppedError(Math.max(cycle, -1), messages);

  const inputs: Record<string, { cycles: Uint32Array }> = {};
  const outputs: Record<string, OutputRecord> = {};
  plan.streams.forEach(({ ports }, index) => {
    const { cycles, fields } = records[index] ?? { cycles: new Uint32Array(0), fields: [] };
    if (ports.direction === 'input') inputs[ports.name] = { cycles };
    else {
      const named = ports.fields.map(({ field }, at) => [field, fields[at] ?? new Uint8Array(0)] as const);
      outputs[ports.name] = { cycles, fields: Object.fromEntries(named) };
    }
  });
  return {
    outputs,
    inputs,
    cycles: lastHandshake,
    finalOutputs,
    violations: violations.slice(0, KEPT_VIOLATIONS),
    violationCount: violations.length,
    messages,
  };
}

function violationKind(text: string): Violation['kind'] {
  return text === 'withdrawn' || text === 'changed' || text === 'extra' ? text : 'unknown';
}
