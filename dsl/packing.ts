import { assign } from './assignment.ts';
import { context } from './context.ts';
import { readNode } from './declaredValue.ts';
import { openLoop } from './generate.ts';
import { type IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import * as op from './operations.ts';
import { isComposite, leafName, leavesOf } from './struct.ts';
import { type HwType, uint, type VecType, vec } from './types.ts';

/** Structs as bits and back: the first field in the high bits, a vec's index 0 in the low bits. */

/** Where the next field begins. Of fields that are as wide as the one before, the output says how many: `3*WIDTH`. */
function after(low: Width, width: Width): Width {
  const total = addedTo(toExpr(low), toExpr(width));
  return total.constant ?? total;
}

function addedTo(low: IntExpr, width: IntExpr): IntExpr {
  const { tree } = low;
  if (width.constant !== undefined) return low.plus(width);
  const count = multipleOf(low, width);
  if (count !== undefined) return toExpr(count + 1).times(width);
  const last = tree.kind === 'sum' ? multipleOf(tree.right, width) : undefined;
  return tree.kind === 'sum' && last !== undefined ? tree.left.plus(toExpr(last + 1).times(width)) : low.plus(width);
}

/** How often `width` is in `sum`, where there is nothing else in it. */
function multipleOf(sum: IntExpr, width: IntExpr): number | undefined {
  const { tree } = sum;
  if (sum.key === width.key) return 1;
  return tree.kind === 'product' && tree.right.key === width.key ? tree.left.constant : undefined;
}

/** The bits of a value that is made of `nodes`, as a uint. */
export function packFields(type: HwType, nodes: readonly Node[]): Node {
  if (!isComposite(type)) return op.concat(nodes.map(node => op.cast(node, uint(node.type.width))));
  if (type.kind === 'vec') return packElements(type, nodes);
  if (type.kind !== 'struct') return op.concat(nodes);
  let first = 0;
  const fields = Object.values<HwType>(type.fields).flatMap(field => {
    const own = nodes.slice(first, first + leavesOf(field).length);
    first += own.length;
    const [only] = own;
    if (isComposite(field)) return [packFields(field, own)];
    return only === undefined ? [] : [op.cast(only, uint(only.type.width))];
  });
  return op.concat(fields);
}

const elementsAt = (nodes: readonly Node[], index: Parameters<typeof toExpr>[0]): Node[] => {
  const ctx = context('pack');
  return nodes.flatMap(vector =>
    vector.type.kind === 'vec'
      ? [ctx.node({ kind: 'element', type: vector.type.element, vector, index: toExpr(index) })]
      : [],
  );
};

/** Element by element: written out where the length is a number, in a generate loop where it is a parameter. */
function packElements(type: VecType, nodes: readonly Node[]): Node {
  const { length } = type;
  const element: HwType = type.element;
  const all = vec(length, uint(element.width));
  if (typeof length === 'number') {
    const elements = Array.from({ length }, (_, index) => packFields(element, elementsAt(nodes, index)));
    return op.cast(context('pack').node({ kind: 'vec', type: all, elements }), uint(all.width));
  }
  const ctx = context('pack');
  return ctx.namingItself(() =>
    ctx.inRegion(ctx.region, () => {
      const target = readNode(ctx.declare('wire', 'packed_elements', all));
      openLoop(toExpr(length), 'pack', index => {
        const [slot] = elementsAt([target], index);
        if (slot !== undefined) assign(slot, packFields(element, elementsAt(nodes, index)));
      });
      return op.cast(target, uint(all.width));
    }),
  );
}

/** The nodes of a value of `type` whose bits are `bits`. */
export function unpackFields(type: HwType, bits: Node): readonly Node[] {
  if (!isComposite(type)) return [op.cast(bits, type)];
  if (type.kind === 'vec') return unpackElements(type, bits);
  if (type.kind !== 'struct') return [bits];
  const ctx = context('unpack');
  let low: Width = 0;
  const fields = Object.values<HwType>(type.fields)
    .toReversed()
    .map(field => {
      // A name in the source is that of the whole.
      const part = ctx.namingItself(() => op.slice(bits, low, field.width));
      low = after(low, field.width);
      return unpackFields(field, part);
    });
  return fields.toReversed().flat();
}

function unpackElements(type: VecType, bits: Node): readonly Node[] {
  const { length } = type;
  const element: HwType = type.element;
  const packed = op.cast(bits, vec(length, uint(element.width)));
  const ctx = context('unpack');
  const leaves = leavesOf(type);
  if (typeof length === 'number') {
    const elements = Array.from({ length }, (_, index) =>
      elementsAt([packed], index).flatMap(slot => unpackFields(element, slot)),
    );
    return leaves.map((leaf, position) =>
      ctx.node({ kind: 'vec', type: leaf.type, elements: elements.flatMap(nodes => nodes[position] ?? []) }),
    );
  }
  return ctx.namingItself(() =>
    ctx.inRegion(ctx.region, () => {
      const targets = leaves.map(leaf => readNode(ctx.declare('wire', leafName('unpacked_elements', leaf), leaf.type)));
      openLoop(toExpr(length), 'unpack', index => {
        const slots = elementsAt(targets, index);
        const [source] = elementsAt([packed], index);
        const nodes = source === undefined ? [] : unpackFields(element, source);
        for (const [position, slot] of slots.entries()) {
          const node = nodes[position];
          if (node !== undefined) assign(slot, node);
        }
      });
      return targets;
    }),
  );
}
