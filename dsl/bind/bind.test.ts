import { describe, expect, it } from 'vitest';
import { SystolicGrid } from '../../generators/systolic/grid.ts';
import {
  bool,
  cat,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  pack,
  sint,
  uint,
  unpack,
  unused,
  vec,
  vecOf,
  when,
  zero,
} from '../index.ts';
import type { AnyModule } from '../module.ts';
import { bind } from './bind.ts';
import { printDesign } from './print.ts';

const printed = (module: AnyModule, values: Record<string, number> = {}): string[] =>
  printDesign(bind(module.elaborate(values), values)).split('\n');

describe('bind', () => {
  it('merges conditional assignments into muxes, the last assignment winning', () => {
    const block = module(
      'block',
      { params: {}, ports: () => ({ a: input(bool), b: input(bool), y: output(uint(4)) }) },
      ({ a, b, y }, _, m) => {
        const { count } = m.regs({ count: uint(4) }, { reset: { count: 5 } });
        y.set(1);
        when(a, () => y.set(2))
          .elseWhen(b, () => {
            y.set(3);
            count.set(count.inc());
          })
          .otherwise(() => y.set(4));
        when(b, () => y.set(9));
      },
    );
    expect(printed(block)).toEqual([
      'y = (b ? 9:u4 : (a ? 2:u4 : (b ? 3:u4 : 4:u4)))',
      'count <= (a ? count : (b ? (count + 1:u4) : count)) reset 5',
    ]);
  });

  it('chooses by one condition an arm what few of many arms assign', () => {
    const block = module(
      'block',
      { params: {}, ports: () => ({ go: input(vec(5, bool)), y: output(bool) }) },
      ({ go, y }) => {
        y.set(false);
        when(go.at(0), () => {})
          .elseWhen(go.at(1), () => {})
          .elseWhen(go.at(2), () => y.set(true));
      },
    );
    expect(printed(block)).toEqual(['y = (((not(go[0]) & not(go[1])) & go[2]) ? 1:u1 : 0:u1)']);
  });

  it('unrolls loops, chooses branches and reads what a neighbouring iteration declares', () => {
    const block = module(
      'block',
      {
        params: { N: int(3, { min: 1 }) },
        ports: ({ N }) => ({ x: input(vec(N, uint(4))), y: output(vec(N, uint(4))) }),
      },
      ({ x, y }, { N }, m) => {
        y.set(m.scan('step', N, zero(uint(4)), (previous, i) => previous.addWrap(x.at(i))));
      },
    );
    expect(printed(block, { N: 2 })).toEqual([
      'y[0] = step_all[0]',
      'y[1] = step_all[1]',
      'step_all[0] = step[0].running',
      'step_all[1] = step[1].running',
      'step[0].running = (step[0].previous + x[0])',
      'step[0].previous = 0:u4',
      'step[1].running = (step[1].previous + x[1])',
      'step[1].previous = step[0].running',
    ]);
  });

  it('packs and unpacks with index 0 in the low bits, and folds in a balanced tree', () => {
    const block = module(
      'block',
      {
        params: { N: int(3, { min: 1 }) },
        ports: ({ N }) => ({
          x: input(vec(N, sint(2))),
          bits: output(uint(N.times(2))),
          back: output(vec(N, sint(2))),
          most: output(sint(2)),
          both: output(uint(3)),
        }),
      },
      ({ x, bits, back, most, both }, { N }, m) => {
        bits.set(pack(x));
        back.set(unpack(vec(N, sint(2)), bits));
        most.set(m.reduce(x, 'max'));
        both.set(cat(x.at(0), x.at(0).lt(0)));
      },
    );
    expect(printed(block)).toEqual([
      'bits = {x[2], x[1], x[0]}',
      'back[0] = s2(bits[0 +: 2])',
      'back[1] = s2(bits[2 +: 2])',
      'back[2] = s2(bits[4 +: 2])',
      'most = ((((x[0] < x[1]) ? x[1] : x[0]) < x[2]) ? x[2] : ((x[0] < x[1]) ? x[1] : x[0]))',
      'both = {u2(x[0]), (x[0] < 0:s2)}',
    ]);
  });

  it('expands dynamic indices, for reading and for writing', () => {
    const block = module(
      'block',
      {
        params: {},
        ports: () => ({ at: input(uint(2)), x: input(uint(4)), y: output(uint(4)) }),
      },
      ({ at, x, y }, _, m) => {
        const { bank } = m.regs({ bank: vec(3, uint(4)) }, { reset: 'none' });
        bank.at(at).set(x);
        y.set(bank.at(at));
      },
    );
    expect(printed(block)).toEqual([
      'y = select(at, bank[0], bank[1], bank[2])',
      'bank[0] <= ((at == 0:u2) ? x : bank[0])',
      'bank[1] <= ((at == 1:u2) ? x : bank[1])',
      'bank[2] <= ((at == 2:u2) ? x : bank[2])',
    ]);
    const { dynamicWrites } = bind(block.elaborate());
    expect(dynamicWrites).toMatchObject([{ enable: undefined, length: 3, name: 'bank' }]);
  });

  it('gathers memory writes with the conditions around them', () => {
    const block = module(
      'block',
      {
        params: { DEPTH: int(4, { min: 2 }) },
        ports: ({ DEPTH }) => ({
          a: input(bool),
          b: input(bool),
          at: input(uint(indexWidth(DEPTH))),
          x: input(uint(8)),
          y: output(uint(8)),
        }),
      },
      ({ a, b, at, x, y }, { DEPTH }, m) => {
        const ram = m.mem('ram', uint(8), DEPTH);
        y.set(ram.read(at));
        when(a, () => {}).elseWhen(b, () => ram.write(at, x));
        ram.write(at, x.not());
      },
    );
    expect(printed(block)).toEqual(['y = ram[at]', 'ram[at] <= x if (not(a) & b)', 'ram[at] <= not(x)']);
    expect(bind(block.elaborate(), { DEPTH: 9 }).memories[0]).toMatchObject({ name: 'ram', width: 8, depth: 9 });
  });

  it('flattens instances with the arguments that each iteration gives', () => {
    const Delay = module(
      'delay',
      {
        params: { WIDTH: int(1, { min: 1 }) },
        ports: ({ WIDTH }) => ({ d: input(uint(WIDTH)), q: output(uint(WIDTH)), n: output(bool) }),
      },
      ({ d, q, n }, { WIDTH }, m) => {
        const { held } = m.regs({ held: uint(WIDTH) });
        held.set(d);
        q.set(held);
        n.set(held.eq(0));
      },
    );
    const block = module(
      'block',
      {
        params: { N: int(2, { min: 1 }) },
        ports: ({ N }) => ({ x: input(vec(N, uint(8))), y: output(vec(N, uint(8))) }),
      },
      ({ x, y }, { N }, m) => {
        genFor(N, 'lane', i => {
          const { wide } = m.wires({ wide: uint(i.plus(8)) });
          m.inst(
            'u_delay',
            Delay,
            { WIDTH: i.plus(8) },
            { d: x.at(i).extend(i.plus(8)), q: wide, n: unused('not needed') },
          );
          y.at(i).set(wide.truncate(8));
        });
      },
    );
    expect(printed(block)).toEqual([
      'y[0] = lane[0].wide',
      'y[1] = u8(lane[1].wide)',
      'lane[0].wide = lane[0].u_delay.q',
      'lane[1].wide = lane[1].u_delay.q',
      'lane[0].u_delay.d = x[0]',
      'lane[0].u_delay.q = lane[0].u_delay.held',
      'lane[0].u_delay.n = (lane[0].u_delay.held == 0:u8)',
      'lane[1].u_delay.d = u9(x[1])',
      'lane[1].u_delay.q = lane[1].u_delay.held',
      'lane[1].u_delay.n = (lane[1].u_delay.held == 0:u9)',
      'lane[0].u_delay.held <= lane[0].u_delay.d reset 0',
      'lane[1].u_delay.held <= lane[1].u_delay.d reset 0',
    ]);
  });

  it('notes an index that is out of range, and an instance that breaks its range', () => {
    const Child = module(
      'child',
      { params: { N: int(2, { min: 2 }) }, ports: ({ N }) => ({ x: input(uint(N)) }) },
      () => {},
    );
    const block = module(
      'block',
      { params: { N: int(2, { min: 1 }) }, ports: ({ N }) => ({ x: input(vec(N, bool)), y: output(bool) }) },
      ({ x, y }, { N }, m) => {
        y.set(x.at(N));
        m.inst('u_child', Child, { N }, { x: pack(x) });
      },
    );
    expect(bind(block.elaborate(), { N: 1 }).problems).toMatchObject([
      { kind: 'index-out-of-range', name: 'x', index: 1, length: 1 },
      { kind: 'parameter-out-of-range', parameter: 'N', value: 1, range: 'at least 2' },
    ]);
  });

  it('muxes vecs element by element and makes them of their elements', () => {
    const block = module(
      'block',
      { params: {}, ports: () => ({ s: input(bool), a: input(vec(2, bool)), y: output(vec(2, bool)) }) },
      ({ s, a, y }) => {
        const swapped = vecOf(bool, [a.at(1), a.at(0)]);
        y.set(mux(s, swapped, a));
      },
    );
    expect(printed(block)).toEqual(['y[0] = (s ? a[1] : a[0])', 'y[1] = (s ? a[0] : a[1])']);
  });

  it('resets every element of a vec to zero unless told otherwise', () => {
    const block = module('block', { params: {}, ports: () => ({ a: input(bool) }) }, (_, __, m) => {
      m.regs({ bank: vec(2, uint(4)) });
    });
    expect(printed(block)).toEqual(['bank[0] <= bank[0] reset 0', 'bank[1] <= bank[1] reset 0']);
  });

  it('binds a chain of a hundred thousand operations', () => {
    const block = module(
      'block',
      { params: {}, ports: () => ({ x: input(uint(8)), y: output(uint(8)) }) },
      ({ x, y }) => {
        let sum = x.addWrap(1);
        for (let step = 0; step < 100_000; step++) sum = sum.addWrap(x);
        y.set(sum);
      },
    );
    expect(bind(block.elaborate()).nodes.length).toBe(100_004);
  });

  it('makes as many nodes an element in a large grid as in a small one', () => {
    const grid = SystolicGrid.elaborate();
    const nodes = (n: number): number => bind(grid, { ROWS: n, COLS: n }).nodes.length;
    expect(nodes(16)).toBeLessThanOrEqual(4 * nodes(8));
    expect(nodes(32)).toBeLessThanOrEqual(4 * nodes(16));
  });

  it('takes the branch that its condition chooses', () => {
    const block = module(
      'block',
      { params: { WIDE: int(0, { min: 0, max: 1 }) }, ports: () => ({ x: input(uint(2)), y: output(uint(2)) }) },
      ({ x, y }, { WIDE }) => {
        genIf(WIDE.eq(1), ['wide', () => y.set(x)], ['narrow', () => y.set(x.not())]);
      },
    );
    expect([printed(block), printed(block, { WIDE: 1 })]).toEqual([['y = not(x)'], ['y = x']]);
  });
});
