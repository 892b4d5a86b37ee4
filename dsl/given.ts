import { fail, type Label } from './diagnostics/diagnostic.ts';
import { CallSite } from './source/location.ts';

/** What a user gave, where types were not asked or not listened to. */

const kinds: Readonly<Record<string, string>> = { hardware: 'a hardware value', symbolic: 'a parameter expression' };

/** A value in words: `undefined`, `the string 'x'`, `a hardware value`. */
export function describeGiven(given: unknown): string {
  switch (typeof given) {
    case 'undefined':
      return 'undefined';
    case 'string':
      return `the string '${given}'`;
    case 'function':
      return 'a function';
    case 'object': {
      if (given === null) return 'null';
      const kind: unknown = Reflect.get(given, 'valueKind');
      if (typeof kind === 'string' && kind in kinds) return kinds[kind] ?? kind;
      if (Array.isArray(given)) return 'an array';
      const type: unknown = Reflect.get(given, 'kind');
      return typeof type === 'string' && 'width' in given ? `the type ${type}` : 'an object';
    }
    default:
      return `the ${typeof given} ${String(given)}`;
  }
}

const misspelt = 'Undefined is what nothing has been given to, and what a misspelt name stands for.';

/** Refuses what is of another kind than it must be; `what` begins a sentence. */
export function refuse(
  what: string,
  expected: string,
  given: unknown,
  suggestion: string,
  labels?: readonly Label[],
): never {
  return fail(
    'wrong-argument',
    {
      what,
      expected,
      actual: describeGiven(given),
      suggestion: given === undefined && suggestion === '' ? misspelt : suggestion,
    },
    labels ?? [{ location: new CallSite().location, message: '' }],
  );
}

const types: readonly unknown[] = ['bool', 'uint', 'sint', 'vec', 'struct', 'enum'];

/** Refuses what is no type of hardware values. */
export function requireHardwareType(given: unknown): void {
  if (typeof given === 'object' && given !== null && 'width' in given && 'kind' in given && types.includes(given.kind))
    return;
  const isStream = typeof given === 'object' && given !== null && 'stream' in given;
  refuse(
    'A type',
    '`bool`, `uint(...)`, `vec(...)` or another of hardware values',
    given,
    isStream ? 'Streams have no vecs: make a group of ports, a vec each for valid, ready and bits.' : '',
  );
}

/** Refuses what has no named parts. */
export function requireRecord(what: string, given: unknown): void {
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && !('valueKind' in given)) return;
  refuse(what, 'an object with names', given, 'Write `{ name: ... }`.');
}

/** Refuses what is no name. */
export function requireName(what: string, given: unknown): void {
  if (typeof given !== 'string') refuse(what, 'a string', given, '');
}

/** Refuses what is no array. */
export function requireList(what: string, given: unknown): void {
  if (!Array.isArray(given)) refuse(what, 'an array', given, 'Write `[...]`.');
}

/** Refuses what has not the parts of a stream. */
export function requireStream(what: string, given: unknown): void {
  const parts = ['valid', 'ready', 'bits'];
  if (typeof given === 'object' && given !== null && parts.every(part => part in given)) return;
  refuse(what, 'a stream', given, given === undefined ? '' : '`m.streams`, `sink` and `source` make streams.');
}
