import type { Severity } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

const placeText = (diagnostic: Diagnostic): string =>
  diagnostic.labels.map(({ location }) => `${location?.file}:${location?.line}:${location?.column}`).join(' ');

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const [left, right] = [a.labels[0]?.location, b.labels[0]?.location];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

/** Each diagnostic once, by file, line and column; those without a place last, in the order in which they came. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const each = new Map(
    diagnostics.map(diagnostic => [`${diagnostic.code} ${diagnostic.message} ${placeText(diagnostic)}`, diagnostic]),
  );
  return [...each.values()].sort(byPlace);
}

export const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** How many diagnostics of a severity there are. */
export const countOf = (diagnostics: readonly Diagnostic[], severity: Severity): number =>
  diagnostics.filter(diagnostic => diagnostic.severity === severity).length;

/** `3 errors, 1 warning`. */
export function tally(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ['error', 'warning'];
  return severities
    .map(severity => ({ severity, count: countOf(diagnostics, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}
