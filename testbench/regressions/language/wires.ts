import {
  bool,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sint,
  uint,
  vec,
  vecOf,
  when,
  zero,
} from '../../../dsl/index.ts';
import { elementsOf, joinElements, type Row } from './tools.ts';

/** Every way in which a wire or an output can be given its value. */
export const Wires = module(
  'wires',
  {
    params: { N: int(3, { min: 2 }), W: int(4, { min: 2 }) },
    ports: ({ N, W }) => ({
      a: input(bool),
      b: input(bool),
      c: input(bool),
      index: input(uint(indexWidth(N))),
      d: input(uint(W)),
      e: input(sint(W)),
      x: input(vec(N, vec(2, uint(W)))),
      chain: output(uint(W)),
      nested: output(uint(W)),
      default_kept: output(uint(W)),
      overlap: output(vec(N, uint(W))),
      overlap_signed: output(vec(N, sint(W))),
      dynamic: output(vec(N, uint(W))),
      partial_when: output(vec(2, uint(W))),
      picked: output(uint(W)),
      picked_inner: output(uint(W)),
      picked_wide: output(uint(W)),
      picked_far: output(uint(W)),
      picked_expression: output(uint(W)),
      result: output(uint(W)),
      result_pair: output(uint(W)),
      reversed: output(vec(N, vec(2, uint(W)))),
      mask: output(uint(N)),
      narrowed: output(uint(2)),
      in_loop: output(vec(N, uint(W))),
    }),
  },
  (io, { N, W }, m) => {
    const { a, b, c, d, e, x, index } = io;
    const row = vec(N, uint(W));
    when(a, () => io.chain.set(d))
      .elseWhen(b, () => io.chain.set(d.not()))
      .elseWhen(c, () => io.chain.set(1))
      .otherwise(() => io.chain.set(0));

    // The last assignment wins, on each path.
    io.nested.set(3);
    when(a, () => {
      when(b, () => io.nested.set(d)).otherwise(() => io.nested.set(d.inc()));
      when(c, () => io.nested.set(0));
    });
    when(b.and(c), () => io.nested.set(2));

    const { kept } = m.wires({ kept: uint(W) });
    kept.set(d);
    when(a, () => {}).elseWhen(b, () => kept.set(d.dec()));
    io.default_kept.set(kept);

    // Parts that overlap: a whole, one element, an element chosen by a value.
    io.overlap.set(zero(row));
    when(a, () => io.overlap.at(0).set(d));
    when(b, () => io.overlap.at(index).set(d.not()));
    when(c, () => io.overlap.at(N.minus(1)).set(1));
    const { signs } = m.wires({ signs: vec(N, sint(W)) });
    signs.set(zero(vec(N, sint(W))));
    signs.at(1).set(e);
    when(a, () => signs.at(index).set(-1));
    io.overlap_signed.set(signs);

    const { words } = m.wires({ words: vec(N, vec(2, uint(W))) });
    words.set(x);
    words.at(index).at(b.asUint()).set(d);
    genFor(N, 'pair', i => io.dynamic.at(i).set(words.at(i).at(0).xor(words.at(i).at(1))));

    io.partial_when.at(0).set(d);
    io.partial_when.at(1).set(0);
    when(a, () => io.partial_when.at(1).set(d.inc()));

    const chosen = x.at(index);
    io.picked.set(chosen.at(1));
    io.picked_inner.set(x.at(1).at(a.asUint()));
    io.picked_wide.set(x.at(index.extend(40)).at(0));
    io.picked_far.set(x.at(d).at(0));
    io.picked_expression.set(vecOf(uint(W), [d, d.not(), 3, d.inc()]).at(d.truncate(2)));

    const result = genIf(
      N.atLeast(4),
      ['many', () => d.xor(x.at(1).at(0))],
      N.eq(3),
      ['three', () => d.and(x.at(2).at(1))],
      ['two', () => d.or(x.at(1).at(0))],
    );
    io.result.set(result);
    const pair = genIf(
      W.mod(2).eq(0),
      ['even', () => ({ first: d.inc(), second: x.at(0) })],
      ['odd', () => ({ first: d.dec(), second: x.at(1) })],
    );
    io.result_pair.set(pair.first.addWrap(pair.second.at(0)).addWrap(pair.second.at(1)));

    genFor(N, 'swap', i => {
      io.reversed.at(N.minus(1).minus(i)).at(0).set(x.at(i).at(1));
      io.reversed.at(N.minus(1).minus(i)).at(1).set(x.at(i).at(0));
    });

    const bits = m.scan('mask', N, zero(uint(N)), (previous, i) => previous.shiftIn(x.at(i).at(0).reduceOr()));
    io.mask.set(bits.at(N.minus(1)));
    io.narrowed.set(mux(a, d.addWrap(x.at(0).at(0)), zero(uint(W))).slice(W.minus(2), 2));

    genFor(N, 'gate', i => {
      const { inner } = m.wires({ inner: uint(W) });
      inner.set(0);
      when(a, () => inner.set(x.at(i).at(0))).elseWhen(b.or(c), () => inner.set(x.at(i).at(1)));
      io.in_loop.at(i).set(inner.xor(inner.addWrap(d)));
    });
  },
);

