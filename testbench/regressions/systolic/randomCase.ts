/**
 * Random cases of the systolic array: a binding of its parameters, products that follow each other without reset, and
 * stalls on every stream. Everything follows from a seed and an index, so that `seed:index` names a case.
 */
import { UserError } from '../../../scripts/userError.ts';
import type { ArrayDesign, ArrayParameters } from '../../gemm/arrayDesign.ts';
import type { Shape } from '../../gemm/tiling.ts';
import type { Operand } from '../../golden/gemm.ts';
import type { Random } from '../../random.ts';
import { anyStalls, neverStall, type StallPattern } from '../../streams/stalls.ts';
import { drawBinding } from './randomBinding.ts';
import { randomOf } from './randomOf.ts';

/** A build per binding is what costs: this many cases share one. */
export const CASES_PER_BINDING = 25;

const bindingOfCase = (index: number): number => Math.floor(index / CASES_PER_BINDING);

export interface Product extends Shape {
  /** m × k and k × n, row by row. */
  readonly a: Operand;
  readonly b: Operand;
}

export const STREAMS = ['weight', 'activation', 'result'] as const;
export type StreamName = (typeof STREAMS)[number];

export interface RandomCase {
  /** `seed:index`, followed by what was taken away (see formatReduction). */
  readonly name: string;
  readonly design: ArrayDesign;
  readonly overrides: Partial<ArrayParameters>;
  readonly products: readonly Product[];
  readonly stalls: Readonly<Record<StreamName, StallPattern>>;
  /** Of what is not reset; each run must give the same. */
  readonly stateSeeds: readonly number[];
}

/** What is left of a case: of each product its first rows and columns, or nothing; and the streams that still stall. */
export interface Reduction {
  readonly shapes: readonly (Shape | undefined)[];
  readonly stalled: readonly StreamName[];
}

/** A matrix of signed values: uniform, of the two extremes, of 0 and ±1, or mostly zero. */
function drawMatrix(source: Random, count: number, width: number): Int16Array {
  const low = -(2 ** (width - 1));
  const high = -low - 1;
  const element = source.pick([
    () => source.integer(low, high),
    () => source.integer(low, high),
    () => source.pick([low, high]),
    () => low,
    () => source.integer(-1, 1),
    () => (source.chance(0.1) ? source.integer(low, high) : 0),
  ]);
  return Int16Array.from({ length: count }, element);
}

function drawProduct(source: Random, { ROWS, COLS, A_WIDTH, W_WIDTH }: ArrayParameters): Product {
  const m = source.pick([() => 1, () => source.integer(1, 4), () => source.integer(1, ROWS + 8)])();
  const k = source.integer(1, 3 * ROWS);
  const n = source.integer(1, 2 * COLS + 1);
  return { m, k, n, a: drawMatrix(source, m * k, A_WIDTH), b: drawMatrix(source, k * n, W_WIDTH) };
}

/** Case `index` of `seed` on one of `designs`. */
export function drawCase(designs: readonly ArrayDesign[], seed: number, index: number): RandomCase {
  const { design, overrides } = drawBinding(designs, seed, bindingOfCase(index));
  const source = randomOf(seed, index);
  const products = Array.from({ length: source.integer(1, 3) }, () => drawProduct(source.fork(), design.parameters));
  const flows = source.chance(0.25);
  const stall = (): StallPattern => (flows ? neverStall : anyStalls(source.fork()));
  return {
    name: `${seed}:${index}`,
    design,
    overrides,
    products,
    stalls: { weight: stall(), activation: stall(), result: stall() },
    stateSeeds: [source.uint32(), source.uint32()],
  };
}

/** Rows and columns 0 to rows, columns of a matrix that has `width` columns. */
function corner(matrix: Operand, width: number, rows: number, columns: number): Int16Array {
  return Int16Array.from(
    { length: rows * columns },
    (_, at) => matrix[Math.floor(at / columns) * width + (at % columns)] ?? 0,
  );
}

