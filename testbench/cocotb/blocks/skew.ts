import { Deskew } from '../../../generators/systolic/deskew.ts';
import { Skew } from '../../../generators/systolic/skew.ts';
import { delayedLanes, deskewDelay, skewDelay } from '../../golden/systolic/skew.ts';
import type { Random } from '../../random.ts';
import { cocotbBlock } from '../block.ts';
import type { CycleVectors } from '../vectors.ts';

const CYCLES = 200;
const golden = 'testbench/golden/systolic/skew.ts';

function laneVectors(
  ports: { readonly input: string; readonly output: string },
  shape: { readonly LANES: number; readonly WIDTH: number },
  delayOf: (lane: number) => number,
  random: Random,
): CycleVectors {
  const lane = (): bigint => BigInt.asIntN(shape.WIDTH, random.bits(shape.WIDTH));
  const cycles = Array.from({ length: CYCLES }, () => ({
    values: Array.from({ length: shape.LANES }, lane),
    advance: random.chance(0.8),
  }));
  // The model delays positions, which are numbers of any size.
  const numbered = cycles.map(({ values, advance }, cycle) => ({ lanes: values.map(() => cycle), advance }));
  const late = delayedLanes(numbered, delayOf);
  return {
    kind: 'cycles',
    cycles: cycles.map(({ values, advance }, cycle) => {
      const seen = (late[cycle] ?? []).map((from, index) => cycles[from ?? -1]?.values[index]);
      const known = seen.filter(value => value !== undefined);
      const outputs = known.length === seen.length ? { [ports.output]: known } : {};
      return { inputs: { advance, [ports.input]: values }, outputs };
    }),
  };
}

export const skew = cocotbBlock(Skew, {
  values: { LANES: 5, WIDTH: 8, PIPELINE: 2 },
  golden,
  vectors: (shape, random) =>
    laneVectors({ input: 'straight', output: 'skewed' }, shape, lane => skewDelay(lane, shape), random),
});

export const deskew = cocotbBlock(Deskew, {
  values: { LANES: 5, WIDTH: 8, PIPELINE: 2 },
  golden,
  vectors: (shape, random) =>
    laneVectors({ input: 'skewed', output: 'straight' }, shape, lane => deskewDelay(lane, shape), random),
});
