import { describeType } from '../conformance.ts';
import type { ClockDomain } from './clockDomain.ts';
import type { Declaration } from './declaration.ts';
import type { HwModule, Region } from './hwModule.ts';
import { IntExpr, toExpr } from './integer.ts';
import type { InitialWord, Memory, MemoryInit } from './memory.ts';
import type { Node } from './node.ts';
import type { Connection, Statement } from './statement.ts';
import { type NodeVisitor, type StatementVisitor, visitNode, visitStatement } from './visit.ts';

const indent = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);

const call = (name: string, ...operands: readonly string[]): string => `${name}(${operands.join(', ')})`;

const printer: NodeVisitor<string> = {
  literal: ({ value, type }) => `${value}:${describeType(type)}`,
  parameter: ({ value, type }) => `{${value}}:${describeType(type)}`,
  read: ({ signal }) => signal.key,
  neighbour: ({ signal, loop, index }) => `${loop.label}[${index}].${signal.key}`,
  element: ({ vector, index }) =>
    `${printNode(vector)}[${index instanceof IntExpr ? index.toString() : printNode(index)}]`,
  unary: ({ operator, operand }) => call(operator, printNode(operand)),
  binary: ({ operator, left, right }) => call(operator, printNode(left), printNode(right)),
  shift: ({ direction, operand, amount }) => call(`shift_${direction}`, printNode(operand), printNode(amount)),
  mux: ({ condition, whenTrue, whenFalse }) =>
    call('mux', printNode(condition), printNode(whenTrue), printNode(whenFalse)),
  resize: ({ operand, direction, type }) =>
    call(direction === 'any' ? 'fit' : direction, printNode(operand), describeType(type)),
  slice: ({ operand, low, type }) => `${printNode(operand)}[${low} +: ${toExpr(type.width)}]`,
  concat: ({ operands }) => call('cat', ...operands.map(printNode)),
  cast: ({ operand, type }) => call('cast', printNode(operand), describeType(type)),
  vec: ({ elements }) => `[${elements.map(printNode).join(', ')}]`,
  'memory-read': ({ memory, address }) => `${memory.key}[${printNode(address)}]`,
  fold: ({ operator, vector }) => call(`fold_${operator}`, printNode(vector)),
  undefined: ({ type }) => `undefined:${describeType(type)}`,
};

/** A node as an expression, its operands inside it. */
function printNode(node: Node): string {
  return visitNode(printer, node);
}

/** The clock to which something belongs; nothing for that of a module that declares none. */
const within = (domain: ClockDomain | undefined): string => (domain === undefined ? '' : ` in ${domain.name}`);

function domainText({ name, clock, edge, reset, enable }: ClockDomain): string {
  const ends = reset === undefined ? '' : ` reset ${reset.signal.key} (${reset.kind}, ${reset.active})`;
  return `clock ${name}: ${edge} ${clock}${ends}${enable === undefined ? '' : ` enable ${enable.key}`}`;
}

function declaration({ role, key, type, reset, attributes, domain, asynchronous }: Declaration): string {
  const noted = Object.entries(attributes).map(([name, value]) => ` (${name} = ${value})`);
  const value = reset?.kind === 'value' && reset.value !== undefined ? printNode(reset.value) : '';
  const under =
    role !== 'register' ? '' : reset?.kind === 'none' ? ' reset none' : ` reset ${value === '' ? '0' : value}`;
  const when = asynchronous === true ? ' in no clock' : within(domain);
  return `${role} ${key}: ${describeType(type)}${when}${under}${noted.join('')}`;
}

const initialWord = (word: InitialWord): string =>
  word.map(({ value, width }) => `${value}:${toExpr(width)}`).join(' & ');

function initial({ words, rest, each, file }: MemoryInit): string {
  if (file !== undefined) return ` init ${file.name}`;
  if (each !== undefined) return ` init ${each.index.name} => ${initialWord(each.word)}`;
  return ` init [${words.map(initialWord).join(', ')}]${rest === undefined ? '' : ` rest ${initialWord(rest)}`}`;
}

function memory({ key, type, depth, init, writers, attributes }: Memory): string {
  const noted = Object.entries(attributes).map(([name, value]) => ` (${name} = ${value})`);
  const more = `${init === undefined ? '' : initial(init)}${writers === 'disjoint' ? ' disjoint' : ''}`;
  return `memory ${key}: ${describeType(type)} x ${toExpr(depth)}${more}${noted.join('')}`;
}

function connection({ port, value, reason }: Connection): string {
  const arrow = port.role === 'output' ? '->' : '<-';
  return `${port.key} ${arrow} ${value === undefined ? `unused (${reason ?? ''})` : printNode(value)}`;
}

const statementPrinter: StatementVisitor<readonly string[]> = {
  assign: ({ target, value }) => [`${printNode(target)} := ${printNode(value)}`],
  when: ({ arms, otherwise }) => [
    ...arms.flatMap(({ condition, body }, position) => [
      `${position === 0 ? 'when' : 'else when'} ${printNode(condition)}`,
      ...indent(printStatements(body)),
    ]),
    ...(otherwise.length === 0 ? [] : ['otherwise', ...indent(printStatements(otherwise))]),
  ],
  'memory-write': ({ memory: { key }, address, value, domain }) => [
    `${key}[${printNode(address)}] := ${printNode(value)}${within(domain)}`,
  ],
  loop: ({ region, count, index }) => [`for ${index.name} < ${count}: ${region.label}`, ...indent(printRegion(region))],
  choose: ({ branches }) =>
    branches.flatMap(({ condition, region }, position) => [
      condition === undefined
        ? `else: ${region.label}`
        : `${position === 0 ? 'if' : 'else if'} ${condition}: ${region.label}`,
      ...indent(printRegion(region)),
    ]),
  instance: ({ name, module, arguments: args, connections, clocks, domain }) => [
    `instance ${name}: ${module.name} (${[...args].map(([key, value]) => `${key} = ${value}`).join(', ')})${within(domain)}`,
    ...indent([...(clocks ?? [])].map(([own, outer]) => `clock ${own.name} <- ${outer?.name ?? 'clk'}`)),
    ...indent(connections.map(connection)),
  ],
  assertion: ({ check, condition, message, domain }) => [
    `${check} ${printNode(condition)} "${message}"${within(domain)}`,
  ],
  display: ({ parts }) => [
    `display ${parts.map(part => ('text' in part ? JSON.stringify(part.text) : printNode(part.value))).join(' ')}`,
  ],
  unused: ({ values, reason }) => [`unused ${values.map(printNode).join(', ')} (${reason})`],
};

const printStatements = (statements: readonly Statement[]): string[] =>
  statements.flatMap(statement => visitStatement(statementPrinter, statement));

function printRegion({ signals, memories, statements }: Region): string[] {
  return [...signals.map(declaration), ...memories.map(memory), ...printStatements(statements)];
}

/** A module as text: parameters, declarations with their types, statements; what is left to prove at the end. */
export function printModule({ name, specs, kept, owner, clocks, root, obligations }: HwModule): string {
  const parameters = kept.map(parameter => `${parameter} = ${specs[parameter]?.default}`);
  return [
    `module ${name}(${parameters.join(', ')})`,
    ...indent([
      ...owner.relations.map(relation => `where ${relation}`),
      ...clocks.map(domainText),
      ...printRegion(root),
      ...obligations.map(({ code, target, relation }) => `to prove (${code}, ${target}): ${relation}`),
    ]),
    '',
  ].join('\n');
}
