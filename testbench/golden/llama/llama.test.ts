import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../../scripts/userError.ts';
import { sharedData } from '../sharedData.ts';
import { readLlamaCheckpoint } from './checkpoint.ts';
import { argMax, startLlama } from './forward.ts';
import { readFloats, shakespeareCheckpoint, shakespeareReference, shakespeareTokenizer } from './shakespeare.ts';
import { readTokenizer } from './tokenizer.ts';

/**
 * How far logits of some 10 to 20 in magnitude may lie from another float32 implementation's: two such, numpy and torch,
 * differ by 1.3e-5 on the same model.
 */
const LOGIT_BOUND = 3e-5;

/** The largest difference of the model's logits from the reference, and of the choice at each position. */
function compare(checkpointPath: string, tokens: readonly number[], reference: Float32Array) {
  const checkpoint = readLlamaCheckpoint(checkpointPath);
  const { vocabulary } = checkpoint.shape;
  const llama = startLlama(checkpoint);
  let difference = 0;
  let otherChoices = 0;
  tokens.forEach((token, position) => {
    const logits = llama.step(token);
    const expected = reference.subarray(position * vocabulary, (position + 1) * vocabulary);
    logits.forEach((logit, index) => {
      difference = Math.max(difference, Math.abs(logit - (expected[index] ?? Number.NaN)));
    });
    if (argMax(logits) !== argMax(expected)) otherChoices++;
  });
  return { difference, otherChoices };
}

describe('models/shakespeare-260k', () => {
  const reference = shakespeareReference();

  test('logits of held-out text are the reference’s', () => {
    const { heldOutTokens, heldOutLogits } = reference;
    expect(heldOutTokens).toHaveLength(64);
    expect(heldOutLogits).toHaveLength(64 * 512);
    const model = join(import.meta.dirname, '../../../models/shakespeare-260k/model.bin');
    const { difference, otherChoices } = compare(model, heldOutTokens, heldOutLogits);
    expect(difference).toBeLessThan(LOGIT_BOUND);
    expect(otherChoices).toBe(0);
  });

  test('writes the reference’s 200 tokens', () => {
    const llama = startLlama(shakespeareCheckpoint());
    let logits: Float32Array = new Float32Array(0);
    for (const token of reference.promptTokens) logits = llama.step(token);
    const written: number[] = [];
    while (written.length < reference.greedyTokens.length) {
      const token = argMax(logits);
      written.push(token);
      logits = llama.step(token);
    }
    expect(written).toEqual(reference.greedyTokens);
  });

  test('the tokenizer makes and reads the reference’s tokens', () => {
    const tokenizer = shakespeareTokenizer();
    expect(tokenizer.encode(reference.prompt)).toEqual(reference.promptTokens);
    expect(tokenizer.decode([...reference.promptTokens, ...reference.greedyTokens])).toBe(reference.greedyText);
    expect(tokenizer.encode(tokenizer.decode(reference.heldOutTokens))).toEqual(reference.heldOutTokens);
    expect(tokenizer.encode('')).toEqual([1]);
    // Of equal pairs the first is joined. (By the tokenizer of np_llama.py.)
    expect(tokenizer.encode('lll')).toEqual([1, 35, 277, 111]);
    expect(tokenizer.encode('hello ooo')).toEqual([1, 296, 277, 114, 290, 336]);
    for (const text of ['', ' two  spaces ', 'naïve — 日本語 🎭\n\n', 'ROMEO:']) {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }
  });

  test('refuses tokens and positions that it does not have', () => {
    const checkpoint = shakespeareCheckpoint();
    const llama = startLlama({ ...checkpoint, shape: { ...checkpoint.shape, context: 1 } });
    expect(() => llama.step(512)).toThrow(new RangeError('Token 512 is not in the vocabulary of 512.'));
    llama.step(1);
    expect(() => llama.step(1)).toThrow(new RangeError('The model has 1 positions, and all are used.'));
  });
});

describe('stories260K, from outside the project', () => {
  test('logits are the reference’s', ({ skip }) => {
    const model = sharedData('llm', 'stories260K.bin');
    const greedy = sharedData('llm', 'stories260K_greedy.json');
    const logits = sharedData('llm', 'stories260K_greedy_logits64.f32.bin');
    for (const { absent, reason } of [model, greedy, logits]) skip(absent, reason);
    const { tokens } = z.object({ tokens: z.array(z.int()) }).parse(JSON.parse(readFileSync(greedy.path, 'utf8')));
    const { difference, otherChoices } = compare(model.path, tokens.slice(0, 64), readFloats(logits.path));
    expect(difference).toBeLessThan(LOGIT_BOUND);
    expect(otherChoices).toBe(0);
  });

  test('its tokenizer reads its text', ({ skip }) => {
    const vocabulary = sharedData('llm', 'tok512.bin');
    const greedy = sharedData('llm', 'stories260K_greedy.json');
    for (const { absent, reason } of [vocabulary, greedy]) skip(absent, reason);
    const { tokens, text } = z
      .object({ tokens: z.array(z.int()), text: z.string() })
      .parse(JSON.parse(readFileSync(greedy.path, 'utf8')));
    expect(readTokenizer(vocabulary.path).decode(tokens)).toBe(text);
  });
});

describe('damaged files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scoville-llama-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'model.bin');
  const header = (...values: readonly number[]) => Buffer.from(Int32Array.from(values).buffer);

  test.each([
    [Buffer.alloc(5), 'is too short for a llama2.c checkpoint.'],
    [header(64, 172, 5, 0, 2, 512, 256), 'is not a llama2.c checkpoint: its header is 64, 172, 5, 0, 2, 512, 256.'],
    [header(64, 172, 5, 4, 3, 512, 256), 'is not a llama2.c checkpoint: its header is 64, 172, 5, 4, 3, 512, 256.'],
    [
      header(64, 172, 5, 4, 2, 512, 256),
      'is not a whole llama2.c checkpoint: it has 28 bytes, but its header promises 1056540.',
    ],
  ])('checkpoint %#', (bytes, message) => {
    writeFileSync(path, bytes);
    expect(() => readLlamaCheckpoint(path)).toThrow(new UserError(`${path} ${message}`));
  });

  test('tokenizer', () => {
    writeFileSync(path, Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 65]));
    expect(() => readTokenizer(path)).toThrow(new UserError(`${path} is not a whole llama2.c tokenizer.`));
  });
});
