import { type GemmOperands, gemm } from '../golden/gemm.ts';
import { type Requantisation, requantiseTo } from '../golden/requantise.ts';

export interface Mismatch {
  readonly row: number;
  readonly column: number;
  readonly got: number;
  readonly expected: number;
}

export interface Comparison {
  /** How many elements differ from the golden model. */
  readonly mismatches: number;
  /** The first of them, at most 10. */
  readonly first: readonly Mismatch[];
}

const KEPT = 10;

/** How sums become outputs of so many bits. */
export interface Outputs {
  readonly requantisation: Requantisation;
  readonly width: number;
}

/** Multiplications of the golden model between two reports of progress. */
const BLOCK = 50_000_000;

/** Compares a result with the golden models, every element; without a requantisation it is the sums. */
export function compareWithGolden(
  operands: GemmOperands,
  result: Int32Array,
  progress: (doneRows: number) => void = () => {},
  outputs?: Outputs,
): Comparison {
  const { a, m, k, n } = operands;
  if (result.length !== m * n) throw new RangeError(`${result.length} elements are not ${m} × ${n}.`);
  const first: Mismatch[] = [];
  let mismatches = 0;
  const rows = Math.max(1, Math.floor(BLOCK / (k * n)));
  for (let from = 0; from < m; from += rows) {
    const to = Math.min(m, from + rows);
    const sums = gemm({ ...operands, a: a.subarray(from * k, to * k), m: to - from });
    const golden = outputs === undefined ? sums : requantiseTo(outputs.width, sums, n, outputs.requantisation);
    golden.forEach((expected, index) => {
      const got = result[from * n + index] ?? 0;
      if (got === expected) return;
      mismatches++;
      if (first.length < KEPT) first.push({ row: from + Math.floor(index / n), column: index % n, got, expected });
    });
    progress(to);
  }
  return { mismatches, first };
}
