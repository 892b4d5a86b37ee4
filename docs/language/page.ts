import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnyModule, DiagnosticError } from '../../dsl/index.ts';
import { checkDesign } from '../../dsl/passes/check/checkDesign.ts';
import { emitModule, modulesOf, sourceFiles, sourceLookup } from '../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../dsl/source/names.ts';
import { behaviour } from './behaviour.ts';
import { clocks } from './clocks.ts';
import { structure } from './structure.ts';
import { values } from './values.ts';
import { widthTable } from './widths.ts';

/** Where the constructs of the page stand. */
const chapters = { 'values.ts': values, 'behaviour.ts': behaviour, 'clocks.ts': clocks, 'structure.ts': structure };

export const languagePage = join(import.meta.dirname, '..', 'language.md');

/** Lines without the indentation that all have in common. */
function dedented(lines: readonly string[]): string[] {
  const depth = lines
    .filter(line => line.trim() !== '')
    .reduce((least, line) => Math.min(least, line.length - line.trimStart().length), Number.POSITIVE_INFINITY);
  return lines.map(line => line.slice(depth));
}

/** What stands between `// show` and `// end` in the module called `name`; several pieces follow each other. */
function shownCode(source: string, name: string): string {
  const start = source.indexOf(`= module(\n  '${name}',`);
  if (start < 0) throw new Error(`There is no module ${name} in the snippets.`);
  const end = source.indexOf('\n);\n', start);
  const pieces: string[][] = [];
  let open: string[] | undefined;
  for (const line of source.slice(start, end).split('\n')) {
    const mark = line.trim();
    if (mark === '// show') open = [];
    else if (mark === '// end' && open !== undefined) {
      pieces.push(dedented(open));
      open = undefined;
    } else open?.push(line);
  }
  if (pieces.length === 0) throw new Error(`Module ${name} shows nothing: mark lines with // show and // end.`);
  return pieces.map(piece => piece.join('\n')).join('\n\n');
}

/** What the body became: the text behind the ports, without the guards of single parameters. */
function bodyOf(text: string): string {
  const body = text.slice(text.indexOf('\n);\n') + '\n);\n'.length, text.indexOf('\nendmodule'));
  const guards = /\n {2}generate\n(?: {4}if .*\n {6}begin : illegal_.*\n)+ {2}endgenerate\n/;
  return dedented(
    body
      .replace(guards, '')
      .trim()
      .split('\n')
      .map((line, at) => (at === 0 ? `  ${line}` : line)),
  ).join('\n');
}

async function verilogOf(described: AnyModule, whole: boolean): Promise<string> {
  const top = described.elaborate();
  const faults = [...checkDesign(top).values()].flatMap(({ diagnostics }) => diagnostics);
  if (faults.length > 0) throw new DiagnosticError(faults);
  const source = sourceLookup(await loadSourceIndex(sourceFiles(modulesOf(top))));
  // The marks are comments of what stands below them, like any other.
  const text = emitModule(top, { source, prefix: '' }).text.replaceAll(/^ *\/\/ (?:show|end)\n/gm, '');
  return whole ? text.slice(text.indexOf('module '), text.indexOf('\nendmodule')).concat('\nendmodule') : bodyOf(text);
}

/** The construct called `name` as it is written, and the Verilog that it becomes. */
async function construct(name: string, whole: boolean): Promise<string> {
  for (const [file, modules] of Object.entries(chapters)) {
    const described = modules[name];
    if (described === undefined) continue;
    const source = await readFile(join(import.meta.dirname, file), 'utf8');
    const verilog = await verilogOf(described, whole);
    return ['```ts', shownCode(source, name), '```', '', '```verilog', verilog, '```'].join('\n');
  }
  throw new Error(`There is no construct ${name}.`);
}

/** The page with all that is generated made anew: what stands between `<!-- show: name -->` and `<!-- end -->`. */
export async function renderLanguagePage(page: string): Promise<string> {
  let result = page;
  for (const [, mark = '', name = '', whole] of page.matchAll(
    /(<!-- show: (\w+)( whole)? -->)\n[\s\S]*?<!-- end -->/g,
  )) {
    const text = name === 'widths' ? widthTable() : await construct(name, whole !== undefined);
    const start = result.indexOf(mark);
    const end = result.indexOf('<!-- end -->', start);
    result = `${result.slice(0, start)}${mark}\n\n${text}\n\n${result.slice(end)}`;
  }
  return result;
}

/** The constructs that there are, for the test that all are shown. */
export const constructNames: readonly string[] = Object.values(chapters).flatMap(modules => Object.keys(modules));
