import type { Cell } from '../../scripts/table.ts';
import { sum } from '../cells.ts';
import { median, round } from '../measure.ts';
import { areaSize, type Figures } from './figures.ts';
import type { QuotedFigures } from './quoted.ts';
import { kinds, type Speeds } from './simulation.ts';

/** A peer as a row: measured here, or quoted with the reason why it could not be. */
export type Row =
  | { readonly kind: 'measured'; readonly name: string; readonly figures: Figures; readonly speeds: Speeds }
  | { readonly kind: 'quoted'; readonly name: string; readonly figures: QuotedFigures; readonly reason: string };

export const headings: readonly string[] = [
  '',
  'source lines',
  'emit, N = 4 / 16 / 64 (CPU s)',
  'Verilog lines, N = 16',
  'size, N = 64',
  'parameters kept',
  'Verilator -Wall',
  'kcycle/s, random / steady',
  'of by hand’s',
  'figures',
];

export const cellHeadings: readonly string[] = ['', 'ECP5 cells', 'NAND2 equivalents without flip-flops', 'flip-flops'];

export const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${round(bytes / 1e3, 0)} KB` : `${round(bytes / 1e6, 1)} MB`;

/** Per element of the array whose cells are counted, its edges included. */
export const ecp5PerElement = ({ cells }: Figures): number => sum(cells.ecp5.values()) / areaSize ** 2;
export const nandsPerElement = ({ cells }: Figures): number => cells.nands / areaSize ** 2;

/** The median of the rounds' ratios: what slows the machine slows both runs of a round. */
export function speedRatio(own: readonly number[], other: readonly number[]): number {
  return median(own.map((speed, index) => speed / (other[index] ?? Number.NaN)));
}

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Cells in the order of the headings; `reference` are the speeds of the array written by hand, where it was measured. */
export function rowCells(row: Row, reference: Speeds | undefined): readonly Cell[] {
  const { figures } = row;
  const common = {
    source: figures.sourceLines ?? '',
    emit: (figures.emit ?? []).map(value => (typeof value === 'number' ? round(value) : value)).join(' / '),
    size: figures.bytes === undefined ? '' : sizeText(figures.bytes),
  };
  const start = [row.name, common.source, common.emit, figures.lines, common.size];
  const middle = [...start, yesOrNo(figures.keepsParameters), figures.lint];
  if (row.kind === 'quoted') return [...middle, row.figures.speed.join(' / '), '', 'quoted'];
  const { speeds } = row;
  return [
    ...middle,
    kinds.map(kind => round(median(speeds[kind]), 0)).join(' / '),
    reference === undefined ? '' : kinds.map(kind => speedRatio(speeds[kind], reference[kind]).toFixed(2)).join(' / '),
    'measured',
  ];
}

/** Cells in the order of `cellHeadings`. */
export const cellRow = ({ name, figures }: Row & { readonly kind: 'measured' }): readonly Cell[] => [
  name,
  round(ecp5PerElement(figures), 1),
  round(nandsPerElement(figures), 0),
  round(figures.cells.flipFlops / areaSize ** 2, 1),
];
