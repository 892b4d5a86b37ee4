/**
 * Matrix products of a real language model as integer operands: what one layer's wq, w1 and w2 see while the model
 * reads real text, activations quantised per token and weights per output row (docs/numerics.md, "Quantisation").
 */
import { quantiseRows } from '../quantise.ts';
import type { LlamaCheckpoint } from './checkpoint.ts';
import { type ProductName, startLlama } from './forward.ts';

export interface LayerProduct {
  readonly name: 'wq' | 'w1' | 'w2';
  /** m × k: one row a token. */
  readonly a: Int8Array;
  /** k × n: one column an output of the layer. */
  readonly b: Int8Array;
  /** Tokens. */
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** One a token: activation ≈ a · scale. */
  readonly aScales: Float32Array;
  /** One an output: weight ≈ b · scale. */
  readonly bScales: Float32Array;
  /** The activations before quantisation, m × k. */
  readonly activations: Float32Array;
  /** The weights before quantisation as the model stores them, n × k: one row an output. */
  readonly weights: Float32Array;
}

const PRODUCTS = ['wq', 'w1', 'w2'] as const;

/**
 * The operands of one layer's products while the model reads `tokens`.
 *
 * @param layer from 0
 * @throws RangeError when the model has no such layer, no such token, or too few positions
 */
export function layerOperands(checkpoint: LlamaCheckpoint, tokens: readonly number[], layer = 0): LayerProduct[] {
  const parameters = checkpoint.layers[layer];
  if (!parameters) throw new RangeError(`The model has layers 0 to ${checkpoint.layers.length - 1}, and no ${layer}.`);
  const inputs: Record<ProductName, number[]> = { wq: [], wo: [], w1: [], w2: [] };
  const llama = startLlama(checkpoint);
  for (const token of tokens) {
    llama.step(token, (index, product, input) => {
      if (index === layer) inputs[product].push(...input);
    });
  }
  return PRODUCTS.map(name => {
    const weights = parameters[name];
    const activations = Float32Array.from(inputs[name]);
    const m = tokens.length;
    const k = name === 'w2' ? checkpoint.shape.hiddenDim : checkpoint.shape.dim;
    const n = weights.length / k;
    const a = quantiseRows(activations, k);
    const rows = quantiseRows(weights, k);
    return {
      name,
      a: a.values,
      b: transpose(rows.values, n, k),
      m,
      k,
      n,
      aScales: a.scales,
      bScales: rows.scales,
      activations,
      weights,
    };
  });
}

/** columns × rows from rows × columns. */
function transpose(matrix: Int8Array, rows: number, columns: number): Int8Array {
  const result = new Int8Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = matrix[row * columns + column] ?? 0;
  }
  return result;
}
