import { callLabel, context } from './context.ts';
import { fail, type Label } from './diagnostics/diagnostic.ts';
import type { CallSite } from './source/location.ts';

/** Functions that a user gives, run while a module is described. */

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** What stands in place of a function, in words. */
function describeValue(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'object') return 'valueKind' in value ? 'a hardware value' : 'an object';
  return `the ${typeof value} ${String(value)}`;
}

/** Where the user's function was given: the call that is being carried out, unless the function is called later. */
const placeOf = (site: CallSite | undefined): readonly Label[] =>
  site === undefined ? [callLabel()] : [{ location: site.location, message: '' }];

function requireFunction(operation: string, body: unknown, site?: CallSite): void {
  if (typeof body !== 'function')
    fail(
      'type-mismatch',
      {
        operation,
        expected: 'a function',
        actual: describeValue(body),
        suggestion: 'Write `() => ...` in front of what it is to do.',
      },
      placeOf(site),
    );
}

/** The result of a user's function, which describes hardware and therefore cannot come later. */
export function called<R>(operation: string, body: () => R, site?: CallSite): R {
  requireFunction(operation, body, site);
  const result = body();
  if (isPromise(result)) {
    // What fails in it comes too late for anyone to hear.
    Promise.resolve(result).catch(() => undefined);
    context(operation).report('asynchronous-body', { operation }, placeOf(site));
  }
  return result;
}

/** Runs a user's function for what it describes: an error in it does not keep what stands behind from being described. */
export function runBody(operation: string, body: () => unknown): void {
  requireFunction(operation, body);
  context(operation).recovering(() => {
    called(operation, body);
  });
}
