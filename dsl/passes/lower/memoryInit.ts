import type { Region } from '../../ir/hwModule.ts';
import { IntExpr, lowerBound, toExpr, type Width } from '../../ir/integer.ts';
import type { InitialPart, InitialWord, Memory, MemoryInit } from '../../ir/memory.ts';
import {
  countingLoop,
  type Expression,
  type Item,
  identifier,
  integer,
  type Statement,
  type Variable,
} from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';

const set = (target: Expression, value: Expression): Statement => ({ kind: 'assign', blocking: true, target, value });

const isSymbolic = (word: InitialWord): boolean => word.some(({ value }) => value instanceof IntExpr);

/** Whether words are made by a function: where they are expressions, or every lane takes its bits of them. */
const needsFunction = ({ words, rest, each, lane }: MemoryInit): boolean =>
  each !== undefined ||
  (lane !== undefined ? true : [...words, ...(rest === undefined ? [] : [rest])].some(isSymbolic));

function joined(parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'concat', operands: parts };
}

/** The variables of a function, as parts of words need them. */
class Locals {
  readonly integers: string[] = [];
  readonly variables: Variable[] = [];
  readonly #frame: Frame;
  readonly #region: Region;
  readonly #used = new Map<string, number>();
  #unused: string | undefined;

  constructor(frame: Frame, region: Region) {
    this.#frame = frame;
    this.#region = region;
  }

  /** A variable that the function has already is another one. */
  name(base: string): string {
    const position = this.#used.get(base) ?? 0;
    this.#used.set(base, position + 1);
    return this.#frame.localName(base, position, this.#region);
  }

  /**
   * A part of a word at its own width. Of an expression, which has 32 bits, a variable holds the value, and where only
   * parameters know the width, another the value with its sign in front, from which the low bits are taken.
   */
  part({ width, value }: InitialPart, steps: Statement[]): Expression {
    const { integers, values } = this.#frame;
    if (typeof value === 'bigint') return values.constant(width, value);
    const number = this.name('number');
    this.integers.push(number);
    steps.push(set(identifier(number), integers.expression(value)));
    const sign: Expression = { kind: 'select', base: identifier(number), index: integer(31) };
    const bits = integers.expression(width);
    const { constant } = toExpr(width);
    if (constant === 32) return identifier(number);
    if (constant !== undefined && constant < 32) {
      this.gather(identifier(number), steps);
      return { kind: 'low-part', base: identifier(number), width: bits };
    }
    const wide: Expression = {
      kind: 'concat',
      operands: [
        { kind: 'replicate', count: constant === undefined ? bits : integer(constant - 32), operand: sign },
        identifier(number),
      ],
    };
    if (constant !== undefined) return wide;
    const held = this.name('wide');
    const total = toExpr(width).plus(32);
    this.variables.push({ name: held, width: integers.expression(total), bits: total, signed: false });
    steps.push(set(identifier(held), wide));
    this.gather(identifier(held), steps);
    return { kind: 'low-part', base: identifier(held), width: bits };
  }

