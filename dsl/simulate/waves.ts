import type { Recorder, Track } from './recording.ts';
import { nameOfCode } from './values.ts';

export type Radix = 'decimal' | 'hex' | 'binary';

export interface WaveOptions {
  /** The first cycle shown, counted as the simulator counts; the first that was written down unless given. */
  readonly from?: number;
  /** The last cycle shown; the last that was written down unless given. */
  readonly to?: number;
  /** How numbers are written: all, or those of the names given. Decimal unless said otherwise. */
  readonly radix?: Radix | Readonly<Record<string, Radix>>;
}

/** Consecutive cycles with one value. */
interface Run {
  readonly length: number;
  readonly value: number | bigint;
}

function runsOf({ changes }: Track, from: number, to: number): Run[] {
  return changes.flatMap(({ cycle, value }, at) => {
    const end = Math.min(to + 1, changes[at + 1]?.cycle ?? Number.POSITIVE_INFINITY);
    const length = end - Math.max(from, cycle);
    return length > 0 ? [{ length, value }] : [];
  });
}

function radixOf(name: string, radix: WaveOptions['radix']): Radix {
  if (radix === undefined || typeof radix === 'string') return radix ?? 'decimal';
  const whole = Object.keys(radix).find(
    key => name === key || name.startsWith(`${key}[`) || name.startsWith(`${key}.`),
  );
  return whole === undefined ? 'decimal' : (radix[whole] ?? 'decimal');
}

function textOf({ name, scalar }: Track, value: number | bigint, radix: WaveOptions['radix']): string {
  const named = nameOfCode(scalar, value);
  if (named !== undefined) return named;
  const base = radixOf(name, radix);
  if (base === 'decimal') return String(value);
  const { width } = scalar.leaf;
  const bits = BigInt.asUintN(width, BigInt(value));
  return base === 'hex' ? bits.toString(16).padStart(Math.ceil(width / 4), '0') : bits.toString(2).padStart(width, '0');
}

const isBit = ({ scalar }: Track): boolean => scalar.leaf.width === 1 && scalar.enumeration === undefined;

/** Waveforms as text. All columns are as wide as the tightest value needs, so that nothing is cut off. */
export function wavesText(recorder: Recorder, { from, to, radix }: WaveOptions): string {
  const { tracks, first, cycles } = recorder;
  const begin = Math.max(from ?? first ?? 0, first ?? 0);
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, (first ?? 0) + cycles - 1);
  if (first === undefined || end < begin)
    throw new RangeError(`No cycle from ${from ?? 'the first'} to ${to ?? 'the last'} was written down.`);
  const rows = tracks.map(track => ({
    track,
    runs: runsOf(track, begin, end).map(run => ({ ...run, text: textOf(track, run.value, radix) })),
  }));
  const needed = rows.flatMap(({ track, runs }) =>
    isBit(track) ? [] : runs.map(({ text, length }) => Math.ceil((text.length + 1) / length)),
  );
  const cell = needed.reduce((widest, width) => Math.max(widest, width), 2);
  const clocks =
    recorder.design.clocks.length > 1
      ? recorder.design.clocks.filter(({ oppositeOf }) => oppositeOf === undefined)
      : [];
  const label = ['cycle', ...clocks.map(({ port }) => port), ...tracks.map(({ name }) => name)].reduce(
    (widest, name) => Math.max(widest, name.length),
    0,
  );
  const lines = rows.map(({ track, runs }) => {
    const cells = runs.map(({ length, value, text }) =>
      isBit(track) ? (value === 0 ? '▁' : '▔').repeat(length * cell) : `│${text}`.padEnd(length * cell),
    );
    return `${track.name.padEnd(label)}  ${cells.join('')}`.trimEnd();
  });
  // Of several clocks, which has its edge at the end of each cycle.
  const edges = clocks.map(clock => {
    const cells = recorder.edges
      .slice(begin - first, end - first + 1)
      .map(edge => (edge.clocks.includes(clock) ? '▔' : '▁').repeat(cell));
    return `${clock.port.padEnd(label)}  ${cells.join('')}`;
  });
  return [`${'cycle'.padEnd(label)}  ${numbers(begin, end, cell)}`, ...edges, ...lines].join('\n');
}

/** Cycle numbers at the beginnings of their cells, as many as there is room for. */
function numbers(begin: number, end: number, cell: number): string {
  const every = Math.ceil((String(end).length + 1) / cell);
  let line = '';
  for (let cycle = begin; cycle <= end; cycle += every) line = `${line.padEnd((cycle - begin) * cell)}${cycle}`;
  return line;
}
