import { type HwType, type Memory, type MemoryOptions, type Operand, uint, when } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import type { BoolType } from '../../dsl/types.ts';
import { type Body, evaluated } from './body.ts';
import { coerce, constantOf, toBool, toIndex, toUint, type Uint } from './coerce.ts';
import { expression } from './expression.ts';
import type { MemoryPlan } from './planStatements.ts';
import { call, integer, lengthOf, type Said, scalarType, typeText, type Value, widthOf } from './scribe.ts';

/** When a write happens, and where. */
interface Write {
  readonly enable: Said<Operand<BoolType>>;
  readonly address: Said<Operand<Uint>>;
}

/** A memory that is being described. */
interface Described extends Said<Memory<HwType>> {
  readonly word: HwType;
  readonly depth: ReturnType<typeof lengthOf>;
  /** The writes so far. */
  readonly writes: Write[];
}

const and = (left: Value, right: Value): Said<Operand<BoolType>> => toBool(call(toBool(left), 'and', toBool(right)));
const not = (value: Value): Value => call(toBool(value), 'not');

/** Whether one of the writes meets an address. */
const meeting = (writes: readonly Write[], address: Value): Value | undefined =>
  writes
    .map((write): Value => and(write.enable, call(write.address, 'eq', address)))
    .reduce<Value | undefined>((all, one) => (all === undefined ? one : call(all, 'or', one)), undefined);

function wordType({ scribe }: Body, { lanes, type }: MemoryPlan): HwType {
  if (lanes === undefined) return scalarType(type, scribe.parameters);
  return uint(toExpr(widthOf(lanes.width, scribe.parameters)).times(lanes.count));
}

/** What a memory begins with: words that any width holds, or an expression of the address. */
function initOf(
  { init }: MemoryPlan,
  word: HwType,
  { depth }: Pick<Described, 'depth'>,
): Said<Pick<MemoryOptions, 'init'>> {
  if (init === 'none') return { said: {}, text: '' };
  if (init === 'each') {
    if (word.kind === 'bool') return { said: { init: () => true }, text: ', init: () => true' };
    // One bit with a sign holds -1 and 0.
    const least = word.kind === 'sint' ? 1 : 0;
    const text = `, init: address => address.mod(2)${least === 0 ? '' : '.minus(1)'}`;
    return { said: { init: address => address.mod(2).minus(least) }, text };
  }
  const values = init.map(value => constantOf(word, value));
  const [rest = constantOf(word, 0n)] = values;
  // A depth that is a parameter may be 1.
  const most = toExpr(depth).constant ?? 1;
  const words = values.slice(1, 1 + most);
  return {
    said: { init: { words: words.map(({ said }) => said), rest: rest.said } },
    text: `, init: { words: [${words.map(({ text }) => text).join(', ')}], rest: ${rest.text} }`,
  };
}

function declare(body: Body, plan: MemoryPlan): Described {
  const { scribe, m } = body;
  const depth = lengthOf(plan.depth, scribe.parameters);
  const word = wordType(body, plan);
  const laneWidth = plan.lanes === undefined ? undefined : widthOf(plan.lanes.width, scribe.parameters);
  const init = initOf(plan, word, { depth });
  const name = scribe.fresh('mem');
  const { readDuringWrite, writers } = plan;
  const laneText = laneWidth === undefined ? '' : `, laneWidth: ${integer(laneWidth).text}`;
  scribe.line(
    `const ${name} = m.mem('${name}', ${typeText(word)}, ${integer(depth).text}, { readDuringWrite: '${readDuringWrite}', writers: '${writers}'${laneText}${init.text} });`,
  );
  const options = { readDuringWrite, writers, ...init.said, ...(laneWidth === undefined ? {} : { laneWidth }) };
  return { said: m.mem<HwType>(name, word, depth, options), text: name, word, depth, writes: [] };
}

/** Describes a write, under its condition. */
function write(
  { scribe }: Body,
  memory: Described,
  { enable, address }: Write,
  data: Value,
  lanes?: Said<Operand<Uint>>,
) {
  const mask = lanes === undefined ? '' : `, ${lanes.text}`;
  scribe.line(`when(${enable.text}, () => ${memory.text}.write(${address.text}, ${data.text}${mask}));`);
  when(enable.said, () => memory.said.write(address.said, data.said, lanes?.said));
  memory.writes.push({ enable, address });
}

function writeAll(body: Body, plan: MemoryPlan, memory: Described): void {
  const { scribe, init } = body;
  for (const { address, value, enable, mask } of plan.writes) {
    const at = toIndex(scribe, expression(scribe, address), memory.depth);
    const data = evaluated(body, value, memory.word);
    const lanes =
      mask === undefined || plan.lanes === undefined ? undefined : toUint(expression(scribe, mask), plan.lanes.count);
    // Until everything is known, nothing may be written that depends on it.
    let enabled = and(expression(scribe, enable), not(init));
    const met = plan.writers === 'disjoint' ? meeting(memory.writes, at) : undefined;
    if (met !== undefined) enabled = and(enabled, not(met));
    const named = toBool(scribe.named(enabled, 'writes'));
    write(body, memory, { enable: named, address: at }, data, lanes);
  }
  if (plan.init !== 'none') return;
  // Every word is written before the first output is compared.
  const { initAddress } = body;
  const inside = and(call(initAddress, 'lt', integer(memory.depth)), init);
  const at = toIndex(scribe, initAddress, memory.depth);
  write(body, memory, { enable: inside, address: at }, coerce(initAddress, memory.word));
}

type ReadPlan = MemoryPlan['reads'][number];

/** Describes a read, and gives its word. */
function read({ scribe, init }: Body, memory: Described, plan: ReadPlan): Value {
  const { kind, latency, follows, address, enable } = plan;
  const followed = follows === undefined ? undefined : memory.writes[follows]?.address;
  const at = followed ?? toIndex(scribe, expression(scribe, address), memory.depth);
  const name = scribe.fresh('read');
  if (kind === 'now') {
    scribe.line(`const ${name} = ${memory.text}.read(${at.text});`);
    return { said: memory.said.read(at.said), text: name };
  }
  // Ports read while everything is being brought to known values.
  let enabled = enable === undefined ? undefined : toBool(call(toBool(expression(scribe, enable)), 'or', toBool(init)));
  // What a word is that is written and read at once is left open: it must not be read then.
  const met = kind === 'undefined' ? meeting(memory.writes, at) : undefined;
  if (met !== undefined) enabled = enabled === undefined ? toBool(not(met)) : and(enabled, not(met));
  const given = {
    latency,
    ...(kind === 'memory' ? {} : { readDuringWrite: kind }),
    ...(enabled === undefined ? {} : { enable: enabled.said }),
  };
  const text = [
    `latency: ${latency}`,
    ...(kind === 'memory' ? [] : [`readDuringWrite: '${kind}'`]),
    ...(enabled === undefined ? [] : [`enable: ${enabled.text}`]),
  ];
  scribe.line(`const ${name} = ${memory.text}.readSync(${at.text}, { ${text.join(', ')} });`);
  return { said: memory.said.readSync(at.said, given), text: name };
}

/** A memory with its ports: the words that it gives can be read by what stands behind it. */
export function memory(body: Body, plan: MemoryPlan): void {
  const described = declare(body, plan);
  writeAll(body, plan, described);
  body.scribe.values.push(...plan.reads.map(each => read(body, described, each)));
}
