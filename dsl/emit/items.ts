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

/** Neighbouring declarations, with their names below each other. */
function printNets(nets: readonly Net[], indent: string): string[] {
  const rows = nets.map(net => {
    const head = [headOf(net), rangeOf(net.width)].filter(part => part !== '').join(' ');
    const words = net.depth === undefined ? '' : ` [0:${lastIndex(net.depth)}]`;
    return [head, `${net.name}${words};`];
  });
  const aligned = alignColumns(rows.map(([head = '', name = '']) => [head, name]));
  return nets.flatMap((net, position) => [...commentLines(net.comment, indent), `${indent}${aligned[position] ?? ''}`]);
}

type ValuedNet = Net & { readonly value: Expression };

/** Neighbouring definitions, with their values below each other. */
function printValuedNets(nets: readonly ValuedNet[], indent: string): string[] {
  const heads = nets.map(net => [headOf(net), rangeOf(net.width)].filter(part => part !== '').join(' '));
  const lefts = alignColumns(nets.map((net, position) => [heads[position] ?? '', net.name, '=']));
  return nets.flatMap((net, position) => {
    const left = `${indent}${lefts[position] ?? ''} `;
    return [...commentLines(net.comment, indent), `${left}${layOut(net.value, left.length, indent.length + 4)};`];
  });
}

function printLocalparams(run: readonly (Item & { kind: 'localparam' })[], indent: string): string[] {
  const longest = Math.max(...run.map(({ name }) => name.length));
  return run.flatMap(({ name, bits, value, comment }) => {
    const type = bits === undefined ? 'integer ' : bits === 1 ? '' : `[${bits - 1}:0] `;
    const left = `${indent}localparam ${type}${name.padEnd(longest)} = `;
    return [...commentLines(comment, indent), `${left}${layOut(value, left.length, indent.length + 4)};`];
  });
}

function printContinuous(run: readonly (Item & { kind: 'continuous' })[], indent: string): string[] {
  const targets = run.map(({ target }) => printExpression(target));
  const longest = Math.max(...targets.map(target => target.length));
  return run.map(({ value }, position) => {
    const left = `${indent}assign ${(targets[position] ?? '').padEnd(longest)} = `;
    return `${left}${layOut(value, left.length, indent.length + 4)};`;
  });
}

function eventOf({ clock, falling, reset }: Item & { kind: 'always' }): string {
  if (clock === undefined) return '@*';
  const edge = falling === true ? 'negedge' : 'posedge';
  const resets = reset === undefined ? '' : ` or ${reset.active === 'low' ? 'negedge' : 'posedge'} ${reset.name}`;
  return `@(${edge} ${clock}${resets})`;
}

function printAlways(item: Item & { kind: 'always' }, indent: string): string[] {
  const event = eventOf(item);
  const only = item.body.length === 1 && item.label === undefined;
  if (only) return [`${indent}always ${event}`, ...printStatements(item.body, `${indent}  `)];
  const label = item.label === undefined ? '' : ` : ${item.label}`;
  return [
    `${indent}always ${event} begin${label}`,
    ...item.integers.map(name => `${indent}  integer ${name};`),
    ...item.variables.map(variable => `${indent}  ${printVariable(variable)}`),
    ...printStatements(item.body, `${indent}  `),
    `${indent}end`,
  ];
}

function printInitial(item: Item & { kind: 'initial' }, indent: string): string[] {
  const only = item.body.length === 1 && item.label === undefined;
  if (only) return [`${indent}initial`, ...printStatements(item.body, `${indent}  `)];
  const label = item.label === undefined ? '' : ` : ${item.label}`;
  return [
    `${indent}initial begin${label}`,
    ...item.integers.map(name => `${indent}  integer ${name};`),
    ...printStatements(item.body, `${indent}  `),
    `${indent}end`,
  ];
}

function printChoose(item: Item & { kind: 'choose' }, indent: string): string[] {
  const lines: string[] = [];
  item.branches.forEach(({ condition, label, items }, position) => {
    const test = condition === undefined ? '' : `if (${printExpression(condition)}) `;
    const head = position === 0 ? `${indent}${test}` : `${indent}end else ${test}`;
    lines.push(`${head}begin : ${label}`, ...printItems(items, `${indent}  `));
  });
  return [...lines, `${indent}end`];
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

function printFunction(item: Item & { kind: 'function' }, indent: string): string[] {
  const inner = `${indent}  `;
  const range = (width: Expression | undefined): string => (width === undefined ? '' : `${rangeOf(width)} `);
  return [
    `${indent}function ${item.signed ? 'signed ' : ''}${range(item.width)}${item.name};`,
    ...item.inputs.map(({ name, width }) => `${inner}input ${width === 'integer' ? 'integer ' : range(width)}${name};`),
    ...item.variables.map(variable => `${inner}${printVariable(variable)}`),
    ...(item.integers.length === 0 ? [] : [`${inner}integer ${item.integers.join(', ')};`]),
    `${inner}begin`,
    ...printStatements(item.body, `${inner}  `),
    `${inner}end`,
    `${indent}endfunction`,
  ];
}

function printVerification(item: Item & { kind: 'verification' }, indent: string): string[] {
  return [
    '`ifdef FORMAL',
    ...printItems(item.formal, indent),
    ...(item.simulation.length === 0 ? [] : ['`elsif SYNTHESIS', '`else', ...printItems(item.simulation, indent)]),
    '`endif',
  ];
}

function printOther(item: Exclude<Item, Net | { kind: 'continuous' | 'localparam' }>, indent: string): string[] {
  switch (item.kind) {
    case 'comment':
      return commentLines(item.lines, indent);
    case 'genvar':
      return [`${indent}genvar ${item.names.join(', ')};`];
    case 'always':
      return printAlways(item, indent);
    case 'initial':
      return printInitial(item, indent);
    case 'loop': {
      const { variable, count, label, items } = item;
      const head = `for (${variable} = 0; ${variable} < ${printExpression(count)}; ${variable} = ${variable} + 1)`;
      return [`${indent}${head} begin : ${label}`, ...printItems(items, `${indent}  `), `${indent}end`];
    }
    case 'choose':
      return printChoose(item, indent);
    case 'instance':
      return printInstance(item, indent);
    case 'function':
      return printFunction(item, indent);
    case 'guard':
      return [
        `${indent}if (${layOut(item.condition, indent.length + 4, indent.length + 4)})`,
        `${indent}  begin : ${item.label} ${item.sentence} stop (); end`,
      ];
    case 'unread':
      return [];
    case 'verification':
      return printVerification(item, indent);
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
function printRun(run: readonly Item[], group: Group, indent: string): string[] {
  switch (group) {
    case 'net':
      return printNets(
        run.filter(item => item.kind === 'net'),
        indent,
      );
    case 'valued-net':
      return printValuedNets(run.filter(isValued), indent);
    case 'continuous':
      return printContinuous(
        run.filter(item => item.kind === 'continuous'),
        indent,
      );
    case 'localparam':
      return printLocalparams(
        run.filter(item => item.kind === 'localparam'),
        indent,
      );
    default: {
      const [item] = run;
      if (item === undefined || item.kind === 'net' || item.kind === 'continuous' || item.kind === 'localparam')
        return [];
      return printOther(item, indent);
    }
  }
}

/** Items one below the other, those of a kind aligned, groups parted by blank lines. */
export function printItems(items: readonly Item[], indent: string): string[] {
  const lines: string[] = [];
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
    for (const line of printRun(items.slice(position, next), group, indent)) lines.push(line);
    before = group;
    position = next;
  }
  return lines;
}
