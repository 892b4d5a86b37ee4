import {
  type AnyModule,
  bool,
  cat,
  constant,
  enumeration,
  fill,
  input,
  int,
  lowestOne,
  lowestOneIndex,
  module,
  mux,
  oneHotIndex,
  oneHotMux,
  output,
  pack,
  priorityMux,
  sint,
  struct,
  table,
  uint,
  unpack,
  vec,
  vecOf,
  zero,
} from '../../dsl/index.ts';

/** Constructs of docs/language.md that make values: what stands between the marks is shown, beside the Verilog of all. */
const Arithmetic = module(
  'arithmetic',
  {
    params: { A: int(8, { min: 2 }), B: int(6, { min: 2 }) },
    ports: ({ A, B }) => ({
      a: input(uint(A)),
      b: input(uint(B)),
      s: input(sint(A)),
      sum: output(uint(A.max(B).plus(1))),
      product: output(uint(A.plus(B))),
      wrapped: output(uint(A.max(B))),
      scaled: output(sint(A)),
      clamped: output(uint(4)),
    }),
    where: ({ A }) => [A.greaterThan(4)],
  },
  ({ a, b, s, ...io }, { A }) => {
    // show
    io.sum.set(a.add(b));
    io.product.set(a.mul(b));
    io.wrapped.set(a.addWrap(b));
    io.scaled.set(s.mul(3).shiftRightRound(2, 'half-even').saturate(A));
    io.clamped.set(a.saturate(4));
    // end
  },
);

const Bits = module(
  'bits',
  {
    params: {},
    ports: () => ({
      a: input(uint(8)),
      n: input(uint(4)),
      ready: input(bool),
      all: output(uint(13)),
      high: output(uint(4)),
      odd: output(bool),
      shifted: output(uint(8)),
      mask: output(uint(8)),
      chosen: output(uint(8)),
      both: output(bool),
    }),
  },
  ({ a, n, ready, ...io }) => {
    // show
    io.all.set(cat(a, n, ready));
    io.high.set(a.slice(4, 4));
    io.odd.set(a.reduceXor());
    io.shifted.set(a.shiftLeft(n));
    io.mask.set(fill(ready, 8).and(a.shiftRight(1)));
    io.chosen.set(mux(ready, a, constant(uint(8), 0xff)));
    io.both.set(ready.and(a.gt(n).not()));
    // end
  },
);

const Vectors = module(
  'vectors',
  {
    params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
    ports: ({ N, W }) => ({
      items: input(vec(N, uint(W))),
      at: input(uint(2)),
      flat: output(uint(N.times(W))),
      second: output(vec(2, uint(W))),
      square: output(uint(7)),
    }),
    where: ({ N }) => [N.eq(4)],
  },
  ({ items, at, flat, second, square }, { W }) => {
    // show
    flat.set(pack(items)); // index 0 in the low bits
    second.set(vecOf(uint(W), [items.at(0), items.at(at)]));
    square.set(table(uint(7), [0, 1, 4, 9]).at(at));
    // end
  },
);

const Color = enumeration('red', 'green', 'blue');
const Structs = module(
  'structs',
  {
    params: { W: int(8, { min: 1 }) },
    ports: ({ W }) => {
      // show
      const point = struct({ x: sint(W), y: sint(W) });
      const pixel = struct({ place: point, color: Color });
      return { in: input(pixel), out: output(pixel), bits: output(uint(W.times(2).plus(2))), isRed: output(bool) };
      // end
    },
  },
  (io, _, m) => {
    // show
    const { held } = m.regs({ held: io.in.type });
    held.set(io.in);
    io.out.set({ place: { x: held.place.y, y: held.place.x }, color: held.color });
    io.bits.set(pack(held)); // the first field in the high bits
    io.isRed.set(held.color.is('red'));
    // end
  },
);

const Casts = module(
  'casts',
  {
    params: {},
    ports: () => ({ a: input(uint(8)), b: input(sint(8)), c: output(sint(8)), d: output(sint(9)), e: output(uint(8)) }),
  },
  ({ a, b, c, d, e }) => {
    // show
    c.set(a.asSint()); // the same bits
    d.set(a.toSint()); // the same value, one bit wider
    e.set(unpack(uint(8), pack(b)));
    // end
  },
);

const Choices = module(
  'choices',
  {
    params: {},
    ports: () => ({
      requests: input(uint(4)),
      values: input(vec(4, uint(8))),
      urgent: input(bool),
      grant: output(uint(4)),
      winner: output(uint(2)),
      value: output(uint(8)),
      first: output(uint(8)),
      index: output(uint(2)),
    }),
  },
  ({ requests, values, urgent, ...io }) => {
    // show
    const grant = lowestOne(requests);
    io.grant.set(grant);
    io.winner.set(lowestOneIndex(requests));
    io.value.set(oneHotMux(grant, values));
    io.index.set(oneHotIndex(grant));
    io.first.set(
      priorityMux(
        [
          [urgent, values.at(3)],
          [requests.bit(0), values.at(0)],
        ],
        zero(uint(8)),
      ),
    );
    // end
  },
);

export const values: Readonly<Record<string, AnyModule>> = {
  arithmetic: Arithmetic,
  bits: Bits,
  vectors: Vectors,
  structs: Structs,
  casts: Casts,
  choices: Choices,
};
