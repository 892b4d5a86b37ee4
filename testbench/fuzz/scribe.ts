import {
  type Builder,
  bool,
  type HwType,
  indexWidth,
  type Operand,
  pow2,
  sint,
  uint,
  vec,
  type Width,
} from '../../dsl/index.ts';
import { evaluate, type IntExpr, toExpr } from '../../dsl/ir/integer.ts';
import { isOperand } from '../../dsl/sources.ts';
import {
  type LengthPlan,
  MOST_BITS,
  type ParameterName,
  parameterRanges,
  type ScalarPlan,
  type TypePlan,
  type WidthPlan,
} from './plan.ts';

/** What is given to the language, and how it is written. */
export interface Said<T = unknown> {
  readonly said: T;
  readonly text: string;
}

/** A hardware value, and the expression that makes it. */
export type Value = Said<Operand<HwType>>;

/** Parameters of the module that is being described, or what an instance gives for them. */
export type Parameters = Readonly<Record<ParameterName, Said<Width>>>;

/** The largest value of each parameter. */
export const largest = { get: (key: string) => new Map(Object.entries(parameterRanges)).get(key)?.max ?? 0 };
const smallest = { get: (key: string) => new Map(Object.entries(parameterRanges)).get(key)?.min ?? 0 };

/** Bits at the largest and at the smallest binding. */
export const mostBits = (type: HwType): number => evaluate(type.width, largest);
export const leastBits = (type: HwType): number => evaluate(type.width, smallest);

/** A parameter expression as TypeScript. */
export function integerText(width: Width): string {
  if (typeof width === 'number') return String(width);
  const { tree } = width;
  switch (tree.kind) {
    case 'number':
      return String(tree.value);
    case 'atom': {
      const { atom } = tree;
      if (atom.kind !== 'operation') return atom.kind === 'index' ? atom.key.replace('#', 'index_') : atom.name;
      const [first = '', second = ''] = atom.operands.map(integerText);
      if (atom.operator === 'clog2' || atom.operator === 'pow2') return `${atom.operator}(${first})`;
      return `${expressionText(atom.operands[0] ?? 0)}.${atom.operator}(${second})`;
    }
    default: {
      const method = { sum: 'plus', difference: 'minus', product: 'times' }[tree.kind];
      return `${expressionText(tree.left)}.${method}(${integerText(tree.right)})`;
    }
  }
}

/** The same where a method is called on it, which a number does not have. */
const expressionText = (width: Width): string =>
  toExpr(width).constant === undefined ? integerText(width) : `toExpr(${integerText(width)})`;

export const integer = (width: Width): Said<Width> => ({ said: width, text: integerText(width) });
export const whole = (value: bigint): Said<bigint> => ({ said: value, text: `${value}n` });

export function widthOf(plan: WidthPlan, { W, V, N }: Parameters): Width {
  if (plan.kind === 'literal') return plan.bits;
  const expression = {
    W: () => toExpr(W.said),
    V: () => toExpr(V.said),
    index: () => indexWidth(N.said),
    double: () => toExpr(W.said).times(2),
    sum: () => toExpr(W.said).plus(V.said),
    larger: () => toExpr(W.said).max(V.said),
    power: () => pow2(N.said),
  }[plan.kind]();
  const total = expression.plus(plan.more);
  return total.constant ?? total;
}

export const lengthOf = (plan: LengthPlan, { N }: Parameters): Width => plan ?? N.said;

export function scalarType({ kind, width }: ScalarPlan, parameters: Parameters): HwType {
  if (kind === 'bool') return bool;
  return kind === 'uint' ? uint(widthOf(width, parameters)) : sint(widthOf(width, parameters));
}

export const typeOf = ({ scalar, lengths }: TypePlan, parameters: Parameters): HwType =>
  lengths.reduceRight<HwType>(
    (element, length) => vec(lengthOf(length, parameters), element),
    scalarType(scalar, parameters),
  );

export function typeText(type: HwType): string {
  if (type.kind === 'struct') {
    const fields = Object.entries<HwType>(type.fields).map(([name, field]) => `${name}: ${typeText(field)}`);
    return `struct({ ${fields.join(', ')} })`;
  }
  if (type.kind === 'vec') return `vec(${integerText(type.length)}, ${typeText(type.element)})`;
  return type.kind === 'bool' ? 'bool' : `${type.kind}(${integerText(type.width)})`;
}

/** Calls a method of a hardware value by its name. */
export function call(value: Value, method: string, ...given: readonly Said[]): Value {
  const result: unknown = Reflect.apply(
    Reflect.get(value.said, method),
    value.said,
    given.map(({ said }) => said),
  );
  if (!isOperand(result)) throw new Error(`${method} gives no hardware value`);
  return { said: result, text: `${value.text}.${method}(${given.map(({ text }) => text).join(', ')})` };
}

/** Writes down what is described, statement by statement, so that it can be printed as source. */
export class Scribe {
  readonly parameters: Parameters;
  readonly m: Builder;
  /** What can be read here. */
  readonly values: Value[] = [];
  /** Loop indices, with the number of iterations. */
  readonly indices: (Said<IntExpr> & { readonly count: Width })[] = [];
  readonly #lines: string[] = [];
  #depth = 1;
  #names = 0;

  constructor(parameters: Parameters, m: Builder) {
    this.parameters = parameters;
    this.m = m;
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  line(text: string): void {
    this.#lines.push(`${'  '.repeat(this.#depth)}${text}`);
  }

  /** The line that opens the level of the present one. */
  outer(text: string): void {
    this.#lines.push(`${'  '.repeat(this.#depth - 1)}${text}`);
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** Lines of `body` stand one level in, and what it makes readable is forgotten after it. */
  within<R>(body: () => R): R {
    const [values, indices] = [this.values.length, this.indices.length];
    this.#depth++;
    try {
      return body();
    } finally {
      this.#depth--;
      this.values.length = values;
      this.indices.length = indices;
    }
  }

  /** Gives a value a name, for what is written more than once. */
  named(value: Value, prefix = 'v'): Value {
    if (/^\w+$/.test(value.text)) return value;
    const name = this.fresh(prefix);
    this.line(`const ${name} = ${value.text};`);
    return { said: value.said, text: name };
  }

  /** The value with no more bits than any may have. */
  limited(value: Value, most = MOST_BITS): Value {
    const { type } = value.said;
    if (type.kind !== 'uint' && type.kind !== 'sint') return value;
    return mostBits(type) <= most ? value : call(value, 'fit', integer(most));
  }
}
