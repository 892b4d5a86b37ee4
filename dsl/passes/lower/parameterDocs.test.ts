import { describe, expect, it } from 'vitest';
import { input, int, module, output, uint } from '../../index.ts';
import { loadSourceIndex } from '../../source/names.ts';
import { emitModule, sourceFiles, sourceLookup } from '../pipeline.ts';

const shared = {
  /** Bits of a word. */
  WIDTH: int(8, { min: 1 }),
};

const Wire = module(
  'wire_of_words',
  {
    params: {
      ...shared,
      /** Says nothing. */
      SPARE: int(0),
    },
    ports: ({ WIDTH }) => ({ in: input(uint(WIDTH)), out: output(uint(WIDTH)) }),
  },
  io => io.out.set(io.in),
);

describe('parameters that several modules share', () => {
  it('keep the comment that stands where they are declared', async () => {
    const hardware = Wire.elaborate();
    const source = sourceLookup(await loadSourceIndex(sourceFiles([hardware])));
    const { text } = emitModule(hardware, { source, prefix: '' });
    expect(text).toContain('  // Bits of a word. 1 or more.\n  parameter integer WIDTH = 8,');
    expect(text).toContain('  // Says nothing.\n  parameter integer SPARE = 0');
  });
});
