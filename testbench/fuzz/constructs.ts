import {
  bool,
  type EnumType,
  enumeration,
  type HwType,
  match,
  type Operand,
  oneHotEnumeration,
  uint,
  unpack,
  when,
} from '../../dsl/index.ts';
import { isOperand } from '../../dsl/sources.ts';
import { structOf } from '../../dsl/struct.ts';
import type { BoolType, StructType } from '../../dsl/types.ts';
import { bits } from './bits.ts';
import { assign, type Body, evaluated, initialise, register, wire } from './body.ts';
import { packed, toBool, toUint } from './coerce.ts';
import { expression } from './expression.ts';
import { flow } from './flow.ts';
import { machine } from './machine.ts';
import { leaves, packedOf, unpacked } from './parts.ts';
import type { ConstructPlan, EnumPlan } from './planStatements.ts';
import { call, integer, lengthOf, type Said, scalarType, typeOf, type Value } from './scribe.ts';

/** `when`, with its condition and its body as text. */
function conditionally({ scribe }: Body, condition: Said<Operand<BoolType>>, body: () => void): void {
  scribe.line(`when(${condition.text}, () => {`);
  when(condition.said, () => scribe.within(body));
  scribe.line('});');
}

/** A struct as a wire or a register: given a value as a whole, then some fields alone. */
function structure(body: Body, plan: ConstructPlan & { readonly kind: 'struct' }): void {
  const { scribe } = body;
  const fields = plan.fields.map((type, index) => [`f${index}`, typeOf(type, scribe.parameters)] as const);
  const flat: StructType = structOf(Object.fromEntries(fields));
  const nested: StructType = plan.nested ? structOf({ head: bool, inner: flat, tail: uint(3) }) : flat;
  const type = nested;
  const given = unpacked(scribe, type, expression(scribe, plan.value));
  const target = plan.clocked ? register(body, type, 'zero') : wire(body, type, 's');
  const parts = leaves(target);
  const set = (): void => assign(scribe, target, given);
  const alone = (): void => {
    const part = parts[plan.field % parts.length];
    if (part !== undefined) assign(scribe, part, evaluated(body, plan.alone, part.said.type));
  };
  const condition = toBool(scribe.named(toBool(expression(scribe, plan.condition)), 'c'));
  set();
  conditionally(body, condition, alone);
  if (plan.clocked && !body.hasReset) initialise(body, target);
  const bits = scribe.named(packed(target), 'bits');
  // Twice: that is what shows how the fields lie.
  scribe.values.push(...parts, scribe.limited(bits), bits);
}

/** An enumeration of two to five names. */
function enumType({ names, codes }: EnumPlan): Said<EnumType> {
  const all = ['idle', 'load', 'run', 'drain', 'done'].slice(0, names);
  const list = all.map(name => `'${name}'`).join(', ');
  if (codes === 'one-hot') return { said: oneHotEnumeration(...all), text: `oneHotEnumeration(${list})` };
  if (codes === 'counting') return { said: enumeration(...all), text: `enumeration(${list})` };
  const given = Object.fromEntries(all.map((name, index) => [name, (index * 5 + codes) % 11]));
  const text = Object.entries(given).map(([name, code]) => `${name}: ${code}`);
  return { said: enumeration(given), text: `enumeration({ ${text.join(', ')} })` };
}

/** `match` on a register of an enumeration, which holds any bits at all, or on a number. */
function choose(body: Body, plan: ConstructPlan & { readonly kind: 'match' }): void {
  const { scribe } = body;
  const type = scalarType(plan.type, scribe.parameters);
  const values = plan.arms.map(arm => scribe.named(evaluated(body, arm, type), 'arm'));
  const [first] = values;
  if (first === undefined) return;
  const valueAt = (index: number): Value => values[index % values.length] ?? first;
  const arms: [string, Value][] = [];
  let subject: Value;
  if (plan.on === 'number') {
    subject = scribe.named(toUint(expression(scribe, plan.subject), 3), 'n');
    [1, 4, 2, 7].slice(0, values.length).forEach((code, index) => {
      arms.push([String(code), valueAt(index)]);
    });
    arms.push(['otherwise', valueAt(values.length - 1)]);
  } else {
    const kind = enumType(plan.on);
    const name = scribe.fresh('Kind');
    scribe.line(`const ${name} = ${kind.text};`);
    const bits = toUint(expression(scribe, plan.subject), kind.said.width);
    subject = scribe.named({ said: unpack(kind.said, bits.said), text: `unpack(${name}, ${bits.text})` }, 'kind');
    kind.said.names.forEach((state: string, index: number) => {
      arms.push([state, valueAt(index)]);
    });
    scribe.values.push({ said: packedOf(subject.said), text: `pack(${subject.text})` });
  }
  const chosen = scribe.fresh('chosen');
  const text = arms.map(([name, value]) => `${name}: () => ${value.text}`).join(', ');
  scribe.line(`const ${chosen} = match(${subject.text}, { ${text} });`);
  const said: unknown = Reflect.apply(match, undefined, [
    subject.said,
    Object.fromEntries(arms.map(([name, value]) => [name, () => value.said])),
  ]);
  if (!isOperand(said)) throw new Error('match gives no value');
  scribe.values.push({ said, text: chosen });
  // As statements, the last arm first among what is assigned.
  const target = wire(body, type, 'm');
  assign(scribe, target, valueAt(arms.length));
  scribe.line(`match(${subject.text}, {`);
  const bodies = arms.map(([name, value], index): [string, () => void] => [
    name,
    () => {
      scribe.line(`  ${name}: () => {`);
      if (index % 3 !== 2) scribe.within(() => scribe.within(() => assign(scribe, target, inverted(value))));
      scribe.line('  },');
    },
  ]);
  Reflect.apply(match, undefined, [subject.said, Object.fromEntries(bodies)]);
  scribe.line('});');
  scribe.values.push(target);
}

