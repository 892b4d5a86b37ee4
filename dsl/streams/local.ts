import { context } from '../context.ts';
import { streamOf } from '../declarations.ts';
import { declareValue } from '../declaredValue.ts';
import type { Declaration, FieldOfStruct } from '../ir/declaration.ts';
import type { Signal } from '../signal.ts';
import { CallSite } from '../source/location.ts';
import type { Stream } from '../stream.ts';
import type { HwType } from '../types.ts';
import { refuseInWhen } from '../when.ts';

/**
 * A stream inside the module, named by the `const` that holds the result of the user's call, or by what is at a position
 * of it: `const [left, right] = …`.
 */
export function localStream<T extends HwType>(
  operation: string,
  type: T,
  key = 'stream',
  position?: number,
): Stream<T> {
  refuseInWhen(operation);
  const ctx = context(operation);
  const site = new CallSite();
  const declare = (name: string, part: string, leaf: HwType, field?: FieldOfStruct): Declaration => {
    const suffix = field === undefined ? part : field.path.join('_');
    return ctx.declare('wire', name, leaf, { namedBy: { site, suffix, position } });
  };
  return streamOf(key, type, declare, { suffix: 'fire', position });
}

/** A register inside a stream's block, named as the stream is. */
export function localRegister<T extends HwType>(
  name: string,
  type: T,
  reset: 'zero' | 'none',
  position?: number,
): Signal<T> {
  const ctx = context('a register');
  const site = new CallSite();
  return declareValue(name, type, (leafName, leaf, field) =>
    ctx.declare('register', leafName, leaf, {
      namedBy: { site, suffix: [name, ...(field?.path ?? [])].join('_'), position },
      reset: reset === 'none' ? { kind: 'none' } : { kind: 'value', value: undefined },
    }),
  );
}
