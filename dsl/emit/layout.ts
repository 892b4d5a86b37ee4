/** Breaks text into lines of at most `width` columns, keeping its own paragraph breaks. */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap(paragraph => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.trim().split(/\s+/)) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
    return lines;
  });
}

/** Joins the lines of each paragraph, which a doc comment breaks where its own file needs it; blank lines part them. */
export function reflow(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(paragraph =>
      paragraph
        .split('\n')
        .map(line => line.trim())
        .join(' '),
    )
    .join('\n\n');
}

/** Lines of a `//` comment. */
export function commentLines(lines: readonly string[], indent: string): string[] {
  return lines.map(line => (line === '' ? `${indent}//` : `${indent}// ${line}`));
}

/** Rows of cells with every column but the last padded to its widest cell; an empty cell takes no place. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (let column = 0; column < row.length; column++)
      widths[column] = Math.max(widths[column] ?? 0, row[column]?.length ?? 0);
  return rows.map(row => {
    const last = row.length - 1;
    let line = '';
    for (let column = 0; column < last; column++) {
      const cell = (row[column] ?? '').padEnd(widths[column] ?? 0);
      if (cell !== '') line += `${cell} `;
    }
    return `${line}${row[last] ?? ''}`.trimEnd();
  });
}
