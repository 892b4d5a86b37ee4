import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkDesign } from '../dsl/passes/check/checkDesign.ts';
import { main } from './main.ts';
import { median, quantile } from './measure.ts';
import { withSections } from './page.ts';
import { nodeCount, synthetic } from './synthetic.ts';
import { goalText, isMet } from './topic.ts';
import { topics } from './topics.ts';
import { cellCounts } from './yosys.ts';

afterEach(() => vi.restoreAllMocks());

it.each([100, 1000, 4000])('a synthetic design of %i nodes is that large, and nothing is wrong with it', size => {
  const described = synthetic(size).elaborate();
  expect(Math.abs(nodeCount(described) - size)).toBeLessThan(0.15 * size);
  for (const { diagnostics } of checkDesign(described).values()) expect(diagnostics).toEqual([]);
});

it('refuses a topic that there is not, and says which there are', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await main(['--only', 'emission,speeed'])).toBe(1);
  const said = stderr.mock.calls.map(([text]) => String(text)).join('');
  expect(said).toContain('There is no topic speeed');
  for (const { name } of topics) expect(said).toContain(name);
});

it('a goal is met on its own side of the limit', () => {
  const goal = { name: 'speed', measured: 0.96, limit: 0.95, unit: '' } as const;
  expect([isMet({ ...goal, sense: 'at least' }), isMet({ ...goal, sense: 'at most' })]).toEqual([true, false]);
  expect(goalText({ ...goal, sense: 'at most' })).toBe('MISSED  speed: 0.96, at most 0.95');
});

it('quantiles lie between neighbours', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  expect(() => median([])).toThrow(RangeError);
});

it('reads the cells of old and of new releases of Yosys', () => {
  const old = '2. Printing statistics.\n\n   Number of cells:   3\n     LUT4      2\n     $_NAND_   1\n';
  const recent =
    '2. Printing statistics.\n\n        +----------Local Count\n        3 cells\n        2   LUT4\n        1   $_NAND_\n';
  for (const text of [old, recent])
    expect([...cellCounts(text)]).toEqual([
      ['LUT4', 2],
      ['$_NAND_', 1],
    ]);
});

describe('a page of measured parts', () => {
  const page = 'One\n<!-- bench: a -->\nold\n<!-- end -->\ntwo\n<!-- bench: b -->\nkept\n<!-- end -->\nthree\n';

  it('gets those that were measured, and keeps the others', () => {
    expect(withSections(page, new Map([['a', 'new $& part\n']]))).toEqual({
      text: page.replace('\nold\n', () => '\n\nnew $& part\n\n'),
      replaced: ['a'],
    });
    const again = withSections(page, new Map([['a', 'x']])).text;
    expect(withSections(again, new Map([['a', 'x']])).text).toBe(again);
  });

  it('is refused without an end, and without a place', () => {
    expect(() => withSections('<!-- bench: a -->\n<!-- bench: b -->\n<!-- end -->', new Map([['b', '']]))).toThrow(
      'A part of the page begins with `<!-- bench: a -->` and has no end.',
    );
    expect(() => withSections(page, new Map([['c', '']]))).toThrow('The page has no place for c.');
  });
});
