import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BoundNode } from '../bind/boundNode.ts';
import type { NodeFactory } from '../bind/nodes.ts';
import { compile } from './compile.ts';
import { designOf, interpret, type TestDesign } from './interpret.fixture.ts';
import { arithmetic, comparisons, randomNetwork } from './network.fixture.ts';
import { randomBits, randomValue } from './random.ts';
import { type Bits, rangeOf } from './representation.ts';

/** Seeds fast-check, so that every run is the same. */
const seed = 20_240_611;

/** A value of a type, often at the ends of its range or near zero. */
function interesting(next: () => number, bits: Bits): bigint {
  const { low, high } = rangeOf(bits);
  const around = BigInt(next() % 3);
  const inside = (value: bigint): bigint => (value < low ? low : value > high ? high : value);
  switch (next() % 6) {
    case 0:
      return inside(low + around);
    case 1:
      return inside(high - around);
    case 2:
      return inside(around - 1n);
    default:
      return randomValue(next, bits.width, bits.signed);
  }
}

/** Compares the compiled program with the interpreter on `rounds` random inputs. */
function compare({ design, nodes }: TestDesign, next: () => number, rounds: number): void {
  const simulator = compile(design);
  const inputs = design.ports.filter(({ direction }) => direction === 'input');
  for (let round = 0; round < rounds; round++) {
    const values = new Map(inputs.flatMap(({ leaves }) => leaves.map(leaf => [leaf, interesting(next, leaf)])));
    for (const [leaf, value] of values) simulator.poke(leaf.name, value);
    const known = new Map<BoundNode, bigint>();
    for (const [at, node] of nodes.entries()) {
      const want = interpret(node, leaf => values.get(leaf) ?? 0n, known);
      const got = simulator.peek(`o${at}`);
      expect(got, `o${at}: ${describeNode(node)}`).toBe(node.width <= 32 ? Number(want) : want);
    }
  }
}

const describeType = ({ width, signed }: Bits): string => `${signed ? 's' : 'u'}${width}`;

const describeNode = (node: BoundNode): string =>
  `${node.kind} ${'operator' in node ? node.operator : ''} ${describeType(node)}`;

function everyOperator(make: NodeFactory, reads: readonly BoundNode[]): BoundNode[] {
  const [a, b, amount, condition] = reads;
  if (a === undefined || b === undefined || amount === undefined || condition === undefined) return [];
  const { width, signed } = a;
  const widths = [1, width - 1, width + 1, 31, 32, 33, 53, 54, 2 * width].filter(to => to > 0);
  const lows = [0, 1, 31, 32, 33, width - 1].filter(low => low < width);
  return [
    ...[...arithmetic, ...comparisons].map(operator => make.binary(operator, a, b)),
    ...(['not', 'negate', 'reduceAnd', 'reduceOr', 'reduceXor'] as const).map(operator => make.unary(operator, a)),
    ...(['left', 'right'] as const).map(direction => make.shift(direction, a, amount)),
    make.mux(condition, a, b),
    ...widths.flatMap(to => [make.resize(a, to, signed), make.resize(a, to, !signed)]),
    make.resize(a, width, !signed),
    ...lows.flatMap(low => [make.slice(a, low, 1), make.slice(a, low, width - low)]),
    make.concat([a, b]),
    make.concat([condition, a, amount, b]),
    make.select(make.slice(amount, 0, 1), [a, b], 'options', undefined),
    make.select(make.resize(amount, 4, false), [a, b, b, a, b], 'options', undefined),
    make.select(make.resize(amount, 3, true), [a, b, a], 'options', undefined),
    // Exact: the operands are extended first, so that nothing wraps.
    ...(['add', 'sub', 'mul'] as const).map(operator =>
      make.binary(operator, make.resize(a, 2 * width, signed), make.resize(b, 2 * width, signed)),
    ),
  ];
}

test('every operator at every width, signed and unsigned, agrees with its definition', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 130 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 70 }),
      fc.nat(),
      (width, signed, amountWidth, start) => {
        const next = randomBits(start);
        const type = { width, signed };
        const inputs = [type, type, { width: amountWidth, signed: false }, { width: 1, signed: false }];
        compare(designOf(inputs, everyOperator), next, 12);
      },
    ),
    { seed, numRuns: 80 },
  );
});

test.each([1, 2, 30, 31, 32, 33, 52, 53, 54, 64, 65])(
  'every operator at %i bits, where representations change',
  width => {
    for (const signed of [false, true])
      for (const amountWidth of [1, 6, 8, 60]) {
        const type = { width, signed };
        const inputs = [type, type, { width: amountWidth, signed: false }, { width: 1, signed: false }];
        compare(designOf(inputs, everyOperator), randomBits(width), 12);
      }
  },
);

test('random networks of operators agree with their definition', () => {
  fc.assert(
    fc.property(fc.nat(), start => {
      const next = randomBits(start);
      const inputs = Array.from({ length: 4 }, () => ({ width: 1 + (next() % 70), signed: next() % 2 === 0 }));
      compare(designOf(inputs, randomNetwork(next, 60)), next, 10);
    }),
    { seed, numRuns: 80 },
  );
});

test('a network of thousands of operators, across many functions and deep', () => {
  const next = randomBits(7);
  const inputs = [8, 16, 32, 40].map(width => ({ width, signed: width > 8 }));
  compare(designOf(inputs, randomNetwork(next, 3_000)), next, 2);
});
