import { bind } from '../../dsl/bind/bind.ts';
import type { BoundClock } from '../../dsl/bind/boundClock.ts';
import type { BoundLeaf } from '../../dsl/bind/boundLeaf.ts';
import type { BoundNode } from '../../dsl/bind/boundNode.ts';
import type { BoundDesign, BoundMemory } from '../../dsl/bind/design.ts';
import type { HwModule } from '../../dsl/ir/hwModule.ts';
import { symbols } from '../../dsl/ir/symbols.ts';
import { clockUse } from '../../dsl/passes/lower/clocks.ts';

/** A declared signal of a bound design: the leaves of a vec side by side, index 0 in the low bits. */
interface Packed {
  readonly name: string;
  readonly width: number;
  /** The lowest bit of each leaf. */
  readonly lows: ReadonlyMap<BoundLeaf, number>;
}

/** A path as a Verilog identifier; the blank ends it. */
const escaped = (path: string): string => `\\${path} `;

/** The path of the declaration that a leaf belongs to. */
const nameOf = ({ name, position }: BoundLeaf): string =>
  position.length === 0 ? name : name.slice(0, -`[${position.join('][')}]`.length);

/** The leaves of every declaration in every turn of its loops. */
function packedSignals(design: BoundDesign): Map<BoundLeaf, Packed> {
  const groups = new Map<string, BoundLeaf[]>();
  for (const leaf of design.leaves) {
    const name = nameOf(leaf);
    groups.set(name, [...(groups.get(name) ?? []), leaf]);
  }
  const found = new Map<BoundLeaf, Packed>();
  for (const [name, leaves] of groups) {
    let width = 0;
    const lows = new Map<BoundLeaf, number>();
    for (const leaf of leaves) {
      lows.set(leaf, width);
      width += leaf.width;
    }
    for (const leaf of leaves) found.set(leaf, { name, width, lows });
  }
  return found;
}

const unaries = {
  ...{ not: '~', negate: '-' },
  ...{ reduceAnd: '&', reduceOr: '|', reduceXor: '^' },
} as const;

const wire = (node: BoundNode): string => `n${node.id}`;
const typed = (node: BoundNode): string => (node.signed ? `$signed(${wire(node)})` : wire(node));
const literal = (value: bigint, width: number): string => `${width}'h${BigInt.asUintN(width, value).toString(16)}`;

function resized(operand: BoundNode, width: number): string {
  const more = width - operand.width;
  if (more < 0) return `${wire(operand)}[${width - 1}:0]`;
  if (more === 0) return wire(operand);
  const bit = operand.signed ? `${wire(operand)}[${operand.width - 1}]` : "1'b0";
  return `{{${more}{${bit}}}, ${wire(operand)}}`;
}

function nodeValue(node: BoundNode, read: (leaf: BoundLeaf) => string): string {
  switch (node.kind) {
    case 'literal':
      return literal(node.value, node.width);
    case 'signal':
      return read(node.leaf);
    case 'unary':
      return `${unaries[node.operator]}${wire(node.operand)}`;
    case 'binary':
      return `${typed(node.left)} ${symbols[node.operator]} ${typed(node.right)}`;
    case 'shift':
      return `${typed(node.operand)} ${node.direction === 'left' ? '<<' : '>>>'} ${wire(node.amount)}`;
    case 'mux':
      return `${wire(node.condition)} ? ${wire(node.whenTrue)} : ${wire(node.whenFalse)}`;
    case 'resize':
      return resized(node.operand, node.width);
    case 'slice':
      return `${wire(node.operand)}[${node.low + node.width - 1}:${node.low}]`;
    case 'concat':
      return `{${node.operands.map(wire).join(', ')}}`;
    case 'select': {
      // An index beyond the last option is undefined.
      const { index, options, width } = node;
      const reachable = options.slice(0, 2 ** Math.min(index.width, 30));
      const arms = reachable.map(
        (option, at) => `${wire(index)} == ${literal(BigInt(at), index.width)} ? ${wire(option)} : `,
      );
      return `${arms.join('')}{${width}{1'bx}}`;
    }
    case 'memory-read':
      return `${memoryName(node.memory)}[${wire(node.address)}]`;
    case 'box-output':
      throw new Error('a black box has no reference');
    case 'undefined':
      return `{${node.width}{1'bx}}`;
  }
}

