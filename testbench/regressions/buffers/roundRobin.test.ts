import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RoundRobin } from '../../../generators/buffers/roundRobin.ts';
import { roundRobinGrants } from '../../golden/buffers/roundRobin.ts';
import { randomRows, withReset } from '../language/inputs.ts';
import { emitFiles, type Row, simulate } from '../language/tools.ts';

/** The grants that the golden model gives for rows of inputs. */
const grants = (rows: readonly Row[], ports: number): bigint[] =>
  roundRobinGrants(
    rows.map(({ rst, request = 0n, taken }) => ({ request, taken: taken === 1n, reset: rst === 1n })),
    ports,
  );

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-round-robin-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('round_robin', () => {
  it.each([1, 2, 5, 8, 33])('grants in turn, %i ports', async ports => {
    const emitted = await emitFiles(folder, RoundRobin);
    const inputs = withReset(randomRows({ request: ports, taken: 1 }, 400, ports), ports);
    const expected = grants(inputs, ports);
    // Before the first reset nobody knows whose turn it is.
    const since = inputs.findIndex(({ rst }) => rst === 1n) + 1;
    for (const { simulator, rows } of await simulate(emitted, { PORTS: ports }, inputs))
      expect(
        rows.slice(since).map(({ grant }) => grant),
        simulator,
      ).toEqual(expected.slice(since));
  });
});
