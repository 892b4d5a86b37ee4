/** A clear in the midst of a round, and another round after it, as one job. */
import type { InputDrive, StreamJob, StreamResult } from '../../streams/job.ts';
import { neverStall } from '../../streams/stalls.ts';
import type { Expected, RoundJob } from './engineCaseJob.ts';
import { isStalled, patternOf } from './engineCaseJob.ts';

/** Handshakes up to a cycle, that one included. */
const upTo = (cycles: Uint32Array | undefined, cycle: number): number =>
  cycles === undefined ? 0 : cycles.filter(at => at <= cycle).length;

/** The first `beats` of one stream's beats, and all of another's. */
function joined(first: InputDrive, beats: number, second: InputDrive): Pick<InputDrive, 'beats' | 'fields'> {
  const field = (name: string): Uint8Array => {
    const bytes = first.fields[name] ?? new Uint8Array(0);
    const kept = first.beats === 0 ? bytes : bytes.subarray(0, (bytes.length / first.beats) * beats);
    return new Uint8Array(Buffer.concat([kept, second.fields[name] ?? new Uint8Array(0)]));
  };
  return {
    beats: beats + second.beats,
    fields: Object.fromEntries(Object.keys(second.fields).map(name => [name, field(name)])),
  };
}

/** A job in which a clear comes in a cycle, and what must come of it. */
export interface ClearedJob {
  readonly job: StreamJob;
  readonly expected: Expected;
}

/**
 * The first round's beats as far as they were accepted before or with the clear, which comes in cycle `clear`, and then the
 * second round's.
 *
 * @param alone how the first round goes without a clear: until then it goes the same way
 * @param second whose streams begin in the cycle after the clear
 */
export function clearedJob(first: RoundJob, alone: StreamResult, second: RoundJob, clear: number): ClearedJob {
  const inputs = Object.entries(second.job.inputs).map(([name, drive]) => {
    const before = first.job.inputs[name] ?? { beats: 0, fields: {} };
    const cycles = alone.inputs[name]?.cycles;
    const beats = upTo(cycles, clear);
    // What was not accepted is not offered either.
    const last = beats === 0 ? -1 : (cycles?.[beats - 1] ?? -1);
    const stall = patternOf(cycle =>
      cycle <= clear
        ? cycle > last || isStalled(before.stall ?? neverStall, cycle)
        : isStalled(drive.stall ?? neverStall, cycle),
    );
    return [name, { ...joined(before, beats, drive), stall }] as const;
  });
  const answers = upTo(alone.outputs.response?.cycles, clear);
  const results = upTo(alone.outputs.result?.cycles, clear);
  const expected = {
    answers: [...first.expected.answers.slice(0, answers), ...second.expected.answers],
    results: [...first.expected.results.slice(0, results), ...second.expected.results],
  };
  const { clear: _, ...constants } = second.job.constants ?? {};
  const output = (name: string, beats: number) => {
    const { stall } = second.job.outputs[name] ?? {};
    return { beats, ...(stall === undefined ? {} : { stall }) };
  };
  return {
    job: {
      ...second.job,
      strobes: { ...second.job.strobes, clear: 'clear' },
      constants,
      inputs: {
        ...Object.fromEntries(inputs),
        clear: { beats: 1, fields: {}, stall: patternOf(cycle => cycle !== clear) },
      },
      outputs: {
        response: output('response', expected.answers.length),
        result: output('result', expected.results.length),
      },
    },
    expected,
  };
}
