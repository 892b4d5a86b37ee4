import type { ElementNode, Node } from '../../ir/node.ts';
import { binary, countingLoop, identifier, type Statement } from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';
import { isIndex } from './indices.ts';
import { loopElement } from './place.ts';

/**
 * Gives `name` the element that `index` selects: a loop compares it with every index, so that an index beyond the length
 * reads zero.
 */
export function dynamicReadStatements(
  frame: Frame,
  node: ElementNode,
  index: Node,
  name: string,
  variable: string,
): Statement[] {
  const { values, integers } = frame;
  const place = values.placeOf(node.vector);
  const { type } = node.vector;
  if (place === undefined || type.kind !== 'vec') throw new Error('a dynamic read needs a vec with a name');
  const target = identifier(name);
  const counter = identifier(variable);
  return [
    { kind: 'assign', blocking: true, target, value: values.constant(node.type.width, 0n) },
    countingLoop(variable, integers.expression(type.length), [
      {
        kind: 'if',
        arms: [
          {
            condition: isIndex(values, integers, index, variable),
            body: [
              {
                kind: 'assign',
                blocking: true,
                target,
                value: binary('|', target, loopElement(place, counter, node.type.width, integers)),
              },
            ],
          },
        ],
        otherwise: [],
      },
    ]),
  ];
}
