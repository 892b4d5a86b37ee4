import { describe, expect, it } from 'vitest';
import { bool, genFor, input, int, module, output, uint, vec } from '../index.ts';
import { fingerprint } from './fingerprint.ts';

/** A chain of registers; what may differ between two of them is a parameter of this function. */
function delay(options: { first?: number; label?: string; constant?: number } = {}) {
  const { first = 1, label = 'stage', constant = 1 } = options;
  return module(
    'delay',
    {
      params: { WIDTH: int(8, { min: 1 }), LENGTH: int(4, { min: first }) },
      ports: ({ WIDTH }) => ({ enable: input(bool), d: input(uint(WIDTH)), q: output(uint(WIDTH)) }),
    },
    ({ enable, d, q }, { WIDTH, LENGTH }, m) => {
      const { held } = m.regs({ held: vec(LENGTH, uint(WIDTH)) });
      genFor(LENGTH, label, i => held.at(i).set(d.addWrap(constant)));
      q.set(held.at(LENGTH.minus(1)));
      m.unused({ enable }, 'nothing stalls');
    },
  ).elaborate();
}

describe('fingerprint', () => {
  it('is equal for modules described alike, and the same at every call', () => {
    const module = delay();
    const text = fingerprint([module]);
    expect(text).toBeDefined();
    expect(fingerprint([module])).toBe(text);
    expect(fingerprint([delay()])).toBe(text);
  });

  it.each([
    ['a parameter’s range', delay({ first: 2 })],
    ['a label', delay({ label: 'other' })],
    ['a constant', delay({ constant: 2 })],
  ])('differs by %s', (_, other) => {
    expect(fingerprint([other])).not.toBe(fingerprint([delay()]));
  });

  it('differs by where a statement stands', () => {
    const one = (): ReturnType<typeof delay> => delay();
    const [here, there] = [
      module('m', { params: {}, ports: () => ({ y: output(bool) }) }, ({ y }) => y.set(true)).elaborate(),
      module('m', { params: {}, ports: () => ({ y: output(bool) }) }, ({ y }) => y.set(true)).elaborate(),
    ];
    expect(fingerprint([here])).not.toBe(fingerprint([there]));
    expect(fingerprint([one()])).toBe(fingerprint([delay()]));
  });

  it('says nothing of what it cannot see into', () => {
    const described = delay();
    expect(
      fingerprint([{ ...described, doc: String }].map(strange => Object.assign(described, strange))),
    ).toBeUndefined();
  });
});
