import type { Fields, RegisterOptions, Signals } from './builder.ts';
import { context } from './context.ts';
import { zero } from './functions.ts';
import type { Declaration, Reset } from './ir/hw.ts';
import { IntExpr } from './ir/integer.ts';
import type { Stream } from './stream.ts';
import { bool, type HwType } from './types.ts';
import { read, signalOf, sourceNode } from './value.ts';
import { refuseInWhen } from './when.ts';

function declareAll<F extends Fields>(fields: F, declare: (key: string, type: HwType) => Declaration): Signals<F>;
function declareAll(fields: Fields, declare: (key: string, type: HwType) => Declaration): unknown {
  return Object.fromEntries(Object.entries(fields).map(([key, type]) => [key, read(type, declare(key, type))]));
}

function resetOf<F>(options: RegisterOptions<F>, key: string, type: HwType): Reset {
  if (options.reset === 'none') return { kind: 'none' };
  const given: Readonly<Record<string, unknown>> = options.reset ?? {};
  const value = given[key];
  const isConstant =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' || value instanceof IntExpr;
  return { kind: 'value', value: isConstant ? sourceNode(value, type) : zero(type).node };
}

export function registers<F extends Fields>(fields: F, options: RegisterOptions<F> = {}): Signals<F> {
  const ctx = context('regs');
  refuseInWhen('regs');
  const attributes = options.attributes ?? {};
  return declareAll(fields, (key, type) =>
    ctx.declare('register', key, type, { reset: resetOf(options, key, type), attributes }),
  );
}

export function wires<F extends Fields>(fields: F): Signals<F> {
  const ctx = context('wires');
  refuseInWhen('wires');
  return declareAll(fields, (key, type) => ctx.declare('wire', key, type));
}

/** The three parts of a stream, with `fire` made of two of them. */
export function streamOf<T extends HwType>(
  name: string,
  type: T,
  declare: (part: 'valid' | 'ready' | 'bits', type: HwType) => Declaration,
): Stream<T> {
  const valid = read(bool, declare('valid', bool));
  const ready = read(bool, declare('ready', bool));
  const bits = read(type, declare('bits', type));
  const ctx = context('a stream');
  const fire = ctx.node({
    kind: 'binary',
    operator: 'and',
    type: bool,
    left: valid.node,
    right: ready.node,
    hint: `${name}_fire`,
  });
  return { valid, ready, bits, fire: signalOf(bool, fire) };
}

export function streams<F extends Fields>(fields: F): { readonly [K in keyof F]: Stream<F[K]> };
export function streams(fields: Fields): unknown {
  const ctx = context('streams');
  refuseInWhen('streams');
  return Object.fromEntries(
    Object.entries(fields).map(([key, type]) => [
      key,
      streamOf(key, type, (part, partType) => ctx.declare('wire', `${key}_${part}`, partType)),
    ]),
  );
}
