import { symbols } from '../ir/symbols.ts';
import type { BoundDomain } from './boundClock.ts';
import type { BoundNode } from './boundNode.ts';
import type { BoundDesign } from './design.ts';

/** A bound expression as text, for tests and for looking at; shared nodes are written out at every use. */
function printNode(node: BoundNode): string {
  const type = `${node.signed ? 's' : 'u'}${node.width}`;
  switch (node.kind) {
    case 'literal':
      return `${node.value}:${type}`;
    case 'signal':
      return node.leaf.name;
    case 'unary':
      return `${node.operator}(${printNode(node.operand)})`;
    case 'binary':
      return `(${printNode(node.left)} ${symbols[node.operator]} ${printNode(node.right)})`;
    case 'shift':
      return `(${printNode(node.operand)} ${node.direction === 'left' ? '<<' : '>>'} ${printNode(node.amount)})`;
    case 'mux':
      return `(${printNode(node.condition)} ? ${printNode(node.whenTrue)} : ${printNode(node.whenFalse)})`;
    case 'resize':
      return `${type}(${printNode(node.operand)})`;
    case 'slice':
      return `${printNode(node.operand)}[${node.low} +: ${node.width}]`;
    case 'concat':
      return `{${node.operands.map(printNode).join(', ')}}`;
    case 'select':
      return `select(${[node.index, ...node.options].map(printNode).join(', ')})`;
    case 'memory-read':
      return `${node.memory.name}[${printNode(node.address)}]`;
    case 'box-output':
      return `${node.leaf.name}(${node.inputs.map(printNode).join(', ')})`;
    case 'undefined':
      return `undefined:${type}`;
  }
}

/** What a register of a declared clock belongs to. */
function printDomain({ clock, reset }: BoundDomain, isReset: boolean): string {
  if (clock.port === 'clk' && reset?.active === undefined) return '';
  const at =
    isReset && reset?.kind === 'asynchronous' && reset.active !== undefined
      ? `, at once if ${printNode(reset.active)}`
      : '';
  return ` at ${clock.port}${clock.edge === 'falling' ? ' falling' : ''}${at}`;
}

/** A bound design as text: what drives each leaf, what registers take, what memories are written. */
export function printDesign(design: BoundDesign): string {
  return [
    ...design.drivers.map(
      ({ leaf, value, complete }) => `${leaf.name} = ${printNode(value)}${complete ? '' : ' on some paths only'}`,
    ),
    ...design.registers.map(
      ({ leaf, next, reset, domain }) =>
        `${leaf.name} <= ${printNode(next)}${reset === undefined ? '' : ` reset ${reset}`}${printDomain(domain, reset !== undefined)}`,
    ),
    ...design.memories.flatMap(({ name, writes }) =>
      writes.map(
        ({ enable, address, value }) =>
          `${name}[${printNode(address)}] <= ${printNode(value)}${enable === undefined ? '' : ` if ${printNode(enable)}`}`,
      ),
    ),
    ...design.displays.map(
      ({ enable, parts }) =>
        `display ${parts.map(part => ('text' in part ? JSON.stringify(part.text) : printNode(part.value))).join(' ')}${
          enable === undefined ? '' : ` if ${printNode(enable)}`
        }`,
    ),
    ...design.assertions.map(({ check, condition, message }) => `${check} ${printNode(condition)} "${message}"`),
  ].join('\n');
}
