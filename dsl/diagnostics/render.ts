import type { Diagnostic, Label, SourceLocation } from './diagnostic.ts';
import { inOrder, tally } from './order.ts';

/** How rendering gets at the text around a place; `undefined` where the file is not at hand. */
export interface SourceText {
  /** Line `line` (from 1) of `file`, without its line break. */
  line(file: string, line: number): string | undefined;
  /** The name under which to show `file`, usually its path relative to the working folder. */
  display(file: string): string;
}

/** Length of the expression that starts at `column` (from 1): up to the bracket that closes it, or a word. */
function extent(text: string, column: number): number {
  let depth = 0;
  let index = column - 1;
  for (; index < text.length; index++) {
    const character = text.charAt(index);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) {
      if (depth === 0) break;
      depth--;
      if (depth === 0 && text.charAt(index + 1) !== '.') return index + 2 - column;
    } else if (depth === 0 && !/[\w$.]/.test(character)) break;
  }
  return Math.max(1, index + 1 - column);
}

function renderLabel(label: Label, source: SourceText): string[] {
  if (label.location === undefined) return label.message === '' ? [] : [`  (place unknown) ${label.message}`];
  const { file, line, column } = label.location;
  const lines = [`  ${source.display(file)}:${line}:${column}`];
  const text = source.line(file, line);
  const gutter = ' '.repeat(Math.max(5, String(line).length + 1));
  if (text === undefined) {
    if (label.message !== '') lines.push(`  ${gutter}| ${label.message}`);
    return lines;
  }
  lines.push(`${String(line).padStart(gutter.length)} | ${text}`);
  const marker = ' '.repeat(column - 1) + '^'.repeat(extent(text, column));
  lines.push(`${gutter} | ${marker}${label.message === '' ? '' : ` ${label.message}`}`);
  return lines;
}

/** One diagnostic as text: the sentence, each place with its line and a caret, the remedy, where to read more. */
export function renderDiagnostic(diagnostic: Diagnostic, source: SourceText): string {
  const lines = [`${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`, ''];
  for (const label of diagnostic.labels) lines.push(...renderLabel(label, source));
  if (diagnostic.labels.length > 0) lines.push('');
  if (diagnostic.remedy !== '') lines.push(`  ${diagnostic.remedy}`);
  lines.push(`  See ${diagnostic.page}`, '');
  return lines.join('\n');
}

/** All diagnostics of a run as text, sorted by place, each once, with the counts at the end. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], source: SourceText): string {
  const ordered = inOrder(diagnostics);
  return [...ordered.map(diagnostic => renderDiagnostic(diagnostic, source)), tally(ordered)].join('\n');
}

/** The column behind the expression that starts at a place; undefined where its text is not at hand. */
export function endColumn({ file, line, column }: SourceLocation, source: SourceText): number | undefined {
  const text = source.line(file, line);
  return text === undefined ? undefined : column + extent(text, column);
}
