import { expect, test } from 'vitest';
import {
  bool,
  cat,
  constant,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sink,
  sint,
  source,
  uint,
  unused,
  vec,
  vecOf,
  when,
} from '../index.ts';
import { printModule } from './print.ts';
import { allStatements, children, operands, regionsOf, valuesOf } from './visit.ts';

const Leaf = module(
  'leaf',
  { params: { W: int(4, { min: 1 }) }, ports: ({ W }) => ({ x: input(uint(W)), y: output(uint(W)), z: output(bool) }) },
  io => {
    io.y.set(io.x.not());
    io.z.set(io.x.reduceXor());
  },
);

const Everything = module(
  'everything',
  {
    params: { W: int(8, { min: 4 }), N: int(3, { min: 1 }) },
    where: ({ W, N }) => [W.atLeast(N)],
    ports: ({ W, N }) => ({
      in: sink(sint(W)),
      out: source(sint(W.plus(1))),
      list: input(vec(N, uint(W))),
      which: input(uint(indexWidth(N))),
      q: output(vec(N, uint(W))),
      total: output(uint(W)),
      joined: output(uint(W.plus(3))),
      pair: output(vec(2, uint(W))),
    }),
  },
  (io, { W, N }, m) => {
    const { count, held } = m.regs({ count: uint(W), held: sint(W) }, { reset: { count: 5 }, attributes: { keep: 1 } });
    const { last } = m.regs({ last: bool }, { reset: 'none' });
    const words = m.mem('words', uint(W), 16, { attributes: { ram_style: 'block' } });
    when(io.in.fire, () => {
      held.set(io.in.bits);
      words.write(constant(uint(4), 3), count);
    })
      .elseWhen(last, () => count.set(count.inc()))
      .otherwise(() => count.set(0));
    last.set(count.lt(N));
    io.in.ready.set(io.out.ready);
    io.out.valid.set(io.in.valid.and(last.not()));
    io.out.bits.set(held.add(io.in.bits));
    genFor(N, 'lane', i => {
      const { own } = m.wires({ own: uint(W) });
      genIf(
        i.eq(0),
        ['first', () => own.set(io.list.at(i))],
        ['later', () => own.set(io.list.at(i.minus(1)).shiftRight(count))],
      );
      m.inst('leaf', Leaf, { W }, { x: own, y: io.q.at(i), z: unused('parity is not needed') });
    });
    const running = m.scan('chain', N, constant(uint(W), 0), (previous, i) => previous.xor(io.list.at(i)));
    io.total.set(mux(last, m.reduce(io.list, 'max'), running.at(io.which)));
    io.joined.set(cat(words.read(constant(uint(4), 1)), count.slice(1, 2), last));
    io.pair.set(vecOf(uint(W), [held.asUint(), 1]));
    m.assert(last.or(io.in.valid), 'something goes on');
    m.unused({ which: io.which }, 'an example');
  },
);

test('a module as text', () => {
  expect(printModule(Everything.elaborate())).toMatchInlineSnapshot(`
    "module everything(W = 8, N = 3)
      where W >= N
      input in_valid: bool
      output in_ready: bool
      input in_bits: sint(W)
      output out_valid: bool
      input out_ready: bool
      output out_bits: sint(W + 1)
      input list: vec(N, uint(W))
      input which: uint(max(clog2(N), 1))
      output q: vec(N, uint(W))
      output total: uint(W)
      output joined: uint(W + 3)
      output pair: vec(2, uint(W))
      register count: uint(W) reset 5:uint(W) (keep = 1)
      register held: sint(W) reset 0 (keep = 1)
      register last: bool reset none
      wire chain_all: vec(N, uint(W))
      memory words: uint(W) x 16 (ram_style = block)
      when and(in_valid, in_ready)
        held := in_bits
        words[3:uint(4)] := count
      else when last
        count := add(count, 1:uint(W))
      otherwise
        count := 0:uint(W)
      last := lt(extend(count, uint(W + 1)), {N}:uint(W + 1))
      in_ready := out_ready
      out_valid := and(in_valid, not(last))
      out_bits := add(extend(held, sint(W + 1)), extend(in_bits, sint(W + 1)))
      for i < N: lane
        wire own: uint(W)
        if i == 0: first
          own := list[i]
        else: later
          own := shift_right(list[i - 1], count)
        instance leaf: leaf (W = W)
          x <- own
          y -> q[i]
          z -> unused (parity is not needed)
      for c < N: chain
        wire running: uint(W)
        wire previous: uint(W)
        if c == 0: first
          previous := 0:uint(W)
        else: next
          previous := chain[c - 1].running
        running := xor(previous, list[c])
        chain_all[c] := running
      total := mux(last, fold_max(list), chain_all[which])
      joined := cat(words[1:uint(4)], count[1 +: 2], cast(last, uint(1)))
      pair := [cast(held, uint(W)), 1:uint(W)]
      assert or(last, in_valid) "something goes on"
      unused which (an example)
      to prove (constant-out-of-range, N): N < pow2(W + 1)
    "
  `);
});

test('every statement is visited once, parents first, and every node is reached', () => {
  const { root } = Everything.elaborate();
  const statements = [...allStatements(root.statements)];
  expect(new Set(statements).size).toBe(statements.length);
  expect(statements.map(({ kind }) => kind).filter(kind => kind === 'instance')).toHaveLength(1);
  for (const statement of statements)
    for (const child of children(statement))
      expect(statements.indexOf(child)).toBeGreaterThan(statements.indexOf(statement));
  expect(statements.flatMap(regionsOf).map(({ label }) => label)).toEqual([
    'lane',
    'first',
    'later',
    'chain',
    'first',
    'next',
  ]);
  const reached = new Set(statements.flatMap(valuesOf));
  for (const node of reached) for (const operand of operands(node)) reached.add(operand);
  expect(new Set([...reached].map(({ kind }) => kind))).toEqual(
    new Set([
      'literal',
      'parameter',
      'read',
      'neighbour',
      'element',
      'unary',
      'binary',
      'shift',
      'mux',
      'resize',
      'slice',
      'concat',
      'cast',
      'vec',
      'memory-read',
      'fold',
    ]),
  );
});
