import { ts } from 'ts-morph';

/** The text of a doc comment without its stars; tags stay as text, line breaks stay. */
function docText(raw: string): string {
  return raw
    .slice('/**'.length, -'*/'.length)
    .split(/\r?\n/)
    .map(line => line.replace(/^\s*\* ?|^\s+/, '').trimEnd())
    .join('\n')
    .trim();
}

const lineAt = (file: ts.SourceFile, position: number): number => file.getLineAndCharacterOfPosition(position).line;

/** The last doc comment before `node`, as text. One at the end of an earlier line belongs to what stands there. */
export function docOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  const start = node.getStart(file);
  const sameLine = (ts.getTrailingCommentRanges(file.text, node.getFullStart()) ?? []).filter(
    range => lineAt(file, range.end) === lineAt(file, start),
  );
  const above = ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? [];
  const docs = [...sameLine, ...above]
    .map(range => file.text.slice(range.pos, range.end))
    .filter(raw => raw.startsWith('/**') && raw.length > '/***/'.length);
  const last = docs.at(-1);
  const text = last === undefined ? '' : docText(last);
  return text === '' ? undefined : text;
}

/** Lines that speak to a tool, not to a reader. */
const directive = /^(?:@ts-|biome-ignore|eslint-|prettier-ignore|#(?:end)?region)/;

/** The block of `//` lines that ends on the line above `node`, without the slashes. */
export function commentOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  const lines: string[] = [];
  let below = lineAt(file, node.getStart(file));
  for (const range of (ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? []).reverse()) {
    const line = lineAt(file, range.pos);
    if (range.kind !== ts.SyntaxKind.SingleLineCommentTrivia || line !== below - 1) break;
    lines.unshift(
      file.text
        .slice(range.pos + '//'.length, range.end)
        .replace(/^ /, '')
        .trimEnd(),
    );
    below = line;
  }
  const text = lines
    .filter(line => !directive.test(line.trimStart()))
    .join('\n')
    .trim();
  return text === '' ? undefined : text;
}
