import { byteCount } from '../streams/bits.ts';
import type { InputDrive, OutputExpectation, StreamJob, Violation } from '../streams/job.ts';
import { planJob } from '../streams/plan.ts';
import { DesignStoppedError, HangError } from '../streams/simulationErrors.ts';
import { readReport, STATUS, streamMemory } from './control.ts';
import { textBuffer, verilatorSeed, wavesPath } from './library.ts';
import type { Model } from './model.ts';
import { loadSessionLibrary } from './sessionLibrary.ts';

/** An input stream whose beats are gone through `repeat` times (once unless stated) without a gap between. */
export interface RepeatedDrive extends InputDrive {
  readonly repeat?: number;
}

/** A run too large for its beats to be held in memory at once. */
export interface BulkJob extends Omit<StreamJob, 'inputs' | 'outputs'> {
  readonly inputs: Readonly<Record<string, RepeatedDrive>>;
  readonly outputs: Readonly<Record<string, OutputExpectation>>;
  /** Most beats of an output stream that are held at a time; 65,536 unless stated. */
  readonly chunk?: number;
}

/** Beats of one output stream, in order; the memory is used again afterwards. */
export interface ReceivedBeats {
  readonly stream: string;
  readonly beats: number;
  /** Per field, in the form of InputDrive.fields. */
  readonly fields: Readonly<Record<string, Uint8Array>>;
}

export interface BulkResult {
  /** Cycles from cycle 0 to the last handshake, both included. */
  readonly cycles: number;
  /** Per stream, the cycle of its first handshake; -1 where there was none. */
  readonly firstCycles: Readonly<Record<string, number>>;
  /** The first violations, at most 16, in order of time. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  /** Lines that the design printed. */
  readonly messages: readonly string[];
}

/**
 * Runs one job in this process, on a fresh instance of the model, in as many native calls as its outputs take. What comes
 * out is handed over piece by piece, and no simulated cycle passes between: the run is the same as runStreams'.
 *
 * @throws RangeError when the job does not fit the design, HangError, DesignStoppedError.
 */
export function runStreamsInBulk(model: Model, job: BulkJob, receive: (received: ReceivedBeats) => void): BulkResult {
  const plan = planJob(model.ports, model.signals, job);
  const inputBeats = Object.fromEntries(
    Object.entries(job.inputs).map(([name, { beats, repeat = 1 }]) => [name, repeated(name, beats, repeat)]),
  );
  const outputBeats = job.chunk ?? 65_536;
  if (!Number.isInteger(outputBeats) || outputBeats < 1) throw new RangeError(`A chunk of ${outputBeats} beats.`);
  const { control, input, output, cycles, report, places } = streamMemory(model.ports, plan, {
    inputBeats,
    outputBeats,
  });
  const text = textBuffer();
  const library = loadSessionLibrary(model);
  const waves = wavesPath(model, job.waves);
  const session = library.openStreams(verilatorSeed(plan.seed), waves, control, input, text.bytes, text.capacity);
  if (session === null) throw new DesignStoppedError(-1, text.lines());
  const taken = plan.streams.map(() => 0);
  try {
    for (;;) {
      library.continueStreams(session, input, output, cycles, report, text.bytes, text.capacity);
      if (report[0] === STATUS.stopped) break;
      const { states } = readReport(report, plan);
      plan.streams.forEach(({ ports, beats: expected }, index) => {
        if (ports.direction === 'input') return;
        const done = Math.min(states[index]?.done ?? 0, expected);
        const beats = done - (taken[index] ?? 0);
        taken[index] = done;
        if (beats === 0) return;
        const fields = ports.fields.map(({ field, port }, at) => {
          const start = places[index]?.fieldsAt[at] ?? 0;
          return [field, output.subarray(start, start + beats * byteCount(port.width))] as const;
        });
        receive({ stream: ports.name, beats, fields: Object.fromEntries(fields) });
      });
      if (report[0] !== STATUS.full) break;
    }
  } finally {
    library.closeStreams(session);
  }
  const { status, cycle, states, ...rest } = readReport(report, plan);
  if (status === STATUS.stopped) throw new DesignStoppedError(cycle, text.lines());
  if (status === STATUS.hang) {
    const hanging = plan.streams.map(({ ports: { name, direction }, beats }, index) => {
      const { done = 0, valid = '?', ready = '?' } = states[index] ?? {};
      return { name, direction, total: inputBeats[name] ?? beats, done, valid, ready };
    });
    throw new HangError(cycle, plan.hangAfter, hanging);
  }
  const firstCycles = Object.fromEntries(
    plan.streams.map(({ ports }, index) => [ports.name, states[index]?.first ?? -1]),
  );
  const { violations, violationCount } = rest;
  return { cycles: rest.cycles, firstCycles, violations, violationCount, messages: text.lines() };
}

function repeated(name: string, beats: number, repeat: number): number {
  if (!Number.isInteger(repeat) || repeat < 1 || !Number.isSafeInteger(beats * repeat)) {
    throw new RangeError(`The ${beats} beats of ${name} cannot be gone through ${repeat} times.`);
  }
  return beats * repeat;
}