/** The case as it is. */
export const wholeCase = ({ products, stalls }: RandomCase): Reduction => ({
  shapes: products.map(({ m, k, n }) => ({ m, k, n })),
  stalled: STREAMS.filter(stream => stalls[stream].length > 0),
});

/** What a name says of a reduction: `2x3x1,-,4x4x4/wr`, `-` for a product or for stalls that are gone. */
export function formatReduction({ shapes, stalled }: Reduction): string {
  const sizes = shapes.map(shape => (shape === undefined ? '-' : `${shape.m}x${shape.k}x${shape.n}`)).join(',');
  return `${sizes}/${stalled.map(stream => stream[0]).join('') || '-'}`;
}

/** @param whole the case as drawn */
export function reduceCase(whole: RandomCase, reduction: Reduction): RandomCase {
  const products = whole.products.flatMap((product, index) => {
    const shape = reduction.shapes[index];
    if (shape === undefined) return [];
    const { m, k, n } = shape;
    return [{ m, k, n, a: corner(product.a, product.k, m, k), b: corner(product.b, product.n, k, n) }];
  });
  const kept = (stream: StreamName): StallPattern =>
    reduction.stalled.includes(stream) ? whole.stalls[stream] : neverStall;
  return {
    ...whole,
    name: `${whole.name}/${formatReduction(reduction)}`,
    products,
    stalls: { weight: kept('weight'), activation: kept('activation'), result: kept('result') },
  };
}

const EXAMPLE = 'It is written 7:12, or 7:12/2x3x1/wr for a reduced case, as a failure prints it.';

/** The case that a name means. @throws UserError when there is none of that name */
export function namedCase(designs: readonly ArrayDesign[], name: string): RandomCase {
  const match = /^(\d+):(\d+)(?:\/([\dx,-]+)\/([war]+|-))?$/.exec(name);
  const [seed, index] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || seed > 0xffff_ffff || index > 0xffff_ffff) {
    throw new UserError(`${name} names no case.`, EXAMPLE);
  }
  const whole = drawCase(designs, seed, index);
  const [, , , sizes, stalled] = match;
  if (sizes === undefined || stalled === undefined) return whole;
  const shapes = sizes.split(',').map((size, at): Shape | undefined => {
    if (size === '-') return undefined;
    const [m = 0, k = 0, n = 0, ...more] = size.split('x').map(Number);
    const product = whole.products[at];
    const fits = product !== undefined && m <= product.m && k <= product.k && n <= product.n;
    if (!fits || Math.min(m, k, n) < 1 || more.length > 0) {
      const has = formatReduction(wholeCase(whole));
      throw new UserError(`${name} names no case: ${seed}:${index} has ${has}, of which ${size} is no part.`, EXAMPLE);
    }
    return { m, k, n };
  });
  if (shapes.length !== whole.products.length || shapes.every(shape => shape === undefined)) {
    throw new UserError(`${name} names no case: ${seed}:${index} has ${whole.products.length} products.`, EXAMPLE);
  }
  return reduceCase(whole, { shapes, stalled: STREAMS.filter(([letter = '']) => stalled.includes(letter)) });
}

/** One line that says what a case is. */
export function describeCase({ design, overrides, products, stalls }: RandomCase): string {
  const sizes = products.map(({ m, k, n }) => `${m}x${k}x${n}`).join(', ');
  const stalled = STREAMS.filter(stream => stalls[stream].length > 0);
  const binding = describeOverrides(overrides);
  return `${design.name}${binding === '' ? '' : ` with ${binding}`}: M x K x N ${sizes}; ${
    stalled.length === 0 ? 'no stalls' : `stalls on ${stalled.join(', ')}`
  }`;
}

export const describeOverrides = (overrides: Partial<ArrayParameters>): string =>
  Object.entries(overrides)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
