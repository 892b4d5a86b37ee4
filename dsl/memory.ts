import { assign } from './assignment.ts';
import { type Attributes, checkedAttributes } from './attributes.ts';
import { requireType } from './conformance.ts';
import { callLabel, compareWidths, context, type PathCondition, widthText } from './context.ts';
import { read } from './declaredValue.ts';
import { openLoop } from './generate.ts';
import { requireRecord } from './given.ts';
import type { NamedBy } from './ir/declaration.ts';
import type { Region } from './ir/hwModule.ts';
import { type IntExpr, indexWidth, toExpr, type Width } from './ir/integer.ts';
import type { MemoryInit as HwInit, Memory as MemoryDeclaration } from './ir/memory.ts';
import type { Node } from './ir/node.ts';
import type { MemoryInit } from './memoryInit.ts';
import { forwardWrites, requireDisjoint, underConditions, type WritePort } from './memoryPorts.ts';
import * as op from './operations.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isOperand, operandNode } from './sources.ts';
import { type BoolType, bool, type HwType, type UIntType, type UnprovedWidth, uint } from './types.ts';
import { signalOf } from './value.ts';
import { when } from './when.ts';

/**
 * What a synchronous read gives that meets a write of the same address in the same cycle: the word before the write
 * (`old`: read first), the word written (`new`: write first, forwarded where the memory cannot), or anything
 * (`undefined`: what costs least).
 */
export type ReadDuringWrite = 'old' | 'new' | 'undefined';

export interface MemoryOptions<T extends HwType = HwType> {
  /** Bits of a lane that can be written alone; words are written whole unless it is given. Divides the width. */
  readonly laneWidth?: Width;
  /** What `readSync` returns for an address that is being written: `old` unless said otherwise. */
  readonly readDuringWrite?: ReadDuringWrite;
  /** What the memory holds before the first clock edge; nothing is known of it unless given. A reset leaves it alone. */
  readonly init?: MemoryInit<T>;
  /**
   * `priority`, unless said otherwise: of several writes that meet at one word, the last in program order wins.
   * `disjoint`: they never meet, which an assertion checks; each becomes a write port of its own.
   */
  readonly writers?: 'priority' | 'disjoint';
  /** Verilog attributes, such as `{ ram_style: 'block' }`. */
  readonly attributes?: Attributes;
  /**
   * Words may be read under another clock than the one under which they are written: what sees to it that none is read
   * while it changes. It goes into the Verilog and the manifest.
   */
  readonly crossing?: string;
}

/** How one synchronous read port reads. */
export interface ReadOptions {
  /** While it is low, the port keeps its word; the port reads in every cycle unless it is given. */
  readonly enable?: Operand<BoolType>;
  /** Cycles from the address to the word: 1 unless said otherwise; 2 puts a register behind the memory's own. */
  readonly latency?: 1 | 2;
  /** What this port gives for an address that is being written; as the memory says unless given. */
  readonly readDuringWrite?: ReadDuringWrite;
}

type Address = Operand<UIntType<UnprovedWidth>>;

/** Words of one type. Nothing is known of a word before it is first written, or given by `init`. */
export interface Memory<T extends HwType> {
  /** The word at `address`, in the same cycle: flip-flops or distributed memory. */
  read(address: Address): Signal<T>;
  /**
   * The word at `address`, in the next cycle: block memory. While `enable` is low, the port keeps its word. It makes a
   * port, so that it cannot stand in a `when`.
   */
  readSync(address: Address, options?: Operand<BoolType> | ReadOptions): Signal<T>;
  /** Writes a word at the clock edge; with lanes, those whose bit of `lanes` is 1. */
  write(address: Address, value: Operand<T>, lanes?: Operand<UIntType<UnprovedWidth>>): void;
}

/** One memory, or one for every lane. */
interface Bank {
  readonly memory: MemoryDeclaration;
  readonly region: Region;
  /** The lane, and how many bits it has. */
  readonly lane: { readonly index: IntExpr; readonly width: Width; readonly count: Width } | undefined;
}

