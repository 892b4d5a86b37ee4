import { expect, it } from 'vitest';
import { input, int, module, output, sint } from '../../index.ts';
import { emitModule } from '../pipeline.ts';
import { noSource } from './names.ts';

const Negative = module(
  'negative',
  {
    params: {
      BOTH: int(-2, { min: -8, max: 7 }),
      LOW: int(0, { min: -3 }),
      HIGH: int(-5, { max: -1 }),
    },
    where: ({ BOTH, LOW }) => [BOTH.atLeast(LOW.minus(5)), LOW.atMost(BOTH.times(-2))],
    ports: () => ({ x: input(sint(8)), y: output(sint(13)) }),
  },
  ({ x, y }, { BOTH, LOW, HIGH }) => y.set(x.add(BOTH).add(LOW).add(HIGH).fit(13)),
);

it('a guard on a negative bound is a name of Verilog, and says that the bound is negative', () => {
  const { text } = emitModule(Negative.elaborate(), { source: noSource, prefix: '' });
  const sentences = [...text.matchAll(/begin : \w+ (\S+) stop/g)].map(([, sentence]) => sentence);
  expect(sentences).toEqual([
    'BOTH_must_be_minus_8_to_7',
    'LOW_must_be_at_least_minus_3',
    'HIGH_must_be_at_most_minus_1',
    'BOTH_must_be_at_least_LOW_minus_5',
    'LOW_must_be_at_most_BOTH_times_minus_2',
  ]);
});
