import { describe, expect, test } from 'vitest';
import {
  type AnyModule,
  bool,
  clog2,
  enumeration,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  match,
  module,
  output,
  sint,
  uint,
  vec,
  when,
  zero,
} from './index.ts';

/**
 * Programs that are right: the type checker must take every line of them without an annotation, and their elaboration
 * must neither give a diagnostic nor leave anything to prove.
 */
const programs: Readonly<Record<string, AnyModule>> = {
  'a wrapping sum kept in its register': module(
    'accumulator',
    {
      params: { W: int(8, { min: 1 }), ACC: int(32, { min: 2 }) },
      ports: ({ W, ACC }) => ({ a: input(sint(W)), sum: output(sint(ACC)) }),
      where: ({ W, ACC }) => [ACC.atLeast(W.times(2))],
    },
    (io, { ACC }, m) => {
      const { acc } = m.regs({ acc: io.sum.type });
      acc.set(acc.addWrap(io.a.mul(io.a)));
      io.sum.set(acc.addWrap(io.a.fit(ACC)));
    },
  ),

  'a vec of vecs, by loop and by signal': module(
    'nested_vecs',
    {
      params: { ROWS: int(3, { min: 1 }), COLS: int(4, { min: 1 }), W: int(8, { min: 1 }) },
      ports: ({ ROWS, COLS, W }) => ({
        grid: input(vec(ROWS, vec(COLS, sint(W)))),
        row: input(uint(indexWidth(ROWS))),
        column: input(uint(indexWidth(COLS))),
        transposed: output(vec(COLS, vec(ROWS, sint(W)))),
        chosen: output(sint(W)),
        first: output(vec(COLS, sint(W))),
      }),
    },
    (io, { ROWS, COLS }) => {
      genFor(ROWS, 'row', r => genFor(COLS, 'col', c => io.transposed.at(c).at(r).set(io.grid.at(r).at(c))));
      io.chosen.set(io.grid.at(io.row).at(io.column));
      io.first.set(io.grid.at(0));
    },
  ),

  'genIf results: one value, values by name, none': module(
    'choices',
    {
      params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
      ports: ({ N, W }) => ({ list: input(vec(N, uint(W))), q: output(vec(N, uint(W))), any: output(vec(N, bool)) }),
    },
    (io, { N }) => {
      genFor(N, 'lane', i => {
        const previous = genIf(
          i.eq(0),
          ['first', () => ({ bits: zero(io.list.type.element), flag: io.list.at(i).eq(0) })],
          ['later', () => ({ bits: io.list.at(i.minus(1)), flag: io.list.at(i).ne(0) })],
        );
        const one = genIf(i.atLeast(1), ['above', () => previous.bits], ['lowest', () => io.list.at(i)]);
        io.q.at(i).set(one);
        genIf(i.eq(1), ['odd', () => io.any.at(i).set(previous.flag)], ['even', () => io.any.at(i).set(false)]);
      });
    },
  ),

  'scan and reduce over a vec of symbolic length': module(
    'folds',
    {
      params: { N: int(4, { min: 1 }), W: int(8, { min: 1 }) },
      ports: ({ N, W }) => ({
        list: input(vec(N, sint(W))),
        flags: input(vec(N, bool)),
        total: output(sint(clog2(N).plus(W))),
        largest: output(sint(W)),
        any: output(bool),
        running: output(vec(N, sint(W))),
        last: output(sint(W)),
      }),
    },
    (io, { N, W }, m) => {
      io.total.set(m.reduce(io.list, 'add'));
      io.largest.set(m.reduce(io.list, 'max'));
      io.any.set(m.reduce(io.flags, 'or'));
      const sums = m.scan('prefix', N, zero(sint(W)), (previous, i) => previous.addWrap(io.list.at(i)));
      io.running.set(sums);
      io.last.set(sums.at(N.minus(1)));
    },
  ),

  'memories: read at once, read in the next cycle, lanes': module(
    'memories',
    {
      params: { W: int(32, { min: 8, multipleOf: 8 }), DEPTH: int(16, { min: 1 }) },
      ports: ({ W, DEPTH }) => ({
        address: input(uint(indexWidth(DEPTH))),
        data: input(uint(W)),
        enable: input(bool),
        lanes: input(uint(W.floorDiv(8))),
        now: output(uint(W)),
        later: output(uint(W)),
        bytes: output(uint(W)),
      }),
    },
    (io, { W, DEPTH }, m) => {
      const words = m.mem('words', uint(W), DEPTH);
      const bytes = m.mem('bytes', uint(W), DEPTH, { laneWidth: 8, readDuringWrite: 'new' });
      when(io.enable, () => words.write(io.address, io.data));
      bytes.write(io.address, io.data, io.lanes);
      io.now.set(words.read(io.address));
      io.later.set(words.readSync(io.address, io.enable));
      io.bytes.set(bytes.readSync(io.address));
    },
  ),

  'counters: inc, dec, incMod, not': module(
    'counters',
    { params: { N: int(10, { min: 2 }) }, ports: ({ N }) => ({ q: output(uint(indexWidth(N))), odd: output(bool) }) },
    (io, { N }, m) => {
      const { up, down, around, odd } = m.regs(
        { up: io.q.type, down: io.q.type, around: io.q.type, odd: bool },
        { reset: { down: N.minus(1), odd: true } },
      );
      up.set(up.inc());
      down.set(down.dec());
      around.set(around.incMod(N));
      odd.set(odd.not());
      io.q.set(up.xor(down).and(around.not()));
      io.odd.set(odd);
    },
  ),

  'branches and arms that end with a `when`, beside others': module(
    'ending',
    {
      params: { N: int(2, { min: 1 }) },
      ports: ({ N }) => ({
        go: input(bool),
        mode: input(enumeration('hold', 'count', 'clear')),
        code: input(uint(2)),
        d: input(vec(N, uint(8))),
        q: output(vec(N, uint(8))),
        count: output(uint(8)),
      }),
    },
    (io, { N }, m) => {
      const { held, count } = m.regs({ held: io.q.type, count: uint(8) });
      genFor(N, 'lane', i =>
        genIf(
          i.eq(0),
          ['first', () => when(io.go, () => held.at(i).set(io.d.at(i)))],
          ['others', () => held.at(i).set(io.d.at(i))],
        ),
      );
      match(io.mode, {
        hold: () => undefined,
        count: () => when(io.go, () => count.set(count.inc())),
        clear: () => count.set(0),
      });
      match(io.code, {
        0: () => when(io.go, () => count.set(1)),
        otherwise: () => when(io.go.not(), () => count.set(2)).otherwise(() => count.set(3)),
      });
      io.q.set(held);
      io.count.set(count);
    },
  ),
};

describe.each(Object.entries(programs))('%s', (_, program) => {
  test('elaborates, and nothing is left to prove', () => {
    expect(program.elaborate().obligations.map(({ guard }) => guard)).toEqual([]);
  });
});