/** Options but for `init`, which is there as the memory holds it: packed into words. */
export interface BankOptions extends Omit<MemoryOptions, 'init'> {
  readonly init: HwInit | undefined;
  /** Where the name comes from the source, and is not the key. */
  readonly namedBy?: NamedBy | undefined;
}

const constantOr = (expression: IntExpr): Width => expression.constant ?? expression;

/** Whether a width is surely so many times another that is a number: every term of it is. */
function isMultiple(width: IntExpr, unit: Width): boolean {
  const { constant } = toExpr(unit);
  if (constant === undefined) return false;
  return width.terms.every(({ coefficient, atoms }) => {
    const factors = atoms.map(atom => (atom.kind === 'parameter' ? atom.multipleOf : 1));
    return factors.reduce((product, factor) => product * factor, coefficient) % constant === 0;
  });
}

function createBank(key: string, type: HwType, depth: Width, options: BankOptions): Bank {
  const ctx = context('mem');
  const { laneWidth, init, writers = 'priority' } = options;
  const attributes = checkedAttributes(options.attributes);
  const declare = (element: HwType, own: HwInit | undefined): MemoryDeclaration =>
    ctx.declareMemory({
      key,
      type: element,
      depth,
      attributes,
      writers,
      init: own,
      namedBy: options.namedBy,
      ...(options.crossing === undefined ? {} : { crossing: options.crossing }),
    });
  if (laneWidth === undefined) return { memory: declare(type, init), region: ctx.region, lane: undefined };
  const count = toExpr(type.width).floorDiv(laneWidth);
  if (!isMultiple(toExpr(type.width), laneWidth) && count.times(laneWidth).key !== toExpr(type.width).key) {
    const rest = toExpr(type.width).mod(laneWidth);
    if (rest.constant !== undefined && rest.constant !== 0)
      ctx.report('memory-misuse', {
        problem: `Lanes of ${widthText(laneWidth)} bits do not divide the ${widthText(type.width)} bits of a word`,
        name: key,
        suggestion: 'Choose a `laneWidth` that divides the width of a word.',
      });
    else if (rest.constant === undefined)
      ctx.oblige({
        relation: rest.eq(0),
        code: 'unproved-width',
        target: `${key} lanes`,
        targetSite: undefined,
        guard: `${widthText(type.width)} must be a multiple of ${widthText(laneWidth)}`,
      });
  }
  const banks: Bank[] = [];
  openLoop(count, `${key}_lane`, (index, region) => {
    const own = init === undefined ? undefined : { ...init, lane: { index, width: laneWidth, total: type.width } };
    const memory = declare(uint(laneWidth), own);
    banks.push({ memory, region, lane: { index, width: laneWidth, count: constantOr(count) } });
  });
  const [bank] = banks;
  if (bank === undefined) throw new Error('a memory has no bank');
  return bank;
}

function checkAddress(key: string, depth: Width, address: Address): Node {
  const node = operandNode(address);
  const needed = indexWidth(depth);
  if (node.type.kind === 'uint' && compareWidths(needed, node.type.width) === 'unequal')
    context('mem').report('memory-address', {
      name: key,
      bits: widthText(node.type.width),
      depth: widthText(depth),
      needed: widthText(needed),
    });
  else requireType('the address', uint(needed), node.type, `${key} address`);
  return node;
}

function checkLanes(key: string, { lane }: Bank, lanes: Node): void {
  const report = (problem: string, suggestion: string): void =>
    context('mem').report('memory-misuse', { problem, name: key, suggestion });
  if (lane === undefined) report('Lanes are given for a write', 'State `laneWidth` where the memory is declared.');
  else if (lanes.type.kind === 'uint' && compareWidths(lane.count, lanes.type.width) === 'unequal')
    report(
      `The lanes of a write are ${widthText(lanes.type.width)} bits, but there are ${widthText(lane.count)} lanes`,
      'Give one bit for each lane, the lowest for the low bits of the word.',
    );
  else requireType('the lanes', uint(lane.count), lanes.type, `${key} lanes`);
}

