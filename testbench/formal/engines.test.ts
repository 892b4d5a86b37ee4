import { describe, expect, it } from 'vitest';
import { skipUnless } from '../../scripts/test/skip.ts';
import { UserError } from '../../scripts/userError.ts';
import { skidBufferProofs } from './blocks/skidBuffer.ts';
import { Decade, Impossible, Overrunning, Silent } from './fixtures.ts';
import type { Proof } from './proof.ts';
import { defaultOptions, type ProofResult, prove } from './prove.ts';
import { explain } from './report.ts';
import { formalAvailability } from './tools.ts';
import type { Trace } from './trace.ts';
import { npmYosys } from './yosys.ts';

const formal = await formalAvailability();

const proofOf = (module: Proof['module'], values: Proof['values'] = {}): Proof => ({
  name: module.name,
  description: '',
  module,
  values,
});

async function proveHere(
  proof: Proof,
  options: Partial<typeof defaultOptions> & { readonly npm?: true } = {},
): Promise<ProofResult> {
  if (!formal.available) throw new Error(formal.reason);
  const tools = options.npm === true ? { ...formal.tools, yosys: await npmYosys() } : formal.tools;
  return prove(proof, tools, { ...defaultOptions, depth: 12, ...options });
}

const valuesOf = (trace: Trace | undefined, name: string): number[] =>
  trace?.signals.find(signal => signal.name === name)?.values.map(Number) ?? [];

/** Without the first cycle, in which a register holds anything. */
const afterReset = (values: readonly number[]): number[] => values.slice(1);

describe('the engines', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  it.each([{ engine: 'both' }, { engine: 'pdr' }, { engine: 'induction' }, { engine: 'bounded' }] as const)(
    'show the shortest way to a failure, to its very cycle: $engine',
    async ({ engine }) => {
      const { outcome, counterexample } = await proveHere(proofOf(Overrunning), { engine });
      expect(outcome).toBe('fails');
      expect(counterexample?.failed.map(({ message }) => message)).toEqual(['it stops at LIMIT']);
      expect(counterexample?.cycle).toBe(5);
      const { trace } = counterexample ?? {};
      expect(trace?.cycles).toBe(6);
      expect(valuesOf(trace, 'rst')).toEqual([1, 0, 0, 0, 0, 0]);
      expect(afterReset(valuesOf(trace, 'counted'))).toEqual([0, 1, 2, 3, 4]);
      expect(afterReset(valuesOf(trace, 'count'))).toEqual([0, 1, 2, 3, 4]);
      expect(afterReset(valuesOf(trace, 'enable')).slice(0, -1)).toEqual([1, 1, 1, 1]);
    },
  );

  it('say the same of what the WebAssembly Yosys translates', async () => {
    const failing = await proveHere(proofOf(Overrunning, { LIMIT: 2 }), { npm: true });
    expect(failing.counterexample?.cycle).toBe(4);
    expect(afterReset(valuesOf(failing.counterexample?.trace, 'counted'))).toEqual([0, 1, 2, 3]);
    expect((await proveHere(proofOf(Decade), { npm: true, engine: 'pdr' })).how).toBe('pdr');
  });

  it('prove by induction what needs no more than its own past', async () => {
    const { outcome, how } = await proveHere(proofOf(Decade), { engine: 'induction' });
    expect(how).toMatch(/^k-induction, k = \d+$/);
    // What it cannot reach is said as well.
    expect(outcome).toBe('vacuous');
  });

  it('leave undecided what is not inductive, and say how far it holds', async () => {
    const [skidBuffer] = skidBufferProofs;
    if (skidBuffer === undefined) throw new Error('no proof of the skid buffer');
    const result = await proveHere(skidBuffer, { engine: 'induction', depth: 5 });
    expect(result.outcome).toBe('undecided');
    expect(explain(result, 5)).toBe(
      'error: skid-buffer-2 is undecided: holds for 5 cycles.\n' +
        '  Give it more time with --timeout, make its parameters smaller with --set, or assert what relates its registers.\n',
    );
  });

  it('look no further than they are asked to', async () => {
    const result = await proveHere(proofOf(Overrunning, { LIMIT: 5 }), { engine: 'bounded', depth: 7 });
    expect(result).toMatchObject({ outcome: 'bounded', how: 'holds for 7 cycles', properties: 2 });
    expect(explain(result, 7)).toBe('');
    expect((await proveHere(proofOf(Overrunning, { LIMIT: 5 }), { engine: 'bounded', depth: 8 })).outcome).toBe(
      'fails',
    );
  });
});

describe('cover statements', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  it('are reached in the first cycle in which they can be', async () => {
    const { covered } = await proveHere(proofOf(Overrunning, { LIMIT: 6 }), { engine: 'bounded', depth: 8 });
    expect(covered.map(({ cycle }) => cycle)).toEqual([7]);
    expect(afterReset(valuesOf(covered[0]?.trace, 'counted'))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are not reached by what registers hold before the reset', async () => {
    const result = await proveHere(proofOf(Decade));
    expect(result.outcome).toBe('vacuous');
    expect(explain(result, 12)).toMatch(
      /^error: decade does not reach within 12 cycles:\n {2}`it counts to 12` \(testbench\/formal\/fixtures\.ts:\d+:\d+\)\n/,
    );
  });

  it('are not needed to see that assumptions exclude everything', async () => {
    const result = await proveHere(proofOf(Impossible));
    expect(result.outcome).toBe('vacuous');
    expect(explain(result, 12)).toBe(
      'error: The assumptions of impossible leave no run of 12 cycles: nothing is proved by it.\n' +
        '  Look for assumptions that contradict each other or an output.\n',
    );
  });
});

describe('what is to be proved', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  it('must assert something', async () => {
    const proving = proveHere(proofOf(Silent));
    await expect(proving).rejects.toThrow(UserError);
    await expect(proving).rejects.toThrow(
      'silent has nothing to prove: neither silent nor what it instantiates asserts anything.',
    );
  });

  it('has legal values of its parameters', async () => {
    await expect(proveHere(proofOf(Overrunning, { LIMIT: 15 }))).rejects.toThrow(
      'parameter-out-of-range: LIMIT of `overrunning` is 15, but must be 1 to 14.',
    );
  });
});
