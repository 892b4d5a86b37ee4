import { describe, expect, it } from 'vitest';
import { genFor, genIf, input, int, module, output, uint } from '../../index.ts';
import type { AnyModule } from '../../module.ts';
import { checkDesign } from './checkDesign.ts';
import { checkModule } from './checkModule.ts';
import { reported } from './rendered.fixture.ts';

/** Its parameters decide widths only. */
const Slice = module(
  'slice',
  {
    params: { WIDTH: int(8, { min: 1 }), TAKEN: int(4, { min: 1 }) },
    where: ({ WIDTH, TAKEN }) => [WIDTH.atLeast(TAKEN)],
    ports: ({ WIDTH, TAKEN }) => ({ a: input(uint(WIDTH)), q: output(uint(TAKEN)) }),
  },
  ({ a, q }, { TAKEN }) => q.set(a.truncate(TAKEN)),
);

const Bank = module(
  'bank',
  {
    params: { WORDS: int(16, { min: 4, max: 64, powerOfTwo: true }), LANES: int(6, { min: 3, multipleOf: 3 }) },
    ports: ({ WORDS, LANES }) => ({ a: input(uint(WORDS.times(LANES))) }),
  },
  () => {},
);

/** The messages alone, of a module and of what it instantiates. */
function messages(top: AnyModule): readonly string[] {
  return [...checkDesign(top.elaborate()).values()].flatMap(({ diagnostics }) =>
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
  );
}

describe('the arguments of an instance', () => {
  it('are tried at legal values of the parameters around it, also where they are widths only', () => {
    const text = reported(() =>
      module(
        'outer',
        {
          params: { N: int(8, { min: 4, max: 16 }), M: int(2, { min: 1, max: 9 }) },
          ports: ({ N, M }) => ({ a: input(uint(N)), q: output(uint(M.plus(2))) }),
        },
        ({ a, q }, { N, M }, m) => m.inst('u_slice', Slice, { WIDTH: N, TAKEN: M.plus(2) }, { a, q }),
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[illegal-instance]: Instance \`u_slice\` of \`slice\` is not legal when N = 8, M = 9: its relation WIDTH >= TAKEN does not hold with WIDTH = 8, TAKEN = 11.

        instanceArguments.test.ts
        | ({ a, q }, { N, M }, m) => m.inst('u_slice', Slice, { WIDTH: N, TAKEN: M.plus(2) }, { a, q }),
        |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        instanceArguments.test.ts
        | where: ({ WIDTH, TAKEN }) => [WIDTH.atLeast(TAKEN)],
        |                                     ^^^^^^^^^^^^^^ stated here

        Give arguments that are legal for every value of the parameters around the instance, or rule values out with a range or a relation in \`where\`.
        See docs/diagnostics.md#illegal-instance
      "
    `);
  });

  it('are proved where a relation of the module around says so, and not tried then', () => {
    const Outer = module(
      'outer',
      {
        params: { N: int(8, { min: 4 }), M: int(2, { min: 1 }) },
        where: ({ N, M }) => [N.atLeast(M.plus(2))],
        ports: ({ N, M }) => ({ a: input(uint(N)), q: output(uint(M.plus(2))) }),
      },
      ({ a, q }, { N, M }, m) => m.inst('u_slice', Slice, { WIDTH: N, TAKEN: M.plus(2) }, { a, q }),
    );
    const { diagnostics, proved } = checkModule(Outer.elaborate());
    expect(diagnostics).toEqual([]);
    expect(proved).toEqual([]);
  });

  it.each([
    ['below the least', { WORDS: 4, LANES: 3 }, 'N', { min: 2 }, 'LANES is 2, but must be at least 3, a multiple of 3'],
    ['no multiple', { WORDS: 4 }, 'N', { min: 3 }, 'LANES is 4, but must be a multiple of 3'],
  ] as const)('%s', (_what, _fixed, _name, range, problem) => {
    const Outer = module(
      'outer',
      { params: { N: int(6, range) }, ports: ({ N }) => ({ a: input(uint(N.times(4))) }) },
      ({ a }, { N }, m) => m.inst('u_bank', Bank, { WORDS: 4, LANES: N }, { a }),
    );
    expect(messages(Outer)).toEqual([
      `illegal-instance: Instance \`u_bank\` of \`bank\` is not legal when N = ${range.min === 2 ? 2 : 4}: ${problem}.`,
    ]);
  });

  it('are a power of two where that is asked for', () => {
    const Outer = module(
      'outer',
      { params: { N: int(2, { min: 1, max: 16 }) }, ports: ({ N }) => ({ a: input(uint(N.times(12))) }) },
      ({ a }, { N }, m) => m.inst('u_bank', Bank, { WORDS: N.times(4), LANES: 3 }, { a }),
    );
    expect(messages(Outer)).toEqual([
      'illegal-instance: Instance `u_bank` of `bank` is not legal when N = 3: WORDS is 12, but must be a power of two.',
    ]);
  });

  it('need not be legal where a branch leaves the instance out', () => {
    const Outer = module(
      'outer',
      {
        params: { N: int(8, { min: 1 }) },
        ports: ({ N }) => ({ a: input(uint(N)), q: output(uint(3)) }),
      },
      ({ a, q }, { N }, m) => {
        genIf(
          N.atLeast(3),
          ['wide', () => m.inst('u_slice', Slice, { WIDTH: N, TAKEN: 3 }, { a, q })],
          ['narrow', () => q.set(a.extend(3))],
        );
      },
    );
    expect(messages(Outer)).toEqual([]);
  });

  it('are tried at every index of a loop around it', () => {
    const Outer = module(
      'outer',
      { params: { N: int(2, { min: 1 }) }, ports: () => ({ a: input(uint(6)) }) },
      ({ a }, { N }, m) => {
        genFor(N, 'lane', i => {
          const { q } = m.wires({ q: uint(i.plus(4)) });
          m.inst('u_slice', Slice, { WIDTH: 6, TAKEN: i.plus(4) }, { a, q });
          m.unused({ q }, 'for the test');
        });
      },
    );
    expect(messages(Outer)).toEqual([
      'illegal-instance: Instance `u_slice` of `slice` is not legal when N = 4, i = 3: ' +
        'its relation WIDTH >= TAKEN does not hold with WIDTH = 6, TAKEN = 7.',
    ]);
  });

  it('that are numbers are refused whatever the parameters', () => {
    const Outer = module(
      'outer',
      { params: {}, ports: () => ({ a: input(uint(2)), q: output(uint(3)) }) },
      ({ a, q }, _, m) => m.inst('u_slice', Slice, { WIDTH: 2, TAKEN: 3 }, { a, q }),
    );
    expect(messages(Outer)).toEqual([
      'illegal-instance: Instance `u_slice` of `slice` is not legal: ' +
        'its relation WIDTH >= TAKEN does not hold with WIDTH = 2, TAKEN = 3.',
    ]);
  });
});