/** The same by definition. */
export function wireOutputs({ N, W }: { readonly N: number; readonly W: number }, row: Row): Row {
  const low = (value: bigint): bigint => BigInt.asUintN(W, value);
  const { a = 0n, b = 0n, c = 0n, d = 0n, e = 0n } = row;
  const index = Number(row.index ?? 0n);
  const x = elementsOf(row.x ?? 0n, N, 2 * W).map(bits => elementsOf(bits, 2, W));
  const at = (i: number, j: number): bigint => x[i]?.[j] ?? 0n;
  const zeros = (): bigint[] => new Array<bigint>(N).fill(0n);
  const overlap = zeros();
  if (a) overlap[0] = d;
  if (b && index < N) overlap[index] = ~d;
  if (c) overlap[N - 1] = 1n;
  const signs = zeros();
  signs[1] = e;
  if (a && index < N) signs[index] = -1n;
  const words = x.map(pair => [...pair]);
  const word = words[index];
  if (word !== undefined) word[Number(b)] = d;
  const inner = x.map(([first = 0n, second = 0n]) => (a ? first : b || c ? second : 0n));
  const [first, second] = W % 2 === 0 ? [d + 1n, x[0]] : [d - 1n, x[1]];
  return {
    chain: a ? d : b ? low(~d) : c ? 1n : 0n,
    nested: b && c ? 2n : a ? (c ? 0n : b ? d : low(d + 1n)) : 3n,
    default_kept: !a && b ? low(d - 1n) : d,
    overlap: joinElements(overlap, W),
    overlap_signed: joinElements(signs, W),
    dynamic: joinElements(
      words.map(([left = 0n, right = 0n]) => left ^ right),
      W,
    ),
    partial_when: joinElements([d, a ? d + 1n : 0n], W),
    picked: at(index, 1),
    picked_inner: at(1, Number(a)),
    picked_wide: at(index, 0),
    picked_far: at(Number(d), 0),
    picked_expression: low([d, ~d, 3n, d + 1n][Number(d & 3n)] ?? 0n),
    result: N >= 4 ? d ^ at(1, 0) : N === 3 ? d & at(2, 1) : d | at(1, 0),
    result_pair: low((first ?? 0n) + (second?.[0] ?? 0n) + (second?.[1] ?? 0n)),
    reversed: joinElements(
      x.toReversed().map(([left = 0n, right = 0n]) => (left << BigInt(W)) | right),
      2 * W,
    ),
    mask: x.reduce((bits, [value = 0n]) => BigInt.asUintN(N, (bits << 1n) | (value === 0n ? 0n : 1n)), 0n),
    narrowed: a ? low(d + at(0, 0)) >> BigInt(W - 2) : 0n,
    in_loop: joinElements(
      inner.map(value => value ^ low(value + d)),
      W,
    ),
  };
}
