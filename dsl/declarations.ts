import { checkedAttributes } from './attributes.ts';
import type { Fields, RegisterOptions, Signals, WireOptions } from './builder.ts';
import { context } from './context.ts';
import { declareValue, read } from './declaredValue.ts';
import { zero } from './functions.ts';
import { refuse, requireRecord } from './given.ts';
import type { Declaration, FieldOfStruct, NamedBy, Reset } from './ir/declaration.ts';
import { IntExpr } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import { readOnlyRecord } from './readOnly.ts';
import { inOneCall } from './source/location.ts';
import { isOperand, sourceNode } from './sources.ts';
import type { Stream } from './stream.ts';
import { isComposite } from './struct.ts';
import { bool, type HwType } from './types.ts';
import { signalOf } from './value.ts';
import { refuseInWhen } from './when.ts';

type Declare = (key: string, name: string, type: HwType, field: FieldOfStruct | undefined) => Declaration;

function declareAll<F extends Fields>(fields: F, declare: Declare): Signals<F>;
function declareAll(fields: Fields, declare: Declare): unknown {
  return readOnlyRecord(
    Object.entries(fields).map(([key, type]) => [
      key,
      declareValue(key, type, (name, leaf, field) => declare(key, name, leaf, field)),
    ]),
  );
}

const fieldOf = (field: FieldOfStruct | undefined): Pick<Declaration, 'field'> =>
  field === undefined ? {} : { field };

const isConstant = (value: unknown): value is number | bigint | boolean | string | IntExpr =>
  ['number', 'bigint', 'boolean', 'string'].includes(typeof value) || value instanceof IntExpr;

/** What stands at a path in the values that were given for the reset; nothing where a field is left out. */
function givenAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined || typeof value !== 'object' || value === null || isConstant(value)) return value;
  return givenAt(new Map<string, unknown>(Object.entries(value)).get(name), rest);
}

/** What a register resets to where nothing is said: undefined for zero, which an enumeration need not have. */
const restingValue = (type: HwType): Node | undefined => (type.kind === 'enum' ? zero(type).node : undefined);

function resetOf<F>(options: RegisterOptions<F>, key: string, path: readonly string[], type: HwType): Reset {
  if (options.reset === 'none') return { kind: 'none' };
  const value = givenAt(options.reset, [key, ...path]);
  if (isOperand(value))
    refuse(
      'A reset value',
      'a constant',
      value,
      'A register resets to the same value every time; assign signals under a `when`.',
    );
  return { kind: 'value', value: isConstant(value) ? sourceNode(value, type) : restingValue(type) };
}

export function registers<F extends Fields>(fields: F, options: RegisterOptions<F> = {}): Signals<F> {
  requireRecord('What `m.regs` declares', fields);
  requireRecord('The options of `m.regs`', options);
  const ctx = context('regs');
  refuseInWhen('regs');
  const attributes = checkedAttributes(options.attributes);
  return inOneCall(registers, () =>
    declareAll(fields, (key, name, type, field) =>
      ctx.declare('register', name, type, {
        reset: resetOf(options, key, field?.path ?? [], type),
        attributes,
        ...fieldOf(field),
      }),
    ),
  );
}

export function wires<F extends Fields>(fields: F, options: WireOptions = {}): Signals<F> {
  requireRecord('What `m.wires` declares', fields);
  const ctx = context('wires');
  refuseInWhen('wires');
  const attributes = checkedAttributes(options.attributes);
  return inOneCall(wires, () =>
    declareAll(fields, (_, name, type, field) => ctx.declare('wire', name, type, { attributes, ...fieldOf(field) })),
  );
}

/** Makes one signal of a stream: `name` is the signal's, `field` says which field of a struct it is. */
export type DeclarePart = (
  name: string,
  part: 'valid' | 'ready' | 'bits',
  type: HwType,
  field?: FieldOfStruct,
) => Declaration;

/** The parts of a stream, with `fire` made of two of them; a struct's fields stand beside `valid` and `ready`. */
export function streamOf<T extends HwType>(
  name: string,
  type: T,
  declare: DeclarePart,
  fireName: Partial<Omit<NamedBy, 'site'>> = {},
): Stream<T> {
  const valid = read(bool, declare(`${name}_valid`, 'valid', bool));
  const ready = read(bool, declare(`${name}_ready`, 'ready', bool));
  const bits = isComposite(type)
    ? declareValue(name, type, (leafName, leaf, field) => declare(leafName, 'bits', leaf, field))
    : read(type, declare(`${name}_bits`, 'bits', type));
  const ctx = context('a stream');
  const fire = ctx.node({
    kind: 'binary',
    operator: 'and',
    type: bool,
    left: valid.node,
    right: ready.node,
    hint: `${name}_fire`,
    ...fireName,
  });
  return { valid, ready, bits, fire: signalOf(bool, fire) };
}

export function streams<F extends Fields>(fields: F): { readonly [K in keyof F]: Stream<F[K]> };
export function streams(fields: Fields): unknown {
  requireRecord('What `m.streams` declares', fields);
  const ctx = context('streams');
  refuseInWhen('streams');
  return Object.fromEntries(
    Object.entries(fields).map(([key, type]) => [
      key,
      streamOf(key, type, (name, part, partType, field) =>
        ctx.declare('wire', name, partType, { stream: { name: key, part }, ...fieldOf(field) }),
      ),
    ]),
  );
}
