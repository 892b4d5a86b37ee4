import { context } from './context.ts';
import type { Declaration, FieldOfStruct } from './ir/declaration.ts';
import type { Node } from './ir/node.ts';
import type { Signal } from './signal.ts';
import { isComposite, leafName, leavesOf } from './struct.ts';
import type { HwType } from './types.ts';
import { signalOf, signalOfNodes } from './value.ts';

/**
 * Declares a value of any type: one signal, or one for every field.
 *
 * @param declare makes the signal of a leaf, given its name, its type without structs, and what field it is
 */
export function declareValue<T extends HwType>(
  key: string,
  type: T,
  declare: (name: string, type: HwType, field: FieldOfStruct | undefined) => Declaration,
): Signal<T> {
  if (!isComposite(type)) return read(type, declare(key, type, undefined));
  const nodes = leavesOf(type).map((leaf, position) => {
    const declaration = declare(leafName(key, leaf), leaf.type, {
      of: key,
      whole: type,
      path: leaf.path,
      position,
    });
    return readNode(declaration);
  });
  return signalOfNodes(type, nodes);
}

/** The public face of a declared value: what reading it gives. */
export function read<T extends HwType>(type: T, declaration: Declaration): Signal<T> {
  return signalOf(type, readNode(declaration));
}

/** What reading a declared signal gives. */
export function readNode(declaration: Declaration): Node {
  const { type, region, site } = declaration;
  return context('a declaration').node({ kind: 'read', type, signal: declaration }, region, site);
}