export function createMemory<T extends HwType>(key: string, type: T, depth: Width, options: BankOptions): Memory<T> {
  const ctx = context('mem');
  const bank = createBank(key, type, depth, options);
  const { memory, region, lane } = bank;
  const writes: WritePort[] = [];
  let reads = 0;
  if (options.writers === 'disjoint') {
    const home = ctx.region;
    ctx.atEnd(() => requireDisjoint(key, writes, home, lane?.count));
  }

  /** What `body` makes for one bank, gathered over the lanes into one word. */
  const perBank = (suffix: string, body: () => Node): Signal<T> => {
    if (lane === undefined) return signalOf(type, body());
    const word = ctx.declare('wire', `${key}_${suffix}`, {
      kind: 'vec',
      length: lane.count,
      element: uint(lane.width),
      width: type.width,
    });
    const target = read(word.type, word).node;
    ctx.inRegion(region, () => {
      const element = ctx.node({ kind: 'element', type: uint(lane.width), vector: target, index: lane.index });
      assign(element, body());
    });
    return signalOf(type, op.cast(target, type));
  };
  const memoryRead = (address: Node): Node => ctx.node({ kind: 'memory-read', type: memory.type, memory, address });
  const register = (name: string): Node => {
    const declared = ctx.declare('register', lane === undefined ? `${key}_${name}` : name, memory.type, {
      reset: { kind: 'none' },
    });
    return read(memory.type, declared).node;
  };

  return {
    read: address => {
      const node = checkAddress(key, depth, address);
      return perBank('word', () => memoryRead(node));
    },
    readSync: (address, given = {}) => {
      if (!isOperand(given)) requireRecord('The options of a read', given);
      const {
        enable,
        latency = 1,
        readDuringWrite = options.readDuringWrite,
      } = isOperand(given) ? { enable: given } : given;
      const node = checkAddress(key, depth, address);
      if (ctx.conditions.length > 0)
        ctx.report('misplaced-statement', {
          operation: '`readSync`',
          place: 'a `when`',
          suggestion:
            'Its word comes in the next cycle, whatever holds then: call it outside, and give the condition as its enable.',
        });
      const suffix = `read${reads === 0 ? '' : `_${reads + 1}`}`;
      reads++;
      const enabled = enable === undefined ? undefined : operandNode(enable);
      return perBank(suffix, () => {
        const result = register(suffix);
        const word = ctx.node({ kind: 'memory-read', type: memory.type, memory, address: node, nameless: true });
        const take = (): void => assign(result, word);
        if (enabled === undefined) take();
        else when(signalOf(bool, enabled), take);
        if (readDuringWrite === 'new' || readDuringWrite === 'undefined') {
          const [home, domain] = [ctx.region, ctx.presentDomain];
          ctx.atEnd(() =>
            forwardWrites(
              { key, memory, result, address: node, enable: enabled, region: home, domain, lane },
              writes,
              readDuringWrite,
            ),
          );
        }
        if (latency === 1) return result;
        const output = register(`${suffix}_output`);
        assign(output, result);
        return output;
      });
    },
    write: (address, value, lanes) => {
      const node = checkAddress(key, depth, address);
      const data = operandNode(value);
      requireType('write', type, data.type, key);
      const mask = lanes === undefined ? undefined : operandNode(lanes);
      if (mask !== undefined) checkLanes(key, bank, mask);
      const conditions: readonly PathCondition[] = ctx.conditions;
      const bits = op.cast(data, lane === undefined ? type : uint(type.width));
      writes.push({
        address: node,
        value: bits,
        lanes: mask,
        conditions,
        region: ctx.region,
        domain: ctx.presentDomain,
        label: callLabel(),
      });
      const push = (word: Node): void => {
        ctx.statements.push({
          kind: 'memory-write',
          id: ctx.nextId(),
          memory,
          address: node,
          value: word,
          ...ctx.inClock(`A write of memory \`${key}\``),
          site: new CallSite(),
        });
      };
      if (lane === undefined) {
        push(data);
        return;
      }
      ctx.inRegion(region, () =>
        underConditions(conditions, () => {
          const word = op.slice(bits, lane.index.times(lane.width), lane.width);
          if (mask === undefined) push(word);
          else when(signalOf(bool, op.cast(op.slice(mask, lane.index, 1), bool)), () => push(word));
        }),
      );
    },
  };
}
