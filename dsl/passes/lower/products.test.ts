import { expect, it } from 'vitest';
import { type AnyModule, input, int, module, output, sint, uint } from '../../index.ts';
import { emitModule } from '../pipeline.ts';
import { noSource } from './names.ts';

const linesOf = (described: AnyModule): string[] =>
  emitModule(described.elaborate(), { source: noSource, prefix: '' })
    .text.split('\n')
    .filter(line => /^ {2}(wire|assign) /.test(line))
    .map(line => line.trim());

const params = { W: int(20, { min: 16 }) };

it('a signed product that is only extended, to one width, is made at that width', () => {
  const Sum = module(
    'sum',
    {
      params,
      ports: ({ W }) => ({
        a: input(sint(8)),
        b: input(sint(8)),
        c: input(sint(W)),
        y: output(sint(W)),
        z: output(sint(W)),
      }),
    },
    ({ a, b, c, y, z }) => {
      const product = a.mul(b);
      y.set(c.addWrap(product));
      z.set(c.subWrap(product));
    },
  );
  expect(linesOf(Sum)).toMatchInlineSnapshot(`
    [
      "wire [W-1:0] product = a * b;",
      "assign y = c + product;",
      "assign z = c - product;",
    ]
  `);
});

it('one that is read otherwise too, or at two widths, and one without a sign, keep their own', () => {
  const Others = module(
    'others',
    {
      params,
      ports: ({ W }) => ({
        a: input(sint(8)),
        b: input(sint(8)),
        u: input(uint(8)),
        c: input(sint(W)),
        y: output(sint(W)),
        raw: output(sint(16)),
        twice: output(sint(24)),
        plain: output(uint(W)),
      }),
    },
    ({ a, b, u, c, y, raw, twice, plain }, { W }) => {
      const product = a.mul(b);
      y.set(c.addWrap(product));
      raw.set(product);
      const square = a.mul(a);
      twice.set(square.extend(24).addWrap(square.extend(20).extend(24)));
      plain.set(u.mul(u).extend(W));
    },
  );
  expect(linesOf(Others)).toMatchInlineSnapshot(`
    [
      "wire signed [15:0] product = a * b;",
      "assign y   = c + {{(W - 16){product[15]}}, product};",
      "assign raw = product;",
      "wire signed [15:0] product_2 = a * a;",
      "wire signed [19:0] resized   = {{4{product_2[15]}}, product_2};",
      "assign twice = {{8{product_2[15]}}, product_2} + {{4{resized[19]}}, resized};",
      "assign plain = {{(W - 16){1'b0}}, {8'd0, u} * {8'd0, u}};",
    ]
  `);
});
