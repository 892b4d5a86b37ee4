import { callLabel, context } from './context.ts';
import { fail, type Label } from './diagnostics/diagnostic.ts';
import { refuse } from './given.ts';
import type { CallSite } from './source/location.ts';

/** Functions that a user gives, run while a module is described. */

/**
 * What a function that describes hardware may give: nothing, or anything that is there at once. Promises are refused in
 * the editor: an async function stops at its first `await`, and what it makes afterwards is lost.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that gives nothing is the usual one
export type NoPromise = void | null | { readonly then?: undefined; toString(): string };

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Where the user's function was given: the call that is being carried out, unless the function is called later. */
const placeOf = (site: CallSite | undefined): readonly Label[] =>
  site === undefined ? [callLabel()] : [{ location: site.location, message: '' }];

/** Refuses what is no function. */
export function requireFunction(operation: string, body: unknown, site?: CallSite): void {
  if (typeof body !== 'function')
    refuse(
      `What \`${operation}\` is to do`,
      'a function',
      body,
      'Write `() => ...` in front of what it is to do.',
      placeOf(site),
    );
}

/**
 * The result of a user's function, which describes hardware and therefore cannot come later.
 *
 * @throws DiagnosticError where it is a promise
 */
export function called<R>(operation: string, body: () => R, site?: CallSite): R {
  requireFunction(operation, body, site);
  const result = body();
  if (isPromise(result)) {
    // What fails in it comes too late for anyone to hear.
    Promise.resolve(result).catch(() => undefined);
    fail('asynchronous-body', { operation }, placeOf(site));
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
