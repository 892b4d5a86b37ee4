import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printExpression } from '../../emit/expression.ts';
import { binary, bit, type Expression, unary } from '../../ir/verilog.ts';
import { simplifiedChoice } from './choice.ts';

const name = (text: string): Expression => ({ kind: 'identifier', name: text });
const [a, b, c, x, y] = [name('a'), name('b'), name('c'), name('x'), name('y')];
const zero = bit(false);
const one = bit(true);
const choose = (condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression => ({
  kind: 'conditional',
  condition,
  whenTrue,
  whenFalse,
});

describe('a choice between bits', () => {
  test.each([
    [choose(a, one, zero), 'a'],
    [choose(a, zero, one), '!a'],
    [choose(unary('!', a), zero, one), 'a'],
    [choose(binary('==', x, y), zero, one), 'x != y'],
    [choose(a, b, zero), 'a && b'],
    [choose(a, b, one), '!a || b'],
    [choose(a, one, b), 'a || b'],
    [choose(a, zero, b), '!a && b'],
    [choose(a, b, c), 'a ? b : c'],
    [choose(binary('==', x, y), choose(a, one, zero), zero), 'x == y && a'],
    [choose(binary('||', a, b), c, zero), '(a || b) && c'],
  ])('%# reads %s', (choice, text) => {
    expect(printExpression(simplifiedChoice(choice))).toBe(text);
  });

  test('a chain stays a chain, what it chooses becomes simple', () => {
    const chain = choose(a, choose(b, one, zero), choose(c, choose(x, y, zero), zero));
    expect(printExpression(simplifiedChoice(chain))).toBe("a ? b : c ? x && y : 1'b0");
  });

  test('a sum of one bit is no condition', () => {
    expect(printExpression(simplifiedChoice(choose(a, zero, binary('+', x, one))))).toBe("a ? 1'b0 : x + 1'b1");
  });

  test('a constant of another width says that these are no bits', () => {
    const wide: Expression = { kind: 'sized', width: 2, value: 0n, signed: false };
    expect(printExpression(simplifiedChoice(choose(a, x, wide)))).toBe("a ? x : 2'd0");
  });
});

/** What an expression of bits is worth. */
function worth(expression: Expression, bits: Readonly<Record<string, boolean>>): boolean {
  switch (expression.kind) {
    case 'identifier':
      return bits[expression.name] === true;
    case 'sized':
      return expression.value === 1n;
    case 'unary':
      return !worth(expression.operand, bits);
    case 'binary': {
      const [left, right] = [worth(expression.left, bits), worth(expression.right, bits)];
      if (expression.operator === '&&') return left && right;
      if (expression.operator === '||') return left || right;
      return (left === right) === (expression.operator === '==');
    }
    case 'conditional':
      return worth(worth(expression.condition, bits) ? expression.whenTrue : expression.whenFalse, bits);
    default:
      throw new Error(`${expression.kind} is not drawn`);
  }
}

test('means what it meant, for every value of its names', () => {
  const names = ['a', 'b', 'c'];
  const { any } = fc.letrec<{ any: Expression }>(tie => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...names.map(name), zero, one),
      fc
        .tuple(tie('any'), tie('any'), tie('any'))
        .map(([condition, whenTrue, whenFalse]) => choose(condition, whenTrue, whenFalse)),
      fc
        .tuple(fc.constantFrom('==' as const, '!=' as const, '&&' as const), tie('any'), tie('any'))
        .map(parts => binary(...parts)),
      tie('any').map(operand => unary('!', operand)),
    ),
  }));
  fc.assert(
    fc.property(any, expression => {
      const simple = simplifiedChoice(expression);
      for (let code = 0; code < 8; code++) {
        const bits = Object.fromEntries(names.map((each, position) => [each, ((code >> position) & 1) === 1]));
        expect(worth(simple, bits)).toBe(worth(expression, bits));
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});
