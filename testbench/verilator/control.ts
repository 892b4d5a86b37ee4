import { byteCount } from '../streams/bits.ts';
import { KEPT_VIOLATIONS, type Violation } from '../streams/job.ts';
import type { JobPlan } from '../streams/plan.ts';
import type { Port } from '../streams/ports.ts';

/**
 * What passes between Node and native/driver.cpp, as 64-bit numbers.
 *
 * control of both runs: [inputs, port...] [clock]
 * then of vectors: [cycles] [inputs, port...] [outputs, port...]
 * or of streams: [reset] [reset's active level] [reset cycles] [drain] [hang after] [seed of garbage]
 *   [constants, (port, offset in `in`)...]
 *   [streams, ([is input] [valid] [ready] [beats] [beats held] [stall offset in `in`] [stall length]
 *              [offset in `cycles`] [fields, (port, offset in `in` or `out`)...])...]
 *   [observed outputs, (port, offset in `out`)...]
 * report: [status] [cycle] [cycles to the last handshake] [violations]
 *   [(beats done, valid, ready, cycle of the first handshake) of each stream]
 *   [(kind, stream, cycle, beat) of the first violations]
 *
 * Memory holds all beats of a stream, or fewer: then an input's are gone through again and again, and a call ends with
 * `full` whenever an output's memory is full.
 *
 * Ports are indexes into the ports sorted by name; an absent clock or reset, and the offset of handshakes that are not
 * recorded, is NONE.
 */
const NONE = 0xffff_ffff_ffff_ffffn;

export const STATUS = { done: 0n, hang: 1n, stopped: 2n, full: 3n } as const;

const violationKinds: readonly Violation['kind'][] = ['withdrawn', 'changed', 'extra'];

type PortIndex = (port: Port) => number;

function portIndex(ports: readonly Port[]): PortIndex {
  const indexes = new Map(ports.map(({ name }, index) => [name, index]));
  return port => {
    const index = indexes.get(port.name);
    if (index === undefined) throw new Error(`No port ${port.name} in the model.`);
    return index;
  };
}

const prologue = (ports: readonly Port[], clock: Port | undefined, indexOf: PortIndex): (number | bigint)[] => {
  const inputs = ports.filter(({ direction }) => direction === 'input').map(indexOf);
  return [inputs.length, ...inputs, clock === undefined ? NONE : indexOf(clock)];
};

const toControl = (numbers: readonly (number | bigint)[]): BigUint64Array =>
  BigUint64Array.from(numbers, number => BigInt(number));

export function vectorControl(ports: readonly Port[], clock: Port | undefined, cycles: number): BigUint64Array {
  const indexOf = portIndex(ports);
  const inputs = ports.filter(port => port.direction === 'input' && port.name !== clock?.name).map(indexOf);
  const outputs = ports.filter(port => port.direction === 'output').map(indexOf);
  const numbers = prologue(ports, clock, indexOf);
  numbers.push(cycles, inputs.length, ...inputs, outputs.length, ...outputs);
  return toControl(numbers);
}

/** The memory of one run of streams, laid out. */
export interface StreamMemory {
  readonly control: BigUint64Array;
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  readonly cycles: Uint32Array;
  readonly report: BigUint64Array;
  /** Per stream of the plan: where in `cycles` its handshakes are, and where in `output` each field's beats are. */
  readonly places: readonly { readonly cyclesAt: number; readonly fieldsAt: readonly number[] }[];
  /** Where in `output` the interface's otherOutputs are. */
  readonly observedAt: readonly number[];
}

/** What of a run is not held in memory as a whole. */
export interface PartialMemory {
  /** By name of input stream: how many beats there are in all, the data of the plan being gone through repeatedly. */
  readonly inputBeats: Readonly<Record<string, number>>;
  /** Most beats of an output stream that are held at a time. */
  readonly outputBeats: number;
}

