import type { AnyModule } from '../../../dsl/index.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { random } from '../../random.ts';
import type { Numbers, Row } from './tools.ts';

/** Widths of a module's inputs at these parameters, the reset left out. */
export function inputWidths(module: AnyModule, parameters: Numbers): Numbers {
  const { design } = simulate(module, parameters);
  return Object.fromEntries(
    design.ports
      .filter(({ direction }) => direction === 'input')
      .map(({ name, leaves }) => [name, leaves.reduce((sum, { width }) => sum + width, 0)]),
  );
}

/** Rows of random inputs, corners of their widths among them. */
export function randomRows(widths: Numbers, count: number, seed: number): Row[] {
  const source = random(seed);
  const draw = (width: number): bigint => {
    const half = 1n << BigInt(width - 1);
    const corner = source.pick([0n, 1n, half - 1n, half, 2n * half - 1n]);
    return BigInt.asUintN(width, source.chance(0.3) ? corner : source.bits(width));
  };
  return Array.from({ length: count }, () =>
    Object.fromEntries(Object.entries(widths).map(([name, width]) => [name, draw(width)])),
  );
}

/** The same under a reset that is high in the first cycles and now and then. */
export function withReset(rows: readonly Row[], seed: number): Row[] {
  const source = random(seed);
  return rows.map((row, cycle) => ({ ...row, rst: cycle < 2 || source.chance(0.02) ? 1n : 0n }));
}
