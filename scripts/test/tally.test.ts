import { describe, expect, it } from 'vitest';
import { renderTally, sum } from './tally.ts';

describe('a tally', () => {
  it('ends with the summary line alone when all is well', () => {
    expect(renderTally({ passed: 3, failed: [], skipped: [] })).toBe('\n3 passed, 0 failed, 0 skipped\n');
  });

  it('lists skips by reason, then failures', () => {
    const skipped = [
      { name: 'a', reason: 'there is no Icarus' },
      { name: 'b', reason: 'there is no data' },
      { name: 'c', reason: 'there is no Icarus' },
    ];
    expect(renderTally({ passed: 0, failed: ['d'], skipped })).toBe(
      [
        '',
        'Skipped:',
        '  there is no Icarus',
        '    a',
        '    c',
        '  there is no data',
        '    b',
        '',
        'Failed:',
        '  d',
        '',
        '0 passed, 1 failed, 3 skipped',
        '',
      ].join('\n'),
    );
  });

  it('adds up without losing a name', () => {
    const skip = { name: 's', reason: 'r' };
    const first = { passed: 1, failed: ['f'], skipped: [] };
    expect(sum([first, { passed: 2, failed: ['g'], skipped: [skip] }])).toEqual({
      passed: 3,
      failed: ['f', 'g'],
      skipped: [skip],
    });
  });
});