const inverted = (value: Value): Value => (value.said.type.kind === 'bool' ? call(value, 'not') : value);

/** A value some cycles later. */
function delay(body: Body, plan: ConstructPlan & { readonly kind: 'pipe' }): void {
  const { scribe, m } = body;
  const value = scribe.named(expression(scribe, plan.value));
  const isReset = plan.isReset && body.hasReset;
  const stages = plan.stages === undefined ? scribe.parameters.K : integer(plan.stages);
  const enable =
    plan.enable === undefined
      ? undefined
      : toBool(call(toBool(expression(scribe, plan.enable)), 'or', toBool(body.init)));
  const name = scribe.fresh('delayed');
  const text = [
    `name: '${name}_taps'`,
    ...(enable === undefined ? [] : [`enable: ${enable.text}`]),
    ...(isReset ? [`reset: 'zero'`] : []),
  ];
  scribe.line(`const ${name} = m.pipe(${value.text}, ${stages.text}, { ${text.join(', ')} });`);
  const said = m.pipe<HwType>(value.said, stages.said, {
    name: `${name}_taps`,
    ...(enable === undefined ? {} : { enable: enable.said }),
    ...(isReset ? { reset: 'zero' as const } : {}),
  });
  scribe.values.push({ said, text: name });
}

function count(body: Body, plan: ConstructPlan & { readonly kind: 'counter' }): void {
  const { scribe, m } = body;
  const modulus = integer(lengthOf(plan.modulus, scribe.parameters));
  const enable = toBool(scribe.named(toBool(expression(scribe, plan.enable)), 'c'));
  const clear = toBool(scribe.named(toBool(expression(scribe, plan.clear), 1), 'c'));
  const name = scribe.fresh('counter');
  scribe.line(
    `const ${name} = m.counter('${name}', ${modulus.text}, { enable: ${enable.text}, clear: ${clear.text} });`,
  );
  const { value, isLast } = m.counter(name, modulus.said, { enable: enable.said, clear: clear.said });
  scribe.values.push({ said: value, text: `${name}.value` }, { said: isLast, text: `${name}.isLast` });
}

/** An assertion that holds whatever its values are, and a cover. */
function property(body: Body, plan: ConstructPlan & { readonly kind: 'assertion' }): void {
  const { scribe, m } = body;
  const [a, b] = [toUint(expression(scribe, plan.left), 8), toUint(expression(scribe, plan.right), 8)];
  const holds = toBool(
    call(
      toBool(call(scribe.named(a, 'p'), 'lt', scribe.named(b, 'p'))),
      'or',
      toBool(call(scribe.named(a, 'p'), 'ge', scribe.named(b, 'p'))),
    ),
  );
  const happens = toBool(call(a, 'eq', b));
  scribe.line(`m.assert(${holds.text}, 'one of two');`);
  m.assert(holds.said, 'one of two');
  scribe.line(`m.cover(${happens.text}, 'the same');`);
  m.cover(happens.said, 'the same');
}

/** A statement that is one construct of the language, on values of what stands before it. */
export function construct(body: Body, plan: ConstructPlan): void {
  const { kind } = plan;
  // What they hold is reset, without a choice.
  if (!body.hasReset && (kind === 'fsm' || kind === 'counter')) return;
  if (kind === 'struct') structure(body, plan);
  else if (kind === 'match') choose(body, plan);
  else if (kind === 'fsm') machine(body, plan);
  else if (kind === 'pipe') delay(body, plan);
  else if (kind === 'counter') count(body, plan);
  else if (kind === 'stream') flow(body, plan);
  else if (kind === 'bits') bits(body, plan);
  else property(body, plan);
}
