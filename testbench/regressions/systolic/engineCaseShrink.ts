import { shrink, sizesBelow } from '../shrink.ts';
import type { EngineCase } from './engineCase.ts';
import { type EngineReduction, type ItemLeft, reduceEngineCase, wholeEngineCase } from './engineCaseName.ts';

const withItem = (reduction: EngineReduction, at: number, place: number, left: ItemLeft): EngineReduction => ({
  ...reduction,
  rounds: reduction.rounds.map((round, index) =>
    index === at ? round.map((kept, item) => (item === place ? left : kept)) : round,
  ),
});

function smallerItems(item: Exclude<ItemLeft, 'refused' | undefined>): ItemLeft[] {
  const { m, ks, n } = item;
  return [
    ...sizesBelow(m).map(less => ({ ...item, m: less })),
    ...sizesBelow(n).map(less => ({ ...item, n: less })),
    ...ks.flatMap((k, index) =>
      sizesBelow(k).map(less => ({ ...item, ks: ks.map((kept, at) => (at === index ? less : kept)) })),
    ),
  ];
}

/** Reductions that take one thing more away, the greatest first. */
function* smaller(reduction: EngineReduction): Generator<EngineReduction> {
  const places = reduction.rounds.flatMap((round, at) => round.map((item, place) => ({ at, place, item })));
  const left = places.filter(({ item }) => item !== undefined);
  const roundsLeft = [...new Set(left.map(({ at }) => at))];
  if (roundsLeft.length > 1) {
    for (const gone of roundsLeft) {
      yield {
        ...reduction,
        rounds: reduction.rounds.map((round, at) => (at === gone ? round.map(() => undefined) : round)),
      };
    }
  }
  if (left.length > 1) for (const { at, place } of left) yield withItem(reduction, at, place, undefined);
  for (const stream of reduction.stalled) {
    yield { ...reduction, stalled: reduction.stalled.filter(kept => kept !== stream) };
  }
  for (const { at, place, item } of left) {
    if (item === 'refused' || item === undefined) continue;
    for (const less of smallerItems(item)) yield withItem(reduction, at, place, less);
  }
}

/**
 * The smallest failing case that is found by taking away rounds, commands, stalls, rows and columns, one at a time, as
 * long as it fails.
 */
export async function shrinkEngineCase(
  failing: EngineCase,
  fails: (engineCase: EngineCase) => Promise<boolean>,
): Promise<EngineCase> {
  return shrink({ whole: wholeEngineCase, smaller, reduce: reduceEngineCase }, failing, fails);
}
