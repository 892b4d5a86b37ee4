import { expect, it } from 'vitest';
import { countResults } from './runBench.ts';

it('counts tests, failures and errors of all suites', () => {
  expect(
    countResults(
      '<testsuites name="results"><testsuite name="a" tests="5" failures="1" errors="0"/>' +
        '<testsuite tests="2" errors="1" name="b"><testcase/></testsuite></testsuites>',
    ),
  ).toEqual({ tests: 7, failed: 2 });
});

it('has no count where the simulation ended before its tests', () => {
  expect(countResults('')).toBeUndefined();
});
