import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { randomStalls, runStreams } from '../../../dsl/simulate/streams.ts';
import { random } from '../../../testbench/random.ts';
import { OperandFetch } from './operandFetch.ts';

const ROWS = 2;
const COLS = 3;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe.each([
  { OUTPUT_STATIONARY: 0, stalled: 0 },
  { OUTPUT_STATIONARY: 1, stalled: 0.4 },
])('operand_fetch, OUTPUT_STATIONARY $OUTPUT_STATIONARY, stalled $stalled', ({ OUTPUT_STATIONARY, stalled }) => {
  it('reads the operands of products one after the other, each stream at its own pace', () => {
    const next = random(7 + OUTPUT_STATIONARY);
    const fetch = simulate(OperandFetch, {
      ...{ ROWS, COLS, A_WIDTH: 8, W_WIDTH: 8, ACC_WIDTH: 8, OUTPUT_STATIONARY, SIZE_WIDTH: 4, BASE_WIDTH: 6 },
      ...{ COMMANDS: 2, ACTIVATION_DEPTH: 40, WEIGHT_DEPTH: 40, PARAMETER_DEPTH: 20 },
    });
    const fill = (name: string, words: readonly (number | number[])[]): void => {
      for (const [address, word] of words.entries()) {
        fetch.poke(`${name}_write`, 1);
        fetch.poke(`${name}_address`, address);
        fetch.poke(`${name}_bits`, word);
        fetch.step();
      }
      fetch.poke(`${name}_write`, 0);
    };
    // Every word says where it lies.
    fill(
      'activation',
      upTo(40).map(address => upTo(ROWS).map(lane => address + lane)),
    );
    fill(
      'weight',
      upTo(40).map(address => upTo(COLS).map(lane => -address - lane)),
    );
    fill('parameter', upTo(20));
    const product = () => ({
      ...{ m: next.integer(1, 4), k: next.integer(1, 5), n: next.integer(1, 7) },
      activation_base: next.integer(0, 20),
      weight_base: next.integer(0, 20),
      parameter_base: next.integer(0, 13),
      parametric: next.chance(0.6),
    });
    const products = upTo(25).map(product);
    const tiles = (size: number, step: number): number[] => upTo(Math.ceil(size / step));
    const activations = products.flatMap(({ m, k, n, activation_base }) => {
      const words = OUTPUT_STATIONARY === 1 ? k * Math.ceil(m / ROWS) : m * Math.ceil(k / ROWS);
      return tiles(n, COLS).flatMap(() => upTo(words).map(word => activation_base + word));
    });
    const weights = products.flatMap(({ m, k, n, weight_base }) =>
      tiles(n, COLS).flatMap(c => {
        const first = weight_base + c * k;
        if (OUTPUT_STATIONARY === 1) return tiles(m, ROWS).flatMap(() => upTo(k).map(p => first + p));
        return tiles(k, ROWS).flatMap(t =>
          upTo(Math.min(ROWS, k - t * ROWS))
            .map(r => first + t * ROWS + r)
            .reverse(),
        );
      }),
    );
    const parameters = products.flatMap(({ n, parameter_base, parametric }) =>
      parametric ? upTo(n).map(column => parameter_base + column) : [],
    );
    const run = runStreams(fetch, {
      inputs: { product: { beats: products, stalls: randomStalls(1, stalled) } },
      outputs: {
        activations: {
          expected: activations.map(address => upTo(ROWS).map(lane => address + lane)),
          stalls: randomStalls(2, stalled),
        },
        weights: {
          expected: weights.map(address => upTo(COLS).map(lane => -address - lane)),
          stalls: randomStalls(3, stalled),
        },
        parameters: { expected: parameters, stalls: randomStalls(4, stalled) },
      },
      hangAfter: 100,
    });
    if (stalled > 0) return;
    // The first words two cycles after the product.
    const first = [run.outputs.activations, run.outputs.weights].map(stream => stream?.cycles[0]);
    expect(first.map(cycle => (cycle ?? 0) - (run.inputs.product?.[0] ?? 0))).toEqual([2, 2]);
  });
});
