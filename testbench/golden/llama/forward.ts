/**
 * A Llama-architecture language model in float32, one token at a time with a key/value cache: the reference that
 * quantised and hardware runs are compared with. Every stored vector is float32; sums run in double, so that the result
 * is closer to the real number than any order of float32 sums, and differs from those by their rounding alone.
 */
import type { LlamaCheckpoint, LlamaLayer } from './checkpoint.ts';

const RMS_EPSILON = 1e-5;

/** A layer's matrix products. wk and wv have the input of wq, w3 that of w1. */
export type ProductName = 'wq' | 'wo' | 'w1' | 'w2';

/** Is shown what enters a matrix product. The vector is valid during the call only. */
export type Observe = (layer: number, product: ProductName, input: Float32Array) => void;

export interface Llama {
  /**
   * Feeds a token at the next position.
   *
   * @returns the logits of the token after it
   * @throws RangeError past the context's last position, or for a token outside the vocabulary
   */
  step(token: number, observe?: Observe): Float32Array;
}

/** A model with an empty key/value cache, at position 0. */
export function startLlama(checkpoint: LlamaCheckpoint): Llama {
  const { shape, embedding, layers, rmsFinal, classifier } = checkpoint;
  const { dim, hiddenDim, kvHeads, headDim, context, vocabulary } = shape;
  const kvDim = kvHeads * headDim;
  const caches = layers.map(() => ({
    keys: new Float32Array(context * kvDim),
    values: new Float32Array(context * kvDim),
  }));
  let position = 0;

  const attend = (layer: LlamaLayer, normed: Float32Array, cache: { keys: Float32Array; values: Float32Array }) => {
    const query = product(layer.wq, normed, dim);
    const key = product(layer.wk, normed, kvDim);
    rotate(query, checkpoint, position);
    rotate(key, checkpoint, position);
    cache.keys.set(key, position * kvDim);
    cache.values.set(product(layer.wv, normed, kvDim), position * kvDim);
    return attention(query, cache.keys, cache.values, checkpoint, position + 1);
  };

  const step = (token: number, observe?: Observe): Float32Array => {
    if (position >= context) throw new RangeError(`The model has ${context} positions, and all are used.`);
    if (!Number.isInteger(token) || token < 0 || token >= vocabulary) {
      throw new RangeError(`Token ${token} is not in the vocabulary of ${vocabulary}.`);
    }
    const residual = embedding.slice(token * dim, (token + 1) * dim);
    layers.forEach((layer, index) => {
      const cache = caches[index];
      if (!cache) return;
      const attentionInput = rmsNorm(residual, layer.rmsAttention);
      observe?.(index, 'wq', attentionInput);
      const heads = attend(layer, attentionInput, cache);
      observe?.(index, 'wo', heads);
      addInto(residual, product(layer.wo, heads, dim));

      const feedForwardInput = rmsNorm(residual, layer.rmsFeedForward);
      observe?.(index, 'w1', feedForwardInput);
      const gated = swiGlu(
        product(layer.w1, feedForwardInput, hiddenDim),
        product(layer.w3, feedForwardInput, hiddenDim),
      );
      observe?.(index, 'w2', gated);
      addInto(residual, product(layer.w2, gated, dim));
    });
    position++;
    return product(classifier, rmsNorm(residual, rmsFinal), vocabulary);
  };
  return { step };
}

/** The index of the largest element, the first of equals. */
export function argMax(logits: Float32Array): number {
  let best = 0;
  logits.forEach((logit, index) => {
    if (logit > (logits[best] ?? 0)) best = index;
  });
  return best;
}

/** y = W x, W of `outputs` rows. */
function product(weights: Float32Array, x: Float32Array, outputs: number): Float32Array {
  const y = new Float32Array(outputs);
  for (let row = 0; row < outputs; row++) {
    let sum = 0;
    for (let column = 0; column < x.length; column++) sum += (weights[row * x.length + column] ?? 0) * (x[column] ?? 0);
    y[row] = sum;
  }
  return y;
}

function rmsNorm(x: Float32Array, gain: Float32Array): Float32Array {
  let squares = 0;
  for (const value of x) squares += value * value;
  const scale = 1 / Math.sqrt(squares / x.length + RMS_EPSILON);
  return x.map((value, index) => value * scale * (gain[index] ?? 0));
}

/** Turns the pairs (2i, 2i + 1) of every head by the angle of the position, in place. */
function rotate(vector: Float32Array, { shape, ropeCosine, ropeSine }: LlamaCheckpoint, position: number): void {
  const pairs = shape.headDim / 2;
  for (let at = 0; at < vector.length; at += 2) {
    const angle = position * pairs + ((at / 2) % pairs);
    const [cosine, sine] = [ropeCosine[angle] ?? 0, ropeSine[angle] ?? 0];
    const [even, odd] = [vector[at] ?? 0, vector[at + 1] ?? 0];
    vector[at] = even * cosine - odd * sine;
    vector[at + 1] = even * sine + odd * cosine;
  }
}

/** Softmax attention of one token's query heads over the first `length` positions; query heads share key heads. */
function attention(
  query: Float32Array,
  keys: Float32Array,
  values: Float32Array,
  { shape }: LlamaCheckpoint,
  length: number,
): Float32Array {
  const { heads, kvHeads, headDim } = shape;
  const kvDim = kvHeads * headDim;
  const output = new Float32Array(heads * headDim);
  for (let head = 0; head < heads; head++) {
    const kvStart = Math.floor(head / (heads / kvHeads)) * headDim;
    const start = head * headDim;
    const scores = new Float32Array(length);
    for (let position = 0; position < length; position++) {
      let sum = 0;
      for (let d = 0; d < headDim; d++) sum += (query[start + d] ?? 0) * (keys[position * kvDim + kvStart + d] ?? 0);
      scores[position] = sum / Math.sqrt(headDim);
    }
    const largest = scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY);
    const weights = scores.map(score => Math.exp(score - largest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let d = 0; d < headDim; d++) {
      let sum = 0;
      for (let position = 0; position < length; position++) {
        sum += (weights[position] ?? 0) * (values[position * kvDim + kvStart + d] ?? 0);
      }
      output[start + d] = sum / total;
    }
  }
  return output;
}

/** silu(gate) · value */
function swiGlu(gate: Float32Array, value: Float32Array): Float32Array {
  return gate.map((g, index) => (g / (1 + Math.exp(-g))) * (value[index] ?? 0));
}

function addInto(target: Float32Array, source: Float32Array): void {
  source.forEach((value, index) => {
    target[index] = (target[index] ?? 0) + value;
  });
}
