import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from './compound.fixture.ts';
import {
  type AnyModule,
  type Builder,
  bool,
  enumeration,
  genFor,
  genIf,
  type Io,
  input,
  int,
  module,
  output,
  simulate,
  struct,
  uint,
  vec,
  when,
} from './index.ts';
import { checkModule } from './passes/check/checkModule.ts';

/** What is said of a module, and the remedy. */
const said = (described: () => AnyModule): readonly string[] =>
  diagnosticsOf(described).map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`);

const ports = () => ({
  a: input(uint(4)),
  b: input(bool),
  i: input(uint(3)),
  q: output(uint(8)),
  v: output(vec(2, uint(4))),
});
const outer = (body: (io: Io<ReturnType<typeof ports>>, m: Builder) => void) => (): AnyModule =>
  module('outer', { params: {}, ports }, (io, _, m) => {
    io.v.at(0).set(0);
    io.v.at(1).set(0);
    body(io, m);
  });

describe('refused is', () => {
  it.each<[what: string, program: () => AnyModule, told: readonly string[]]>([
    [
      'a wire of which bits have no value',
      outer(({ a, q }) => {
        q.slice(0, 4).set(a);
        q.bit(7).set(true);
      }),
      [
        'partly-driven: Output `q` is given a value only in part: `q[6:4]` has none. Assign every element and every bit, ' +
          'for every value of the parameters; or all of it first, and then parts.',
      ],
    ],
    [
      'a loop that does not reach all bits',
      () =>
        module(
          'few',
          { params: { N: int(4, { min: 2 }) }, ports: ({ N }) => ({ x: input(bool), y: output(uint(N)) }) },
          io => {
            genFor(2, 'b', i => io.y.bit(i).set(io.x));
          },
        ),
      [
        'partly-driven: Output `y` is given a value only in part: `y[3:2]` has none. Assign every element and ' +
          'every bit, for every value of the parameters; or all of it first, and then parts.',
      ],
    ],
    [
      'a value under a condition alone',
      outer(({ a, b, q }) => {
        q.slice(4, 4).set(a);
        when(b, () => q.slice(0, 4).set(a));
      }),
      [
        'no-default: `q[3:0]` keeps no value, but is assigned only under a condition. Give it a default before the `when`, ' +
          'or an `otherwise`; use `m.regs` if it should keep its value.',
      ],
    ],
    [
      'a wire of which a value chooses the only bit',
      outer(({ b, i, q }) => q.bit(i).set(b)),
      [
        'no-default: `q[0]` keeps no value, but is assigned only under a condition. Give it a default before the `when`, ' +
          'or an `otherwise`; use `m.regs` if it should keep its value.',
      ],
    ],
    [
      'a bit with two drivers',
      outer(({ a, q }) => {
        q.set(0);
        genFor(2, 'part', i => q.slice(i.times(4), 4).set(a));
      }),
      [
        'multiply-driven: Output `q` has more than one driver: `q[3:0]` has one in the module itself and one in `part[0]`. ' +
          'Give it one driver: one unconditional `set`, one loop, or one instance output; use `when` or `mux` to choose ' +
          'between values.',
      ],
    ],
    [
      'a ripple through the bits of a wire',
      outer(({ a, q }, m) => {
        const { carry } = m.wires({ carry: uint(5) });
        carry.bit(0).set(true);
        genFor(4, 'step', i => carry.bit(i.plus(1)).set(carry.bit(i).and(a.bit(i))));
        q.set(carry.extend(8));
      }),
      [
        'combinational-loop: The value of `carry` depends on itself without a register in between: `carry` → `carry`. ' +
          'Put a register into the path, or break it. The bits of `carry` count as one value: where some depend on others, ' +
          'make it a vec, whose elements count each for itself, or a chain with `m.scan`.',
      ],
    ],
    [
      'what is wider than the bits',
      outer(({ a, q }) => {
        q.set(0);
        q.slice(1, 3).set(a);
      }),
      [
        'width-mismatch: `q[3:1]` holds 3 bits, but the value has 4. Say what becomes of the difference: `.truncate(3)` ' +
          'drops the high bits, `.saturate(3)` clamps; `addWrap` is `add` without its carry.',
      ],
    ],
    [
      'a constant that the bits cannot hold',
      outer(({ q }) => {
        q.set(0);
        q.slice(1, 3).set(8);
      }),
      [
        'constant-out-of-range: The constant 8 does not fit uint(3), which holds 0 to 7. Use a wider type or another constant.',
      ],
    ],
    [
      'what lies beyond the width',
      outer(({ b, q }) => {
        q.set(0);
        q.bit(8).set(b);
      }),
      ['type-mismatch: `slice` expects at most 8 bits, but got 9. `fit` extends or truncates, whichever is needed.'],
    ],
    [
      'a part of an input',
      outer(({ a, q }) => {
        q.set(0);
        a.bit(0).set(true);
      }),
      [
        'assignment-to-input: `a` is an input of `outer`: it cannot be assigned. Assign an output, a wire or a register.',
      ],
    ],
    [
      'a part of what is computed',
      outer(({ a, q }) => {
        q.set(0);
        a.inc().slice(0, 2).set(1);
      }),
      [
        'assignment-to-value: This value cannot be assigned: it is the result of an expression. Assign an output, a wire or ' +
          'a register, an element of one, or bits of a number. What is more than a number is assigned in parts as a vec or a ' +
          'struct, of which `pack` gives all bits.',
      ],
    ],
    [
      'bits of one register in two loops',
      outer(({ a, q }, m) => {
        const { held } = m.regs({ held: uint(8) });
        genFor(1, 'low', i => held.slice(i, 4).set(a));
        genFor(1, 'high', i => held.slice(i.plus(4), 4).set(a));
        q.set(held);
      }),
      [
        'register-written-in-two-ways: Register `held` is written in the loop `low` and in the loop `high`: one register ' +
          'cannot belong to two blocks. Write it in one place: declare it inside the loop, or assign all of it in that one loop.',
      ],
    ],
  ])('%s', (_, program, told) => {
    expect(said(program)).toEqual(told);
  });

  it('bits of what has none, by the types', () => {
    const Mode = enumeration('idle', 'busy');
    const pair = struct({ x: bool, y: bool });
    const described = () =>
      module('no_bits', { params: {}, ports: () => ({ q: output(bool), e: output(Mode), s: output(pair) }) }, io => {
        // @ts-expect-error
        io.q.bit(0).set(true);
        // @ts-expect-error
        io.e.slice(0, 1).set(0);
        // @ts-expect-error
        io.s.bit(0).set(true);
      });
    expect(said(described)).toHaveLength(1);
  });

  it('a slice where a value says, by the types', () => {
    const described = outer(({ i, q }) => {
      q.set(0);
      // @ts-expect-error
      q.slice(i, 1).set(1);
    });
    expect(said(described)).toEqual([
      'wrong-argument: A width, a length, an index or a count must be a whole number or a parameter expression, but is a ' +
        'hardware value. It is known while the module is described.',
    ]);
  });

  it('an index with a sign, by the types', () => {
    const described = outer(({ a, q }) => {
      q.set(0);
      // @ts-expect-error
      q.bit(a.asSint()).set(true);
    });
    expect(said(described)).toEqual([
      'sign-mismatch: `bit` mixes uint(4) with sint(4). Cast one side: `asSint()` and `asUint()` keep the bits, `toSint()` adds a sign bit and keeps the value.',
    ]);
  });
});

describe('accepted are', () => {
  it('parts of a wire that branches, loops and the module drive side by side', () => {
    expect(
      said(() =>
        module(
          'side_by_side',
          { params: { N: int(3, { min: 1 }) }, ports: ({ N }) => ({ a: input(bool), q: output(uint(N.plus(2))) }) },
          ({ a, q }, { N }) => {
            q.bit(0).set(a);
            genFor(N, 'middle', i => q.bit(i.plus(1)).set(a.not()));
            genIf(N.atLeast(2), ['many', () => q.bit(N.plus(1)).set(true)], ['few', () => q.bit(N.plus(1)).set(a)]);
          },
        ),
      ),
    ).toEqual([]);
  });
});

describe('in the built-in simulator', () => {
  const Flags = module(
    'flags',
    { params: {}, ports: () => ({ i: input(uint(3)), on: input(bool), q: output(uint(6)) }) },
    ({ i, on, q }, _, m) => {
      const { held } = m.regs({ held: uint(6) });
      held.bit(i).set(on);
      q.set(held);
    },
  );

  it('the other bits stay as they are', () => {
    const simulator = simulate(Flags);
    for (const [i, on] of [
      [5, 1],
      [0, 1],
      [3, 1],
      [0, 0],
    ] as const) {
      simulator.poke('i', i);
      simulator.poke('on', on);
      simulator.step();
    }
    expect(simulator.peek('q')).toBe(0b101000);
  });

  it('an index beyond the width is reported, with the name of the number', () => {
    const simulator = simulate(Flags);
    simulator.poke('i', 6);
    expect(() => simulator.step()).toThrow('element 6 of `held` is assigned, which has 6 elements');
  });

  it('a bit of what has values in part only: each for itself', () => {
    const Partly = module(
      'partly',
      { params: {}, ports: () => ({ i: input(uint(2)), q: output(uint(4)) }) },
      ({ i, q }) => {
        q.slice(0, 2).set(1);
        q.bit(i).set(true);
        q.slice(2, 2).set(2);
      },
    );
    expect(checkModule(Partly.elaborate()).diagnostics).toEqual([]);
    const simulator = simulate(Partly);
    const seen = [0, 1, 2, 3].map(i => {
      simulator.poke('i', i);
      return simulator.peek('q');
    });
    expect(seen).toEqual([0b1001, 0b1011, 0b1001, 0b1001]);
  });
});
