import type { BoundClock, BoundDomain } from '../bind/boundClock.ts';
import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundNode } from '../bind/boundNode.ts';
import type {
  BoundAssertion,
  BoundBlackBox,
  BoundDesign,
  BoundDisplay,
  BoundMemory,
  BoundMemoryWrite,
} from '../bind/design.ts';
import { type Check, checksOf } from './checks.ts';
import { Functions, type Root } from './functions.ts';
import { Graph } from './graph.ts';
import { element, Layout, letters } from './layout.ts';
import { conditionText, helpers } from './operations.ts';
import { lies, representation } from './representation.ts';
import { type Slot, SlotAllocator } from './storage.ts';

/** The text of a check: calls `fault` with the number of the check where it is violated. */
function checkRoot(check: Check, number: number): Root {
  const { node, limit, paths } = check;
  const conditions = paths.flatMap(path => path.map(condition => condition.node));
  return {
    nodes: [node, ...conditions],
    write: operand => {
      const index = operand(node);
      const violated =
        limit === undefined
          ? `!(${conditionText(index)})`
          : `(${index.signed ? `${index.text} < 0 || ` : ''}${index.text} >= ${limit})`;
      const active = paths.map(path =>
        path.map(({ node: on, holds }) => (holds ? conditionText(operand(on)) : `!(${conditionText(operand(on))})`)),
      );
      const applies = active.some(path => path.length === 0)
        ? ''
        : ` && (${active.map(path => `(${path.join(' && ')})`).join(' || ')})`;
      return `if (${violated}${applies}) fault(${number}, ${limit === undefined ? 0 : index.text});`;
    },
  };
}

const nodesOf = ({ enable, address, value }: BoundMemoryWrite): BoundNode[] =>
  enable === undefined ? [address, value] : [enable, address, value];

function commitRoot({ index, depth }: BoundMemory, write: BoundMemoryWrite): Root {
  return {
    nodes: nodesOf(write),
    kept: true,
    write: operand => {
      const at = operand(write.address);
      const number = representation(at) === 'big' ? `Number(${at.text})` : at.text;
      const inside = lies(at.range, { low: 0n, high: BigInt(depth - 1) }) ? [] : [`${number} < ${depth}`];
      const enabled = write.enable === undefined ? [] : [conditionText(operand(write.enable))];
      const conditions = [...enabled, ...inside];
      const guard = conditions.length === 0 ? '' : `if (${conditions.join(' && ')}) `;
      return `${guard}M${index}[${number}] = ${operand(write.value).text};`;
    },
  };
}

/** The text that counts a cover statement in the cycles in which its condition holds. */
const coverRoot = ({ condition }: BoundAssertion, number: number): Root => ({
  nodes: [condition],
  write: operand => `if (${conditionText(operand(condition))}) covered(${number});`,
});

/** The text that prints a line in the cycles in which it applies. */
function displayRoot({ enable, parts }: BoundDisplay, number: number): Root {
  const values = parts.flatMap(part => ('value' in part ? [part.value] : []));
  return {
    nodes: enable === undefined ? values : [enable, ...values],
    write: operand => {
      const given = [number, ...values.map(value => operand(value).text)].join(', ');
      return `${enable === undefined ? '' : `if (${conditionText(operand(enable))}) `}print(${given});`;
    },
  };
}

/** The text that tells a black box of the edges of some of its clocks. */
const clockRoot = ({ index, inputs }: BoundBlackBox, due: readonly string[]): Root => ({
  nodes: inputs,
  kept: true,
  write: operand =>
    `boxes[${index}].clock(${[JSON.stringify(due), ...inputs.map(input => operand(input).text)].join(', ')});`,
});

/** A design as the text of a JavaScript program. */
export interface ProgramText {
  readonly text: string;
  readonly checks: readonly Check[];
  readonly covers: readonly BoundAssertion[];
  readonly layout: Layout;
}

