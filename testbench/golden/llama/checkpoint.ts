/** Llama checkpoints in the legacy form of llama2.c: seven int32, then float32 tensors one after the other. */
import { UserError } from '../../../scripts/userError.ts';
import { readInputFile } from '../../formats/files.ts';

export interface LlamaShape {
  /** Width of the residual stream. */
  readonly dim: number;
  readonly hiddenDim: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly vocabulary: number;
  /** Positions at most. */
  readonly context: number;
  /** dim / heads */
  readonly headDim: number;
}

/** Matrices are outputs × inputs, row by row: y = W x. */
export interface LlamaLayer {
  readonly rmsAttention: Float32Array;
  readonly wq: Float32Array;
  readonly wk: Float32Array;
  readonly wv: Float32Array;
  readonly wo: Float32Array;
  readonly rmsFeedForward: Float32Array;
  /** The gate of SwiGLU, hiddenDim × dim. */
  readonly w1: Float32Array;
  /** The way back, dim × hiddenDim. */
  readonly w2: Float32Array;
  /** What the gate multiplies, hiddenDim × dim. */
  readonly w3: Float32Array;
}

export interface LlamaCheckpoint {
  readonly shape: LlamaShape;
  /** vocabulary × dim */
  readonly embedding: Float32Array;
  readonly layers: readonly LlamaLayer[];
  readonly rmsFinal: Float32Array;
  /** context × headDim / 2: the angle's cosine for every position and pair. */
  readonly ropeCosine: Float32Array;
  readonly ropeSine: Float32Array;
  /** vocabulary × dim; the embedding itself where they are tied. */
  readonly classifier: Float32Array;
}

const HEADER_BYTES = 7 * 4;

/**
 * Reads a checkpoint.
 *
 * @throws UserError naming the file, when it cannot be read or its size is not that of its header
 */
export function readLlamaCheckpoint(path: string): LlamaCheckpoint {
  const bytes = readInputFile(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES) throw new UserError(`${path} is too short for a llama2.c checkpoint.`);
  const header = Array.from({ length: 7 }, (_, index) => view.getInt32(4 * index, true));
  const [dim = 0, hiddenDim = 0, layers = 0, heads = 0, kvHeads = 0, signedVocabulary = 0, context = 0] = header;
  // llama2.c marks a classifier of its own by a negative vocabulary.
  const tied = signedVocabulary > 0;
  const vocabulary = Math.abs(signedVocabulary);
  const headDim = dim / heads;
  const plausible =
    Math.min(dim, hiddenDim, layers, heads, kvHeads, vocabulary, context) > 0 &&
    headDim % 2 === 0 &&
    heads % kvHeads === 0;
  if (!plausible) throw new UserError(`${path} is not a llama2.c checkpoint: its header is ${header.join(', ')}.`);

  const kvDim = kvHeads * headDim;
  const perLayer = 2 * dim + 2 * dim * dim + 2 * kvDim * dim + 3 * hiddenDim * dim;
  const count = (tied ? 1 : 2) * vocabulary * dim + layers * perLayer + dim + context * headDim;
  if (bytes.length !== HEADER_BYTES + 4 * count) {
    const size = `${bytes.length} bytes, but its header promises ${HEADER_BYTES + 4 * count}`;
    throw new UserError(`${path} is not a whole llama2.c checkpoint: it has ${size}.`);
  }

  let at = HEADER_BYTES;
  const take = (length: number): Float32Array => {
    const start = at;
    at += 4 * length;
    return Float32Array.from({ length }, (_, index) => view.getFloat32(start + 4 * index, true));
  };
  const takeForLayers = (length: number): Float32Array[] => Array.from({ length: layers }, () => take(length));

  const embedding = take(vocabulary * dim);
  const tensors = {
    rmsAttention: takeForLayers(dim),
    wq: takeForLayers(dim * dim),
    wk: takeForLayers(kvDim * dim),
    wv: takeForLayers(kvDim * dim),
    wo: takeForLayers(dim * dim),
    rmsFeedForward: takeForLayers(dim),
    w1: takeForLayers(hiddenDim * dim),
    w2: takeForLayers(dim * hiddenDim),
    w3: takeForLayers(hiddenDim * dim),
  };
  const nothing = new Float32Array(0);
  const layer = (index: number): LlamaLayer => ({
    rmsAttention: tensors.rmsAttention[index] ?? nothing,
    wq: tensors.wq[index] ?? nothing,
    wk: tensors.wk[index] ?? nothing,
    wv: tensors.wv[index] ?? nothing,
    wo: tensors.wo[index] ?? nothing,
    rmsFeedForward: tensors.rmsFeedForward[index] ?? nothing,
    w1: tensors.w1[index] ?? nothing,
    w2: tensors.w2[index] ?? nothing,
    w3: tensors.w3[index] ?? nothing,
  });
  const rmsFinal = take(dim);
  const ropeCosine = take((context * headDim) / 2);
  const ropeSine = take((context * headDim) / 2);
  return {
    shape: { dim, hiddenDim, layers, heads, kvHeads, vocabulary, context, headDim },
    embedding,
    layers: Array.from({ length: layers }, (_, index) => layer(index)),
    rmsFinal,
    ropeCosine,
    ropeSine,
    classifier: tied ? embedding : take(vocabulary * dim),
  };
}
