/** A cell; numbers are printed as they are, so round them before. */
export type Cell = string | number;

export interface TableOptions {
  /** `plain` for terminals (the default), `markdown` for pages. */
  readonly format?: 'plain' | 'markdown';
}

/** Characters as a terminal counts them, but for wide scripts. */
const width = (text: string): number => [...text].length;

/**
 * An aligned table, with a line break at its end. A column in which every cell is a number is aligned right.
 *
 * @throws RangeError when a row has not as many cells as there are headings.
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  { format = 'plain' }: TableOptions = {},
): string {
  for (const row of rows) {
    if (row.length !== headings.length) {
      throw new RangeError(`A row has ${row.length} cells under ${headings.length} headings.`);
    }
  }
  const isMarkdown = format === 'markdown';
  const print = (cell: Cell): string => {
    const text = String(cell).replace(/\s*\n\s*/g, ' ');
    return isMarkdown ? text.replaceAll('|', '\\|') : text;
  };
  const texts = [headings, ...rows].map(row => row.map(print));
  const columns = headings.map((_, column) => ({
    width: Math.max(isMarkdown ? 3 : 0, ...texts.map(row => width(row[column] ?? ''))),
    isRight: rows.length > 0 && rows.every(row => typeof row[column] === 'number'),
  }));
  const rule = columns.map(({ width: length, isRight }) =>
    isMarkdown && isRight ? `${'-'.repeat(length - 1)}:` : '-'.repeat(length),
  );
  const line = (row: readonly string[]): string => {
    const cells = columns.map(({ width: length, isRight }, column) => {
      const text = row[column] ?? '';
      const blank = ' '.repeat(length - width(text));
      return isRight ? blank + text : text + blank;
    });
    return isMarkdown ? `| ${cells.join(' | ')} |` : cells.join('  ').trimEnd();
  };
  const [head = [], ...body] = texts;
  return `${[line(head), line(rule), ...body.map(line)].join('\n')}\n`;
}
