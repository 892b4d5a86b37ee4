import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWrongProgram, runWrong } from './wrong.ts';

/** FUZZ_SEED draws others. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);

describe(`wrong programs of seed ${SEED}`, () => {
  it('get diagnostics, and never an internal error', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(arbitraryWrongProgram, program => {
        const said = runWrong(program);
        codes.add(said?.split(':')[0] ?? 'nothing');
        expect(said ?? '').not.toMatch(/^internal/m);
      }),
      { seed: SEED, numRuns: 1500 },
    );
    // The programs are wrong in many ways, and some are not wrong.
    expect(codes.size).toBeGreaterThan(10);
    expect(codes.has('nothing')).toBe(true);
  });
});
