import { binaryValue, ranged, truth } from '../bind/binaryValue.ts';
import { bind } from '../bind/bind.ts';
import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundNode } from '../bind/boundNode.ts';
import type { BoundDesign } from '../bind/design.ts';
import { NodeFactory } from '../bind/nodes.ts';
import { input, module, sint, uint } from '../index.ts';
import type { Bits } from './representation.ts';

export interface TestDesign {
  readonly design: BoundDesign;
  readonly nodes: readonly BoundNode[];
}

/** A design with inputs `i0`, `i1`, ... of the types given, and an output `o0`, `o1`, ... for each node that is built. */
export function designOf(
  inputs: readonly Bits[],
  build: (make: NodeFactory, reads: readonly BoundNode[]) => readonly BoundNode[],
): TestDesign {
  const types = inputs.map(({ width, signed }, at) => [`i${at}`, input(signed ? sint(width) : uint(width))] as const);
  const bound = bind(
    module('test', { params: {}, ports: () => Object.fromEntries(types) }, () => undefined).elaborate(),
  );
  const make = new NodeFactory();
  const nodes = build(
    make,
    bound.leaves.map(leaf => make.signal(leaf)),
  );
  const [port] = bound.ports;
  const [first] = bound.leaves;
  if (port === undefined || first === undefined) throw new Error('a test design needs an input');
  const outputs = nodes.map(({ width, signed }, at): BoundLeaf => {
    return { ...first, index: inputs.length + at, name: `o${at}`, role: 'output', width, signed };
  });
  const design: BoundDesign = {
    ...bound,
    leaves: [...bound.leaves, ...outputs],
    nodes: make.all,
    ports: [
      ...bound.ports,
      ...outputs.map(leaf => ({ ...port, name: leaf.name, direction: 'output' as const, leaves: [leaf] })),
    ],
    drivers: outputs.flatMap((leaf, at) => {
      const value = nodes[at];
      return value === undefined ? [] : [{ leaf, value, complete: true, missing: [], incomplete: [] }];
    }),
  };
  return { design, nodes };
}

/** The value of a node by the definition of its operator, on whole numbers; without memories. */
export function interpret(
  node: BoundNode,
  leafValue: (leaf: BoundLeaf) => bigint,
  known = new Map<BoundNode, bigint>(),
): bigint {
  const value = (read: BoundNode): bigint => {
    const before = known.get(read);
    if (before !== undefined) return before;
    const found = interpret(read, leafValue, known);
    known.set(read, found);
    return found;
  };
  /** The bits, as a whole number of zero or more. */
  const bits = (read: BoundNode): bigint => BigInt.asUintN(read.width, value(read));
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'signal':
      return leafValue(node.leaf);
    case 'unary': {
      const ones = [...bits(node.operand).toString(2)].filter(digit => digit === '1').length;
      switch (node.operator) {
        case 'not':
          return ranged(node, ~value(node.operand));
        case 'negate':
          return ranged(node, -value(node.operand));
        case 'reduceAnd':
          return truth(ones === node.operand.width);
        case 'reduceOr':
          return truth(ones > 0);
        case 'reduceXor':
          return BigInt(ones % 2);
      }
      break;
    }
    case 'binary':
      return binaryValue(node, value(node.left), value(node.right));
    case 'shift': {
      const [a, amount] = [value(node.operand), value(node.amount)];
      if (amount >= BigInt(node.width)) return node.direction === 'right' && a < 0n ? -1n : 0n;
      return node.direction === 'left' ? ranged(node, a << amount) : a >> amount;
    }
    case 'mux':
      return value(node.condition) === 1n ? value(node.whenTrue) : value(node.whenFalse);
    case 'resize':
      return ranged(node, value(node.operand));
    case 'slice':
      return BigInt.asUintN(node.width, bits(node.operand) >> BigInt(node.low));
    case 'concat':
      return node.operands.reduce((joined, operand) => (joined << BigInt(operand.width)) | bits(operand), 0n);
    case 'select': {
      const option = node.options[Number(value(node.index))];
      return option === undefined ? 0n : value(option);
    }
    case 'memory-read':
      throw new Error('memories are not interpreted');
    case 'box-output':
      throw new Error('black boxes are not interpreted');
    case 'undefined':
      throw new Error('an undefined value has no definition');
  }
}
