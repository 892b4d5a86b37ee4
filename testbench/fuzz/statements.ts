import {
  type Builder,
  genFor,
  genIf,
  type HwType,
  type IntExpr,
  indexWidth,
  type Operand,
  type Relation,
  uint,
  vec,
  when,
  zero,
} from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { coerce, constantOf, isVec, toBool, toIndex, toUint } from './coerce.ts';
import { elementIndex, expression } from './expression.ts';
import type { ActionPlan, ConstructPlan, ExpressionPlan, OutputPlan, StatementPlan } from './plan.ts';
import {
  call,
  integer,
  lengthOf,
  type Said,
  type Scribe,
  scalarType,
  typeOf,
  typeText,
  type Value,
  widthOf,
} from './scribe.ts';

/** A register of the module, and what is known of how it is written. */
export interface Register {
  readonly value: Value;
  /** A generate loop writes it; no other may. */
  inLoop: boolean;
}

/** What the statements of one module share. */
export interface Body {
  readonly scribe: Scribe;
  readonly m: Builder;
  readonly init: Value;
  readonly initAddress: Value;
  readonly registers: readonly Register[];
}

/** Calls a method of something that can be assigned, for its effect. */
export function assign(scribe: Scribe, target: Value, value: Said): void {
  scribe.line(`${target.text}.set(${value.text});`);
  Reflect.apply(Reflect.get(target.said, 'set'), target.said, [value.said]);
}

/** Declares one wire. */
export function wire({ scribe, m }: Pick<Body, 'scribe' | 'm'>, type: HwType, prefix = 'w'): Value {
  const name = scribe.fresh(prefix);
  scribe.line(`const { ${name} } = m.wires({ ${name}: ${typeText(type)} });`);
  const said: Operand<HwType> | undefined = m.wires({ [name]: type })[name];
  if (said === undefined) throw new Error('no wire');
  return { said, text: name };
}

export function register(
  { scribe, m }: Pick<Body, 'scribe' | 'm'>,
  type: HwType,
  reset: 'none' | 'zero' | bigint,
): Value {
  const name = scribe.fresh('r');
  const isScalar = type.kind !== 'vec' && type.kind !== 'struct';
  const constant = typeof reset === 'bigint' && isScalar ? constantOf(type, reset) : undefined;
  const options =
    reset === 'none' ? { reset: 'none' as const } : constant === undefined ? {} : { reset: { [name]: constant.said } };
  const text =
    reset === 'none'
      ? `, { reset: 'none' }`
      : constant === undefined
        ? ''
        : `, { reset: { ${name}: ${constant.text} } }`;
  scribe.line(`const { ${name} } = m.regs({ ${name}: ${typeText(type)} }${text});`);
  const made: unknown = Reflect.apply(m.regs, m, [{ [name]: type }, options]);
  const said = new Map(Object.entries<Operand<HwType>>(Object(made))).get(name);
  if (said === undefined) throw new Error('no register');
  return { said, text: name };
}

/** While `init` is high, what has no reset is given something that is known. */
export function initialise({ scribe, init, initAddress }: Body, target: Value): void {
  const condition = toBool(init);
  scribe.line(`when(${init.text}, () => {`);
  when(condition.said, () => scribe.within(() => assign(scribe, target, coerce(initAddress, target.said.type))));
  scribe.line('});');
}

export const evaluated = ({ scribe }: Body, plan: ExpressionPlan, type: HwType): Value =>
  coerce(expression(scribe, plan), type);

function set(body: Body, targets: readonly Value[], plan: ActionPlan & { readonly kind: 'set' }): void {
  const { scribe } = body;
  let target = targets[plan.target % targets.length];
  if (target === undefined) return;
  let { variant } = plan;
  while (isVec(target.said) && variant % 4 !== 3) {
    target = call(target, 'at', elementIndex(scribe, target.said.type.length, variant));
    variant >>= 2;
  }
  const { type } = target.said;
  if (type.kind === 'vec' && variant % 8 === 3)
    assign(scribe, target, { said: zero(type), text: `zero(${typeText(type)})` });
  else if (type.kind !== 'vec' && variant % 5 === 4 && plan.value.kind === 'literal')
    assign(scribe, target, constantOf(type, plan.value.value));
  else assign(scribe, target, evaluated(body, plan.value, type));
}

function act(body: Body, targets: readonly Value[], actions: readonly ActionPlan[]): void {
  const { scribe } = body;
  for (const action of actions) {
    if (action.kind === 'set') {
      set(body, targets, action);
      continue;
    }
    const inner = (actions_: readonly ActionPlan[]) => (): void => scribe.within(() => act(body, targets, actions_));
    let chain: ReturnType<typeof when> | undefined;
    const conditions = action.arms.map(({ condition }) =>
      scribe.named(toBoolValue(expression(scribe, condition)), 'c'),
    );
    action.arms.forEach(({ body: actions_ }, position) => {
      const value = conditions[position];
      if (value === undefined) return;
      const condition = toBool(value);
      scribe.line(`${chain === undefined ? 'when' : '}).elseWhen'}(${condition.text}, () => {`);
      chain =
        chain === undefined ? when(condition.said, inner(actions_)) : chain.elseWhen(condition.said, inner(actions_));
    });
    if (action.otherwise !== undefined) {
      scribe.line('}).otherwise(() => {');
      chain?.otherwise(inner(action.otherwise));
    }
    scribe.line('});');
  }
}

