import { describe, expect, test } from 'vitest';
import {
  bool,
  constant,
  DiagnosticError,
  enumeration,
  fill,
  fsm,
  input,
  int,
  module,
  mux,
  output,
  type Params,
  simulate,
  sint,
  uint,
} from './index.ts';

const params = { WIDTH: int(8, { min: 1 }), PLACES: int(3, { min: 0, max: 40 }) };
const ports = ({ WIDTH }: Params<typeof params>) => ({
  a: input(uint(WIDTH)),
  s: input(sint(8)),
  bit: input(bool),
  q: output(uint(WIDTH)),
  t: output(sint(8)),
});

test('fill copies a bit to any width, 1 included', () => {
  const Filled = module('filled', { params, ports }, ({ a, s, bit, q, t }, { WIDTH }, m) => {
    q.set(fill(bit, WIDTH).and(fill(true, WIDTH)).or(fill(false, WIDTH)));
    t.set(fill(s.lt(0), 8).asSint());
    m.unused({ a }, 'not looked at');
  });
  for (const WIDTH of [1, 8, 70]) {
    const filled = simulate(Filled, { WIDTH });
    filled.poke('bit', true);
    filled.poke('s', -3);
    expect(BigInt(filled.peekBits('q'))).toBe((1n << BigInt(WIDTH)) - 1n);
    expect(filled.peek('t')).toBe(-1);
    filled.poke('bit', false);
    filled.poke('s', 3);
    expect(filled.peekBits('q')).toBe(0n);
    expect(filled.peek('t')).toBe(0);
  }
});

test('a shift by a number or a parameter keeps the width', () => {
  const Shifted = module('shifted', { params, ports }, ({ a, s, bit, q, t }, { PLACES }, m) => {
    q.set(a.shiftLeft(PLACES).or(a.shiftRight(1)));
    t.set(s.shiftRight(PLACES));
    m.unused({ bit }, 'not looked at');
  });
  const shifted = (PLACES: number): unknown[] => {
    const simulator = simulate(Shifted, { WIDTH: 8, PLACES });
    simulator.poke('a', 0x83);
    simulator.poke('s', -100);
    return [simulator.peek('q'), simulator.peek('t')];
  };
  expect(shifted(0)).toEqual([0x83 | 0x41, -100]);
  expect(shifted(2)).toEqual([0x0c | 0x41, -25]);
  expect(shifted(40)).toEqual([0x41, -1]);
});

test('m.scan keeps its own names apart from those of ports', () => {
  const Scanned = module(
    'scanned',
    { params: {}, ports: () => ({ first: input(bool), next: input(uint(4)), previous: output(bool) }) },
    ({ first, next, previous }, _, m) => {
      previous.set(m.scan('step', 4, first, (before, i) => before.xor(next.bit(i))).at(3));
    },
  );
  const scanned = simulate(Scanned, {});
  scanned.poke('first', true);
  scanned.poke('next', 0b0110);
  expect(scanned.peek('previous')).toBe(1);
});

const Color = enumeration('red', 'green');

/** What is said to a wrong body: each diagnostic's code, sentence and remedy. */
function said(body: Parameters<typeof module<typeof params, ReturnType<typeof ports>>>[2]): string[] {
  try {
    module('wrong', { params, ports }, body).elaborate();
  } catch (error) {
    if (error instanceof DiagnosticError)
      return error.diagnostics.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`);
    throw error;
  }
  return [];
}

describe('says', () => {
  test('that two constants have no type', () => {
    const [first] = said(({ bit, q }) => q.set(mux<ReturnType<typeof uint>>(bit, 1, 0)));
    expect(first).toBe(
      'type-mismatch: `mux` expects a value to choose, but got two constants, which have no type. `constant(type, value)` gives one of them a type.',
    );
    expect(
      said(({ bit, a, q, t }) => {
        q.set(a);
        t.set(
          mux(mux<typeof bool>(bit, true, false), mux(mux(bit, constant(Color, 'red'), 'green').is('red'), t, 1), 0),
        );
      }).filter(text => text.startsWith('type-mismatch')),
    ).toEqual([]);
  });

  test('how to write all ones', () => {
    expect(said(({ q }) => q.set(-1))[0]).toBe(
      'constant-out-of-range: The constant -1 does not fit uint(WIDTH), which holds 0 to 2^WIDTH - 1. Use a wider type or another constant; all ones are `fill(true, width)`.',
    );
  });

  test('nothing of states that a body with an error did not come to', () => {
    const codes = said(({ a, s, q, t }) => {
      q.set(a);
      t.set(s);
      fsm('rest', {
        rest: go => {
          q.set(-1);
          go('work');
        },
        work: go => go('rest'),
      });
    }).map(text => text.split(':')[0]);
    expect(codes).not.toContain('unreachable-state');
    expect(codes).toContain('constant-out-of-range');
  });
});
