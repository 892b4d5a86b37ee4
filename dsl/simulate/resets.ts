import type { BoundNode } from '../bind/boundNode.ts';
import type { BoundDesign, BoundRegister } from '../bind/design.ts';
import { Functions, type Root } from './functions.ts';
import { Graph } from './graph.ts';
import { element, Layout } from './layout.ts';
import { conditionText, constantText } from './operations.ts';
import { wrap } from './program.ts';

const isAtOnce = ({ domain, reset }: BoundRegister): boolean =>
  reset !== undefined && domain.reset?.kind === 'asynchronous' && domain.reset.active !== undefined;

/** The nodes that reset registers at once, with those registers. */
export function resetsAtOnce(design: BoundDesign): ReadonlyMap<BoundNode, readonly BoundRegister[]> {
  const found = new Map<BoundNode, BoundRegister[]>();
  for (const register of design.registers) {
    const active = register.domain.reset?.active;
    if (active === undefined || !isAtOnce(register)) continue;
    const known = found.get(active);
    if (known === undefined) found.set(active, [register]);
    else known.push(register);
  }
  return found;
}

/** The program of the resets that act at once: it writes into the present state, and calls `changed`. */
export function resetsOf(design: BoundDesign): { readonly text: string; readonly layout: Layout } {
  const graph = new Graph(design);
  const layout = new Layout(design);
  const roots = [...resetsAtOnce(design)].map(([active, registers]): Root => {
    const slots = registers.flatMap(({ leaf, reset = 0n }) => {
      const slot = layout.registerSlots.get(leaf);
      return slot === undefined ? [] : [{ place: element('S', slot), value: constantText(reset, leaf) }];
    });
    const differs = slots.map(({ place, value }) => `${place} !== ${value}`).join(' || ');
    const writes = slots.map(({ place, value }) => `${place} = ${value};`).join(' ');
    return {
      nodes: [active],
      write: operand => `if (${conditionText(operand(active))} && (${differs})) { ${writes} changed(); }`,
    };
  });
  return { text: wrap(design, { resets: new Functions(graph, layout, 'resets', roots) }), layout };
}
