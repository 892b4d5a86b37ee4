import type { Item } from '../../ir/verilog.ts';
import { Block } from './block.ts';

function enter(
  outer: Block,
  piece: object,
  label: string | undefined,
  inner: Block,
  blocks: Map<object, Block>,
): Block {
  blocks.set(piece, inner);
  if (label !== undefined) outer.label(label, inner);
  return inner;
}

/** Declares in `block`, and in new ones inside it, what items declare; notes in `blocks` which piece has which block. */
export function declareItems(items: readonly Item[], block: Block, blocks: Map<object, Block>): void {
  for (const item of items)
    switch (item.kind) {
      case 'net':
        block.declare(item.name, item.depth === undefined ? 'net' : 'memory', item.bits, item.isValue === true);
        break;
      case 'localparam':
        block.declare(item.name, 'constant', undefined, true);
        break;
      case 'function':
        block.declare(item.name, 'function', undefined, true);
        break;
      case 'loop':
        declareItems(
          item.items,
          enter(block, item, item.label, new Block(block, { index: item.index }), blocks),
          blocks,
        );
        break;
      case 'choose': {
        const branches = item.branches.map(branch => {
          const is = { relation: branch.relation, isBranch: true };
          const own = enter(block, branch, branch.label, new Block(block, is), blocks);
          declareItems(branch.items, own, blocks);
          return own;
        });
        if (item.branches.at(-1)?.condition === undefined) for (const branch of branches) branch.siblings = branches;
        break;
      }
      case 'verification':
        declareItems([...item.formal, ...item.simulation], block, blocks);
        break;
      case 'initial': {
        const own = enter(block, item, item.label, new Block(block), blocks);
        for (const name of item.integers) own.declare(name, 'constant', undefined, false);
        break;
      }
      case 'always': {
        const own = enter(block, item, item.label, new Block(block), blocks);
        for (const { name, bits } of item.variables) own.declare(name, 'variable', bits, true);
        for (const name of item.integers) own.declare(name, 'constant', undefined, false);
        break;
      }
      default:
    }
}
