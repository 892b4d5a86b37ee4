import { expect, test } from 'vitest';
import { main } from './builtIn.ts';

// Copied as a test file by the benchmark, which edits the queue beside it.
test('the queue keeps the order under random stalls', async () => {
  expect(await main()).toBe(0);
});