const toBoolValue = (value: Value): Value => toBool(value);

function block(body: Body, wires: readonly OutputPlan[], actions: readonly ActionPlan[]): void {
  const { scribe, registers } = body;
  const made = wires.map(({ type: plan, value }) => {
    const type = typeOf(plan, scribe.parameters);
    const given = scribe.named(evaluated(body, value, type));
    const target = wire(body, type);
    assign(scribe, target, given);
    return target;
  });
  act(body, [...made, ...registers.map(({ value }) => value)], actions);
  scribe.values.push(...made);
}

function loop(body: Body, plan: StatementPlan & { readonly kind: 'loop' }): void {
  const { scribe } = body;
  const count = lengthOf(plan.count, scribe.parameters);
  const element = scalarType(plan.element, scribe.parameters);
  const result = wire(body, vec(count, element));
  const owned = body.registers.filter(
    ({ value: { said }, inLoop }) => !inLoop && isVec(said) && toExpr(said.type.length).minus(count).constant === 0,
  );
  const chosen = plan.register === undefined ? undefined : owned[plan.register % Math.max(1, owned.length)];
  if (chosen !== undefined) chosen.inLoop = true;
  inLoop(scribe, count, index => {
    const here = call(result, 'at', index);
    const { split } = plan;
    const usual = scribe.named(evaluated(body, plan.value, element));
    let value = usual;
    if (split !== undefined) {
      const relation = { said: index.said.eq(split.at), text: `${index.text}.eq(${split.at})` };
      value = chooseIn(
        scribe,
        relation,
        () => evaluated(body, split.value, element),
        () => usual,
      );
    }
    if (plan.clocked === 'no') assign(scribe, here, value);
    else {
      const own = register(body, element, plan.clocked);
      const enable = toBool(expression(scribe, plan.enable));
      scribe.line(`when(${enable.text}, () => {`);
      when(enable.said, () => scribe.within(() => assign(scribe, own, value)));
      scribe.line('});');
      if (plan.clocked === 'none') initialise(body, own);
      assign(scribe, here, own);
    }
    if (chosen === undefined) return;
    const enable = toBool(expression(scribe, plan.enable), 1);
    let target = call(chosen.value, 'at', index);
    if (isVec(target.said)) target = call(target, 'at', elementIndex(scribe, target.said.type.length, 1));
    scribe.line(`when(${enable.text}, () => {`);
    // A register that is written outside the loop too cannot depend on what the loop declares.
    when(enable.said, () => scribe.within(() => assign(scribe, target, coerce(usual, target.said.type))));
    scribe.line('});');
  });
  scribe.values.push(result);
}

export function inLoop(scribe: Scribe, count: ReturnType<typeof lengthOf>, body: (index: Said<IntExpr>) => void): void {
  const label = scribe.fresh('loop');
  const line = `genFor(${integer(count).text}, '${label}', `;
  genFor(count, label, index =>
    scribe.within(() => {
      const text = integer(index).text;
      scribe.outer(`${line}${text} => {`);
      scribe.indices.push({ said: index, text, count });
      body({ said: index, text });
    }),
  );
  scribe.line('});');
}

/** A value from one of two branches of a `genIf`. */
function chooseIn(scribe: Scribe, relation: Said<Relation>, holds: () => Value, fails: () => Value): Value {
  const name = scribe.fresh('choice');
  scribe.line(`const ${name} = genIf(${relation.text}, ['here', () => {`);
  const branch = (made: () => Value) => (): Operand<HwType> =>
    scribe.within(() => {
      const { said, text } = made();
      scribe.line(`return ${text};`);
      return said;
    });
  const otherwise = (): Operand<HwType> => {
    scribe.line("}], ['elsewhere', () => {");
    return branch(fails)();
  };
  const said: Operand<HwType> = genIf<Operand<HwType>>(
    relation.said,
    ['here', branch(holds)],
    ['elsewhere', otherwise],
  );
  scribe.line('}]);');
  return { said, text: name };
}

function scan(body: Body, plan: StatementPlan & { readonly kind: 'scan' }): void {
  const { scribe, m } = body;
  const count = lengthOf(plan.count, scribe.parameters);
  const type = scalarType(plan.type, scribe.parameters);
  const initial = scribe.named(evaluated(body, plan.initial, type));
  const label = scribe.fresh('scan');
  scribe.line(`const ${label} = m.scan('${label}', ${integer(count).text}, ${initial.text}, (previous, index) => {`);
  const said: Operand<HwType> = m.scan<HwType>(label, count, initial.said, (previous, index) =>
    scribe.within(() => {
      const text = integer(index).text;
      scribe.line(`const ${text} = index;`);
      scribe.indices.push({ said: index, text, count });
      // In front, where most references count from.
      scribe.values.push({ said: previous, text: 'previous' }, { said: previous, text: 'previous' });
      const value = evaluated(body, plan.step, type);
      scribe.line(`return ${value.text};`);
      return value.said;
    }),
  );
  scribe.line('});');
  scribe.values.push({ said, text: label });
}

