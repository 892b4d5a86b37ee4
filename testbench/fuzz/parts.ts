import { type HwType, type Operand, unpack } from '../../dsl/index.ts';
import { isOperand } from '../../dsl/sources.ts';
import { packed, toUint } from './coerce.ts';
import { call, integer, type Scribe, typeText, type Value } from './scribe.ts';

/** A field of a struct value. */
function fieldOf(value: Value, name: string): Value {
  const said: unknown = Reflect.get(value.said, name);
  if (!isOperand(said)) throw new Error(`no field ${name}`);
  return { said, text: `${value.text}.${name}` };
}

/** Scalars and vecs that a value is made of. */
export function leaves(value: Value): Value[] {
  const { type } = value.said;
  if (type.kind === 'struct') return Object.keys(type.fields).flatMap(name => leaves(fieldOf(value, name)));
  if (type.kind === 'vec' && type.element.kind === 'struct') return leaves(call(value, 'at', integer(0)));
  return [value];
}

/** The bits of a value as another type. */
export function unpacked(scribe: Scribe, type: HwType, value: Value): Value {
  const bits = toUint(value.said.type.kind === 'vec' ? packed(value) : value, type.width);
  return scribe.named({ said: unpack(type, bits.said), text: `unpack(${typeText(type)}, ${bits.text})` }, 'u');
}

export const packedOf = (operand: Operand<HwType>): Operand<HwType> => packed({ said: operand, text: '' }).said;
