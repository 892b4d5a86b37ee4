import {
  bool,
  connect,
  genFor,
  genIf,
  input,
  int,
  module,
  output,
  sink,
  source,
  uint,
  unused,
  vec,
  when,
} from '../../../dsl/index.ts';
import { elementsOf, joinElements, type Row } from './tools.ts';

/** A register between two streams: full throughput of one element every other cycle. */
export const Stage = module(
  'stage',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    ports: ({ WIDTH }) => ({
      enq: sink(uint(WIDTH)),
      deq: source(uint(WIDTH)),
      /** Whether an element is held. */
      busy: output(bool),
    }),
  },
  ({ enq, deq, busy }, { WIDTH }, m) => {
    const { full } = m.regs({ full: bool });
    const { held } = m.regs({ held: uint(WIDTH) }, { reset: 'none' });
    enq.ready.set(full.not());
    deq.valid.set(full);
    deq.bits.set(held);
    busy.set(full);
    when(enq.fire, () => {
      held.set(enq.bits);
      full.set(true);
    });
    when(deq.fire, () => full.set(false));
  },
);

/** The bits of `a` turned left by a number of places that is built in. */
export const Rotate = module(
  'rotate',
  {
    params: { WIDTH: int(4, { min: 1 }), PLACES: int(1, { min: 0 }) },
    ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), y: output(uint(WIDTH)), any: output(bool) }),
  },
  ({ a, y, any }, { WIDTH, PLACES }) => {
    let turned = a;
    for (let place = 0; place < PLACES.value; place++) turned = turned.shiftIn(turned.bit(WIDTH.minus(1)));
    y.set(turned);
    any.set(a.reduceOr());
  },
);

/** Instances beside each other, in loops and in branches, with streams between them and outputs that nothing reads. */
export const Instances = module(
  'instances',
  {
    params: { N: int(2, { min: 1 }), W: int(4, { min: 1 }) },
    ports: ({ N, W }) => ({
      enq: sink(uint(W)),
      deq: source(uint(W)),
      busy: output(bool),
      x: input(vec(N, uint(W))),
      turned: output(vec(N, uint(W))),
      turned_thrice: output(uint(W)),
      any: output(bool),
      maybe: output(uint(W.plus(1))),
    }),
  },
  (io, { N, W }, m) => {
    const { between } = m.streams({ between: uint(W) });
    const wide = m.streams({ last: uint(W) });
    m.inst('first', Stage, { WIDTH: W }, { enq: io.enq, deq: between, busy: unused('the second tells enough') });
    m.inst('second', Stage, { WIDTH: W }, { enq: between, deq: wide.last, busy: io.busy });
    connect(wide.last, io.deq);
    const { turned } = m.wires({ turned: vec(N, uint(W)) });
    genFor(N, 'lane', i =>
      m.inst('rotate', Rotate, { WIDTH: W, PLACES: 2 }, { a: io.x.at(i), y: turned.at(i), any: unused('seen below') }),
    );
    io.turned.set(turned);
    m.inst(
      'rotate',
      Rotate,
      { WIDTH: W, PLACES: 3 },
      { a: io.x.at(0).xor(turned.at(0)), y: io.turned_thrice, any: io.any },
    );
    genIf(
      N.atLeast(3),
      [
        'many',
        () => {
          m.inst(
            'rotate_sum',
            Rotate,
            { WIDTH: W.plus(1) },
            {
              a: io.x.at(0).add(io.x.at(N.minus(1))),
              y: io.maybe,
              any: unused('not needed'),
            },
          );
        },
      ],
      ['few', () => io.maybe.set(io.x.at(0).extend(W.plus(1)))],
    );
  },
);

/** The same by definition. */
export function instanceOutputs({ N, W }: { readonly N: number; readonly W: number }, inputs: readonly Row[]): Row[] {
  const rotate = (value: bigint, width: number, places: number): bigint => {
    const by = BigInt(places % width);
    return BigInt.asUintN(width, (value << by) | (value >> (BigInt(width) - by)));
  };
  let [first, second]: (bigint | undefined)[] = [];
  return inputs.map(row => {
    const x = elementsOf(row.x ?? 0n, N, W);
    const [x0 = 0n] = x;
    const turned = x.map(value => rotate(value, W, 2));
    const mixed = x0 ^ (turned[0] ?? 0n);
    const outputs: Row = {
      enq_ready: first === undefined ? 1n : 0n,
      deq_valid: second === undefined ? 0n : 1n,
      ...(second === undefined ? {} : { deq_bits: second }),
      busy: second === undefined ? 0n : 1n,
      turned: joinElements(turned, W),
      turned_thrice: rotate(mixed, W, 3),
      any: mixed === 0n ? 0n : 1n,
      maybe: N >= 3 ? rotate(x0 + (x.at(-1) ?? 0n), W + 1, 1) : x0,
    };
    const entered = first === undefined && row.enq_valid === 1n ? row.enq_bits : first;
    const moves = first !== undefined && second === undefined;
    const leaves = second !== undefined && row.deq_ready === 1n;
    [first, second] = [moves ? undefined : entered, moves ? first : leaves ? undefined : second];
    if (row.rst === 1n) [first, second] = [undefined, undefined];
    return outputs;
  });
}
