import { bool, type HwType, vecOf, type Width } from '../../dsl/index.ts';
import { coerce, isVec, toBool, toIndex } from './coerce.ts';
import { choose, type Given } from './operands.ts';
import { call, type Scribe, typeText, type Value } from './scribe.ts';

/** An element of a vec by a value. */
export function elementBy(scribe: Scribe, vector: Value, length: Width, index: Value): Value {
  return call(vector, 'at', toIndex(scribe, index, length));
}

const joins = ['add', 'min', 'max', 'and', 'or', 'xor'] as const;

/** All elements of a readable vec of scalars, or of one made for it, joined. */
export function reduce(given: Given): Value {
  const { scribe, a, b, c, variant } = given;
  const known = scribe.values.filter(({ said: { type } }) => type.kind === 'vec' && type.element.kind !== 'vec');
  const vector = known[variant % (known.length + 1)] ?? scribe.named(vectorOf([a, b, c], variant));
  const { said, text } = vector;
  if (!isVec(said)) throw new Error('a vec is no vec');
  const choices = said.type.element.kind === 'bool' ? joins.slice(3) : joins;
  const join = choices[variant % choices.length] ?? 'xor';
  return { said: scribe.m.reduce<HwType, typeof join>(said, join), text: `m.reduce(${text}, '${join}')` };
}

/** A vec of values that take the type of the first one. */
export function vectorOf(parts: readonly Value[], variant: number): Value {
  const type = parts[0]?.said.type ?? bool;
  const elements = parts.slice(0, 1 + (variant % 3)).map(part => coerce(part, type, variant));
  return {
    said: vecOf<HwType>(
      type,
      elements.map(({ said }) => said),
    ),
    text: `vecOf(${typeText(type)}, [${elements.map(({ text }) => text).join(', ')}])`,
  };
}

/** One of two readable vecs of one type, and an element of it. */
export function chooseVec({ scribe, a, b, variant }: Given): Value {
  const known = scribe.values.filter(({ said }) => isVec(said));
  const left = known[variant % Math.max(1, known.length)] ?? scribe.named(vectorOf([a, b], variant));
  if (!isVec(left.said)) throw new Error('a vec is no vec');
  const right = coerce(b, left.said.type, variant);
  const chosen = scribe.named(choose(toBool(a, variant), left, right));
  return elementOfVec(scribe, chosen, b);
}

/** A scalar of a vec, of vecs too. */
export function elementOfVec(scribe: Scribe, vector: Value, index: Value): Value {
  const { type } = vector.said;
  return type.kind === 'vec' ? elementOfVec(scribe, elementBy(scribe, vector, type.length, index), index) : vector;
}
