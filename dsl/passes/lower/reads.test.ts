import { describe, expect, it } from 'vitest';
import { printModule } from '../../emit/module.ts';
import { type AnyModule, bool, genFor, genIf, input, int, module, output, uint, vec } from '../../index.ts';
import { lowerModule } from './module.ts';
import { noSource } from './names.ts';

const unusedIn = (described: AnyModule): string[] =>
  printModule(lowerModule(described.elaborate(), { source: noSource, prefix: '' }))
    .split('\n')
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
