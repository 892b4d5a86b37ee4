import { beforeEach, TestRunner } from 'vitest';

/**
 * Skips unless `condition` holds, with a reason that the summary of `npm test` shows. In the body of a `describe` (or of
 * a file) it skips every test in it; in the body of a test it skips the rest of that test. `beforeAll` hooks still run:
 * they have to bear with what is absent.
 */
export function skipUnless(condition: boolean, reason: string): void {
  const test = TestRunner.getCurrentTest();
  if (test !== undefined) test.context.skip(!condition, reason);
  else beforeEach(context => context.skip(!condition, reason));
}
