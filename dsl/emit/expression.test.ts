import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BinaryOperator, binary, type Expression, identifier, integer, unary } from '../ir/verilog.ts';
import { lastIndex, layOut, lineWidth, printExpression } from './expression.ts';

/** Operators that JavaScript shares with Verilog, precedence included. */
const shared = ['*', '+', '-', '<<', '>>', '<', '<=', '>', '>=', '==', '!=', '&', '^', '|', '&&', '||'] as const;

const expressions = fc.letrec<{ any: Expression }>(tie => ({
  any: fc.oneof(
    { maxDepth: 6 },
    fc.integer({ min: 0, max: 9 }).map(integer),
    fc.tuple(fc.constantFrom(...shared), tie('any'), tie('any')).map(([operator, a, b]) => binary(operator, a, b)),
    fc.tuple(fc.constantFrom('!' as const, '~' as const, '-' as const), tie('any')).map(([o, a]) => unary(o, a)),
    fc
      .tuple(tie('any'), tie('any'), tie('any'))
      .map(([condition, whenTrue, whenFalse]): Expression => ({ kind: 'conditional', condition, whenTrue, whenFalse })),
  ),
})).any;

function operate(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case '*':
      return Math.imul(a, b);
    case '+':
      return (a + b) | 0;
    case '-':
      return (a - b) | 0;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    case '>=':
      return Number(a >= b);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '&':
      return a & b;
    case '^':
      return a ^ b;
    case '|':
      return a | b;
    case '&&':
      return Number(a !== 0 && b !== 0);
    case '||':
      return Number(a !== 0 || b !== 0);
    default:
      throw new Error(`${operator} is not shared`);
  }
}

/** The value of an expression by its tree. */
function treeValue(expression: Expression): number {
  switch (expression.kind) {
    case 'integer':
      return expression.value;
    case 'unary': {
      const operand = treeValue(expression.operand);
      if (expression.operator === '!') return Number(operand === 0);
      return expression.operator === '~' ? ~operand : -operand | 0;
    }
    case 'binary':
      return operate(expression.operator, treeValue(expression.left), treeValue(expression.right));
    case 'conditional':
      return treeValue(expression.condition) !== 0 ? treeValue(expression.whenTrue) : treeValue(expression.whenFalse);
    default:
      throw new Error(`${expression.kind} has no value`);
  }
}

type Token = { readonly text: string };

/** A reader of expressions by Verilog's precedence, independent of the printer: IEEE 1364-2005, table 5-4. */
class Reader {
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = [...text.matchAll(/\d+|<<|>>|<=|>=|==|!=|&&|\|\||[-+*<>&^|!~?:()]/g)].map(([token]) => ({
      text: token,
    }));
  }

  read(): number {
    const value = this.#conditional();
    if (this.#at !== this.#tokens.length) throw new Error('something is left over');
    return value;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at]?.text;
  }

  #take(): string {
    return this.#tokens[this.#at++]?.text ?? '';
  }

  #conditional(): number {
    const condition = this.#binary(0);
    if (this.#next !== '?') return condition;
    this.#take();
    const whenTrue = this.#conditional();
    if (this.#take() !== ':') throw new Error('a colon is missing');
    const whenFalse = this.#conditional();
    return condition !== 0 ? whenTrue : whenFalse;
  }

  static readonly #levels: readonly (readonly string[])[] = [
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!='],
    ['<', '<=', '>', '>='],
    ['<<', '>>'],
    ['+', '-'],
    ['*'],
  ];

  #binary(level: number): number {
    const operators = Reader.#levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let next = this.#next; next !== undefined && operators.includes(next); next = this.#next) {
      this.#take();
      const operator = shared.find(each => each === next) ?? '+';
      left = operate(operator, left, this.#binary(level + 1));
    }
    return left;
  }

  #unary(): number {
    const token = this.#take();
    if (token === '(') {
      const inner = this.#conditional();
      if (this.#take() !== ')') throw new Error('a bracket is missing');
      return inner;
    }
    if (token === '!') return Number(this.#unary() === 0);
    if (token === '~') return ~this.#unary();
    if (token === '-') return -this.#unary() | 0;
    return Number(token);
  }
}

describe('printExpression', () => {
  it('brackets what precedence would read otherwise', () => {
    fc.assert(
      fc.property(expressions, expression => {
        expect(new Reader(printExpression(expression)).read()).toBe(treeValue(expression));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('lays long expressions out without changing them', () => {
    fc.assert(
      fc.property(expressions, expression => {
        expect(new Reader(layOut(expression, 100, 4)).read()).toBe(treeValue(expression));
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it('writes constants in the width that they have', () => {
    const sized = (width: number, value: bigint, signed = false) =>
      printExpression({ kind: 'sized', width, value, signed });
    expect(sized(1, 1n)).toBe("1'b1");
    expect(sized(8, 255n)).toBe("8'd255");
    expect(sized(8, -1n)).toBe("8'd255");
    expect(sized(8, 5n, true)).toBe("8'sd5");
    expect(sized(40, 0xff_0000_0001n)).toBe("40'hff00000001");
  });
});

describe('lastIndex', () => {
  const w = identifier('W');
  const larger: Expression = {
    kind: 'conditional',
    condition: binary('>', w, identifier('V')),
    whenTrue: w,
    whenFalse: identifier('V'),
  };

  it.each<[Expression, string]>([
    [integer(8), '7'],
    [w, 'W-1'],
    [binary('+', w, integer(1)), 'W'],
    [binary('+', w, integer(3)), 'W + 2'],
    [binary('-', w, integer(1)), 'W - 2'],
    [larger, '((W > V) ? W : V)-1'],
    [binary('+', larger, integer(1)), '((W > V) ? W : V)'],
  ])('%o', (width, text) => {
    expect(lastIndex(width)).toBe(text);
  });
});

describe('layOut', () => {
  it('keeps lines within the page', () => {
    const term = (index: number): Expression =>
      binary('&', identifier(`operand_${index}`), identifier(`mask_${index}`));
    const long = Array.from({ length: 12 }, (_, index) => term(index)).reduce((a, b) => binary('|', a, b));
    const lines = `  assign result = ${layOut(long, 18, 6)};`.split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every(line => line.length <= lineWidth)).toBe(true);
  });
});
