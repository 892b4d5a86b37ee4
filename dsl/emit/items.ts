import type { Attribute, Expression, Item, Net, Variable } from '../ir/verilog.ts';
import { lastIndex, layOut, printExpression } from './expression.ts';
import { alignColumns, commentLines } from './layout.ts';
import { printStatements } from './statement.ts';

export function rangeOf(width: Expression | undefined): string {
  return width === undefined ? '' : `[${lastIndex(width)}:0]`;
}

/** `(* keep, ram_style = "block" *)`; undefined where there are none. */
export function attributeText(attributes: readonly Attribute[] = []): string | undefined {
  if (attributes.length === 0) return undefined;
  const list = attributes.map(([name, value]) =>
    value === true ? name : `${name} = ${typeof value === 'number' ? value : JSON.stringify(value)}`,
  );
  return `(* ${list.join(', ')} *)`;
}

function attributesOf(net: Net): string {
  const text = attributeText(net.attributes);
  return text === undefined ? '' : `${text} `;
}

const headOf = (net: Net): string => `${attributesOf(net)}${net.keyword}${net.signed ? ' signed' : ''}`;

function printVariable({ name, width, signed }: Variable): string {
  return `${['reg', signed ? 'signed' : '', rangeOf(width), name].filter(part => part !== '').join(' ')};`;
}

/** What stands in front of a net's name. */
function declarationOf(net: Net): string {
  const range = rangeOf(net.width);
  return range === '' ? headOf(net) : `${headOf(net)} ${range}`;
}

/** Neighbouring declarations, with their names below each other. */
function printNets(nets: readonly Net[], indent: string, lines: string[]): void {
  const aligned = alignColumns(
    nets.map(net => {
      const words = net.depth === undefined ? '' : ` [0:${lastIndex(net.depth)}]`;
      return [declarationOf(net), `${net.name}${words};`];
    }),
  );
  for (const [position, { comment }] of nets.entries()) {
    lines.push(...commentLines(comment, indent));
    lines.push(`${indent}${aligned[position] ?? ''}`);
  }
}

type ValuedNet = Net & { readonly value: Expression };

/** Neighbouring definitions, with their values below each other. */
function printValuedNets(nets: readonly ValuedNet[], indent: string, lines: string[]): void {
  const lefts = alignColumns(nets.map(net => [declarationOf(net), net.name, '=']));
  for (const [position, { comment, value }] of nets.entries()) {
    const left = `${indent}${lefts[position] ?? ''} `;
    lines.push(...commentLines(comment, indent));
    lines.push(`${left}${layOut(value, left.length, indent.length + 4)};`);
  }
}

function printLocalparams(run: readonly (Item & { kind: 'localparam' })[], indent: string, lines: string[]): void {
  const longest = Math.max(...run.map(({ name }) => name.length));
  for (const { name, bits, value, comment } of run) {
    const type = bits === undefined ? 'integer ' : bits === 1 ? '' : `[${bits - 1}:0] `;
    const left = `${indent}localparam ${type}${name.padEnd(longest)} = `;
    lines.push(...commentLines(comment, indent));
    lines.push(`${left}${layOut(value, left.length, indent.length + 4)};`);
  }
}

function printContinuous(run: readonly (Item & { kind: 'continuous' })[], indent: string, lines: string[]): void {
  const targets = run.map(({ target }) => printExpression(target));
  const longest = Math.max(...targets.map(target => target.length));
  for (const [position, { value }] of run.entries()) {
    const left = `${indent}assign ${(targets[position] ?? '').padEnd(longest)} = `;
    lines.push(`${left}${layOut(value, left.length, indent.length + 4)};`);
  }
}

function eventOf({ clock, falling, reset }: Item & { kind: 'always' }): string {
  if (clock === undefined) return '@*';
  const edge = falling === true ? 'negedge' : 'posedge';
  const resets = reset === undefined ? '' : ` or ${reset.active === 'low' ? 'negedge' : 'posedge'} ${reset.name}`;
  return `@(${edge} ${clock}${resets})`;
}

