import { describe, expect, it } from 'vitest';
import { type AnyModule, bool, genFor, genIf, input, int, module, output, uint, vec, when } from '../../index.ts';
import { noSource } from '../lower/names.ts';
import { emitModule } from '../pipeline.ts';

const unusedIn = (described: AnyModule): string[] =>
  emitModule(described.elaborate(), { source: noSource, prefix: '' })
    .text.split('\n')
    .filter(line => line.includes('unused'));

const params = { W: int(8, { min: 2 }), N: int(4, { min: 1 }) };

describe('what counts as read', () => {
  it('parts that join are the whole', () => {
    const Parts = module(
      'parts',
      {
        params,
        ports: ({ W }) => ({
          x: input(uint(W.plus(2))),
          low: output(uint(W)),
          middle: output(bool),
          top: output(bool),
        }),
      },
      ({ x, low, middle, top }, { W }) => {
        low.set(x.truncate(W));
        middle.set(x.bit(W));
        top.set(x.bit(W.plus(1)));
      },
    );
    expect(unusedIn(Parts)).toEqual([]);
  });

  it('parts with a gap are not', () => {
    const Gap = module(
      'gap',
      { params, ports: ({ W }) => ({ x: input(uint(W.plus(2))), low: output(uint(W)), top: output(bool) }) },
      ({ x, low, top }, { W }) => {
        low.set(x.truncate(W));
        top.set(x.bit(W.plus(1)));
      },
    );
    expect(unusedIn(Gap)).toEqual(["  wire unused = &{1'b0, x, 1'b0};"]);
  });

  it('every branch of a generate if is certain, one of them is not', () => {
    const Branches = module(
      'branches',
      {
        params,
        ports: ({ N }) => ({ x: input(vec(N, bool)), y: input(vec(N, bool)), z: output(vec(N, bool)) }),
      },
      ({ x, y, z }, { N, W }) =>
        genFor(N, 'lane', i =>
          genIf(
            W.eq(7),
            ['seven', () => z.at(i).set(x.at(i))],
            W.eq(8),
            ['eight', () => z.at(i).set(x.at(i).not())],
            ['other', () => z.at(i).set(x.at(i).and(y.at(i)))],
          ),
        ),
    );
    expect(unusedIn(Branches)).toEqual(["  wire unused = &{1'b0, y, 1'b0};"]);
  });
});

const textOf = (described: AnyModule): string =>
  emitModule(described.elaborate(), { source: noSource, prefix: '' }).text;

