import type { PortValue } from '../../dsl/index.ts';
import { UserError } from '../../scripts/userError.ts';
import type { BenchInterface, BenchValue } from './interface.ts';
import type { Vectors } from './vectors.ts';
import { valueJson } from './vectorsJson.ts';

/** Vectors that do not fit a block. */
class VectorsError extends UserError {
  constructor(block: string, problem: string, remedy = '') {
    super(`The vectors of ${block} do not fit it: ${problem}`, remedy);
  }
}

/** Holds vectors against the interface of a block. @throws VectorsError for the first that does not fit */
export function checkVectors(block: string, vectors: Vectors, { streams, values }: BenchInterface): void {
  const fail = (problem: string, remedy = ''): never => {
    throw new VectorsError(block, problem, remedy);
  };
  const known = (kind: string, all: readonly BenchValue[], key: string): BenchValue =>
    all.find(value => value.key === key) ??
    fail(
      `it has no ${kind} ${key}.`,
      all.length === 0 ? 'It has none.' : `It has ${all.map(each => each.key).join(', ')}.`,
    );
  const check = (place: string, value: PortValue, { type }: BenchValue): void => {
    try {
      valueJson(value, type);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      fail(`${place}: ${error.message}`);
    }
  };
  const inputs = values.filter(({ direction }) => direction === 'input');

  if (vectors.kind === 'cycles') {
    const outputs = values.filter(({ direction }) => direction === 'output');
    vectors.cycles.forEach((cycle, number) => {
      for (const [key, value] of Object.entries(cycle.inputs))
        check(`${key} in cycle ${number}`, value, known('input', inputs, key));
      for (const [key, value] of Object.entries(cycle.outputs))
        check(`${key} in cycle ${number}`, value, known('output', outputs, key));
      const missing = inputs.find(({ key }) => !(key in cycle.inputs));
      if (missing !== undefined)
        fail(`${missing.key} has no value in cycle ${number}.`, 'Every input has one in every cycle.');
    });
    return;
  }

  const sources = streams.filter(({ direction }) => direction === 'input');
  const sinks = streams.filter(({ direction }) => direction === 'output');
  for (const [kind, all, lists] of [
    ['input stream', sources, vectors.inputs],
    ['output stream', sinks, vectors.outputs],
  ] as const)
    for (const [key, list] of Object.entries(lists)) {
      const stream = known(kind, all, key);
      list.forEach((value, number) => {
        check(`element ${number} of ${key}`, value, stream);
      });
    }
  for (const key of vectors.first ?? []) known('input stream', sources, key);
  for (const [key, value] of Object.entries(vectors.constants ?? {}))
    check(key, value, known('plain input', inputs, key));
  const open = inputs.find(({ key }) => !(key in (vectors.constants ?? {})));
  if (open !== undefined)
    fail(
      `the input ${open.key} belongs to no stream, and has no value.`,
      'Give it one in `constants`, or take the ports of every cycle.',
    );
  const { duration } = vectors;
  if (duration === undefined) return;
  for (const key of [duration.from, duration.to]) {
    known('stream', streams, key);
    if ((vectors.inputs[key] ?? vectors.outputs[key] ?? []).length === 0)
      fail(`its duration goes by ${key}, of which no element passes.`);
  }
}
