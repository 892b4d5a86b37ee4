import type { BoundNode } from '../bind/boundNode.ts';
import type { NodeFactory } from '../bind/nodes.ts';
import type { BinaryOperator } from '../ir/node.ts';
import type { Bits } from './representation.ts';

export const arithmetic: readonly BinaryOperator[] = ['add', 'sub', 'mul', 'and', 'or', 'xor'];
export const comparisons: readonly BinaryOperator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

/** A random network of operators, each reading any earlier node. */
export function randomNetwork(next: () => number, count: number) {
  return (make: NodeFactory, reads: readonly BoundNode[]): BoundNode[] => {
    const pool = [...reads, make.literal(BigInt(next()), 1 + (next() % 70), next() % 2 === 0)];
    const any = (): BoundNode => pool[next() % pool.length] ?? make.literal(1n, 1, false);
    const width = (): number =>
      [1 + (next() % 8), 1 + (next() % 34), 25 + (next() % 35), 1 + (next() % 130)][next() % 4] ?? 1;
    const as = (type: Bits): BoundNode => make.resize(any(), type.width, type.signed);
    const flag = (): BoundNode => make.slice(any(), 0, 1);
    const one = (): BoundNode => {
      const type = { width: width(), signed: next() % 2 === 0 };
      switch (next() % 9) {
        case 0:
          return make.unary(
            (['not', 'negate', 'reduceAnd', 'reduceOr', 'reduceXor'] as const)[next() % 5] ?? 'not',
            any(),
          );
        case 1:
          return make.shift(next() % 2 === 0 ? 'left' : 'right', any(), make.resize(any(), 1 + (next() % 40), false));
        case 2:
          return make.mux(flag(), as(type), as(type));
        case 3: {
          const node = any();
          const low = next() % node.width;
          return make.slice(node, low, 1 + (next() % (node.width - low)));
        }
        case 4:
          return make.concat([
            as({ width: 1 + (next() % 20), signed: true }),
            as({ width: 1 + (next() % 40), signed: false }),
          ]);
        case 5:
          return make.select(
            make.resize(any(), 1 + (next() % 3), false),
            [as(type), as(type), as(type)],
            'n',
            undefined,
          );
        case 6:
          return make.binary(comparisons[next() % 6] ?? 'eq', as(type), as(type));
        default:
          return make.binary(arithmetic[next() % 6] ?? 'add', as(type), as(type));
      }
    };
    for (let made = 0; made < count; made++) pool.push(one());
    return pool.slice(reads.length);
  };
}
