import { expect, it } from 'vitest';
import { clog2, indexWidth, int, module, output, pow2, uint, type Width } from '../../dsl/index.ts';
import { pythonInteger } from './pythonInteger.ts';

/** Expressions as they come out of a module with parameters A and B. */
function expressions(make: (a: Width & object, b: Width & object) => readonly Width[]): string[] {
  let texts: string[] = [];
  module(
    'probe',
    { params: { A: int(5, { min: 1 }), B: int(3, { min: 1 }) }, ports: () => ({ out: output(uint(1)) }) },
    ({ out }, { A, B }) => {
      texts = make(A, B).map(width => pythonInteger(width, { name: name => name.toLowerCase() }));
      out.set(0);
    },
  ).elaborate();
  return texts;
}

it('writes parameter expressions as they were written, with the brackets that Python needs', () => {
  expect(expressions((a, b) => [7, a, a.plus(1), a.minus(b.minus(1)), a.plus(b).times(a.minus(1))])).toEqual([
    '7',
    'a',
    'a + 1',
    'a - (b - 1)',
    '(a + b) * (a - 1)',
  ]);
});

it('has every operator, divisions rounded down', () => {
  const written = expressions((a, b) => [
    a.plus(1).floorDiv(b),
    a.mod(b.plus(1)),
    a.min(b),
    a.max(b.plus(2)),
    a.minus(1).orWhenZero(b),
    clog2(a.plus(1)),
    indexWidth(a),
    pow2(a.minus(1)),
    a.times(a.floorDiv(b)),
  ]);
  expect(written).toEqual([
    '(a + 1) // b',
    'a % (b + 1)',
    'min(a, b)',
    'max(a, b + 2)',
    '(a - 1 if a - 1 > 0 else b)',
    'clog2(a + 1)',
    'max(clog2(a), 1)',
    '2 ** (a - 1)',
    'a * (a // b)',
  ]);
});
