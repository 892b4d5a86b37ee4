import koffi from 'koffi';
import type { Model } from './model.ts';

/** A run of streams that takes several calls; null where it could not be opened. To be closed. */
export type StreamSession = object | null;

type OpenStreams = (
  seed: number,
  waves: string | null,
  control: BigUint64Array,
  input: Uint8Array,
  text: Uint8Array,
  capacity: number,
) => StreamSession;

type ContinueStreams = (
  session: StreamSession,
  input: Uint8Array,
  output: Uint8Array,
  cycles: Uint32Array,
  report: BigUint64Array,
  text: Uint8Array,
  capacity: number,
) => void;

/** The part of a model's C interface (native/driver.cpp) that runs streams in several calls. */
export interface SessionLibrary {
  readonly openStreams: OpenStreams;
  readonly continueStreams: ContinueStreams;
  readonly closeStreams: (session: StreamSession) => void;
}

const loaded = new Map<string, SessionLibrary>();

/** Loads a model's library into this process, once. */
export function loadSessionLibrary(model: Model): SessionLibrary {
  const known = loaded.get(model.library);
  if (known !== undefined) return known;
  const handle = koffi.load(model.library);
  const text = 'uint8_t *text, uint64_t capacity';
  const library = {
    openStreams: handle.func(
      `void *scoville_open_streams(uint32_t seed, const char *waves, const uint64_t *control, const uint8_t *in, ${text})`,
    ),
    continueStreams: handle.func(
      `void scoville_continue_streams(void *session, const uint8_t *in, uint8_t *out, uint32_t *cycles, uint64_t *report, ${text})`,
    ),
    closeStreams: handle.func('void scoville_close_streams(void *session)'),
  };
  loaded.set(model.library, library);
  return library;
}
