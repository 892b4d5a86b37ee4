import { describe, expect, it } from 'vitest';
import { simulate } from '../../dsl/simulate/simulate.ts';
import type { Simulator } from '../../dsl/simulate/simulator.ts';
import { Deskew } from './deskew.ts';
import { Skew } from './skew.ts';

/** Cycles by which each lane is late, found by sending the number of the cycle down every lane. */
function delays(simulator: Simulator, input: string, output: string, lanes: number): number[] {
  const now = 60;
  for (let cycle = 0; cycle < now; cycle++) {
    simulator.poke(input, new Array<number>(lanes).fill(cycle));
    simulator.poke('advance', true);
    simulator.step();
  }
  simulator.poke(input, new Array<number>(lanes).fill(now));
  return simulator.peekNumbers(output).map(seen => now - seen);
}

const sizes = [1, 2, 3, 5, 8].flatMap(LANES => [0, 1, 2, 3, 20].map(PIPELINE => ({ LANES, PIPELINE })));

describe('skew and deskew', () => {
  it.each(sizes)(
    'delay $LANES lanes with PIPELINE $PIPELINE as they say, and undo each other',
    ({ LANES, PIPELINE }) => {
      const lanes = Array.from({ length: LANES }, (_, lane) => lane);
      const cuts = (lane: number): number => (PIPELINE === 0 ? 0 : Math.floor(lane / PIPELINE));
      for (const STEP of [0, 1, 2]) {
        const skew = simulate(Skew, { LANES, PIPELINE, STEP });
        expect(delays(skew, 'straight', 'skewed', LANES)).toEqual(lanes.map(lane => lane * STEP + cuts(lane)));
      }
      const deskew = simulate(Deskew, { LANES, PIPELINE });
      const last = LANES - 1 + cuts(LANES - 1);
      expect(delays(deskew, 'skewed', 'straight', LANES)).toEqual(lanes.map(lane => last - lane - cuts(lane)));
    },
  );

  it('stand still without advance', () => {
    const skew = simulate(Skew, { LANES: 3 });
    const seen: number[][] = [];
    for (let cycle = 0; cycle < 8; cycle++) {
      skew.poke('straight', [cycle, cycle, cycle]);
      skew.poke('advance', cycle !== 4 && cycle !== 5);
      if (cycle >= 3) seen.push(skew.peekNumbers('skewed'));
      skew.step();
    }
    expect(seen).toEqual([
      [3, 2, 1],
      [4, 3, 2],
      [5, 3, 2],
      [6, 3, 2],
      [7, 6, 3],
    ]);
  });
});
