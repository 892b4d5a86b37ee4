const loaded = Symbol.for('scoville.loadedFrom');

/** The folder that this copy of the language was loaded from. */
const folder = decodeURIComponent(new URL('.', import.meta.url).pathname);

/**
 * Values of one copy of the language mean nothing to another: a command of one installation would refuse, in puzzling
 * words, what is described with another. So the second copy that a program loads says so at once.
 */
const other: unknown = Reflect.get(globalThis, loaded);
if (other !== undefined && other !== folder)
  throw new Error(`it uses another copy of Scoville, ${folder}, than what runs, ${String(other)}`);
Reflect.set(globalThis, loaded, folder);
