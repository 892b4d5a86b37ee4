import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import koffi from 'koffi';
import { UserError } from '../../scripts/userError.ts';
import type { Model } from './model.ts';

type RunStreams = (
  seed: number,
  waves: string | null,
  control: BigUint64Array,
  input: Uint8Array,
  output: Uint8Array,
  cycles: Uint32Array,
  report: BigUint64Array,
  text: Uint8Array,
  capacity: number,
) => void;

type RunVectors = (
  seed: number,
  waves: string | null,
  control: BigUint64Array,
  input: Uint8Array,
  output: Uint8Array,
  report: BigUint64Array,
  text: Uint8Array,
  capacity: number,
) => void;

/** The C interface of a model's library (native/driver.cpp). */
export interface ModelLibrary {
  readonly runStreams: RunStreams;
  readonly runVectors: RunVectors;
}

/** Most bytes of what a design prints that are kept. */
const TEXT_CAPACITY = 1 << 17;

const loaded = new Map<string, ModelLibrary>();

/** Loads a model's library into this process, once. */
export function loadLibrary(model: Model): ModelLibrary {
  const known = loaded.get(model.library);
  if (known !== undefined) return known;
  const handle = koffi.load(model.library);
  const memory = 'const uint64_t *control, const uint8_t *in, uint8_t *out';
  const library = {
    runStreams: handle.func(
      `void scoville_run_streams(uint32_t seed, const char *waves, ${memory}, uint32_t *cycles, uint64_t *report, uint8_t *text, uint64_t capacity)`,
    ),
    runVectors: handle.func(
      `void scoville_run_vectors(uint32_t seed, const char *waves, ${memory}, uint64_t *report, uint8_t *text, uint64_t capacity)`,
    ),
  };
  loaded.set(model.library, library);
  return library;
}

/** Room for what a design prints, and the way to read it. */
export function textBuffer(): { bytes: Uint8Array; capacity: number; lines: () => string[] } {
  const bytes = new Uint8Array(TEXT_CAPACITY);
  const lines = (): string[] => {
    const text = Buffer.from(bytes.buffer, 0, bytes.indexOf(0)).toString('utf8');
    return text.split('\n').filter(line => line !== '');
  };
  return { bytes, capacity: TEXT_CAPACITY, lines };
}

/** The absolute path of a waveform. @throws UserError when the model writes none, or its folder cannot be written. */
export function wavesPath(model: Model, waves: string | undefined): string | null {
  if (waves === undefined) return null;
  if (model.waves === 'none') {
    throw new UserError(`A waveform is asked for, but the model of ${model.top} is built without.`);
  }
  const path = resolve(waves);
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch {
    throw new UserError(`Cannot write the waveform ${path}.`, 'Check that its folder exists and can be written to.');
  }
  return path;
}

/** The seed as Verilator takes it: 31 bits, not zero, which would mean the time of day. */
export const verilatorSeed = (seed: number): number => Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) & 0x7fff_ffff || 1;
