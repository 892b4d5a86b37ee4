import { expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { LaneMask } from './laneMask.ts';

it.each([
  { LANES: 1, COUNT_WIDTH: 1 },
  { LANES: 5, COUNT_WIDTH: 3 },
  { LANES: 9, COUNT_WIDTH: 2 },
  { LANES: 4, COUNT_WIDTH: 6 },
])('lane_mask keeps the first count of $LANES lanes', ({ LANES, COUNT_WIDTH }) => {
  const mask = simulate(LaneMask, { LANES, WIDTH: 4, COUNT_WIDTH });
  const lanes = Array.from({ length: LANES }, (_, lane) => (lane % 2 === 0 ? -8 + lane : 7 - lane) || 1);
  mask.poke('in_bits', lanes);
  for (let count = 0; count < 2 ** COUNT_WIDTH; count++) {
    mask.poke('count', count);
    expect(mask.peekNumbers('out_bits')).toEqual(lanes.map((value, lane) => (lane < count ? value : 0)));
  }
});
