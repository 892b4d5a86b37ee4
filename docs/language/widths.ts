import { type HwType, input, int, module, type Operand, sint, uint } from '../../dsl/index.ts';

/** Operations whose width is told in docs/language.md; `a` has A bits, `b` has B bits, both unsigned, `s` is sint(A). */
const rows: [code: string, type: HwType][] = [];

module(
  'widths',
  {
    params: { A: int(12, { min: 9, max: 16 }), B: int(6, { min: 2, max: 8 }) },
    ports: ({ A, B }) => ({ a: input(uint(A)), b: input(uint(B)), s: input(sint(A)) }),
  },
  ({ a, b, s }, { B }) => {
    const note = (code: string, { type }: Operand<HwType>): void => void rows.push([code, type]);
    note('a.add(b)', a.add(b));
    note('a.sub(b)', a.sub(b));
    note('a.mul(b)', a.mul(b));
    note('a.negate()', a.negate());
    note('a.addWrap(b)', a.addWrap(b));
    note('a.subWrap(b)', a.subWrap(b));
    note('a.inc()', a.inc());
    note('a.incMod(n)', a.incMod(5));
    note('a.min(b)', a.min(b));
    note('a.and(a)', a.and(a));
    note('a.lt(b)', a.lt(b));
    note('a.reduceOr()', a.reduceOr());
    note('a.extend(20)', a.extend(20));
    note('a.truncate(B)', a.truncate(B));
    note('a.fit(B)', a.fit(B));
    note('a.saturate(B)', a.saturate(B));
    note('s.saturate(B)', s.saturate(B));
    note("s.shiftRightRound(2, 'half-up')", s.shiftRightRound(2, 'half-up'));
    note('a.shiftLeftBy(3)', a.shiftLeftBy(3));
    note('a.shiftRightBy(3)', a.shiftRightBy(3));
    note('a.shiftLeft(b)', a.shiftLeft(b));
    note('a.shiftRight(3)', a.shiftRight(3));
    note('a.slice(2, B)', a.slice(2, B));
    note('a.bit(0)', a.bit(0));
    note('a.asSint()', a.asSint());
    note('a.toSint()', a.toSint());
    note('s.asUint()', s.asUint());
  },
).elaborate();

const nameOf = (type: HwType): string => (type.kind === 'bool' ? 'bool' : `${type.kind}(${type.width})`);

/** The table of widths, as Markdown. */
export function widthTable(): string {
  const cells = [['value', 'type'], ...rows.map(([code, type]) => [`\`${code}\``, `\`${nameOf(type)}\``])];
  const width = (column: number): number => Math.max(...cells.map(row => (row[column] ?? '').length));
  const rule = [0, 1].map(column => '-'.repeat(width(column)));
  return cells
    .toSpliced(1, 0, rule)
    .map(row => `| ${row.map((cell, column) => cell.padEnd(width(column))).join(' | ')} |`)
    .join('\n');
}
