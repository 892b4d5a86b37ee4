/** One small product on the largest configuration, of which the model takes minutes to build (and is kept afterwards). */
import { expect, it } from 'vitest';
import { findMatmul } from '../../gemm/matmulDesign.ts';
import { matmulProduct } from '../../gemm/matmulProduct.ts';
import { runMatmul } from '../../gemm/runMatmul.ts';
import { gemm } from '../../golden/gemm.ts';
import { random } from '../../random.ts';
import { buildModel } from '../../verilator/model.ts';

const BUILD_MILLISECONDS = 1_800_000;

it(
  'systolic-64x64 multiplies',
  async ({ skip }) => {
    skip(process.env.SCOVILLE_LARGE !== '1', 'building the 64x64 model takes minutes; SCOVILLE_LARGE=1 runs it');
    const { source, parameters } = findMatmul('systolic-64x64');
    const model = await buildModel(source);
    const [m, k, n] = [70, 130, 100];
    const values = random(64);
    const draw = (count: number) => Int8Array.from({ length: count }, () => values.integer(-128, 127));
    const operands = { a: draw(m * k), b: draw(k * n), m, k, n };
    for (const seed of [1, 2]) {
      const { result, cycles, expectedCycles } = runMatmul(model, parameters, matmulProduct(operands), { seed });
      expect(result).toEqual(gemm(operands));
      expect(cycles).toBe(expectedCycles);
    }
  },
  BUILD_MILLISECONDS,
);