/** The program of a design; with `clocks`, its edge is that of those only. */
export function programOf(design: BoundDesign, clocks?: ReadonlySet<BoundClock>): ProgramText {
  const graph = new Graph(design);
  const layout = new Layout(design);
  const isDue = (domain: BoundDomain | undefined): boolean =>
    domain === undefined || clocks === undefined || clocks.has(domain.clock);
  const checks = checksOf(design, graph, isDue).filter(({ paths }) => paths.length > 0);
  const covers = design.assertions.filter(({ check }) => check === 'cover');
  const counted = [...covers.entries()].filter(([, { domain }]) => isDue(domain));
  // Checks come first: one that fails leaves no trace of its cycle.
  const edgeRoots: Root[] = [...checks.map(checkRoot), ...counted.map(([number, cover]) => coverRoot(cover, number))];
  for (const [number, display] of design.displays.entries())
    if (isDue(display.domain)) edgeRoots.push(displayRoot(display, number));
  for (const { leaf, next, domain } of design.registers) {
    if (!isDue(domain)) continue;
    const slot = layout.registerSlots.get(leaf);
    if (slot === undefined) continue;
    const target = element('N', slot);
    edgeRoots.push({ nodes: [next], target, write: operand => `${target} = ${operand(next).text};` });
  }
  const writes = design.memories.flatMap(memory =>
    memory.writes.filter(({ domain }) => isDue(domain)).map(write => ({ memory, write })),
  );
  // All that the writes need is computed before the first of them changes a memory.
  edgeRoots.push(...writes.map(({ write }) => ({ nodes: nodesOf(write), kept: true, write: () => '' })));
  // A black box keeps its own state: it changes when all that reads it has been computed.
  const boxes = design.boxes.flatMap(box => {
    const due = box.domains.filter(({ domain }) => isDue(domain)).map(({ name }) => name);
    return due.length === 0 ? [] : [{ box, due }];
  });
  edgeRoots.push(...boxes.map(({ box }) => ({ nodes: box.inputs, kept: true, write: () => '' })));
  edgeRoots.push(...writes.map(({ memory, write }) => commitRoot(memory, write)));
  edgeRoots.push(...boxes.map(({ box, due }) => clockRoot(box, due)));
  const edge = new Functions(graph, layout, 'edge', edgeRoots);
  const outputRoots: Root[] = [];
  for (const [leaf, slot] of layout.outputSlots) {
    const driver = graph.driver(leaf);
    if (driver !== undefined)
      outputRoots.push({ nodes: [driver], write: operand => `${element('O', slot)} = ${operand(driver).text};` });
  }
  const outputs = new Functions(graph, layout, 'outputs', outputRoots);
  return { text: wrap(design, { edge, outputs }), checks, covers, layout };
}

/** A program that computes some values from the present state and inputs. */
export interface ProbeText {
  readonly text: string;
  readonly layout: Layout;
  readonly probes: SlotAllocator;
  readonly slots: ReadonlyMap<BoundLeaf, Slot>;
}

/** The values of leaves, wherever they are: `outputs` of the program writes them into an array of their own. */
export function probeOf(design: BoundDesign, leaves: Iterable<BoundLeaf>): ProbeText {
  const graph = new Graph(design);
  // State and inputs lie where every layout of this design puts them.
  const layout = new Layout(design);
  const probes = new SlotAllocator();
  const slots = new Map<BoundLeaf, Slot>();
  for (const leaf of leaves) if (!slots.has(leaf)) slots.set(leaf, probes.add(leaf));
  const roots = [...slots].map(([leaf, slot]): Root => {
    const driver = graph.driver(leaf);
    const target = element('O', slot);
    return driver === undefined
      ? { nodes: [], write: () => `${target} = ${layout.read(leaf)};` }
      : { nodes: [driver], write: operand => `${target} = ${operand(driver).text};` };
  });
  return { text: wrap(design, { outputs: new Functions(graph, layout, 'probe', roots) }), layout, probes, slots };
}

/** The functions in a closure over the arrays, with one for each kind that runs all of that kind. */
export function wrap(design: BoundDesign, kinds: Readonly<Record<string, Functions>>): string {
  const arrays = Object.entries({ P: 'inputs', T: 'temporaries', O: 'outputs' }).flatMap(([bank, from]) =>
    Object.entries(letters).map(([kind, letter]) => `const ${bank}${letter} = env.${from}.${kind};`),
  );
  const memories = design.memories.map(({ index }) => `const M${index} = env.memories[${index}];`);
  return [
    "'use strict';",
    `const { fault, covered, print, changed, undefinedBits, boxes, helpers: { ${Object.keys(helpers).join(', ')} } } = env;`,
    ...arrays,
    ...memories,
    ...Object.values(kinds).flatMap(({ texts }) => texts),
    'return {',
    ...Object.entries(kinds).flatMap(([kind, { names }]) => [
      `  ${kind}(S, N) {`,
      ...names.map(name => `    ${name}(S.int, S.float, S.big, N.int, N.float, N.big);`),
      '  },',
    ]),
    '};',
  ].join('\n');
}
