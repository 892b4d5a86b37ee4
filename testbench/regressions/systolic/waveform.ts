/** A signal of a waveform: one value a cycle. A bus shows text, and is blank where there is none. */
export type WaveSignal =
  | { readonly name: string; readonly kind: 'bit'; readonly values: readonly boolean[] }
  | { readonly name: string; readonly kind: 'bus'; readonly values: readonly (string | undefined)[] };

/** Signals that belong together, parted from others by a gap. */
export type WaveGroup = readonly WaveSignal[];

const cycleWidth = 46;
const rowHeight = 26;
const levelHeight = 15;
const groupGap = 12;
const nameWidth = 132;
const slope = 3;

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const label = (x: number, y: number, anchor: 'start' | 'middle', kind: string, text: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" class="${kind}">${escapeText(text)}</text>`;

function bitPath(values: readonly boolean[], top: number): string {
  const level = (value: boolean): number => (value ? top : top + levelHeight);
  const points = values.flatMap((value, cycle) => {
    const from = nameWidth + cycle * cycleWidth;
    const start = cycle > 0 && values[cycle - 1] !== value ? from + slope : from;
    return [`${start},${level(value)}`, `${from + cycleWidth},${level(value)}`];
  });
  return `<polyline class="line" points="${points.join(' ')}"/>`;
}

/** Runs of one value in neighbouring cycles are one box. */
function busBoxes(values: readonly (string | undefined)[], top: number): string[] {
  const bottom = top + levelHeight;
  const middle = top + levelHeight / 2;
  return values.flatMap((value, cycle) => {
    if (cycle > 0 && values[cycle - 1] === value) return [];
    let length = 1;
    while (cycle + length < values.length && values[cycle + length] === value) length++;
    const left = nameWidth + cycle * cycleWidth;
    const right = left + length * cycleWidth;
    if (value === undefined) return [`<line class="idle" x1="${left}" y1="${middle}" x2="${right}" y2="${middle}"/>`];
    const corners = [
      [left, middle],
      [left + slope, top],
      [right - slope, top],
      [right, middle],
      [right - slope, bottom],
      [left + slope, bottom],
    ];
    return [
      `<polygon class="box" points="${corners.map(corner => corner.join(',')).join(' ')}"/>`,
      label((left + right) / 2, top + 12, 'middle', 'value', value),
    ];
  });
}

/** A waveform as SVG, cycles numbered from 0. */
export function drawWaveform(title: string, groups: readonly WaveGroup[]): string {
  const cycles = Math.max(...groups.flat().map(({ values }) => values.length));
  const width = nameWidth + cycles * cycleWidth + 8;
  const parts: string[] = [];
  let top = 30;
  for (const group of groups) {
    for (const signal of group) {
      parts.push(label(6, top + 12, 'start', 'name', signal.name));
      parts.push(...(signal.kind === 'bit' ? [bitPath(signal.values, top)] : busBoxes(signal.values, top)));
      top += rowHeight;
    }
    top += groupGap;
  }
  const grid = Array.from({ length: cycles + 1 }, (_, cycle) => {
    const x = nameWidth + cycle * cycleWidth;
    return `<line class="grid" x1="${x}" y1="22" x2="${x}" y2="${top - groupGap}"/>`;
  });
  const numbers = Array.from({ length: cycles }, (_, cycle) =>
    label(nameWidth + (cycle + 0.5) * cycleWidth, 16, 'middle', 'cycle', String(cycle)),
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}">`,
    `<title>${escapeText(title)}</title>`,
    '<style>text{font:11px monospace;fill:#222}.cycle{fill:#777}.line{fill:none;stroke:#0550ae;stroke-width:1.4}' +
      '.box{fill:#ddf4ff;stroke:#0550ae}.idle{stroke:#aaa}.grid{stroke:#e4e4e4}</style>',
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...grid,
    ...numbers,
    ...parts,
    '</svg>',
  ].join('\n')}\n`;
}
