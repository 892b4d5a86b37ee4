import { describe, expect, it } from 'vitest';
import { skipUnless } from '../../scripts/test/skip.ts';
import { asyncFifoFaults } from './faults/asyncFifo.ts';
import { crossingFaults } from './faults/crossings.ts';
import { planted } from './faults/edit.ts';
import { engineFaults } from './faults/engine.ts';
import { defaultOptions, prove } from './prove.ts';
import { proofs } from './registry.ts';
import { formalAvailability } from './tools.ts';

const formal = await formalAvailability();

function proofOf(name: string) {
  const proof = proofs.find(each => each.name === name);
  if (proof === undefined) throw new Error(`there is no proof ${name}`);
  return proof;
}

describe('mistakes planted in the engine’s Verilog are found', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  it.each([...engineFaults, ...asyncFifoFaults, ...crossingFaults])(
    '$proof: $name',
    async ({ proof, fails, ...edit }) => {
      if (!formal.available) return;
      const options = { ...defaultOptions, engine: 'bounded' as const, depth: 14 };
      const { outcome, counterexample } = await prove(proofOf(proof), formal.tools, options, planted(edit));
      expect(outcome).toBe('fails');
      const failed = [...new Set(counterexample?.failed.map(({ message }) => message))];
      expect(failed).not.toEqual([]);
      expect(fails).toEqual(expect.arrayContaining(failed));
    },
  );
});
