import { toExpr, type Width } from '../../ir/integer.ts';
import type { FoldNode } from '../../ir/node.ts';
import {
  binary,
  countingLoop,
  type Expression,
  type Item,
  identifier,
  integer,
  type Statement,
  signedCall,
} from '../../ir/verilog.ts';
import type { Integers } from './integers.ts';

const variable = identifier;

const part = (base: string, index: Expression, width: Expression): Expression => ({
  kind: 'part',
  base: variable(base),
  low: { kind: 'binary', operator: '*', left: index, right: width, tight: true },
  width,
});

function joined(operator: FoldNode['operator'], isSigned: boolean, left: Expression, right: Expression): Expression {
  switch (operator) {
    case 'add':
      return binary('+', left, right);
    case 'and':
      return binary('&', left, right);
    case 'or':
      return binary('|', left, right);
    case 'xor':
      return binary('^', left, right);
    default: {
      const smaller = binary('<', isSigned ? signedCall(left) : left, isSigned ? signedCall(right) : right);
      return operator === 'min'
        ? { kind: 'conditional', condition: smaller, whenTrue: left, whenFalse: right }
        : { kind: 'conditional', condition: smaller, whenTrue: right, whenFalse: left };
    }
  }
}

/** A name for a variable of a function: the one given, or another where that would hide something of the module. */
export type Local = (name: string) => string;

/** An element of the input, with its sign or zeros in front, at the width of the result. */
function leaf(node: FoldNode, element: Width, integers: Integers, elements: string, i: Expression): Expression {
  const width = integers.expression(element);
  const plain = part(elements, i, width);
  const rest = toExpr(node.type.width).minus(element);
  if (rest.constant === 0) return plain;
  const top: Expression = {
    kind: 'select',
    base: variable(elements),
    index: binary(
      '-',
      binary('+', { kind: 'binary', operator: '*', left: i, right: width, tight: true }, width),
      integer(1),
    ),
  };
  const fill: Expression = node.type.kind === 'sint' ? top : { kind: 'sized', width: 1, value: 0n, signed: false };
  return { kind: 'concat', operands: [{ kind: 'replicate', count: integers.expression(rest), operand: fill }, plain] };
}

/** A function that joins the elements of a vec in a balanced tree; its loops unroll, so that no chain comes out. */
export function foldFunction(node: FoldNode, name: string, integers: Integers, local: Local): Item {
  const [elements, partial] = [local('elements'), local('partial')];
  const [iName, stepName] = [local('i'), local('step')];
  const { type } = node.vector;
  if (type.kind !== 'vec') throw new Error('a fold needs a vec');
  const length = integers.expression(type.length);
  const width = integers.expression(node.type.width);
  const total = toExpr(type.length).times(node.type.width);
  const [i, step] = [variable(iName), variable(stepName)];
  const left = part(partial, i, width);
  const right = part(partial, binary('+', i, step), width);
  const double = binary('*', integer(2), step);
  const body: Statement[] = [
    countingLoop(iName, length, [
      {
        kind: 'assign',
        blocking: true,
        target: part(partial, i, width),
        value: leaf(node, type.element.width, integers, elements, i),
      },
    ]),
    {
      kind: 'for',
      variable: stepName,
      initial: integer(1),
      condition: binary('<', step, length),
      next: double,
      body: [
        {
          kind: 'for',
          variable: iName,
          initial: integer(0),
          condition: binary('<', binary('+', i, step), length),
          next: binary('+', i, double),
          body: [
            {
              kind: 'assign',
              blocking: true,
              target: left,
              value: joined(node.operator, node.type.kind === 'sint', left, right),
            },
          ],
        },
      ],
    },
    {
      kind: 'assign',
      blocking: true,
      target: variable(name),
      value: { kind: 'low-part', base: variable(partial), width },
    },
  ];
  return {
    kind: 'function',
    name,
    width,
    signed: node.type.kind === 'sint',
    inputs: [{ name: elements, width: integers.expression(type.width) }],
    variables: [{ name: partial, width: integers.expression(total), bits: total, signed: false }],
    integers: [iName, stepName],
    body,
  };
}

/** What two folds must share to share a function. */
export function foldKey(node: FoldNode): string {
  const { type } = node.vector;
  if (type.kind !== 'vec') return '';
  const key = (width: Width): string => toExpr(width).key;
  return [node.operator, node.type.kind, key(node.type.width), key(type.length), key(type.element.width)].join(' ');
}
