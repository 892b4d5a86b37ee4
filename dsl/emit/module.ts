import type { Item, Module } from '../ir/verilog.ts';
import { attributeText, printItems, rangeOf } from './items.ts';
import { alignColumns, commentLines } from './layout.ts';

function printParameters(module: Module): string[] {
  const longest = Math.max(...module.parameters.map(({ name }) => name.length));
  return module.parameters.flatMap(({ name, value, text, comment }, position) => [
    ...commentLines(comment, '  '),
    `  parameter ${text === undefined ? 'integer ' : ''}${name.padEnd(longest)} = ${text === undefined ? value : `"${text}"`}${position === module.parameters.length - 1 ? '' : ','}`,
  ]);
}

function printPorts(module: Module): string[] {
  const rows = alignColumns(
    module.ports.map(({ direction, signed, width, name }, position) => [
      direction.padEnd(6),
      signed ? 'wire signed' : 'wire',
      rangeOf(width),
      `${name}${position === module.ports.length - 1 ? '' : ','}`,
    ]),
  );
  return module.ports.flatMap(({ comment, startsGroup }, position) => [
    ...(startsGroup && position > 0 ? [''] : []),
    ...commentLines(comment, '  '),
    `  ${rows[position] ?? ''}`,
  ]);
}

const generates: ReadonlySet<Item['kind']> = new Set<Item['kind']>(['loop', 'choose', 'guard']);

/** Adds the items of the module's body, generate constructs between `generate` and `endgenerate`. */
function printBody(items: readonly Item[], lines: string[]): void {
  let plain: Item[] = [];
  let generate: Item[] = [];
  const flush = (): void => {
    if (plain.length > 0) {
      lines.push('');
      printItems(plain, '  ', lines);
    }
    if (generate.length > 0) {
      const last = plain.at(-1)?.kind;
      if (last !== 'genvar' && last !== 'comment') lines.push('');
      lines.push('  generate');
      printItems(generate, '    ', lines);
      lines.push('  endgenerate');
    }
    plain = [];
    generate = [];
  };
  for (const item of items) {
    if (generates.has(item.kind)) {
      const [first] = generate;
      if (first !== undefined && (first.kind === 'guard') !== (item.kind === 'guard')) flush();
      generate.push(item);
    } else {
      if (generate.length > 0) flush();
      plain.push(item);
    }
  }
  flush();
}

/** A module as the text of its file. */
export function printModule(module: Module): string {
  const head =
    module.parameters.length === 0
      ? [`module ${module.name} (`]
      : [`module ${module.name} #(`, ...printParameters(module), ') ('];
  const attributes = attributeText(module.attributes);
  const lines = [
    ...commentLines(module.comment, ''),
    '',
    '`default_nettype none',
    '',
    ...(attributes === undefined ? [] : [attributes]),
    ...head,
    ...printPorts(module),
    ');',
  ];
  printBody(module.items, lines);
  lines.push('', 'endmodule', '', '`default_nettype wire', '');
  return lines.join('\n');
}
