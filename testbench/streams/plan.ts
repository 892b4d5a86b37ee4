import { byteCount, packValues } from './bits.ts';
import type { StreamJob } from './job.ts';
import { type DesignInterface, discoverInterface, type Port, type Signals, type StreamPorts } from './ports.ts';
import { neverStall, type StallPattern } from './stalls.ts';

/** A stream together with what the job wants of it. */
export interface PlannedStream {
  readonly ports: StreamPorts;
  readonly beats: number;
  readonly stall: StallPattern;
  /** Of input streams: the data of each of `ports.fields`, in that order. */
  readonly data: readonly Uint8Array[];
}

/** A job checked against a design's ports, with every default filled in. */
export interface JobPlan {
  readonly interface: DesignInterface;
  readonly signals: Signals;
  readonly streams: readonly PlannedStream[];
  readonly constants: readonly { readonly port: Port; readonly data: Uint8Array }[];
  readonly seed: number;
  readonly resetCycles: number;
  readonly drain: number;
  readonly hangAfter: number;
}

/** A whole number from `low` on. @throws RangeError otherwise. */
function whole(what: string, value: number, low: number): number {
  if (!Number.isInteger(value) || value < low || value > 0xffff_ffff) {
    throw new RangeError(`${what} is ${value}, but must be a whole number from ${low} on.`);
  }
  return value;
}

function checkStall(stream: string, stall: StallPattern): StallPattern {
  if (stall.some(entry => entry > 1)) throw new RangeError(`The stall pattern of ${stream} holds more than 0 and 1.`);
  return stall;
}

function planInput(ports: StreamPorts, job: StreamJob): PlannedStream {
  const drive = job.inputs[ports.name];
  if (drive === undefined) {
    return { ports, beats: 0, stall: neverStall, data: ports.fields.map(() => new Uint8Array(0)) };
  }
  const beats = whole(`The number of beats of ${ports.name}`, drive.beats, 0);
  const known = ports.fields.map(({ field }) => field);
  const stray = Object.keys(drive.fields).find(field => !known.includes(field));
  if (stray !== undefined) {
    throw new RangeError(`Stream ${ports.name} has no field ${stray}; it has ${known.join(', ') || 'none'}.`);
  }
  const data = ports.fields.map(({ field, port }) => {
    const bytes = drive.fields[field];
    if (bytes === undefined) throw new RangeError(`The job has no data for field ${field} of stream ${ports.name}.`);
    const expected = beats * byteCount(port.width);
    if (bytes.length !== expected) {
      throw new RangeError(
        `Field ${field} of stream ${ports.name} has ${bytes.length} bytes, but ${beats} beats of ${port.width} bits are ${expected}.`,
      );
    }
    checkHighBits(bytes, port, ports.name);
    return bytes;
  });
  return { ports, beats, stall: checkStall(ports.name, drive.stall ?? neverStall), data };
}

/** @throws RangeError when a value has bits above the port's width. */
function checkHighBits(bytes: Uint8Array, port: Port, stream: string): void {
  const stride = byteCount(port.width);
  const limit = 2 ** (port.width - 8 * (stride - 1));
  for (let at = stride - 1; at < bytes.length; at += stride) {
    if ((bytes[at] ?? 0) >= limit) {
      const beat = (at - stride + 1) / stride;
      throw new RangeError(`Beat ${beat} of ${stream} has bits above the ${port.width} of ${port.name}.`);
    }
  }
}

function planOutput(ports: StreamPorts, job: StreamJob): PlannedStream {
  const expectation = job.outputs[ports.name];
  const beats = whole(`The number of beats of ${ports.name}`, expectation?.beats ?? 0, 0);
  return { ports, beats, stall: checkStall(ports.name, expectation?.stall ?? neverStall), data: [] };
}

function planConstants(inputs: readonly Port[], constants: NonNullable<StreamJob['constants']>) {
  return inputs.map(port => {
    const value = constants[port.name];
    if (value === undefined) {
      throw new RangeError(`The job gives no constant for input ${port.name}, which belongs to no stream.`);
    }
    return { port, data: packValues([BigInt(value)], port.width) };
  });
}

/**
 * Checks a job against the ports of a design.
 *
 * @throws RangeError when the job names what the design has not, leaves an input without a value, or has data of the
 *   wrong size.
 */
export function planJob(ports: readonly Port[], signals: Signals, job: StreamJob): JobPlan {
  const constants = job.constants ?? {};
  const found = discoverInterface(ports, signals, new Set(Object.keys(constants)), job.strobes);
  for (const direction of ['input', 'output'] as const) {
    const has = found.streams.filter(stream => stream.direction === direction).map(({ name }) => name);
    const wanted = Object.keys(direction === 'input' ? job.inputs : job.outputs);
    const stray = wanted.find(name => !has.includes(name));
    if (stray !== undefined) {
      throw new RangeError(`The design has no ${direction} stream ${stray}; it has ${has.join(', ') || 'none'}.`);
    }
  }
  const stray = Object.keys(constants).find(name => !found.otherInputs.some(port => port.name === name));
  if (stray !== undefined) throw new RangeError(`The design has no plain input ${stray} to hold constant.`);
  return {
    interface: found,
    signals,
    streams: found.streams.map(stream => (stream.direction === 'input' ? planInput : planOutput)(stream, job)),
    constants: planConstants(found.otherInputs, constants),
    seed: whole('The seed', job.seed ?? 1, 0),
    resetCycles: found.reset === undefined ? 0 : whole('resetCycles', job.resetCycles ?? 2, 0),
    drain: whole('drain', job.drain ?? 64, 0),
    hangAfter: whole('hangAfter', job.hangAfter ?? 10_000, 1),
  };
}