/** `begin` to `end` of a block, or one statement alone where it needs no more. */
function printBlock(head: string, item: Item & { kind: 'always' | 'initial' }, indent: string, lines: string[]): void {
  const { label, body, integers } = item;
  const inner = `${indent}  `;
  const isSimple = body.length === 1 && label === undefined;
  if (isSimple) lines.push(`${indent}${head}`);
  else {
    lines.push(`${indent}${head} begin${label === undefined ? '' : ` : ${label}`}`);
    for (const name of integers) lines.push(`${inner}integer ${name};`);
    if (item.kind === 'always') for (const variable of item.variables) lines.push(`${inner}${printVariable(variable)}`);
  }
  printStatements(body, inner, lines);
  if (!isSimple) lines.push(`${indent}end`);
}

function printChoose({ branches }: Item & { kind: 'choose' }, indent: string, lines: string[]): void {
  for (const [position, { condition, label, items }] of branches.entries()) {
    const test = condition === undefined ? '' : `if (${printExpression(condition)}) `;
    lines.push(`${indent}${position === 0 ? '' : 'end else '}${test}begin : ${label}`);
    printItems(items, `${indent}  `, lines);
  }
  lines.push(`${indent}end`);
}

function printLoop({ variable, count, label, items }: Item & { kind: 'loop' }, indent: string, lines: string[]): void {
  const head = `for (${variable} = 0; ${variable} < ${printExpression(count)}; ${variable} = ${variable} + 1)`;
  lines.push(`${indent}${head} begin : ${label}`);
  printItems(items, `${indent}  `, lines);
  lines.push(`${indent}end`);
}

function printInstance(item: Item & { kind: 'instance' }, indent: string): string[] {
  const list = (entries: readonly { port: string; value: Expression }[]): string[] => {
    const longest = Math.max(...entries.map(({ port }) => port.length));
    return entries.map(({ port, value }, position) => {
      const text = `${indent}  .${port.padEnd(longest)} (`;
      const end = position === entries.length - 1 ? ')' : '),';
      return `${text}${layOut(value, text.length + 2, indent.length + 6)}${end}`;
    });
  };
  const head =
    item.parameters.length === 0
      ? [`${indent}${item.module} ${item.name} (`]
      : [`${indent}${item.module} #(`, ...list(item.parameters), `${indent}) ${item.name} (`];
  const attributes = attributeText(item.attributes);
  const front = attributes === undefined ? [] : [`${indent}${attributes}`];
  return [...front, ...head, ...list(item.connections), `${indent});`];
}

function printFunction(item: Item & { kind: 'function' }, indent: string, lines: string[]): void {
  const inner = `${indent}  `;
  const range = (width: Expression | undefined): string => (width === undefined ? '' : `${rangeOf(width)} `);
  lines.push(`${indent}function ${item.signed ? 'signed ' : ''}${range(item.width)}${item.name};`);
  for (const { name, width } of item.inputs)
    lines.push(`${inner}input ${width === 'integer' ? 'integer ' : range(width)}${name};`);
  for (const variable of item.variables) lines.push(`${inner}${printVariable(variable)}`);
  if (item.integers.length > 0) lines.push(`${inner}integer ${item.integers.join(', ')};`);
  lines.push(`${inner}begin`);
  printStatements(item.body, `${inner}  `, lines);
  lines.push(`${inner}end`, `${indent}endfunction`);
}

function printVerification(item: Item & { kind: 'verification' }, indent: string, lines: string[]): void {
  lines.push('`ifdef FORMAL');
  printItems(item.formal, indent, lines);
  if (item.simulation.length > 0) {
    lines.push('`elsif SYNTHESIS', '`else');
    printItems(item.simulation, indent, lines);
  }
  lines.push('`endif');
}

