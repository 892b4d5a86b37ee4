import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../random.ts';
import { type Bench, benchJob, benchOutputs, writeBench } from './bench.ts';
import { type Engine, runEngine } from './engines.ts';
import { lintBench } from './lint.ts';
import { INIT_CYCLES } from './plan.ts';
import { controlsOf, type FuzzCase, inputsOf, runBuiltIn, type Subject, subjectOf } from './subject.ts';

export interface RunOptions {
  readonly engines: readonly Engine[];
  /** Whether Verilator, and Icarus where it is an engine, must have nothing to say of the Verilog. */
  readonly lint: boolean;
  /** Seeds the inputs. */
  readonly seed: number;
  /** Cycles that are compared. */
  readonly cycles: number;
}

/** What is wrong with a case. */
export interface Failure {
  /** The position of the case. */
  readonly index: number;
  readonly kind: 'description' | 'lint' | 'refused' | 'difference';
  readonly engine?: Engine;
  readonly text: string;
}

const describeError = (error: unknown): string =>
  error instanceof Error
    ? error.name === 'DiagnosticError'
      ? error.message
      : (error.stack ?? error.message)
    : String(error);

interface Numbered {
  readonly index: number;
  readonly subject: Subject;
}

/** Runs cases in all engines, many to a build; what fails is reported by the position of its case. */
export async function runCases(cases: readonly FuzzCase[], options: RunOptions): Promise<Failure[]> {
  const failures: Failure[] = [];
  const subjects: Numbered[] = [];
  cases.forEach((fuzzCase, index) => {
    try {
      subjects.push({ index, subject: subjectOf(fuzzCase, `m${index}`) });
    } catch (error) {
      failures.push({ index, kind: 'description', text: describeError(error) });
    }
  });
  failures.push(...(await runSubjects(subjects, options)));
  return failures.sort((a, b) => a.index - b.index);
}

export async function runSubjects(subjects: readonly Numbered[], options: RunOptions): Promise<Failure[]> {
  if (subjects.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), 'scoville-fuzz-'));
  try {
    return await runIn(folder, subjects, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, subjects: readonly Numbered[], options: RunOptions): Promise<Failure[]> {
  const { engines, lint, seed, cycles } = options;
  const bench = await writeBench(
    folder,
    subjects.map(({ subject }) => subject),
  );
  const indexOf = new Map(subjects.map(({ subject, index }) => [subject, index]));
  const controls = controlsOf(INIT_CYCLES + cycles, random(seed));
  // The same inputs whether a case runs alone or with others.
  const inputs = bench.entries.map(({ subject, instance }) => {
    const number = subject.instances.indexOf(instance);
    return inputsOf(instance, controls.length, random((seed + 7919 * (number + 1)) >>> 0));
  });
  const failures: Failure[] = [];
  const expected = bench.entries.map(({ subject, instance }, index) => {
    try {
      return runBuiltIn(subject, instance, controls, inputs[index] ?? []);
    } catch (error) {
      failures.push({ index: indexOf.get(subject) ?? 0, kind: 'description', text: describeError(error) });
      return undefined;
    }
  });
  if (lint) failures.push(...(await lintFailures(bench, subjects, engines)));
  const job = benchJob(bench, controls, inputs);
  for (const engine of engines) {
    try {
      const result = await runEngine(engine, bench, job, folder);
      const outputs = benchOutputs(bench, result);
      bench.entries.forEach((entry, position) => {
        const actual = outputs[position];
        const wanted = expected[position];
        if (actual === undefined || wanted === undefined) return;
        const text = difference(bench, position, wanted, actual, inputs[position] ?? []);
        const index = indexOf.get(entry.subject) ?? 0;
        if (text !== undefined) failures.push({ index, kind: 'difference', engine, text });
      });
    } catch (error) {
      failures.push(...(await refused(subjects, options, engine, error)));
    }
  }
  return failures;
}

/** An engine that refuses many names one; else the halves are tried apart. */
async function refused(
  subjects: readonly Numbered[],
  options: RunOptions,
  engine: Engine,
  error: unknown,
): Promise<Failure[]> {
  const [first] = subjects;
  if (subjects.length === 1 && first !== undefined)
    return [{ index: first.index, kind: 'refused', engine, text: describeError(error) }];
  const middle = subjects.length >> 1;
  const halves = [subjects.slice(0, middle), subjects.slice(middle)];
  const alone = { ...options, engines: [engine], lint: false };
  return (await Promise.all(halves.map(half => runSubjects(half, alone)))).flat();
}

async function lintFailures(
  bench: Bench,
  subjects: readonly Numbered[],
  engines: readonly Engine[],
): Promise<Failure[]> {
  const { own, others } = await lintBench(
    bench,
    subjects.map(({ subject }) => subject),
    engines,
  );
  const failures = subjects.flatMap(({ index, subject }): Failure[] => {
    const lines = own.get(subject);
    return lines === undefined ? [] : [{ index, kind: 'lint', text: lines.slice(0, 6).join('\n') }];
  });
  if (others.length > 0 && failures.length === 0)
    failures.push({ index: subjects[0]?.index ?? 0, kind: 'lint', text: others.slice(0, 6).join('\n') });
  return failures;
}

/** The first output that differs, in words. */
function difference(
  bench: Bench,
  position: number,
  wanted: readonly bigint[],
  actual: { readonly values: readonly bigint[]; readonly unknown: readonly bigint[] },
  inputs: readonly bigint[],
): string | undefined {
  const entry = bench.entries[position];
  for (let cycle = INIT_CYCLES; cycle < wanted.length; cycle++) {
    const [want, have, unknown] = [wanted[cycle] ?? 0n, actual.values[cycle] ?? 0n, actual.unknown[cycle] ?? 0n];
    if (want === have && unknown === 0n) continue;
    let low = 0n;
    for (const { name, width } of entry?.instance.outputs ?? []) {
      const part = (value: bigint): bigint => BigInt.asUintN(width, value >> low);
      if (part(want) !== part(have) || part(unknown) !== 0n) {
        const bits = `${width} bits`;
        const x = part(unknown) === 0n ? '' : `, unknown bits 0x${part(unknown).toString(16)}`;
        const binding = JSON.stringify(entry?.instance.binding);
        const given = `0x${(inputs[cycle] ?? 0n).toString(16)}`;
        return `${name} (${bits}) in cycle ${cycle} at ${binding}: built-in 0x${part(want).toString(16)}, here 0x${part(have).toString(16)}${x}; inputs ${given}`;
      }
      low += BigInt(width);
    }
  }
  return undefined;
}
