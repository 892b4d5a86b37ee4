import { describe, expect, it } from 'vitest';
import { genFor, genIf, input, int, module, output, uint, vec } from '../../index.ts';
import { checkModule } from './checkModule.ts';
import { reported } from './rendered.fixture.ts';

describe('relations that only values can decide', () => {
  it('reports a width that differs, with the binding that breaks it', () => {
    const text = reported(() =>
      module(
        'joined',
        {
          params: { N: int(4, { min: 1 }), M: int(4, { min: 1 }) },
          ports: ({ N, M }) => ({ a: input(uint(N)), y: output(uint(M)) }),
        },
        ({ a, y }) => {
          // @ts-expect-error N and M are different parameters
          y.set(a);
        },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[unproved-width]: The sizes of \`y\`, M, and of its value, N, differ when M = 4, N = 1: 4 and 1.

        obligations.test.ts
        | y.set(a);
        |   ^^^^^^
        obligations.test.ts
        | ports: ({ N, M }) => ({ a: input(uint(N)), y: output(uint(M)) }),
        |                                               ^^^^^^^^^^^^^^^ declared here

        Make them agree for every legal value of the parameters, or rule this one out with a range or a relation in \`where\`.
        See docs/diagnostics.md#unproved-width
      "
    `);
  });

  it('returns what held wherever it was tried as a guard', () => {
    const Halves = module(
      'halves',
      {
        params: { N: int(4, { min: 2, multipleOf: 2 }) },
        ports: ({ N }) => ({ a: input(uint(N)), y: output(uint(N.floorDiv(2).times(2))) }),
      },
      ({ a, y }) => {
        y.set(a);
      },
    );
    const report = checkModule(Halves.elaborate());
    expect(report.diagnostics).toEqual([]);
    expect(report.guards.map(({ guard }) => guard)).toEqual(['floorDiv(N, 2)*2 must equal N']);
    expect(report.proved).toEqual([{ relation: 'floorDiv(N, 2)*2 == N', how: 'tried', bindings: 2 }]);
  });

  it('tries the values that configurations use', () => {
    const Odd = module(
      'odd',
      { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ y: output(uint(N)) }) },
      ({ y }, { N }, m) => {
        const { w } = m.wires({ w: uint(N.min(50)) });
        w.set(0);
        y.set(w);
      },
    );
    expect(reported(() => Odd)).toBe('');
    expect(reported(() => Odd, [{ N: 64 }])).toMatchInlineSnapshot(`
      "error[unproved-width]: The sizes of \`y\`, N, and of its value, min(N, 50), differ when N = 64: 64 and 50.

        obligations.test.ts
        | y.set(w);
        |   ^^^^^^
        obligations.test.ts
        | { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ y: output(uint(N)) }) },
        |                                                              ^^^^^^^^^^^^^^^ declared here

        Make them agree for every legal value of the parameters, or rule this one out with a range or a relation in \`where\`.
        See docs/diagnostics.md#unproved-width
      "
    `);
  });

  it('reports an index beyond a vec, at an iteration and a binding', () => {
    const text = reported(() =>
      module(
        'shifted',
        {
          params: { N: int(4, { min: 1 }) },
          ports: ({ N }) => ({ x: input(vec(N, uint(2))), y: output(vec(N, uint(2))) }),
        },
        ({ x, y }, { N }) => {
          genFor(N, 'lane', i => y.at(i).set(x.at(i.plus(1))));
        },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[index-out-of-range]: Index i + 1 is outside \`x\`, which has N elements: it is 4 of 4 when N = 4, i = 3.

        obligations.test.ts
        | genFor(N, 'lane', i => y.at(i).set(x.at(i.plus(1))));
        |                                      ^^^^^^^^^^^^^
        obligations.test.ts
        | ports: ({ N }) => ({ x: input(vec(N, uint(2))), y: output(vec(N, uint(2))) }),
        |                         ^^^^^^^^^^^^^^^^^^^^^^ declared here

        Keep the index below the length for every value of the parameters; \`genIf\` can leave an edge out.
        See docs/diagnostics.md#index-out-of-range
      "
    `);
  });

  it('knows that a branch leaves an edge out', () => {
    const text = reported(() =>
      module(
        'edged',
        {
          params: { N: int(4, { min: 1 }) },
          ports: ({ N }) => ({ x: input(vec(N, uint(2))), y: output(vec(N, uint(2))) }),
        },
        ({ x, y }, { N }) => {
          genFor(N, 'lane', i => {
            genIf(i.eq(N.minus(1)), ['last', () => y.at(i).set(x.at(0))], ['next', () => y.at(i).set(x.at(i.plus(1)))]);
          });
        },
      ),
    );
    expect(text).toBe('');
  });

  it('reports a constant that does not fit a small width, and a width of zero', () => {
    const text = reported(() =>
      module(
        'narrow',
        { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ y: output(uint(N)), z: output(uint(N.minus(1))) }) },
        ({ y, z }) => {
          y.set(5);
          z.set(0);
        },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[unproved-constant]: The constant 5 does not fit when N = 1: that needs N >= 3.

        obligations.test.ts
        | y.set(5);
        |   ^^^^^^

        Use a wider type, or rule these values out with a range or a relation in \`where\`.
        See docs/diagnostics.md#unproved-constant

      error[zero-width]: A width of 0 is not allowed: \`z\` has N - 1 when N = 1.

        obligations.test.ts
        | { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ y: output(uint(N)), z: output(uint(N.minus(1))) }) },
        |                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^

        Every value has at least one bit; \`indexWidth(n)\` is clog2, but 1 for n = 1.
        See docs/diagnostics.md#zero-width
      "
    `);
  });
});