/** With `partial`, handshakes are not recorded one by one. */
export function streamMemory(ports: readonly Port[], plan: JobPlan, partial?: PartialMemory): StreamMemory {
  const indexOf = portIndex(ports);
  const chunks: Uint8Array[] = [];
  let inputBytes = 0;
  let outputBytes = 0;
  let cyclesLength = 0;
  const give = (chunk: Uint8Array): number => {
    const at = inputBytes;
    chunks.push(chunk);
    inputBytes += chunk.length;
    return at;
  };
  const receive = (bytes: number): number => {
    const at = outputBytes;
    outputBytes += bytes;
    return at;
  };

  const { clock, reset, otherOutputs } = plan.interface;
  const numbers = prologue(ports, clock, indexOf);
  numbers.push(reset === undefined ? NONE : indexOf(reset), plan.signals.resetActiveLow ? 0 : 1, plan.resetCycles);
  numbers.push(plan.drain, plan.hangAfter, plan.seed);
  numbers.push(plan.constants.length);
  for (const { port, data } of plan.constants) numbers.push(indexOf(port), give(data));
  numbers.push(plan.streams.length);
  const places = plan.streams.map(({ ports: stream, beats, stall, data }) => {
    const isInput = stream.direction === 'input';
    const cyclesAt = cyclesLength;
    if (partial === undefined) cyclesLength += beats;
    const held = isInput || partial === undefined ? beats : Math.min(beats, partial.outputBeats);
    const all = (isInput ? partial?.inputBeats[stream.name] : undefined) ?? beats;
    numbers.push(isInput ? 1 : 0, indexOf(stream.valid), indexOf(stream.ready), all, held);
    numbers.push(give(stall), stall.length, partial === undefined ? cyclesAt : NONE);
    const fieldsAt = stream.fields.map(({ port }, index) =>
      isInput ? give(data[index] ?? new Uint8Array(0)) : receive(held * byteCount(port.width)),
    );
    numbers.push(fieldsAt.length);
    stream.fields.forEach(({ port }, index) => {
      numbers.push(indexOf(port), fieldsAt[index] ?? 0);
    });
    return { cyclesAt, fieldsAt };
  });
  const observedAt = otherOutputs.map(port => receive(byteCount(port.width)));
  numbers.push(otherOutputs.length);
  otherOutputs.forEach((port, index) => {
    numbers.push(indexOf(port), observedAt[index] ?? 0);
  });

  const input = new Uint8Array(inputBytes);
  let at = 0;
  for (const chunk of chunks) {
    input.set(chunk, at);
    at += chunk.length;
  }
  return {
    control: toControl(numbers),
    input,
    output: new Uint8Array(outputBytes),
    cycles: new Uint32Array(cyclesLength),
    report: new BigUint64Array(4 + 4 * plan.streams.length + 4 * KEPT_VIOLATIONS),
    places,
    observedAt,
  };
}

export interface StreamProgress {
  readonly done: number;
  readonly valid: string;
  readonly ready: string;
  /** Cycle of the first handshake, -1 before it. */
  readonly first: number;
}

/** What a run of streams reported, with names instead of numbers. */
export interface StreamReport {
  readonly status: bigint;
  /** The cycle after reset in which the run ended, -1 during reset. */
  readonly cycle: number;
  readonly cycles: number;
  readonly violationCount: number;
  readonly states: readonly StreamProgress[];
  readonly violations: readonly Violation[];
}

export function readReport(report: BigUint64Array, plan: JobPlan): StreamReport {
  const at = (index: number): bigint => report[index] ?? 0n;
  const violationsAt = 4 + 4 * plan.streams.length;
  const cycleAt = (index: number): number => (at(index) === NONE ? -1 : Number(at(index)));
  const violationCount = Number(at(3));
  return {
    status: at(0),
    cycle: cycleAt(1),
    cycles: Number(at(2)),
    violationCount,
    states: plan.streams.map((_, index) => ({
      done: Number(at(4 + 4 * index)),
      valid: at(5 + 4 * index).toString(),
      ready: at(6 + 4 * index).toString(),
      first: cycleAt(7 + 4 * index),
    })),
    violations: Array.from({ length: Math.min(violationCount, KEPT_VIOLATIONS) }, (_, index): Violation => {
      const record = violationsAt + 4 * index;
      return {
        kind: violationKinds[Number(at(record))] ?? 'unknown',
        stream: plan.streams[Number(at(record + 1))]?.ports.name ?? '?',
        cycle: Number(at(record + 2)),
        beat: Number(at(record + 3)),
      };
    }),
  };
}
