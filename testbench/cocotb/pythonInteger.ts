import type { Atom } from '../../dsl/ir/atom.ts';
import { type IntExpr, toExpr, type Width } from '../../dsl/ir/integer.ts';

/** How tightly an expression binds: what stands in one that binds tighter needs parentheses. */
const SUM = 1;
const PRODUCT = 2;
const ATOM = 3;

interface Printed {
  readonly text: string;
  readonly binding: number;
}

/** Names of parameters in Python; those that are not there have the value given. */
export interface ParameterNames {
  readonly name: (parameter: string) => string;
}

/** A parameter expression in Python, as it was written. `clog2` is that of packing.py. */
export function pythonInteger(width: Width, names: ParameterNames): string {
  return print(toExpr(width), names).text;
}

const within = ({ text, binding }: Printed, least: number): string => (binding < least ? `(${text})` : text);

function print(expression: IntExpr, names: ParameterNames): Printed {
  const { tree } = expression;
  if (expression.constant !== undefined)
    return { text: String(expression.constant), binding: expression.constant < 0 ? SUM : ATOM };
  switch (tree.kind) {
    case 'number':
      return { text: String(tree.value), binding: tree.value < 0 ? SUM : ATOM };
    case 'atom':
      return printAtom(tree.atom, names);
    case 'sum':
      return {
        text: `${within(print(tree.left, names), SUM)} + ${within(print(tree.right, names), SUM)}`,
        binding: SUM,
      };
    case 'difference':
      return {
        text: `${within(print(tree.left, names), SUM)} - ${within(print(tree.right, names), PRODUCT)}`,
        binding: SUM,
      };
    case 'product':
      return {
        text: `${within(print(tree.left, names), PRODUCT)} * ${within(print(tree.right, names), ATOM)}`,
        binding: PRODUCT,
      };
  }
}

function printAtom(atom: Atom, names: ParameterNames): Printed {
  if (atom.kind !== 'operation') return { text: names.name(atom.name), binding: ATOM };
  const [left = { text: '0', binding: ATOM }, right = { text: '1', binding: ATOM }] = atom.operands.map(operand =>
    print(operand, names),
  );
  switch (atom.operator) {
    // Python rounds a quotient down, as the language does.
    case 'floorDiv':
      return { text: `${within(left, PRODUCT)} // ${within(right, ATOM)}`, binding: PRODUCT };
    case 'mod':
      return { text: `${within(left, PRODUCT)} % ${within(right, ATOM)}`, binding: PRODUCT };
    case 'min':
    case 'max':
      return { text: `${atom.operator}(${left.text}, ${right.text})`, binding: ATOM };
    case 'orWhenZero':
      return { text: `(${left.text} if ${left.text} > 0 else ${right.text})`, binding: ATOM };
    case 'clog2':
      return { text: `clog2(${left.text})`, binding: ATOM };
    case 'pow2':
      return { text: `2 ** ${within(left, ATOM)}`, binding: PRODUCT };
  }
}
