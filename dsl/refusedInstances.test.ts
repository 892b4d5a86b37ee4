import { describe, expect, test } from 'vitest';
import { bool, input, int, module, output, sink, sint, uint } from './index.ts';
import { type Refused, reported } from './refused.fixture.ts';

/** Wrong instances: every one is rejected by the type checker, which `@ts-expect-error` asserts, and by elaboration. */

const Child = module(
  'child',
  {
    params: { A: int(8, { min: 1 }) },
    ports: ({ A }) => ({ x: input(sint(A)), y: output(sint(A)), en: input(bool), in: sink(uint(A)) }),
  },
  io => {
    io.in.ready.set(io.en);
    io.y.set(io.x);
  },
);

const parent = {
  params: { WA: int(8, { min: 1 }), WB: int(4, { min: 1 }) },
  ports: () => ({ p: input(sint(8)), q: output(sint(8)), r: input(sint(12)), e: input(bool), s: sink(uint(8)) }),
};

const wrong: readonly Refused[] = [
  [
    'width-mismatch',
    'a port whose width, a literal argument, is another',
    module('i1', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.r, y: io.q, en: io.e, in: io.s });
    }),
  ],
  [
    'unproved-width?',
    'a port whose width, a parameter of the parent, is another',
    module(
      'i2',
      {
        params: parent.params,
        ports: ({ WA, WB }) => ({ p: input(sint(WB)), q: output(sint(WA)), e: input(bool), s: sink(uint(WA)) }),
      },
      (io, { WA }, m) => {
        // @ts-expect-error
        m.inst('child', Child, { A: WA }, { x: io.p, y: io.q, en: io.e, in: io.s });
      },
    ),
  ],
  [
    'unconnected-port',
    'a port left unconnected',
    module('i3', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.p, y: io.q, in: io.s });
    }),
  ],
  [
    'unconnected-port',
    'a stream left unconnected',
    module('i4', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.p, y: io.q, en: io.e });
    }),
  ],
  [
    'unknown-parameter',
    'a parameter that the child does not have',
    module('i5', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { B: 8 }, { x: io.p, y: io.q, en: io.e, in: io.s });
    }),
  ],
  [
    'unknown-parameter',
    'a parameter too many',
    module('i6', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8, B: 8 }, { x: io.p, y: io.q, en: io.e, in: io.s });
    }),
  ],
  [
    'unknown-port',
    'a port that the child does not have',
    module('i7', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.p, y: io.q, en: io.e, in: io.s, z: io.p });
    }),
  ],
  [
    'sign-mismatch',
    'a port of the other sign',
    module('i8', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.p.asUint(), y: io.q, en: io.e, in: io.s });
    }),
  ],
  [
    'type-mismatch',
    'a number for a bool port',
    module('i9', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.p, y: io.q, en: io.p, in: io.s });
    }),
  ],
  [
    'width-mismatch',
    'a stream of another width',
    module(
      'i10',
      { params: {}, ports: () => ({ p: input(sint(8)), q: output(sint(8)), e: input(bool), s: sink(uint(9)) }) },
      (io, _, m) => {
        // @ts-expect-error
        m.inst('child', Child, { A: 8 }, { x: io.p, y: io.q, en: io.e, in: io.s });
      },
    ),
  ],
  [
    'type-mismatch',
    'a value for a stream',
    module('i11', parent, (io, _, m) => {
      // @ts-expect-error
      m.inst('child', Child, { A: 8 }, { x: io.p, y: io.q, en: io.e, in: io.s.bits });
    }),
  ],
];

describe.each(wrong)('%s: %s', (code, _, program) => {
  test('is refused by the type checker, and by elaboration', () => {
    expect(reported(program).join(' ')).toBe(code);
  });
});
