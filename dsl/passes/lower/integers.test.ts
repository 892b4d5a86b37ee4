import { expect, test } from 'vitest';
import { type AnyModule, clog2, indexWidth, input, int, module, output, uint } from '../../index.ts';
import { loadSourceIndex } from '../../source/names.ts';
import { emitModule, sourceFiles, sourceLookup } from '../pipeline.ts';

async function textOf(described: AnyModule): Promise<string> {
  const elaborated = described.elaborate();
  const source = sourceLookup(await loadSourceIndex(sourceFiles([elaborated])));
  return emitModule(elaborated, { source, prefix: '' }).text;
}

const params = { A: int(8, { min: 2, max: 64 }), N: int(4, { min: 1, max: 64 }) };

test('a width is written as it was, or in its normal form where that is shorter', async () => {
  const text = await textOf(
    module(
      'widths',
      {
        params,
        ports: ({ A, N }) => ({
          given: input(uint(A.plus(N))),
          twice: output(uint(A.plus(A).plus(1).plus(A).minus(1))),
          rest: output(uint(A.plus(N).minus(A))),
          less: output(uint(A.minus(3).plus(N).plus(4))),
        }),
      },
      ({ given, twice, rest, less }, { A, N }) => {
        twice.set(given.fit(A.times(3)));
        rest.set(given.fit(N));
        less.set(given.extend(A.plus(N).plus(1)));
      },
    ),
  );
  expect(text).toMatch(/input +wire \[A \+ N - 1:0\] +given/);
  expect(text).toMatch(/output wire \[A\*3-1:0\] +twice/);
  expect(text).toMatch(/output wire \[N-1:0\] +rest/);
  expect(text).toMatch(/output wire \[A \+ N:0\] +less/);
});

test('what the source names keeps its name in longer expressions', async () => {
  const text = await textOf(
    module(
      'named',
      { params, ports: ({ A, N }) => ({ a: input(uint(A)), q: output(uint(A.plus(N).times(3).plus(2))) }) },
      ({ a, q }, { A, N }, m) => {
        const PAIR = A.plus(N);
        const { held } = m.regs({ held: uint(PAIR.plus(1).plus(PAIR).plus(1).plus(PAIR)) });
        held.set(a.fit(q.type.width));
        q.set(held);
      },
    ),
  );
  expect(text).toContain('localparam integer PAIR = A + N;');
  expect(text).toMatch(/reg \[PAIR\*3 \+ 1:0\] held;/);
});

test('the width of an index has a name in the body; logarithms and the header have none', async () => {
  const text = await textOf(
    module(
      'indexed',
      { params, ports: ({ A, N }) => ({ at: input(uint(indexWidth(N))), of: output(uint(clog2(A))) }) },
      ({ at, of }, { N }, m) => {
        const { held } = m.regs({ held: uint(indexWidth(N)) });
        held.set(at);
        of.set(held.fit(of.type.width));
      },
    ),
  );
  expect(text).toMatch(/input +wire \[\(\(N > 1\) \? \$clog2\(N\) : 1\)-1:0\] at/);
  expect(text).toContain('localparam integer N_INDEX_WIDTH = (N > 1) ? $clog2(N) : 1;');
  expect(text).toContain('reg [N_INDEX_WIDTH-1:0] held;');
});