function printOther(
  item: Exclude<Item, Net | { kind: 'continuous' | 'localparam' }>,
  indent: string,
  lines: string[],
): void {
  switch (item.kind) {
    case 'comment':
      lines.push(...commentLines(item.lines, indent));
      break;
    case 'genvar':
      lines.push(`${indent}genvar ${item.names.join(', ')};`);
      break;
    case 'always':
      printBlock(`always ${eventOf(item)}`, item, indent, lines);
      break;
    case 'initial':
      printBlock('initial', item, indent, lines);
      break;
    case 'loop':
      printLoop(item, indent, lines);
      break;
    case 'choose':
      printChoose(item, indent, lines);
      break;
    case 'instance':
      lines.push(...printInstance(item, indent));
      break;
    case 'function':
      printFunction(item, indent, lines);
      break;
    case 'guard':
      lines.push(
        `${indent}if (${layOut(item.condition, indent.length + 4, indent.length + 4)})`,
        `${indent}  begin : ${item.label} ${item.sentence} stop (); end`,
      );
      break;
    case 'verification':
      printVerification(item, indent, lines);
      break;
    case 'unread':
  }
}

type Group = 'net' | 'valued-net' | 'continuous' | Item['kind'];

const groupOf = (item: Item): Group => (item.kind === 'net' && item.value !== undefined ? 'valued-net' : item.kind);

/** Items that follow each other without a blank line. */
const close: Readonly<Partial<Record<Group, readonly Group[]>>> = {
  net: ['net'],
  'valued-net': ['valued-net'],
  continuous: ['continuous'],
  localparam: ['localparam'],
  guard: ['guard'],
  genvar: ['loop'],
  comment: ['net', 'valued-net', 'continuous', 'always', 'loop', 'choose', 'instance'],
};

const isClose = (before: Group, after: Group): boolean => close[before]?.includes(after) ?? false;

/** Groups whose neighbours are printed together, with what they have in common below each other. */
const aligned: readonly Group[] = ['net', 'valued-net', 'continuous', 'localparam'];

const isValued = (item: Item): item is ValuedNet => item.kind === 'net' && item.value !== undefined;

/** Items of an aligned group, or one other item. */
function printRun(run: readonly Item[], group: Group, indent: string, lines: string[]): void {
  switch (group) {
    case 'net':
      printNets(
        run.filter(item => item.kind === 'net'),
        indent,
        lines,
      );
      break;
    case 'valued-net':
      printValuedNets(run.filter(isValued), indent, lines);
      break;
    case 'continuous':
      printContinuous(
        run.filter(item => item.kind === 'continuous'),
        indent,
        lines,
      );
      break;
    case 'localparam':
      printLocalparams(
        run.filter(item => item.kind === 'localparam'),
        indent,
        lines,
      );
      break;
    default: {
      const [item] = run;
      if (item === undefined || item.kind === 'net' || item.kind === 'continuous' || item.kind === 'localparam') return;
      printOther(item, indent, lines);
    }
  }
}

/** Adds the lines of items one below the other, those of a kind aligned, groups parted by blank lines. */
export function printItems(items: readonly Item[], indent: string, lines: string[]): void {
  let before: Group | undefined;
  for (let position = 0; position < items.length; ) {
    const item = items[position];
    if (item === undefined) break;
    const group = groupOf(item);
    const isCommented = item.kind === 'net' && item.comment.length > 0;
    if (before !== undefined && (isCommented || !isClose(before, group))) lines.push('');
    let next = position + 1;
    if (aligned.includes(group))
      while (next < items.length) {
        const following = items[next];
        if (following === undefined || groupOf(following) !== group) break;
        if (following.kind === 'net' && following.comment.length > 0) break;
        next++;
      }
    printRun(items.slice(position, next), group, indent, lines);
    before = group;
    position = next;
  }
}
