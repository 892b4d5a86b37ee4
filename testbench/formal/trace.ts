import { formatTable } from '../../scripts/table.ts';

/** A signal in a trace, by its path below the module that was to be proved. */
export interface TraceSignal {
  readonly name: string;
  readonly width: number;
  /** One value a cycle. */
  readonly values: readonly bigint[];
}

/** What happens from the first cycle, in which the reset is high, to the one that matters. */
export interface Trace {
  readonly cycles: number;
  readonly signals: readonly TraceSignal[];
}

const depth = (name: string): number => name.split('.').length;
const leaf = (name: string): string => name.split('.').at(-1) ?? name;

/** The signals, each once: what has one name and one value on both sides of an instance is told from outside. */
function distinct(signals: readonly TraceSignal[]): TraceSignal[] {
  const seen = new Map<string, TraceSignal>();
  const sorted = [...signals].sort((a, b) => depth(a.name) - depth(b.name));
  for (const signal of sorted) {
    const key = `${leaf(signal.name)} ${signal.values.join(',')}`;
    if (!seen.has(key)) seen.set(key, signal);
  }
  const kept = new Set(seen.values());
  return signals.filter(signal => kept.has(signal));
}

/** Columns of the widest table that is printed: more cycles are in the waveform only. */
const shownCycles = 16;

/**
 * The last cycles as a table with a column a cycle, values in hexadecimal: the signals of the module that was to be
 * proved and of the instance `around`, without what never matters to a reader.
 */
export function printTrace(trace: Trace, around: string): string {
  const from = Math.max(0, trace.cycles - shownCycles);
  const isNear = (name: string): boolean => depth(name) <= 2 || name.startsWith(`${around}.`);
  const signals = distinct(trace.signals.filter(({ name }) => isNear(name) && leaf(name) !== 'unused'));
  const numbers = Array.from({ length: trace.cycles - from }, (_, column) => String(from + column));
  const rows = signals.map(({ name, values }) => [name, ...values.slice(from).map(value => value.toString(16))]);
  const table = formatTable(['cycle', ...numbers], rows);
  return from === 0 ? table : `(the last ${shownCycles} of ${trace.cycles} cycles)\n${table}`;
}
