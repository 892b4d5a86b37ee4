import { describeType } from './conformance.ts';
import { checkConstant, checkParameterValue } from './constants.ts';
import { callLabel, compareWidths, context, isProvablyAtLeast, relationEqual, widthText } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { openLoop } from './generate.ts';
import { refuse } from './given.ts';
import { type HexFile, hexPlaces } from './hexFile.ts';
import type { IndexAtom } from './ir/atom.ts';
import { atomsOf, IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { MemoryInit as HwInit, InitialWord as HwWord, InitialPart } from './ir/memory.ts';
import type { Constant } from './signal.ts';
import type { HwType, StructType, VecType } from './types.ts';

/** A word that a memory begins with: a constant, an array for a vec, a record for a struct. */
export type InitialWord<T> =
  T extends VecType<infer E>
    ? readonly InitialWord<E>[]
    : T extends StructType<infer F>
      ? { readonly [K in keyof F]: InitialWord<F[K]> }
      : Constant<T>;

/**
 * What a memory holds before the first clock edge:
 *
 * - words from address 0 on, or a file of them: exactly as many as the memory has. Where the depth is a parameter, that
 *   becomes a relation of the module, with a guard in the output;
 * - the same with `rest`, which all words behind them hold: then the depth may be more;
 * - an expression of the address: then the depth may be anything. The address is symbolic, as the index of `genFor` is.
 */
export type MemoryInit<T> =
  | readonly InitialWord<T>[]
  | HexFile
  | { readonly words: readonly InitialWord<T>[] | HexFile; readonly rest: InitialWord<T> }
  | ((address: IntExpr) => InitialWord<T>);

/** The same, of which types know nothing. */
type AnyWord =
  | number
  | bigint
  | boolean
  | string
  | IntExpr
  | readonly AnyWord[]
  | { readonly [field: string]: AnyWord };
type AnyInit =
  | readonly AnyWord[]
  | HexFile
  | { readonly words: readonly AnyWord[] | HexFile; readonly rest: AnyWord }
  | ((address: IntExpr) => AnyWord);

const isArray = (value: unknown): value is readonly AnyWord[] => Array.isArray(value);
const isFile = (value: object): value is HexFile => 'words' in value && 'text' in value && 'path' in value;

const nameOf = (given: AnyWord): string =>
  isArray(given)
    ? `an array of ${given.length}`
    : given instanceof IntExpr || typeof given !== 'object'
      ? String(given)
      : `a record with ${Object.keys(given).join(', ')}`;

function wrong(type: HwType, given: AnyWord): never {
  return fail(
    'type-mismatch',
    {
      operation: 'an initial word',
      expected: describeType(type),
      actual: nameOf(given),
      suggestion: 'Give a number, a bool or a name, an array for a vec, and a record with every field for a struct.',
    },
    [callLabel()],
  );
}

/** A part of a word, with the type that it has to fit. */
interface TypedPart extends InitialPart {
  readonly type: HwType;
}

/** A word taken apart into numbers, the first in the high bits: of a struct the first field, of a vec the last element. */
function partsOf(type: HwType, given: AnyWord): readonly TypedPart[] {
  if (type.kind === 'vec') {
    if (!isArray(given)) return wrong(type, given);
    const relation = compareWidths(type.length, given.length);
    if (relation === 'unequal') return wrong(type, given);
    if (relation === 'unknown')
      context('init').oblige({
        relation: relationEqual(type.length, given.length),
        code: 'unproved-width',
        target: 'an initial word',
        targetSite: undefined,
        guard: `${widthText(type.length)} must equal ${given.length}`,
      });
    return given.toReversed().flatMap(element => partsOf(type.element, element));
  }
  if (type.kind === 'struct') {
    if (typeof given !== 'object' || isArray(given) || given instanceof IntExpr) return wrong(type, given);
    const fields = Object.entries<HwType>(type.fields);
    if (Object.keys(given).length !== fields.length) return wrong(type, given);
    return fields.flatMap(([name, field]) => partsOf(field, given[name] ?? wrong(type, given)));
  }
  const part = (value: bigint | IntExpr): readonly TypedPart[] => [{ type, width: type.width, value }];
  if (type.kind === 'enum') {
    const code = typeof given === 'string' ? type.codes[given] : undefined;
    return code === undefined ? wrong(type, given) : part(code);
  }
  if (type.kind === 'bool') return typeof given === 'boolean' ? part(given ? 1n : 0n) : wrong(type, given);
  if (typeof given === 'bigint') return part(given);
  if (typeof given === 'number') return Number.isSafeInteger(given) ? part(BigInt(given)) : wrong(type, given);
  if (!(given instanceof IntExpr)) return wrong(type, given);
  return part(given.constant === undefined ? given : BigInt(given.constant));
}

/** Checks that all words fit: of numbers at one place in the word, only the least and the greatest need it. */
function checkRange(words: readonly (readonly TypedPart[])[]): void {
  const extremes: { type: HwType; low: bigint; high: bigint }[] = [];
  for (const word of words)
    word.forEach(({ type, value }, at) => {
      if (type.kind === 'enum' || type.kind === 'bool') return;
      if (value instanceof IntExpr) {
        checkParameterValue(type, value);
        return;
      }
      const known = extremes[at];
      if (known === undefined) extremes[at] = { type, low: value, high: value };
      else if (value < known.low) known.low = value;
      else if (value > known.high) known.high = value;
    });
  for (const extreme of extremes) {
    if (extreme === undefined) continue;
    checkConstant(extreme.type, extreme.low);
    if (extreme.high !== extreme.low) checkConstant(extreme.type, extreme.high);
  }
}

const plain = (word: readonly TypedPart[]): HwWord => word.map(({ width, value }) => ({ width, value }));

/** Whether there are as many words as the memory has; what only the parameters decide becomes a relation. */
function checkCount(key: string, depth: Width, count: number, hasRest: boolean, source: HexFile | undefined): void {
  const ctx = context('init');
  const { constant } = toExpr(depth);
  const excess = constant === undefined ? undefined : source?.words[constant];
  const labels = source === undefined || excess === undefined ? [callLabel()] : hexPlaces(source, excess);
  if (constant !== undefined) {
    if (count > constant)
      ctx.report(
        'memory-init',
        { name: key, problem: `are ${count}, but it has ${constant}`, suggestion: 'Give as many as its depth.' },
        labels,
      );
    else if (count < constant && !hasRest)
      ctx.report(
        'memory-init',
        {
          name: key,
          problem: `are ${count}, but it has ${constant}`,
          suggestion: 'Say what the others hold: `init: { words, rest: 0 }`.',
        },
        labels,
      );
  } else if (hasRest ? !isProvablyAtLeast(depth, count) : compareWidths(depth, count) === 'unknown')
    ctx.oblige({
      relation: hasRest ? toExpr(depth).atLeast(count) : relationEqual(depth, count),
      code: 'unproved-width',
      target: key,
      targetSite: undefined,
      guard: `${widthText(depth)} must ${hasRest ? 'be at least' : 'equal'} ${count}`,
    });
}

/** Whether the words of a file fit the width of a memory. */
function checkFileWidth(key: string, width: Width, file: HexFile): void {
  const ctx = context('init');
  const { constant } = toExpr(width);
  const bits = (value: bigint): number => (value === 0n ? 1 : value.toString(2).length);
  const widest = file.words.reduce((most, { value }) => Math.max(most, bits(value)), 1);
  if (constant === undefined) {
    if (!isProvablyAtLeast(width, widest))
      ctx.oblige({
        relation: toExpr(width).atLeast(widest),
        code: 'unproved-width',
        target: key,
        targetSite: undefined,
        guard: `${widthText(width)} must be at least ${widest}`,
      });
    return;
  }
  const tooWide = file.words.find(({ value }) => bits(value) > constant);
  if (tooWide !== undefined)
    ctx.report(
      'memory-file',
      {
        file: file.name,
        problem: `has a word of ${bits(tooWide.value)} bits, but those of memory \`${key}\` have ${constant}`,
        suggestion: 'Make the memory wider, or the word smaller.',
      },
      hexPlaces(file, tooWide),
    );
}

/** The words of an expression of the address. The loop that is opened makes nothing; checks know the address by it. */
function eachWord(type: HwType, depth: Width, key: string, word: (address: IntExpr) => AnyWord): HwInit['each'] {
  const ctx = context('init');
  const found: { index: IndexAtom; word: HwWord }[] = [];
  ctx.namingItself(() =>
    openLoop(toExpr(depth), `${key}_init`, (index, { index: atom }) => {
      const parts = partsOf(type, word(index));
      checkRange([parts]);
      if (atom !== undefined) found.push({ index: atom, word: plain(parts) });
    }),
  );
  return found[0];
}

/** Refuses what holds no words at all: the call has no types where JavaScript makes it. */
function requireInit(init: unknown): void {
  const expected = 'an array of words, a file, `{ words, rest }`, or a function of the address';
  if (typeof init !== 'object' || init === null) refuse('`init` of a memory', expected, init, '');
  if (isArray(init)) return;
  const words: unknown = Reflect.get(init, 'words');
  if (!isArray(words) && (typeof words !== 'object' || words === null))
    refuse('`init` of a memory', expected, init, '');
}

/**
 * What `init` says of a memory of words of a type.
 *
 * @throws DiagnosticError for a word of another type, and for a constant that does not fit
 */
export function encodeInit<T extends HwType>(type: T, depth: Width, key: string, init: MemoryInit<T>): HwInit;
export function encodeInit(type: HwType, depth: Width, key: string, init: AnyInit): HwInit {
  if (typeof init === 'function') {
    const each = eachWord(type, depth, key, init);
    // An expression that does not look at the address is a word that all hold.
    if (each?.word.every(({ value }) => !(value instanceof IntExpr) || !atomsOf(value).has(each.index.key)))
      return { words: [], rest: each.word, each: undefined, file: undefined, lane: undefined };
    return { words: [], rest: undefined, each, file: undefined, lane: undefined };
  }
  requireInit(init);
  const hasRest = !isArray(init) && 'rest' in init;
  const given = isArray(init) || isFile(init) ? init : init.words;
  const rest = hasRest ? partsOf(type, init.rest) : undefined;
  const file = isArray(given) ? undefined : given;
  checkCount(key, depth, file?.words.length ?? (isArray(given) ? given.length : 0), hasRest, file);
  const words = isArray(given) ? given.map(word => partsOf(type, word)) : [];
  checkRange(rest === undefined ? words : [...words, rest]);
  if (file !== undefined) checkFileWidth(key, type.width, file);
  return {
    words: file?.words.map(({ value }) => [{ width: type.width, value }]) ?? words.map(plain),
    rest: rest === undefined ? undefined : plain(rest),
    each: undefined,
    file,
    lane: undefined,
  };
}
