import type { BinaryOperator, Expression } from '../ir/verilog.ts';

/** Longest line of the output. */
export const lineWidth = 120;

const precedence: Readonly<Record<BinaryOperator, number>> = {
  '*': 10,
  '/': 10,
  '%': 10,
  '+': 9,
  '-': 9,
  '<<': 8,
  '>>': 8,
  '>>>': 8,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '==': 6,
  '!=': 6,
  '&': 5,
  '^': 4,
  '|': 3,
  '&&': 2,
  '||': 1,
};

const bitwise: ReadonlySet<string> = new Set(['&', '^', '|']);
const shifts: ReadonlySet<string> = new Set(['<<', '>>', '>>>']);
const associative: ReadonlySet<string> = new Set(['*', '+', '&', '^', '|', '&&', '||']);

/** Whether `inner`, as an operand of `outer`, is clearer in brackets though its precedence is higher. */
function wantsBrackets(outer: BinaryOperator, inner: Expression): boolean {
  if (inner.kind !== 'binary') return false;
  if (bitwise.has(outer) && inner.operator !== outer) return true;
  if (outer === '||' && inner.operator === '&&') return true;
  return shifts.has(outer) || shifts.has(inner.operator);
}

function operand(outer: BinaryOperator, inner: Expression, side: 'left' | 'right'): string {
  const text = printExpression(inner);
  if (inner.kind === 'conditional') return `(${text})`;
  if (inner.kind !== 'binary') return text;
  const own = precedence[outer];
  const its = precedence[inner.operator];
  const continues = associative.has(outer) && (inner.operator === outer || (outer === '+' && inner.operator === '-'));
  const loose = its < own || (its === own && side === 'right' && !continues);
  return loose || wantsBrackets(outer, inner) ? `(${text})` : text;
}

/** `width - 1`, close together as in a range. */
export function lastIndex(width: Expression): string {
  if (width.kind === 'integer') return String(width.value - 1);
  const text = printExpression(width);
  if (width.kind === 'conditional') return `(${text})-1`;
  if (width.kind === 'binary' && precedence[width.operator] === 9) {
    if (width.right.kind === 'integer') {
      const constant = (width.operator === '+' ? width.right.value : -width.right.value) - 1;
      const left = operand(width.operator, width.left, 'left');
      if (constant === 0) return left;
      return constant > 0 ? `${left} + ${constant}` : `${left} - ${-constant}`;
    }
    return `${text} - 1`;
  }
  // `1 << N-1` would shift by N - 1.
  if (width.kind === 'binary' && precedence[width.operator] < 9) return `(${text})-1`;
  return `${text}-1`;
}

function sizedConstant(width: number, value: bigint, signed: boolean): string {
  const bits = BigInt.asUintN(width, value);
  const sign = signed ? 's' : '';
  if (width === 1) return `1'${sign}b${bits}`;
  return width <= 32 ? `${width}'${sign}d${bits}` : `${width}'${sign}h${bits.toString(16)}`;
}

