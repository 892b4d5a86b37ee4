import { describe, expect, it } from 'vitest';
import { SystolicArray } from '../../generators/systolic/array.ts';
import { skipUnless } from '../../scripts/test/skip.ts';
import { monitoredFifo } from './blocks/fifo.ts';
import { monitoredRoundRobin } from './blocks/roundRobin.ts';
import { monitoredSkidBuffer } from './blocks/skidBuffer.ts';
import { monitoredSystolicArray } from './blocks/systolicArray.ts';
import { faultyFifo, fifoFaults } from './faults/fifo.ts';
import { faultyRoundRobin, roundRobinFaults } from './faults/roundRobin.ts';
import { faultySkidBuffer, skidBufferFaults } from './faults/skidBuffer.ts';
import { faultySystolicArray, systolicArrayFaults } from './faults/systolicArray.ts';
import type { Proof } from './proof.ts';
import { defaultOptions, type ProofResult, prove } from './prove.ts';
import { proofs } from './registry.ts';
import { formalAvailability } from './tools.ts';

const formal = await formalAvailability();

async function proveHere(proof: Proof, options: Partial<typeof defaultOptions> = {}): Promise<ProofResult> {
  if (!formal.available) throw new Error(formal.reason);
  return prove(proof, formal.tools, { ...defaultOptions, ...options });
}

/** Messages of what fails, each once. */
const failures = ({ counterexample }: ProofResult): string[] => [
  ...new Set(counterexample?.failed.map(({ message }) => message)),
];

/** Those that are for `npm run formal`: the same at other sizes, or slow. */
const large = [
  ...['fifo-8x1', 'round-robin-8', 'systolic-array-3x1', 'tile-walker', 'tile-walker-large-steps'],
  ...['accumulator-2x2x1', 'accumulator-1x1x3', 'broadcast-queue-2x1', 'broadcast-queue-3x2', 'answer-queue-2'],
  ...['result-path-1', 'result-path-2', 'examples-queue', 'examples-dot-product', 'async-fifo-4'],
  ...['async-fifo-block-2', 'weight-stationary-1x1'],
];

describe('proofs of the blocks', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  const quick = proofs.filter(({ name }) => !large.includes(name));
  it.each(quick)('$name', async proof => {
    const { outcome, covered, counterexample } = await proveHere(proof);
    expect(counterexample).toBeUndefined();
    expect(outcome).toBe('holds');
    expect(covered.length).toBeGreaterThan(0);
  });
});

const faulty = (fault: string, module: Proof['module'], values: Proof['values']): Proof => ({
  name: fault,
  description: 'a planted mistake',
  module,
  values,
});

const room = 'an element is accepted whenever there is room, and only then';
const offer = 'an element is offered whenever there is one, and only then';
const order = 'elements leave in order, and as they are expected';
const invented = 'nothing is offered that did not enter';
const stays = 'what is offered stays until it is taken';
const unchanged = 'what is offered does not change until it is taken';
const fair = 'a port waits for at most PORTS - 1 grants to others';

const busy = 'busy says whether a vector or a weight is in the array';

/** Mistakes, and the assertions of which one must fail first. */
const fifoMistakes: Record<(typeof fifoFaults)[number], string[]> = {
  'never-full': [room, offer, stays, invented],
  'full-when-empty': [room],
  'wraps-late': [room],
  overwrites: [room],
  drops: [offer, stays],
  repeats: [order],
};
const skidBufferMistakes: Record<(typeof skidBufferFaults)[number], string[]> = {
  'no-spare': [order],
  'spare-forgotten': [offer],
  'half-speed': [room],
  'not-held': [order, unchanged],
};
const roundRobinMistakes: Record<(typeof roundRobinFaults)[number], string[]> = {
  'lowest-first': [fair],
  'mask-includes-granted': [fair],
  'grants-all': ['at most one is granted'],
  'no-second-round': ['somebody is granted whenever somebody requests'],
};
const systolicArrayMistakes: Record<(typeof systolicArrayFaults)[number], string[]> = {
  'weights-lost': ['weights never run over those that wait', busy],
  'results-repeated': ['no result comes of nothing', busy],
  'idle-too-early': [busy],
};

interface Planted {
  readonly name: string;
  readonly proof: Proof;
  readonly expected: readonly string[];
}

const planted: readonly Planted[] = [
  ...fifoFaults.map(fault => ({
    proof: faulty(fault, monitoredFifo(faultyFifo(fault)), { WIDTH: 1, DEPTH: 3 }),
    expected: fifoMistakes[fault],
  })),
  ...skidBufferFaults.map(fault => ({
    proof: faulty(fault, monitoredSkidBuffer(faultySkidBuffer(fault)), { WIDTH: 1 }),
    expected: skidBufferMistakes[fault],
  })),
  ...roundRobinFaults.map(fault => ({
    proof: faulty(fault, monitoredRoundRobin(faultyRoundRobin(fault)), { PORTS: 3 }),
    expected: roundRobinMistakes[fault],
  })),
  ...systolicArrayFaults.map(fault => ({
    proof: faulty(fault, monitoredSystolicArray(faultySystolicArray(fault)), { ROWS: 2, COLS: 1 }),
    expected: systolicArrayMistakes[fault],
  })),
  {
    proof: faulty('tiles of any number of rows', monitoredSystolicArray(SystolicArray, 'any'), { ROWS: 2, COLS: 1 }),
    expected: ['a tile has more than ROWS rows of weights'],
  },
].map(entry => ({ name: `${entry.proof.module.name} ${entry.proof.name}`, ...entry }));

describe('planted mistakes are found', () => {
  skipUnless(formal.available, formal.available ? '' : formal.reason);

  it.each(planted)('$name', async ({ proof, expected }) => {
    const result = await proveHere(proof, { engine: 'bounded' });
    expect(result.outcome).toBe('fails');
    const failed = failures(result);
    expect(failed).not.toEqual([]);
    expect(expected).toEqual(expect.arrayContaining(failed));
  });
});
