import { CallSite } from '../source/location.ts';
import type { HwModule } from './hwModule.ts';
import { IntExpr } from './integer.ts';
import { Relation } from './relation.ts';

/** What an object is made of, by names; `undefined` for one that may hold more than can be seen. */
function partsOf(value: object): Iterable<readonly [string, unknown]> | undefined {
  if (value instanceof CallSite) {
    const { file, line, column } = value.location ?? { file: '', line: 0, column: 0 };
    return [['at', `${file}:${line}:${column}`]];
  }
  if (value instanceof Map)
    return [...value].flatMap(([key, inner]) => [['key', key] as const, ['value', inner] as const]);
  if (Array.isArray(value)) return value.map(inner => ['', inner] as const);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isOpen = prototype === Object.prototype || value instanceof IntExpr || value instanceof Relation;
  return isOpen ? Object.entries(value) : undefined;
}

/**
 * A text that is equal for equal modules: everything in them and below them, the places in the source included. Equal
 * texts give equal results in every pass. `undefined` where something in a module cannot be written down, such as a
 * function: then nothing may be concluded from it.
 */
export function fingerprint(modules: readonly HwModule[]): string | undefined {
  const ids = new Map<object, number>();
  const pending: object[] = [];
  const pieces: string[] = [];
  const refer = (value: object): number => {
    const known = ids.get(value);
    if (known !== undefined) return known;
    const id = ids.size;
    ids.set(value, id);
    pending.push(value);
    return id;
  };
  refer(modules);
  for (let position = 0; position < pending.length; position++) {
    const parts = partsOf(pending[position] ?? []);
    if (parts === undefined) return undefined;
    pieces.push('\n');
    for (const [name, value] of parts) {
      if (typeof value === 'function' || typeof value === 'symbol') return undefined;
      const text =
        typeof value === 'object' && value !== null
          ? `#${refer(value)}`
          : typeof value === 'string'
            ? JSON.stringify(value)
            : typeof value === 'bigint'
              ? `${value}n`
              : String(value);
      pieces.push(name, ':', text, ',');
    }
  }
  return pieces.join('');
}
