import {
  bool,
  cat,
  clog2,
  input,
  int,
  module,
  output,
  pack,
  sink,
  sint,
  source,
  struct,
  uint,
  vec,
  vecOf,
} from '../../../dsl/index.ts';
import { elementsOf, joinElements, type Row } from './tools.ts';

/** The complement: every bit of the output depends on the same bit of the input. */
const Complement = module(
  'complement',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), y: output(uint(WIDTH)) }),
  },
  ({ a, y }) => y.set(a.not()),
);

/** The two elements of a vec in each other's place. */
const Swap = module(
  'swap',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    ports: ({ WIDTH }) => ({ x: input(vec(2, uint(WIDTH))), y: output(vec(2, uint(WIDTH))) }),
  },
  ({ x, y }) => {
    y.at(0).set(x.at(1));
    y.at(1).set(x.at(0));
  },
);

/** A stream of structs, and a struct, as they are. */
const Relay = module(
  'relay',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    ports: ({ WIDTH }) => {
      const packet = struct({ data: uint(WIDTH), last: bool });
      return { in: sink(packet), out: source(packet), held: input(packet), shown: output(packet) };
    },
  },
  io => {
    io.out.valid.set(io.in.valid);
    io.out.bits.set(io.in.bits);
    io.in.ready.set(io.out.ready);
    io.shown.set(io.held);
  },
);

/** Outputs of instances that reach the bits of several signals, or signals of other types; inputs that are constants. */
export const Connections = module(
  'connections',
  {
    params: { W: int(6, { min: 3 }), N: int(3, { min: 1, max: 4 }) },
    ports: ({ W, N }) => ({
      a: input(uint(W)),
      b: input(uint(3)),
      go: input(bool),
      items: input(vec(N, uint(W))),
      choice: input(uint(clog2(N).max(1))),
      /** The complement of `a`, signed. */
      as_sint: output(sint(W)),
      /** The complements of `a` and `b`, out of one instance. */
      high: output(uint(W)),
      low: output(uint(3)),
      /** The complement of 5, as a struct. */
      packet: output(struct({ data: uint(W), last: bool })),
      complements: output(vec(N, uint(W))),
      left: output(uint(W)),
      right: output(uint(W)),
      accepted: output(bool),
      sent: output(bool),
      data: output(uint(W)),
      last: output(bool),
      shown: output(uint(W)),
      flag: output(bool),
      /** The items, but for the chosen one. */
      chosen: output(vec(N, uint(W))),
    }),
  },
  (io, { W, N }, m) => {
    const { a, b, go } = io;
    m.inst('as_sint', Complement, { WIDTH: W }, { a, y: io.as_sint.asUint() });
    m.inst('halves', Complement, { WIDTH: W.plus(3) }, { a: cat(a, b), y: cat(io.high, io.low) });
    m.inst('packed', Complement, { WIDTH: W.plus(1) }, { a: 5, y: pack(io.packet) });
    m.inst('all', Complement, { WIDTH: W.times(N) }, { a: pack(io.items), y: pack(io.complements) });
    m.inst('swap', Swap, { WIDTH: W }, { x: vecOf(uint(W), [a, a.inc()]), y: vecOf(uint(W), [io.left, io.right]) });
    m.inst(
      'relay',
      Relay,
      { WIDTH: W },
      {
        in: { valid: go, ready: io.accepted, bits: { data: a, last: false } },
        out: { valid: io.sent, ready: true, bits: { data: io.data, last: io.last } },
        held: { data: 3, last: go },
        shown: { data: io.shown, last: io.flag },
      },
    );
    io.chosen.set(io.items);
    m.inst('chosen', Complement, { WIDTH: W }, { a, y: io.chosen.at(io.choice) });
  },
);

/** The same by definition. */
export function connectionOutputs({ W, N }: { readonly W: number; readonly N: number }, inputs: readonly Row[]): Row[] {
  const not = (value: bigint, width: number): bigint => BigInt.asUintN(width, ~value);
  return inputs.map(({ a = 0n, b = 0n, go = 0n, items = 0n, choice = 0n }) => {
    const complement = not(a, W);
    const constant = not(5n, W + 1);
    return {
      as_sint: complement,
      high: complement,
      low: not(b, 3),
      packet_data: constant >> 1n,
      packet_last: constant & 1n,
      complements: not(items, W * N),
      left: BigInt.asUintN(W, a + 1n),
      right: a,
      accepted: 1n,
      sent: go,
      data: a,
      last: 0n,
      shown: 3n,
      flag: go,
      chosen: joinElements(
        elementsOf(items, N, W).map((item, index) => (BigInt(index) === choice ? complement : item)),
        W,
      ),
    };
  });
}