describe('what no tool may find unread', () => {
  it('the bits above a width of which the parameters decide', () => {
    const Fit = module(
      'fit',
      {
        params: { W: int(8, { min: 1 }), V: int(8, { min: 1 }) },
        ports: ({ W, V }) => ({ x: input(uint(W)), y: output(uint(V)) }),
      },
      ({ x, y }, { V }) => y.set(x.fit(V)),
    );
    expect(unusedIn(Fit)).toEqual(["  wire unused = &{1'b0, x, 1'b0};"]);
  });

  it('elements of elements, and bits of them', () => {
    const Nested = module(
      'nested',
      {
        params,
        ports: ({ W, N }) => ({
          x: input(vec(N, vec(2, uint(W)))),
          y: input(vec(N, vec(2, uint(W)))),
          z: input(vec(N, uint(W.plus(1)))),
          firsts: output(vec(N, uint(W))),
          all: output(vec(N, uint(W.plus(1)))),
          low: output(vec(N, bool)),
          high: output(vec(N, uint(W))),
        }),
      },
      ({ x, y, z, firsts, all, low, high }, { N, W }) =>
        genFor(N, 'lane', i => {
          firsts.at(i).set(x.at(i).at(0));
          all.at(i).set(y.at(i).at(0).add(y.at(i).at(1)));
          low.at(i).set(z.at(i).bit(0));
          high.at(i).set(z.at(i).slice(1, W));
        }),
    );
    expect(unusedIn(Nested)).toEqual(["  wire unused = &{1'b0, x, 1'b0};"]);
  });

  it('what a loop leaves out: the last element, and the first', () => {
    const Chain = module(
      'chain',
      {
        params,
        ports: ({ W, N }) => ({ x: input(vec(N, uint(W))), y: input(vec(N, uint(W))), z: output(vec(N, uint(W))) }),
      },
      ({ x, y, z }, { N }) =>
        genFor(N, 'lane', i => {
          const before = genIf(i.eq(0), ['first', () => y.at(0)], ['later', () => x.at(i.minus(1))]);
          const same = genIf(i.eq(0), ['start', () => x.at(0)], ['rest', () => y.at(i)]);
          z.at(i).set(before.xor(same));
        }),
    );
    // y: element 0 at the first, the others at the rest; of x the last one is left.
    expect(unusedIn(Chain)).toEqual(["  wire unused = &{1'b0, x, 1'b0};"]);
  });

  it('what iterations of a loop declare and paths from other places read: all of it, or not that of the last', () => {
    const Chained = module(
      'chained',
      {
        params: { ...params, STAGES: int(2, { min: 0 }) },
        ports: ({ W }) => ({ x: input(uint(W)), y: output(uint(W)) }),
      },
      ({ x, y }, { STAGES }, m) => y.set(m.pipe(x, STAGES)),
    );
    expect(unusedIn(Chained)).toEqual(["  wire unused = &{1'b0, clk, 1'b0};"]);
    const Lost = module(
      'lost',
      { params: { ...params, STAGES: int(5, { min: 5 }) }, ports: ({ W }) => ({ x: input(uint(W)) }) },
      ({ x }, { STAGES }, m) => {
        m.pipe(x, STAGES);
      },
    );
    expect(unusedIn(Lost)).toEqual(["      wire unused_stage = &{1'b0, tap, 1'b0};"]);
  });

  it('values that only what is never emitted reads are not emitted', () => {
    const Dead = module(
      'dead',
      { params, ports: ({ W }) => ({ x: input(uint(W)), y: output(uint(W)) }) },
      ({ x, y }) => {
        const nothing = x.add(1).truncate(4);
        when(nothing.eq(3), () => {});
        y.set(x.inc().addWrap(2));
        y.set(x);
      },
    );
    expect(textOf(Dead)).not.toMatch(/sum|wire (?!\[W-1:0\] [xy]\b)/);
  });

  it('a memory that nothing reads', () => {
    const Unread = module(
      'unread',
      { params, ports: ({ W }) => ({ x: input(uint(W)), enable: input(bool) }) },
      ({ x, enable }, { W }, m) => {
        const ram = m.mem('ram', uint(W), 4);
        when(enable, () => ram.write(x.fit(2), x));
      },
    );
    expect(unusedIn(Unread)).toEqual(["  wire unused = &{1'b0, ram[0], 1'b0};"]);
  });

  it('bits of a variable of a procedural loop', () => {
    const Procedural = module(
      'procedural',
      { params, ports: ({ W, N }) => ({ x: input(vec(N, uint(W))), clear: input(bool), y: output(vec(N, uint(1))) }) },
      ({ x, clear, y }, { N, W }, m) => {
        const { kept } = m.regs({ kept: vec(N, uint(1)) });
        genFor(N, 'lane', i => {
          const sum = x.at(i).add(3);
          kept.at(i).set(sum.slice(W, 1).xor(sum.truncate(1)));
        });
        when(clear, () => kept.at(0).set(0));
        y.set(kept);
      },
    );
    const text = textOf(Procedural);
    expect(text).toMatch(/begin : update\n {4}integer i_2;\n {4}reg \[W:0\] sum(_\d)?;\n {4}reg unused;\n/);
    expect(text).toMatch(/unused += &\{1'b0, sum(_\d)?, 1'b0\};/);
  });

  it('a memory is read into a wire where a combinational block needs a word of it', () => {
    const Block = module(
      'block',
      { params, ports: () => ({ x: input(vec(5, uint(3))), at: input(uint(2)), y: output(uint(3)) }) },
      ({ x, at, y }, _, m) => {
        const ram = m.mem('ram', uint(2), 4);
        y.set(x.at(ram.read(at).extend(3)));
        when(ram.read(at).eq(0), () => ram.write(at, at));
      },
    );
    expect(textOf(Block)).toMatch(/wire \[1:0\] \w+ += ram\[at\];/);
  });
});