const memoryName = ({ name }: BoundMemory): string => escaped(name);

const edgeOf = ({ port, edge }: BoundClock): string => `${edge === 'rising' ? 'posedge' : 'negedge'} ${port}`;

/**
 * The hardware IR as plain Verilog: every parameter has its value, every node a wire, nothing is merged or left out. It
 * shares nothing with `passes/lower` and `emit` but the question which of clock and reset are ports, so that their output
 * can be held against it.
 */
export function referenceVerilog(module: HwModule, values: Readonly<Record<string, number>>): string {
  const design = bind(module, values);
  const packed = packedSignals(design);
  const place = (leaf: BoundLeaf): string => {
    const { name = leaf.name, lows } = packed.get(leaf) ?? {};
    const low = lows?.get(leaf) ?? 0;
    return `${escaped(name)}[${low + leaf.width - 1}:${low}]`;
  };
  const portNames = new Map(design.ports.map(({ name, direction }) => [name, direction]));
  const ports = [...new Set(packed.values())].filter(({ name }) => portNames.has(name));
  const registers = new Set(design.registers.map(({ leaf }) => packed.get(leaf)));
  const isDeclared = design.domains.length > 0;
  const declared = [...new Set(packed.values())].filter(
    signal => !portNames.has(signal.name) && (signal.name !== 'rst' || design.plainReset === undefined),
  );
  const { clock, reset } = clockUse(module);
  const range = (width: number): string => `[${width - 1}:0]`;
  return [
    'module reference (',
    [
      ...(isDeclared ? design.clocks.map(({ port }) => `input wire ${port}`) : []),
      ...(clock && !isDeclared ? ['input wire clk'] : []),
      ...(reset && !isDeclared ? ['input wire rst'] : []),
      ...ports.map(({ name, width }) => `${portNames.get(name)} wire ${range(width)} ${escaped(name)}`),
    ].join(',\n'),
    ');',
    ...declared.map(
      signal => `${registers.has(signal) ? 'reg' : 'wire'} ${range(signal.width)} ${escaped(signal.name)};`,
    ),
    ...design.memories.map(memory => `reg ${range(memory.width)} ${memoryName(memory)} [0:${memory.depth - 1}];`),
    ...design.memories.flatMap(memory =>
      (memory.init ?? []).map((word, at) => `initial ${memoryName(memory)}[${at}] = ${literal(word, memory.width)};`),
    ),
    ...design.nodes.map(node => `wire ${range(node.width)} ${wire(node)};`),
    ...design.nodes.map(node => `assign ${wire(node)} = ${nodeValue(node, place)};`),
    ...design.drivers.map(({ leaf, value }) => `assign ${place(leaf)} = ${wire(value)};`),
    ...design.registers.map(({ leaf, next, reset, domain }) => {
      const at = edgeOf(domain.clock);
      const value = reset === undefined ? '' : literal(reset, leaf.width);
      const active = domain.reset?.active;
      // Every other reset is in the value that the register takes already.
      if (reset !== undefined && active === undefined)
        return `always @(${at}) ${place(leaf)} <= rst ? ${value} : ${wire(next)};`;
      if (reset === undefined || active === undefined || domain.reset?.kind !== 'asynchronous')
        return `always @(${at}) ${place(leaf)} <= ${wire(next)};`;
      const taken = `if (${wire(active)}) ${place(leaf)} <= ${value}; else ${place(leaf)} <= ${wire(next)};`;
      return `always @(${at} or posedge ${wire(active)}) ${taken}`;
    }),
    ...design.memories.flatMap(memory =>
      memory.writes.map(({ enable, address, value, domain }) => {
        const condition = enable === undefined ? '' : `if (${wire(enable)}) `;
        return `always @(${edgeOf(domain.clock)}) ${condition}${memoryName(memory)}[${wire(address)}] <= ${wire(value)};`;
      }),
    ),
    'endmodule',
    '',
  ].join('\n');
}
