import { fail } from './diagnostics/diagnostic.ts';
import { requireRecord } from './given.ts';
import { ceilingLog2 } from './ir/atom.ts';
import { CallSite } from './source/location.ts';
import type { EnumType } from './types.ts';

function checked(codes: ReadonlyMap<string, bigint>, width: number, oneHot: boolean): EnumType {
  const place = [{ location: new CallSite().location, message: '' }];
  if (codes.size === 0) fail('zero-width', { width: '0', detail: ': an enumeration has at least one name' }, place);
  const byCode = new Map<bigint, string>();
  for (const [name, code] of codes) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
      fail('illegal-name', { name, what: 'a value of an enumeration', reason: 'it becomes a name in Verilog' }, place);
    const other = byCode.get(code);
    if (other !== undefined) fail('duplicate-name', { what: `Code ${code} of \`${other}\` and`, name }, place);
    byCode.set(code, name);
  }
  return { kind: 'enum', width, names: [...codes.keys()], codes: Object.fromEntries(codes), oneHot };
}

/**
 * One of the names given. Codes count from 0 in the order of the names, in as many bits as they need; they can be stated
 * instead, and one-hot ones are made by `oneHotEnumeration`. Names come out as localparams in capitals.
 *
 * @throws DiagnosticError for no name, a name that is none in Verilog, a name or a code that is given twice
 */
export function enumeration<const S extends string>(...names: readonly S[]): EnumType<S>;
export function enumeration<const S extends string>(codes: Readonly<Record<S, number>>): EnumType<S>;
export function enumeration(...given: readonly (string | Readonly<Record<string, number>>)[]): EnumType {
  for (const item of given) if (typeof item !== 'string') requireRecord('What `enumeration` is given', item);
  const entries = given.flatMap(item => (typeof item === 'string' ? [] : Object.entries(item)));
  const place = [{ location: new CallSite().location, message: '' }];
  for (const [, code] of entries)
    if (!Number.isSafeInteger(code) || code < 0)
      fail(
        'constant-out-of-range',
        { value: String(code), type: 'a code of an enumeration', low: '0', high: '2^53', hint: '' },
        place,
      );
  const names = given.filter(item => typeof item === 'string');
  const codes =
    names.length > 0 ? countFrom0(names, place) : new Map(entries.map(([name, code]) => [name, BigInt(code)]));
  const highest = [...codes.values()].reduce((high, code) => (code > high ? code : high), 0n);
  const width = names.length > 0 ? Math.max(1, ceilingLog2(names.length)) : highest.toString(2).length;
  return checked(codes, width, false);
}

/** One of the names given, with one bit for each: the first has bit 0. */
export function oneHotEnumeration<const S extends string>(...names: readonly S[]): EnumType<S>;
export function oneHotEnumeration(...names: readonly string[]): EnumType {
  const place = [{ location: new CallSite().location, message: '' }];
  const codes = new Map([...countFrom0(names, place)].map(([name, position]) => [name, 1n << position]));
  return checked(codes, Math.max(1, names.length), true);
}

function countFrom0(names: readonly string[], place: Parameters<typeof fail>[2]): Map<string, bigint> {
  const codes = new Map<string, bigint>();
  for (const name of names) {
    if (codes.has(name)) fail('duplicate-name', { what: 'Name', name }, place);
    codes.set(name, BigInt(codes.size));
  }
  return codes;
}

/** The name that a register of an enumeration resets to: the one whose code is 0, or else the first. */
export function restingName({ names, codes }: EnumType): string {
  return names.find(name => codes[name] === 0n) ?? names[0];
}

/** Whether two enumerations have the same names with the same codes. */
export function sameEnumeration(left: EnumType, right: EnumType): boolean {
  return (
    left.width === right.width &&
    left.names.length === right.names.length &&
    left.names.every((name: string) => left.codes[name] === right.codes[name])
  );
}
