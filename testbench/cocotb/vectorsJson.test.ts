import { expect, it } from 'vitest';
import { bool, enumeration, sint, struct, uint, vec } from '../../dsl/index.ts';
import { valueJson } from './vectorsJson.ts';

it('writes values as Python reads them', () => {
  const state = enumeration('idle', 'run');
  const type = struct({ from: sint(80), go: bool, state, list: vec(2, vec(2, uint(3))) });
  const value = {
    from: -(2n ** 79n),
    go: 1,
    state: 'run',
    list: [
      [0, 1],
      [2, 7n],
    ],
  };
  expect(valueJson(value, type)).toBe(
    `{"from_": ${-(2n ** 79n)}, "go": true, "state": "RUN", "list": [[0, 1], [2, 7]]}`,
  );
  expect(valueJson({ bits: 3, last: false }, { kind: 'parts', parts: { bits: uint(2), last: bool } })).toBe(
    '{"bits": 3, "last": false}',
  );
});

it('refuses what is no value of the type', () => {
  expect(() => valueJson('walk', enumeration('idle', 'run'))).toThrow('no name of an enumeration');
  expect(() => valueJson({ x: 1 }, struct({ x: uint(1), y: uint(1) }))).toThrow('lacks y');
  expect(() => valueJson([1], uint(3))).toThrow('1 is no whole number.');
  expect(() => valueJson(0.5, uint(3))).toThrow('0.5 is no whole number.');
  expect(() => valueJson(2, bool)).toThrow('2 is no bit.');
});
