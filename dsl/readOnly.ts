import { callLabel } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';

/** Gives an object a property that is read like any other, and tells who assigns it with `=` what to write. */
export function readOnly(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    enumerable: true,
    get() {
      return value;
    },
    set() {
      fail('assignment-operator', { name }, [callLabel()]);
    },
  });
}

/** Values by name, none of which can be assigned with `=`. */
export function readOnlyRecord(entries: Iterable<readonly [string, unknown]>): object {
  const record = {};
  for (const [name, value] of entries) readOnly(record, name, value);
  return record;
}
