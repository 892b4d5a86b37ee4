import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { SourceText } from '../diagnostics/render.ts';

/** Text of source files, read when first asked for; files inside `folder` are shown by their path from there. */
export function sourceText(folder: string = process.cwd()): SourceText {
  const files = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const known = files.get(file);
    if (known !== undefined) return known;
    let lines: readonly string[] = [];
    try {
      lines = readFileSync(file, 'utf8')
        .replace(/^\uFEFF/, '')
        .split(/\r\n|\n|\r/);
    } catch {
      // A file that is not at hand is shown by its place alone.
    }
    files.set(file, lines);
    return lines;
  };
  return {
    line: (file, line) => linesOf(file)[line - 1],
    display: file => {
      const path = relative(folder, file);
      return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path.replaceAll('\\', '/');
    },
  };
}