  /** Notes that bits of a variable go nowhere, in the way that the tools know. */
  gather(variable: Expression, steps: Statement[]): void {
    if (this.#unused === undefined) {
      this.#unused = this.name('unused_bits');
      this.variables.push({ name: this.#unused, width: undefined, bits: 1, signed: false });
    }
    const zero: Expression = { kind: 'sized', width: 1, value: 0n, signed: false };
    const gathered: Expression = { kind: 'concat', operands: [zero, variable, zero] };
    steps.push(set(identifier(this.#unused), { kind: 'unary', operator: '&', operand: gathered }));
  }

  /** Gives `target` a word. */
  word(word: InitialWord, target: Expression): Statement[] {
    const steps: Statement[] = [];
    const value = joined(word.map(part => this.part(part, steps)));
    return [...steps, set(target, value)];
  }
}

/** The name of the function that makes a memory's words, the same wherever it is asked for. */
const functionName = (frame: Frame, { key, id }: Memory, region: Region): string =>
  frame.localName(`${key}_word`, id, region);

/** A function that gives the word at an address, or the bits of it that a lane holds. */
function wordFunction(frame: Frame, memory: Memory, init: MemoryInit, home: Region): Item {
  const { integers, names, values } = frame;
  const name = functionName(frame, memory, home);
  const locals = new Locals(frame, home);
  const address = locals.name('address');
  const { words, rest, each, lane } = init;
  const total: Width = lane === undefined ? memory.type.width : lane.total;
  const whole = lane === undefined ? undefined : locals.name('word');
  const target = identifier(whole ?? name);
  const others = (): Statement[] =>
    rest === undefined ? [set(target, values.constant(total, 0n))] : locals.word(rest, target);
  const body: Statement[] = [];
  if (each !== undefined) body.push(...names.withIndex(each.index.key, address, () => locals.word(each.word, target)));
  else if (words.length === 0) {
    // All words are the same.
    locals.gather(identifier(address), body);
    body.push(...others());
  } else
    body.push({
      kind: 'case',
      subject: identifier(address),
      arms: words.map((word, at) => ({ label: integer(at), body: locals.word(word, target) })),
      otherwise: others(),
    });
  const inputs: (Item & { kind: 'function' })['inputs'][number][] = [{ name: address, width: 'integer' }];
  if (lane !== undefined && whole !== undefined) {
    const number = locals.name('lane');
    inputs.push({ name: number, width: 'integer' });
    locals.variables.push({ name: whole, width: frame.integers.expression(total), bits: total, signed: false });
    // Times 1, a lane of one bit, it is an index itself, of which the high bits are not read.
    if (lowerBound(toExpr(lane.width)) < 2) locals.gather(identifier(number), body);
    const width = integers.expression(lane.width);
    const low: Expression = { kind: 'binary', operator: '*', left: identifier(number), right: width, tight: true };
    body.push(set(identifier(name), { kind: 'part', base: identifier(whole), low, width }));
  }
  return {
    kind: 'function',
    name,
    width: frame.range(memory.type),
    signed: false,
    inputs,
    variables: locals.variables,
    integers: locals.integers,
    body,
  };
}

/** The functions for the words of memories of which every iteration of a loop holds a lane. */
export function laneFunctions(frame: Frame, loop: Region): Item[] {
  return loop.memories.flatMap(memory =>
    memory.init?.lane === undefined ? [] : [wordFunction(frame, memory, memory.init, loop.parent ?? loop)],
  );
}

/** What gives a memory its first words. */
export function initItems(frame: Frame, memory: Memory): Item[] {
  const { init, region } = memory;
  if (init === undefined) return [];
  const { integers, names, values } = frame;
  const target = identifier(names.of(memory));
  const word = (index: Expression): Expression => ({ kind: 'select', base: target, index });
  const depth = integers.expression(memory.depth);
  const loop = (from: number, value: (address: Expression) => Expression): Item => {
    const label = names.scopes.allocate(`init_${names.of(memory)}`, region);
    const address = frame.localName('i', 0, region);
    const counting = countingLoop(address, depth, [set(word(identifier(address)), value(identifier(address)))]);
    return {
      kind: 'initial',
      label,
      integers: [address],
      body: [counting.kind === 'for' ? { ...counting, initial: integer(from) } : counting],
    };
  };
  if (needsFunction(init)) {
    const { lane } = init;
    const name = functionName(frame, memory, lane === undefined ? region : (region.parent ?? region));
    const more = lane === undefined ? [] : [integers.expression(lane.index)];
    const filling = loop(0, address => ({ kind: 'call', name, operands: [address, ...more] }));
    return lane === undefined ? [wordFunction(frame, memory, init, region), filling] : [filling];
  }
  const { words, rest, file } = init;
  const join = (given: InitialWord): Expression =>
    joined(given.map(({ width, value }) => values.constant(width, typeof value === 'bigint' ? value : 0n)));
  const given: Statement[] =
    file === undefined
      ? words.map((each, at) => set(word(integer(at)), join(each)))
      : [
          {
            kind: 'task',
            name: '$readmemh',
            operands: [`${frame.dataPath}${file.name}`, target, integer(0), integer(words.length - 1)],
          },
        ];
  const first: Item[] = given.length === 0 ? [] : [{ kind: 'initial', integers: [], body: given }];
  return rest === undefined ? first : [...first, loop(words.length, () => join(rest))];
}
