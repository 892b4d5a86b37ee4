import { expect, it } from 'vitest';
import { type AnyModule, constant, input, int, module, output, sint, uint } from '../../index.ts';
import { emitModule } from '../pipeline.ts';
import { noSource } from './names.ts';

const shiftsOf = (described: AnyModule): string[] =>
  emitModule(described.elaborate(), { source: noSource, prefix: '' })
    .text.split('\n')
    .filter(line => line.includes('>>'))
    .map(line => line.trim());

it('a constant amount is a plain number through casts and widths, but where an undecided width decides it', () => {
  const Amounts = module(
    'amounts',
    {
      params: { W: int(8, { min: 4 }) },
      ports: ({ W }) => ({
        x: input(uint(8)),
        a: output(uint(8)),
        b: output(uint(8)),
        c: output(uint(8)),
        w: input(uint(W)),
      }),
    },
    ({ x, a, b, c, w }, { W }) => {
      // -1 of three bits, without its sign.
      a.set(x.shiftRight(constant(sint(3), -1n).asUint()));
      b.set(x.shiftRight(constant(uint(5), 19n).truncate(4).extend(9)));
      c.set(x.shiftRight(constant(uint(9), 300n).fit(W)).or(w.fit(8)));
    },
  );
  const [cast, resized, undecided, ...more] = shiftsOf(Amounts);
  expect([cast, resized, ...more]).toEqual(['assign a = x >> 7;', 'assign b = x >> 3;']);
  expect(undecided).not.toContain('>> 300');
});
