import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { random } from '../../../testbench/random.ts';
import { ParameterSets } from './parameterSets.ts';

describe('parameter_sets', () => {
  it.each([1, 2, 3])('gathers the words of commands into sets of %i columns; others go by', COLS => {
    const next = random(COLS);
    const commands = Array.from({ length: 60 }, () => ({ n: next.integer(1, 7), parametric: next.chance(0.7) }));
    const words = commands.flatMap(({ n, parametric }) =>
      parametric ? Array.from({ length: n }, () => next.integer(0, 255)) : [],
    );
    // The columns that count of every set: a shorter one leaves the others as they were.
    const expected: number[][] = [];
    let first = 0;
    for (const { n, parametric } of commands) {
      if (!parametric) continue;
      for (let column = 0; column < n; column += COLS)
        expected.push(words.slice(first + column, first + Math.min(n, column + COLS)));
      first += n;
    }

    const sets = simulate(ParameterSets, { COLS, WIDTH: 8, SIZE_WIDTH: 4 });
    let command = 0;
    let word = 0;
    const seen: number[][] = [];
    for (let cycle = 0; seen.length < expected.length && cycle < 3000; cycle++) {
      const head = commands[command];
      sets.poke('head_valid', head !== undefined && next.chance(0.8));
      sets.poke('head_n', head?.n ?? 0);
      sets.poke('head_parametric', head?.parametric ?? false);
      sets.poke('in_valid', word < words.length && next.chance(0.8));
      sets.poke('in_bits', words[word] ?? 0);
      const done = sets.peekNumber('set_valid') === 1 && next.chance(0.5);
      sets.poke('set_done', done);
      if (done) seen.push(sets.peekNumbers('set_bits').slice(0, expected[seen.length]?.length));
      const entered = sets.peekNumber('in_valid') === 1 && sets.peekNumber('in_ready') === 1;
      const taken = sets.peekNumber('take') === 1;
      if (entered) word++;
      if (taken) command++;
      sets.step();
    }
    expect(seen).toEqual(expected);
    expect([command, word]).toEqual([commands.length, words.length]);
  });
});
