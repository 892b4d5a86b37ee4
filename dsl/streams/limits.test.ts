import { expect, test } from 'vitest';
import { pair, said } from '../compound.fixture.ts';
import { bufferStream, forkStream, type Io, module, sink } from '../index.ts';

test('streams of no branches, of no depth', () => {
  const simple = (body: (io: Io<{ in: ReturnType<typeof sink<typeof pair>> }>) => void) => () =>
    module('m', { params: {}, ports: () => ({ in: sink(pair) }) }, body);
  expect(said(simple(io => void forkStream(io.in, 0)))).toEqual([
    'constant-out-of-range: The constant 0 does not fit a number of branches, which holds 1 to 2^31 - 1.',
  ]);
  expect(said(simple(io => void bufferStream(io.in, 0)))).toEqual([
    'constant-out-of-range: The constant 0 does not fit a depth, which holds 1 to 2^31 - 1.',
  ]);
});
