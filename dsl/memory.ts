import { assign } from './assignment.ts';
import { requireType } from './conformance.ts';
import { callLabel, context, type PathCondition } from './context.ts';
import { read } from './declaredValue.ts';
import { openLoop } from './generate.ts';
import type { Memory as MemoryDeclaration, Node, Region } from './ir/hw.ts';
import { type IntExpr, indexWidth, toExpr, type Width } from './ir/integer.ts';
import * as op from './operations.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNode } from './sources.ts';
import { type BoolType, type HwType, type UIntType, type UnprovedWidth, uint } from './types.ts';
import { signalOf } from './value.ts';
import { when } from './when.ts';

/** What a synchronous read returns that meets a write of the same address in the same cycle. */
export type ReadDuringWrite = 'old' | 'new';

export interface MemoryOptions {
  /** Bits of a lane that can be written alone; words are written whole unless it is given. Divides the width. */
  readonly laneWidth?: Width;
  /** What `readSync` returns for an address that is being written: `old` unless said otherwise. */
  readonly readDuringWrite?: ReadDuringWrite;
  /** Verilog attributes, such as `{ ram_style: 'block' }`. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

type Address = Operand<UIntType<UnprovedWidth>>;

/** Words of one type. Nothing is known of a word before it is first written: memories have no reset. */
export interface Memory<T extends HwType> {
  /** The word at `address`, in the same cycle: flip-flops or distributed memory. */
  read(address: Address): Signal<T>;
  /**
   * The word at `address`, in the next cycle: block memory. While `enable` is low the result stays (with
   * `readDuringWrite: 'new'`, it follows later writes of its address).
   */
  readSync(address: Address, enable?: Operand<BoolType>): Signal<T>;
  /** Writes a word at the clock edge; with lanes, those whose bit of `lanes` is 1. */
  write(address: Address, value: Operand<T>, lanes?: Operand<UIntType<UnprovedWidth>>): void;
}

/** One memory, or one for every lane. */
interface Bank {
  readonly memory: MemoryDeclaration;
  readonly region: Region;
}

export function createMemory<T extends HwType>(key: string, type: T, depth: Width, options: MemoryOptions): Memory<T> {
  const ctx = context('mem');
  if (type.kind === 'vec')
    ctx.report('memory-misuse', {
      problem: 'A vec is the word type',
      name: key,
      suggestion: 'Use a uint of the same width with `pack` and `unpack`.',
    });
  const attributes = options.attributes ?? {};
  const { laneWidth } = options;
  const declareBank = (element: HwType): MemoryDeclaration =>
    ctx.declareMemory({ key, type: element, depth, attributes });
  let bank: Bank | undefined;
  let lane: IntExpr | undefined;
  if (laneWidth === undefined) bank = { memory: declareBank(type), region: ctx.region };
  else
    openLoop(toExpr(type.width).floorDiv(laneWidth), `${key}_lane`, (index, region) => {
      lane = index;
      bank = { memory: declareBank(uint(laneWidth)), region };
    });
  if (bank === undefined) throw new Error('a memory has no bank');
  const { memory, region } = bank;
  const newData = options.readDuringWrite === 'new';
  let reads = 0;

  const checkAddress = (address: Address): Node => {
    const node = operandNode(address);
    requireType('the address', uint(indexWidth(depth)), node.type, `${key} address`);
    return node;
  };
  /** What `body` makes for one bank, gathered over the lanes into one word. */
  const perBank = (suffix: string, body: () => Node): Signal<T> => {
    if (lane === undefined || laneWidth === undefined) return signalOf(type, body());
    const word = ctx.declare('wire', `${key}_${suffix}`, {
      kind: 'vec',
      length: toExpr(type.width).floorDiv(laneWidth),
      element: uint(laneWidth),
      width: type.width,
    });
    const target = read(word.type, word).node;
    const index = lane;
    ctx.inRegion(region, () => {
      const element = ctx.node({ kind: 'element', type: uint(laneWidth), vector: target, index });
      assign(element, body());
    });
    return signalOf(type, op.cast(target, type));
  };
  const memoryRead = (address: Node): Node => ctx.node({ kind: 'memory-read', type: memory.type, memory, address });

  return {
    read: address => {
      const node = checkAddress(address);
      return perBank('word', () => memoryRead(node));
    },
    readSync: (address, enable) => {
      const node = checkAddress(address);
      const suffix = `read${reads === 0 ? '' : `_${reads + 1}`}`;
      reads++;
      const outside = ctx.conditions;
      const under = (body: () => void): void =>
        underConditions(outside, () => (enable === undefined ? body() : void when(enable, body)));
      if (newData) {
        const address_ = ctx.inRegion(ctx.region, () =>
          ctx.declare('register', `${key}_${suffix}_address`, node.type, { reset: { kind: 'none' } }),
        );
        const held = read(node.type, address_).node;
        under(() => assign(held, node));
        return perBank(suffix, () => memoryRead(held));
      }
      return perBank(suffix, () => {
        const result = ctx.declare('register', lane === undefined ? `${key}_${suffix}` : suffix, memory.type, {
          reset: { kind: 'none' },
        });
        const target = read(memory.type, result).node;
        under(() => assign(target, memoryRead(node)));
        return target;
      });
    },
    write: (address, value, lanes) => {
      const node = checkAddress(address);
      const data = operandNode(value);
      requireType('write', type, data.type, key);
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
      if (lane === undefined || laneWidth === undefined) {
        if (lanes !== undefined)
          ctx.report(
            'memory-misuse',
            {
              problem: 'Lanes are given for a write',
              name: key,
              suggestion: 'State `laneWidth` where the memory is declared.',
            },
            [callLabel()],
          );
        push(data);
        return;
      }
      const index = lane;
      const outside = ctx.conditions;
      const mask = lanes === undefined ? undefined : operandNode(lanes);
      const bits = op.cast(data, uint(type.width));
      ctx.inRegion(region, () =>
        underConditions(outside, () => {
          const word = op.slice(bits, index.times(laneWidth), laneWidth);
          if (mask === undefined) push(word);
          else
            when(
              signalOf({ kind: 'bool', width: 1 }, op.cast(op.slice(mask, index, 1), { kind: 'bool', width: 1 })),
              () => push(word),
            );
        }),
      );
    },
  };
}

/** Repeats, in another region, the conditions under which a statement stands. */
function underConditions(conditions: readonly PathCondition[], body: () => void): void {
  const [first, ...rest] = conditions;
  if (first === undefined) {
    body();
    return;
  }
  const boolType: BoolType = { kind: 'bool', width: 1 };
  const node = first.holds ? first.node : op.unary('not', first.node);
  when(signalOf(boolType, node), () => underConditions(rest, body));
}
