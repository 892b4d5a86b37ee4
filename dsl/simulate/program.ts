import type { BoundDesign, BoundMemory, BoundMemoryWrite, BoundNode } from '../bind/design.ts';
import { type Check, checksOf } from './checks.ts';
import { Functions, type Root } from './functions.ts';
import { Graph } from './graph.ts';
import { element, Layout, letters } from './layout.ts';
import { conditionText, helpers } from './operations.ts';
import { lies, representation } from './representation.ts';

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

/** A design as the text of a JavaScript program. */
export interface ProgramText {
  readonly text: string;
  readonly checks: readonly Check[];
  readonly layout: Layout;
}

export function programOf(design: BoundDesign): ProgramText {
  const graph = new Graph(design);
  const layout = new Layout(design);
  const checks = checksOf(design, graph).filter(({ paths }) => paths.length > 0);
  const edgeRoots: Root[] = checks.map(checkRoot);
  for (const { leaf, next } of design.registers) {
    const slot = layout.registerSlots.get(leaf);
    if (slot === undefined) continue;
    const target = element('N', slot);
    edgeRoots.push({ nodes: [next], target, write: operand => `${target} = ${operand(next).text};` });
  }
  const writes = design.memories.flatMap(memory => memory.writes.map(write => ({ memory, write })));
  // All that the writes need is computed before the first of them changes a memory.
  edgeRoots.push(...writes.map(({ write }) => ({ nodes: nodesOf(write), kept: true, write: () => '' })));
  edgeRoots.push(...writes.map(({ memory, write }) => commitRoot(memory, write)));
  const edge = new Functions(graph, layout, 'edge', edgeRoots);
  const outputRoots: Root[] = [];
  for (const [leaf, slot] of layout.outputSlots) {
    const driver = graph.driver(leaf);
    if (driver !== undefined)
      outputRoots.push({ nodes: [driver], write: operand => `${element('O', slot)} = ${operand(driver).text};` });
  }
  const outputs = new Functions(graph, layout, 'outputs', outputRoots);
  return { text: wrap(design, edge, outputs), checks, layout };
}

/** The functions in a closure over the arrays, with one that runs all of a kind. */
function wrap(design: BoundDesign, edge: Functions, outputs: Functions): string {
  const arrays = Object.entries({ P: 'inputs', T: 'temporaries', O: 'outputs' }).flatMap(([bank, from]) =>
    Object.entries(letters).map(([kind, letter]) => `const ${bank}${letter} = env.${from}.${kind};`),
  );
  const memories = design.memories.map(({ index }) => `const M${index} = env.memories[${index}];`);
  const calls = ({ names }: Functions): string =>
    names.map(name => `    ${name}(S.int, S.float, S.big, N.int, N.float, N.big);`).join('\n');
  return [
    "'use strict';",
    `const { fault, helpers: { ${Object.keys(helpers).join(', ')} } } = env;`,
    ...arrays,
    ...memories,
    ...edge.texts,
    ...outputs.texts,
    'return {',
    '  edge(S, N) {',
    calls(edge),
    '  },',
    '  outputs(S, N) {',
    calls(outputs),
    '  },',
    '};',
  ].join('\n');
}
