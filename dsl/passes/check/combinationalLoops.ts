import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BoundNode } from '../../bind/boundNode.ts';
import type { BoundDesign } from '../../bind/design.ts';
import { boundOperands } from '../../bind/nodes.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { placed, whenText } from './place.ts';

/** A node whose operands are being visited. */
interface Visit {
  readonly node: BoundNode;
  readonly next: readonly BoundNode[];
  position: number;
}

/** Longest path that a diagnostic shows in full. */
const shown = 8;

/**
 * Signals whose value depends on itself with no register in between, across instances too: one diagnostic for each loop
 * that a depth-first search closes.
 */
export function checkCombinationalLoops(design: BoundDesign, values: Readonly<Record<string, number>>): Diagnostic[] {
  const driverOf = new Map(design.drivers.map(({ leaf, value }) => [leaf, value]));
  const state = new Uint8Array(design.nodes.length);
  const found: Diagnostic[] = [];
  const readsOf = (node: BoundNode): readonly BoundNode[] => {
    if (node.kind !== 'signal') return boundOperands(node);
    const value = driverOf.get(node.leaf);
    return value === undefined ? [] : [value];
  };
  for (const root of design.nodes) {
    if (root.kind !== 'signal' || state[root.id] !== 0) continue;
    const stack: Visit[] = [{ node: root, next: readsOf(root), position: 0 }];
    state[root.id] = 1;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.next[top.position++];
      if (next === undefined) {
        state[top.node.id] = 2;
        stack.pop();
      } else if (state[next.id] === 0) {
        state[next.id] = 1;
        stack.push({ node: next, next: readsOf(next), position: 0 });
      } else if (state[next.id] === 1) found.push(report(design, loopFrom(stack, next), values));
    }
  }
  return found;
}

/** The signals on the stack from `start` on, each before what it is computed from. */
function loopFrom(stack: readonly Visit[], start: BoundNode): readonly BoundLeaf[] {
  const from = stack.findIndex(({ node }) => node === start);
  return stack.slice(from).flatMap(({ node }) => (node.kind === 'signal' ? [node.leaf] : []));
}

/** Names the loop from its first signal in the order of declaration, in the direction in which values flow. */
function report(design: BoundDesign, loop: readonly BoundLeaf[], values: Readonly<Record<string, number>>): Diagnostic {
  const flow = loop.toReversed();
  const start = flow.reduce((best, leaf, position) => (leaf.index < (flow[best]?.index ?? 0) ? position : best), 0);
  const ordered = [...flow.slice(start), ...flow.slice(0, start)];
  const names = [...ordered, ...ordered.slice(0, 1)].map(leaf => `\`${leaf.name}\``);
  const path =
    names.length <= shown ? names : [...names.slice(0, shown - 2), `${names.length - shown} more`, ...names.slice(-2)];
  const places = ordered.slice(0, shown).flatMap((leaf, position) => {
    const before = ordered.at(position - 1);
    const write = design.writes.findLast(other => other.leaf === leaf);
    const message = before === undefined ? 'driven here' : `\`${leaf.name}\` depends on \`${before.name}\``;
    return placed(write?.site, message);
  });
  const [first] = ordered;
  return diagnostic(
    'combinational-loop',
    { name: first?.name ?? 'value', path: `${path.join(' → ')}${whenText(values)}`, parts: partsHint(design, ordered) },
    places,
  );
}

/** Of a number that is assigned in parts, which may depend on each other: that they count as one value. */
function partsHint(design: BoundDesign, loop: readonly BoundLeaf[]): string {
  const leaf = loop.find(each => design.writes.some(write => write.leaf === each && write.bits !== undefined));
  if (leaf === undefined) return '';
  return ` The bits of \`${leaf.declaration.key}\` count as one value: where some depend on others, make it a vec, whose elements count each for itself, or a chain with \`m.scan\`.`;
}
