/** The project's own language model, in `models/shakespeare-260k/`. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readInputFile } from '../../formats/files.ts';
import { type LlamaCheckpoint, readLlamaCheckpoint } from './checkpoint.ts';
import { readTokenizer, type Tokenizer } from './tokenizer.ts';

const FOLDER = resolve(import.meta.dirname, '../../../models/shakespeare-260k');

const tokens = z.array(z.int().nonnegative());
const greedySchema = z.object({
  prompt: z.string(),
  prompt_ids: tokens,
  ids: tokens,
  text: z.string(),
  logits64: z.object({ token_ids: tokens }),
});

export function shakespeareCheckpoint(): LlamaCheckpoint {
  return readLlamaCheckpoint(join(FOLDER, 'model.bin'));
}

export function shakespeareTokenizer(): Tokenizer {
  return readTokenizer(join(FOLDER, 'tokenizer.bin'));
}

/** What an independent float32 implementation made of the model: see the README beside it. */
export interface ShakespeareReference {
  readonly prompt: string;
  readonly promptTokens: readonly number[];
  /** The 200 tokens after the prompt, each the likeliest. */
  readonly greedyTokens: readonly number[];
  /** The text of prompt and greedy tokens. */
  readonly greedyText: string;
  /** The first 64 tokens of the held-out text. */
  readonly heldOutTokens: readonly number[];
  /** The logits at each of them, 64 × 512. */
  readonly heldOutLogits: Float32Array;
}

export function shakespeareReference(): ShakespeareReference {
  const text = new TextDecoder().decode(readInputFile(join(FOLDER, 'greedy.json')));
  const greedy = greedySchema.parse(JSON.parse(text));
  return {
    prompt: greedy.prompt,
    promptTokens: greedy.prompt_ids,
    greedyTokens: greedy.ids,
    greedyText: greedy.text,
    heldOutTokens: greedy.logits64.token_ids,
    heldOutLogits: readFloats(join(FOLDER, 'logits64.f32.bin')),
  };
}

/** A file of little-endian float32. */
export function readFloats(path: string): Float32Array {
  const bytes = readInputFile(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(4 * index, true));
}
