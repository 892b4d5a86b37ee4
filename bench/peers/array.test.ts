import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../dsl/simulate/simulate.ts';
import { skipUnless } from '../../scripts/test/skip.ts';
import { type Random, random } from '../../testbench/random.ts';
import { buildModel } from '../../testbench/verilator/model.ts';
import { writeEmitted } from '../grids.ts';
import { SystolicArray } from './array.ts';
import { type ArrayInputs, goldenArray } from './golden.ts';
import { peerSources } from './peer.ts';
import { compareSpeeds } from './simulation.ts';

/** Cycles in which a reset and 2N loads, N of each bank, come first, and then everything is random. */
function stimulus(draw: Random, size: number, width: number, count: number): ArrayInputs[] {
  const low = -(2 ** (width - 1));
  // Corners are common, so that sums reach their ends and wrap.
  const number = (): number => (draw.chance(0.3) ? low : draw.integer(low, -1 - low));
  const vector = (): number[] => Array.from({ length: size }, number);
  return Array.from({ length: count }, (_, cycle) => {
    const first = cycle <= 2 * size;
    return {
      rst: cycle === 0 || (!first && draw.chance(0.01)),
      in_valid: !first && draw.chance(0.7),
      in_bank: draw.chance(0.5),
      in_act: vector(),
      load: first ? cycle > 0 : draw.chance(0.3),
      load_bank: first ? cycle > size : draw.chance(0.5),
      in_wgt: vector(),
    };
  });
}

describe('the array that stands beside the peers', () => {
  const seed = 20261124;
  it.each([
    { N: 1, AW: 8, PW: 32 },
    { N: 2, AW: 2, PW: 4 },
    { N: 3, AW: 8, PW: 32 },
    { N: 4, AW: 8, PW: 17 },
    { N: 7, AW: 5, PW: 10 },
  ])(`equals its golden model bit for bit, N = $N, AW = $AW, PW = $PW (seed ${seed})`, ({ N, AW, PW }) => {
    const cycles = stimulus(random(seed), N, AW, 400);
    const expected = goldenArray(N, PW, cycles);
    expect(expected.filter(result => result !== undefined).length).toBeGreaterThan(100);
    const simulator = simulate(SystolicArray, { N, AW, PW });
    const seen = cycles.map(({ rst, ...inputs }) => {
      for (const [port, value] of Object.entries(inputs)) simulator.poke(port, value);
      const result = simulator.peek('out_valid') === 1 ? simulator.peekNumbers('out_psum') : undefined;
      if (rst) simulator.reset();
      else simulator.step();
      return result;
    });
    expect(seen).toEqual(expected);
  });

  it('equals the array written by hand in every cycle, held results included', async () => {
    const byHand = join(peerSources, 'ref/array_scoped.sv');
    skipUnless(existsSync(byHand), 'no ../shared/peers');
    const folder = await mkdtemp(join(tmpdir(), 'scoville-peers-'));
    try {
      const own = await writeEmitted(SystolicArray, folder);
      for (const N of [1, 5]) {
        const models = await Promise.all(
          [byHand, own].map(async name => ({
            name,
            model: await buildModel({ files: [name], top: 'SystolicArray', parameters: { N } }),
          })),
        );
        // Throws where they differ; nothing is timed.
        const speeds = compareSpeeds(models, { size: N, cycles: 5000, rounds: 0 }, () => undefined);
        expect(speeds.size).toBe(2);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
