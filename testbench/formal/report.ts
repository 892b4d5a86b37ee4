import { relative } from 'node:path';
import { formatTable } from '../../scripts/table.ts';
import type { ProofResult } from './prove.ts';
import { printTrace } from './trace.ts';
import type { NamedProperty } from './translate.ts';

/** A property as a user knows it: its message, where it is stated, and in which instance. */
function describeProperty({ message, location, instance }: NamedProperty): string {
  const place =
    location === undefined
      ? ''
      : `${relative(process.cwd(), location.file) || location.file}:${location.line}:${location.column}`;
  const where = [place, instance === '' ? '' : `in ${instance}`].filter(part => part !== '').join(', ');
  return `\`${message}\`${where === '' ? '' : ` (${where})`}`;
}

const cycles = (count: number): string => `${count} cycle${count === 1 ? '' : 's'}`;

/** The table of all proofs. */
export function summary(results: readonly ProofResult[]): string {
  return formatTable(
    ['proof', 'properties', 'result', 'by', 'seconds'],
    results.map(({ proof, properties, outcome, how, seconds }) => [
      proof.name,
      properties,
      outcome,
      how,
      seconds.toFixed(1),
    ]),
  );
}

/** What is wrong with a proof, and what to do about it; empty when nothing is. */
export function explain({ proof, outcome, how, counterexample, covered }: ProofResult, depth: number): string {
  if (outcome === 'fails') {
    if (counterexample === undefined) return `error: ${proof.name} fails: ${how}.\n`;
    const { failed, cycle, trace } = counterexample;
    const sentences = failed.map(property => `  ${describeProperty(property)}\n`).join('');
    const table = printTrace(trace, failed[0]?.instance ?? '').replace(/^(?=.)/gm, '  ');
    return `error: ${proof.name} fails in cycle ${cycle}:\n${sentences}\n${table}`;
  }
  if (outcome === 'undecided')
    return (
      `error: ${proof.name} is undecided: ${how}.\n` +
      '  Give it more time with --timeout, make its parameters smaller with --set, or assert what relates its registers.\n'
    );
  if (outcome !== 'vacuous') return '';
  const missed = covered.filter(({ cycle }) => cycle === undefined);
  if (missed.length === 0)
    return (
      `error: The assumptions of ${proof.name} leave no run of ${cycles(depth)}: nothing is proved by it.\n` +
      '  Look for assumptions that contradict each other or an output.\n'
    );
  const sentences = missed.map(({ property }) => `  ${describeProperty(property)}\n`).join('');
  return (
    `error: ${proof.name} does not reach within ${cycles(depth)}:\n${sentences}` +
    '  Look for an assumption that forbids it, or give it more cycles with --depth.\n'
  );
}
