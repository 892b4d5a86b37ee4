import { describe, expect, it } from 'vitest';
import { formatTable } from './table.ts';

const headings = ['design', 'lines', 'note'];
const rows = [
  ['systolic-4x4', 412, 'a|b'],
  ['µ', 9, ''],
] as const;

describe('formatTable', () => {
  it('aligns numbers right and words left, without blanks at the ends of lines', () => {
    expect(formatTable(headings, rows)).toBe(
      'design        lines  note\n------------  -----  ----\nsystolic-4x4    412  a|b\nµ                 9\n',
    );
  });

  it('writes Markdown, with bars escaped', () => {
    expect(formatTable(headings, rows, { format: 'markdown' })).toBe(
      [
        '| design       | lines | note |',
        '| ------------ | ----: | ---- |',
        '| systolic-4x4 |   412 | a\\|b |',
        '| µ            |     9 |      |',
        '',
      ].join('\n'),
    );
  });

  it('aligns a column that has a word in it left', () => {
    expect(formatTable(['n'], [[1], ['none']])).toBe('n\n----\n1\nnone\n');
  });

  it('keeps a cell on its line', () => {
    expect(formatTable(['text'], [['two\n  lines']])).toBe('text\n---------\ntwo lines\n');
  });

  it('prints the headings of an empty table', () => {
    expect(formatTable(['a', 'b'], [])).toBe('a  b\n-  -\n');
  });

  it('refuses a row that would lose or lack a cell', () => {
    expect(() => formatTable(['a', 'b'], [['only one']])).toThrow('A row has 1 cells under 2 headings.');
  });
});
