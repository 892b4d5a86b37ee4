import {
  constant,
  type HwType,
  lowestOne,
  lowestOneIndex,
  oneHotIndex,
  oneHotMux,
  priorityMux,
  sint,
  table,
  vecOf,
} from '../../dsl/index.ts';
import { coerce, isVec, literal, toBool, toIndex, toKind, toUint } from './coerce.ts';
import type { Operator } from './operands.ts';
import { call, integer, type Scribe, typeText, type Value } from './scribe.ts';

/** The operands as a vec of the first one's type, of one to four elements. */
function options(parts: readonly Value[], variant: number): { readonly vector: Value; readonly length: number } {
  const [first] = parts;
  if (first === undefined) throw new Error('nothing to choose from');
  const { type } = first.said;
  const length = 1 + (variant % 4);
  const elements = Array.from({ length }, (_, index) => coerce(parts[index % parts.length] ?? first, type, variant));
  return {
    length,
    vector: {
      said: vecOf<HwType>(
        type,
        elements.map(({ said }) => said),
      ),
      text: `vecOf(${typeText(type)}, [${elements.map(({ text }) => text).join(', ')}])`,
    },
  };
}

/**
 * Whether values must not bring a declaration of their own: what a loop declares cannot go to a register outside it that
 * others write too.
 */
const declaresNothing = (scribe: Scribe): boolean => scribe.indices.length > 0;

/** By conditions one behind the other, or by the bits of a number. */
const byPriority: Operator = ({ scribe, a, b, c, variant }) => {
  if (variant % 2 === 0 || declaresNothing(scribe)) {
    const { type } = b.said;
    const conditions = [toBool(a, variant >> 1), toBool(c, variant >> 3)];
    const values = [coerce(c, type), coerce(a, type)];
    const choices = conditions.map((condition, index) => ({ condition, value: values[index] ?? b }));
    return {
      said: priorityMux<HwType>(
        choices.map(({ condition, value }) => [condition.said, value.said] as const),
        b.said,
      ),
      text: `priorityMux([${choices.map(({ condition, value }) => `[${condition.text}, ${value.text}]`).join(', ')}], ${b.text})`,
    };
  }
  const { vector, length } = options([b, c], variant >> 1);
  const select = toUint(a, length);
  if (!isVec(vector.said)) throw new Error('a vec is no vec');
  return {
    said: priorityMux<HwType>(select.said, vector.said),
    text: `priorityMux(${select.text}, ${vector.text})`,
  };
};

/** With more bits than one set, too: the values are joined. */
const byOneHot: Operator = ({ scribe, a, b, c, variant }) => {
  if (variant % 2 === 0 || declaresNothing(scribe)) {
    const { type } = b.said;
    const choices = [
      { condition: toBool(a, variant >> 1), value: b },
      { condition: toBool(c, variant >> 3), value: coerce(c, type) },
    ];
    return {
      said: oneHotMux<HwType>(
        type,
        choices.map(({ condition, value }) => [condition.said, value.said] as const),
      ),
      text: `oneHotMux(${typeText(type)}, [${choices.map(({ condition, value }) => `[${condition.text}, ${value.text}]`).join(', ')}])`,
    };
  }
  const { vector, length } = options([b, c], variant >> 1);
  const select = toUint(a, length);
  if (!isVec(vector.said)) throw new Error('a vec is no vec');
  return { said: oneHotMux<HwType>(select.said, vector.said), text: `oneHotMux(${select.text}, ${vector.text})` };
};

/** Constants, read by a value. */
const lookUp: Operator = ({ scribe, a, b, variant, constant: seed }) => {
  const { type } = scribe.limited(b).said;
  const length = 1 + (variant % 6);
  const values = Array.from({ length }, (_, index) => literal(type, seed * BigInt(2 * index + 1) + BigInt(index)));
  const made = table<HwType>(
    type,
    values.map(({ said }) => said),
  );
  const text = `table(${typeText(type)}, [${values.map(value => value.text).join(', ')}])`;
  const name = scribe.fresh('table');
  scribe.line(`const ${name} = ${text};`);
  return call({ said: made, text: name }, 'at', toIndex(scribe, a, length));
};

const signedParameter =
  (method: string): Operator =>
  ({ scribe, a, variant }) =>
    call(call(toKind(a, 'sint', variant), 'fit', integer(5 + (variant % 4))), method, scribe.parameters.S);

/** Operators that choose, and those on a parameter that may be negative. */
export const selections: Readonly<Record<string, Operator>> = {
  priorityMux: byPriority,
  oneHotMux: byOneHot,
  table: lookUp,
  lowestOne: ({ a, variant }) => {
    const bits = toUint(a, 1 + (variant % 9));
    return { said: lowestOne(bits.said), text: `lowestOne(${bits.text})` };
  },
  lowestOneIndex: ({ scribe, a, variant }) => {
    const bits = toUint(a, 1 + (variant % 9));
    if (declaresNothing(scribe)) return { said: lowestOne(bits.said), text: `lowestOne(${bits.text})` };
    return { said: lowestOneIndex(bits.said), text: `lowestOneIndex(${bits.text})` };
  },
  oneHotIndex: ({ scribe, a, variant }) => {
    const bits = variant % 2 === 0 ? toUint(a, scribe.parameters.N.said) : toUint(a, 1 + (variant % 9));
    if (declaresNothing(scribe)) return bits;
    return { said: oneHotIndex(bits.said), text: `oneHotIndex(${bits.text})` };
  },
  addNegative: signedParameter('add'),
  subNegative: signedParameter('sub'),
  eqNegative: signedParameter('eq'),
  ltNegative: signedParameter('lt'),
  minNegative: signedParameter('min'),
  negative: ({ scribe: { parameters } }) => ({
    said: constant(sint(5), parameters.S.said),
    text: `constant(sint(5), ${parameters.S.text})`,
  }),
};
