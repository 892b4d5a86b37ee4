import { printExpression } from '../../emit/expression.ts';
import { wrapText } from '../../emit/layout.ts';
import { bit, type Expression, type Item, identifier, integer } from '../../ir/verilog.ts';
import type { Block, Entry } from './block.ts';

/** What a block leaves unread, and why. */
interface Unread {
  readonly value: Expression;
  readonly reason: string;
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** What no tool may find unread: everything that a block declares and of which not every bit is read. */
export function gather(block: Block): Unread[] {
  const found: Unread[] = [];
  for (const entry of block.entries.values()) {
    const reason = reasonOf(entry);
    if (reason === undefined) continue;
    const name = identifier(entry.name);
    found.push({ value: entry.kind === 'memory' ? { kind: 'select', base: name, index: integer(0) } : name, reason });
  }
  return found;
}

function reasonOf({ kind, bits, reads, block, isNeeded, isReadFormally }: Entry): string | undefined {
  if (bits === undefined || kind === 'output' || !isNeeded) return undefined;
  switch (reads.extent(block, bits)) {
    case 'nothing':
      return isReadFormally ? 'only formal tools read this' : 'nothing reads this';
    case 'nothing at some sizes':
      return 'at some sizes nothing reads this';
    case 'a part':
      return 'the bits that nothing selects go nowhere';
    case 'everything':
      return undefined;
  }
}

/** The `wire unused` of a region, with the reasons as its comment. */
export function unreadNet(items: readonly Item[], block: Block, label: string | undefined): Item[] {
  const onPurpose = items.flatMap(item =>
    item.kind === 'unread' ? item.values.map(value => ({ value, reason: item.reason })) : [],
  );
  const named = new Map<string, Unread>();
  for (const unread of [...onPurpose, ...gather(block)]) {
    const name = printExpression(unread.value);
    if (!named.has(name)) named.set(name, unread);
  }
  if (named.size === 0) return [];
  const reasons = new Set([...named.values()].map(({ reason }) => sentence(reason)));
  const indent = block.depth === 0 ? 2 : 4 + 2 * block.depth;
  return [
    {
      kind: 'net',
      keyword: 'wire',
      signed: false,
      width: undefined,
      bits: 1,
      name: block.freeName(label === undefined ? 'unused' : `unused_${label}`),
      attributes: [],
      comment: [...reasons].flatMap(reason => wrapText(reason, 117 - indent)),
      value: {
        kind: 'unary',
        operator: '&',
        operand: {
          kind: 'concat',
          operands: [bit(false), ...[...named.values()].map(({ value }) => value), bit(false)],
        },
      },
    },
  ];
}