/** An expression on one line. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'identifier':
      return expression.name;
    case 'text':
      return `"${expression.value}"`;
    case 'integer':
      return String(expression.value);
    case 'sized':
      return sizedConstant(expression.width, expression.value, expression.signed);
    case 'unknown-bit':
      return "1'bx";
    case 'unary': {
      const inner = printExpression(expression.operand);
      const { kind } = expression.operand;
      const isSimple = kind !== 'binary' && kind !== 'conditional' && kind !== 'unary';
      return `${expression.operator}${isSimple ? inner : `(${inner})`}`;
    }
    case 'binary': {
      const { operator } = expression;
      const left = operand(operator, expression.left, 'left');
      const right = operand(operator, expression.right, 'right');
      return expression.tight === true ? `${left}${operator}${right}` : `${left} ${operator} ${right}`;
    }
    case 'conditional': {
      const condition = printExpression(expression.condition);
      const bracketed = ['binary', 'conditional'].includes(expression.condition.kind) ? `(${condition})` : condition;
      const whenTrue = printExpression(expression.whenTrue);
      const nested = expression.whenTrue.kind === 'conditional' ? `(${whenTrue})` : whenTrue;
      return `${bracketed} ? ${nested} : ${printExpression(expression.whenFalse)}`;
    }
    case 'concat':
      return `{${expression.operands.map(printExpression).join(', ')}}`;
    case 'replicate': {
      const count = printExpression(expression.count);
      const simple = expression.count.kind === 'identifier' || expression.count.kind === 'integer';
      return `{${simple ? count : `(${count})`}{${printExpression(expression.operand)}}}`;
    }
    case 'select':
      return `${printExpression(expression.base)}[${printExpression(expression.index)}]`;
    case 'low-part':
      return `${printExpression(expression.base)}[${lastIndex(expression.width)}:0]`;
    case 'part': {
      const { low, width } = expression;
      const range =
        low.kind === 'integer' && width.kind === 'integer'
          ? `${low.value + width.value - 1}:${low.value}`
          : `${printExpression(low)} +: ${printExpression(width)}`;
      return `${printExpression(expression.base)}[${range}]`;
    }
    case 'member':
      return `${printExpression(expression.scope)}.${expression.name}`;
    case 'call':
      return `${expression.name}(${expression.operands.map(printExpression).join(', ')})`;
  }
}

/** A list with its commas, as many of its entries in a line as fit. */
function fillLines(entries: readonly string[], indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  entries.forEach((entry, position) => {
    const text = position === entries.length - 1 ? entry : `${entry},`;
    const isBroken = line.includes('\n') || text.includes('\n');
    if (line !== '' && (isBroken || indent + line.length + 1 + text.length >= lineWidth)) {
      lines.push(line);
      line = text;
    } else line = line === '' ? text : `${line} ${text}`;
  });
  return [...lines, line];
}

/** An expression over as many lines as it takes, the later ones indented by `indent`; `first` columns are taken. */
export function layOut(expression: Expression, first: number, indent: number): string {
  const flat = printExpression(expression);
  if (first + flat.length < lineWidth) return flat;
  const pad = `\n${' '.repeat(indent)}`;
  if (expression.kind === 'conditional') {
    const condition = printExpression(expression.condition);
    const bracketed = ['binary', 'conditional'].includes(expression.condition.kind) ? `(${condition})` : condition;
    const whenTrue = layOut(expression.whenTrue, indent + 2, indent + 4);
    const whenFalse = layOut(expression.whenFalse, indent + 2, indent);
    return `${bracketed}${pad}? ${whenTrue}${pad}: ${whenFalse}`;
  }
  if (expression.kind === 'binary') {
    const right = layOut(expression.right, indent + expression.operator.length + 1, indent + 2);
    const needs = operand(expression.operator, expression.right, 'right') !== printExpression(expression.right);
    const left = layOutOperand(expression.operator, expression.left, first, indent);
    return `${left}${pad}${expression.operator} ${needs ? `(${right})` : right}`;
  }
  if (expression.kind === 'unary' && expression.operand.kind === 'concat')
    return `${expression.operator}${layOut(expression.operand, first + 1, indent)}`;
  if (expression.kind === 'concat') {
    const inner = expression.operands.map(part => layOut(part, indent + 2, indent + 4));
    return `{${pad}  ${fillLines(inner, indent + 2).join(`${pad}  `)}${pad}}`;
  }
  if (expression.kind === 'call' && expression.operands.length === 1)
    return `${expression.name}(${expression.operands.map(part => layOut(part, first + expression.name.length + 1, indent + 2)).join('')})`;
  return flat;
}

function layOutOperand(operator: BinaryOperator, inner: Expression, first: number, indent: number): string {
  const flat = operand(operator, inner, 'left');
  if (first + flat.length < lineWidth) return flat;
  const text = layOut(inner, first, indent);
  return flat === printExpression(inner) ? text : `(${text})`;
}
