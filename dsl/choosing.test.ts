import { expect, test } from 'vitest';
import { compound, type Refused, said } from './compound.fixture.ts';
import { fsm, match, mux, oneHotMux, priorityMux, uint, when } from './index.ts';

/** What is chosen by values: `match`, `fsm`, the multiplexers. */

const refused: readonly Refused[] = [
  [
    'a match without an arm for every name',
    // @ts-expect-error
    io => match(io.op, { add: () => io.n.set(1), sub: () => io.n.set(2) }),
    ['non-exhaustive-match: The arms of `match` are not those that its value needs: `nop` is missing.'],
  ],
  [
    'a match with an arm too many',
    // @ts-expect-error
    io => match(io.op, { add: () => io.a, sub: () => io.a, mul: () => io.a }),
    [
      'non-exhaustive-match: The arms of `match` are not those that its value needs: `nop` is missing and `mul` is unknown.',
    ],
  ],
  [
    'a match on a number without otherwise',
    // @ts-expect-error
    io => match(io.a, { 1: () => io.n.set(1) }),
    ['non-exhaustive-match: The arms of `match` are not those that its value needs: there is no `otherwise`.'],
  ],
  [
    'a match on a number that it cannot be',
    io => match(io.a, { 256: () => io.n.set(1), otherwise: () => undefined }),
    ['constant-out-of-range: The constant 256 does not fit uint(8), which holds 0 to 255.'],
  ],
  [
    'a match whose arms give values under different names',
    io => {
      // @ts-expect-error
      const { x } = match(io.op, { add: () => ({ x: io.a }), sub: () => ({ y: io.a }), nop: () => io.a });
      io.n.set(x);
    },
    ['undriven: The result `x` is never given a value: arm `sub` of `match` does not return it.'],
  ],
  [
    'a wire that a match gives a value in one arm only',
    (io, m) => {
      const { w } = m.wires({ w: uint(8) });
      match(io.op, { add: () => w.set(1), sub: () => undefined, nop: () => undefined });
      io.n.set(w);
    },
    ['no-default: `w` keeps no value, but is assigned only under a condition.'],
  ],
  [
    'a state that is unknown',
    io => {
      // @ts-expect-error
      fsm('idle', { idle: go => when(io.c, () => go('run')) });
    },
    ["type-mismatch: `a name` expects enumeration(idle), but got 'run'."],
  ],
  [
    'a first state that is unknown',
    () => {
      // @ts-expect-error
      fsm('start', { idle: go => go('idle') });
    },
    ["type-mismatch: `a name` expects enumeration(idle), but got 'start'."],
  ],
  [
    'states that cannot be reached',
    io => {
      const control = fsm('idle', {
        idle: go => when(io.c, () => go('run')),
        run: go => go('idle'),
        stop: go => go('rest'),
        rest: go => go('stop'),
      });
      io.n.set(mux(control.is('run'), 1, io.a));
    },
    [
      'unreachable-state: State `stop` is never entered: no `go` leads from `idle` to it.',
      'unreachable-state: State `rest` is never entered: no `go` leads from `idle` to it.',
    ],
  ],
  [
    'a `go` kept for later',
    io => {
      let kept: ((state: 'idle') => void) | undefined;
      fsm('idle', {
        idle: go => {
          kept = go;
        },
      });
      when(io.c, () => kept?.('idle'));
    },
    ['misplaced-statement: `go` cannot stand inside another state.'],
  ],
  [
    'a machine inside a when',
    io => {
      when(io.c, () => {
        fsm('idle', { idle: go => go('idle') });
      });
    },
    ['misplaced-statement: `fsm` cannot stand inside a `when`.'],
  ],
  [
    'choices by as many bits as there are not values',
    io => io.q.set(oneHotMux(io.a, io.list)),
    ['width-mismatch: `oneHotMux` holds 4 bits, but the value has 8.'],
  ],
  [
    'a choice between types',
    // @ts-expect-error
    io => io.n.set(priorityMux([[io.c, io.p]], io.a)),
    [
      'type-mismatch: `an operation on one value` expects a bool or a number, but got struct({ first: bool, value: uint(8) }).',
    ],
  ],
  [
    'a pipeline of fewer than no stages, and a table without constants',
    (io, m) => io.n.set(m.pipe(io.a, -1)),
    ['constant-out-of-range: The constant -1 does not fit a number of stages, which holds 0 to 2^31 - 1.'],
  ],
];

test.each(refused)('is refused: %s', (_, body, expected) => {
  expect(said(compound(body))).toEqual(expected);
});