const relations = ['eq', 'ne', 'atLeast', 'atMost', 'lessThan', 'greaterThan'] as const;

function choice(body: Body, plan: StatementPlan & { readonly kind: 'genIf' }): void {
  const { scribe } = body;
  const { K, N, W, V, S } = scribe.parameters;
  const parameter = [K, N, W, V, S][plan.parameter % 5] ?? K;
  const method = relations[plan.comparison % relations.length] ?? 'eq';
  const relation = {
    said: toExpr(parameter.said)[method](plan.value),
    text: `toExpr(${parameter.text}).${method}(${plan.value})`,
  };
  const type = scalarType(plan.type, scribe.parameters);
  const value = chooseIn(
    scribe,
    relation,
    () => evaluated(body, plan.holds, type),
    () => evaluated(body, plan.fails, type),
  );
  scribe.values.push(value);
}

function memory(body: Body, plan: StatementPlan & { readonly kind: 'memory' }): void {
  const { scribe, m, init, initAddress } = body;
  const { lanes } = plan;
  const depth = lengthOf(plan.depth, scribe.parameters);
  const laneWidth = lanes === undefined ? undefined : widthOf(lanes.width, scribe.parameters);
  const word =
    lanes === undefined || laneWidth === undefined
      ? scalarType(plan.type, scribe.parameters)
      : uint(toExpr(laneWidth).times(lanes.count));
  const options = {
    readDuringWrite: plan.readDuringWrite,
    ...(laneWidth === undefined ? {} : { laneWidth }),
  };
  const name = scribe.fresh('mem');
  const laneText = laneWidth === undefined ? '' : `, laneWidth: ${integer(laneWidth).text}`;
  scribe.line(
    `const ${name} = m.mem('${name}', ${typeText(word)}, ${integer(depth).text}, { readDuringWrite: '${plan.readDuringWrite}'${laneText} });`,
  );
  const made = m.mem<HwType>(name, word, depth, options);
  const initialising = toBool(init);
  const reads = plan.reads.map(({ synchronous, address, enable }) => {
    const at = toIndex(scribe, expression(scribe, address), depth);
    const read = scribe.fresh('read');
    if (!synchronous) {
      scribe.line(`const ${read} = ${name}.read(${at.text});`);
      return { said: made.read(at.said), text: read };
    }
    if (enable === undefined) {
      scribe.line(`const ${read} = ${name}.readSync(${at.text});`);
      return { said: made.readSync(at.said), text: read };
    }
    const enabled = toBool(call(toBool(expression(scribe, enable)), 'or', initialising));
    scribe.line(`const ${read} = ${name}.readSync(${at.text}, ${enabled.text});`);
    return { said: made.readSync(at.said, enabled.said), text: read };
  });
  scribe.values.push(...reads);
  for (const { address, value, enable, mask } of plan.writes) {
    const at = toIndex(scribe, expression(scribe, address), depth);
    const data = evaluated(body, value, word);
    const bits = mask === undefined || lanes === undefined ? undefined : toUint(expression(scribe, mask), lanes.count);
    // Until every word is known, nothing may be written that depends on one.
    const enabled = toBool(call(toBool(expression(scribe, enable)), 'and', toBool(call(init, 'not'))));
    scribe.line(
      `when(${enabled.text}, () => ${name}.write(${at.text}, ${data.text}${bits === undefined ? '' : `, ${bits.text}`}));`,
    );
    when(enabled.said, () => made.write(at.said, data.said, bits?.said));
  }
  // Every word is written before the first output is compared.
  const inside = toBool(call(call(initAddress, 'lt', integer(depth)), 'and', initialising));
  const at = toUint(initAddress, indexBits(depth));
  const data = coerce(initAddress, word);
  scribe.line(`when(${inside.text}, () => ${name}.write(${at.text}, ${data.text}));`);
  when(inside.said, () => made.write(at.said, data.said));
}

const indexBits = (depth: ReturnType<typeof lengthOf>) => {
  const bits = indexWidth(depth);
  return bits.constant ?? bits;
};

/** A statement, except an instance and single constructs. */
export function statement(
  body: Body,
  plan: Exclude<StatementPlan, ConstructPlan | { readonly kind: 'instance' }>,
): void {
  const { scribe } = body;
  const { kind } = plan;
  if (kind === 'let') scribe.values.push(scribe.named(expression(scribe, plan.value)));
  else if (kind === 'block') block(body, plan.wires, plan.actions);
  else if (kind === 'loop') loop(body, plan);
  else if (kind === 'scan') scan(body, plan);
  else if (kind === 'genIf') choice(body, plan);
  else memory(body, plan);
}
