import { assign } from './assignment.ts';
import type { Attributes } from './attributes.ts';
import { requireType } from './conformance.ts';
import { callLabel, compareWidths, context, widthText } from './context.ts';
import { read } from './declaredValue.ts';
import { requireRecord } from './given.ts';
import { indexWidth, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import { type Bank, type BankOptions, createBank } from './memoryBank.ts';
import type { MemoryInit } from './memoryInit.ts';
import { forwardWrites, requireDisjoint, underConditions, type WritePort } from './memoryPorts.ts';
import type { ModuleContext } from './moduleContext.ts';
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

/** Options but for `init`, which is there as the memory holds it. */
export interface WordOptions extends Omit<MemoryOptions, 'init'>, BankOptions {}

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

/** The words of a memory with its ports, as the module describes them. */
class Words<T extends HwType> implements Memory<T> {
  readonly #ctx: ModuleContext;
  readonly #key: string;
  readonly #type: T;
  readonly #depth: Width;
  readonly #bank: Bank;
  readonly #readDuringWrite: ReadDuringWrite | undefined;
  readonly #writes: WritePort[] = [];
  #reads = 0;

  constructor(key: string, type: T, depth: Width, options: WordOptions) {
    const ctx = context('mem');
    this.#ctx = ctx;
    this.#key = key;
    this.#type = type;
    this.#depth = depth;
    this.#bank = createBank(key, type, depth, options);
    this.#readDuringWrite = options.readDuringWrite;
    const home = ctx.region;
    if (options.writers === 'disjoint')
      ctx.atEnd(() => requireDisjoint(key, this.#writes, home, this.#bank.lane?.count));
  }

  /** What `body` makes for one bank, gathered over the lanes into one word. */
  #perBank(suffix: string, body: () => Node): Signal<T> {
    const { region, lane } = this.#bank;
    const ctx = this.#ctx;
    if (lane === undefined) return signalOf(this.#type, body());
    const word = ctx.declare('wire', `${this.#key}_${suffix}`, {
      kind: 'vec',
      length: lane.count,
      element: uint(lane.width),
      width: this.#type.width,
    });
    const target = read(word.type, word).node;
    ctx.inRegion(region, () => {
      const element = ctx.node({ kind: 'element', type: uint(lane.width), vector: target, index: lane.index });
      assign(element, body());
    });
    return signalOf(this.#type, op.cast(target, this.#type));
  }

  #register(name: string): Node {
    const { memory, lane } = this.#bank;
    const declared = this.#ctx.declare('register', lane === undefined ? `${this.#key}_${name}` : name, memory.type, {
      reset: { kind: 'none' },
    });
    return read(memory.type, declared).node;
  }

  read(address: Address): Signal<T> {
    const { memory } = this.#bank;
    const node = checkAddress(this.#key, this.#depth, address);
    return this.#perBank('word', () =>
      this.#ctx.node({ kind: 'memory-read', type: memory.type, memory, address: node }),
    );
  }

  readSync(address: Address, given: Operand<BoolType> | ReadOptions = {}): Signal<T> {
    if (!isOperand(given)) requireRecord('The options of a read', given);
    const options: ReadOptions = isOperand(given) ? { enable: given } : given;
    const node = checkAddress(this.#key, this.#depth, address);
    if (this.#ctx.conditions.length > 0)
      this.#ctx.report('misplaced-statement', {
        operation: '`readSync`',
        place: 'a `when`',
        suggestion:
          'Its word comes in the next cycle, whatever holds then: call it outside, and give the condition as its enable.',
      });
    const suffix = `read${this.#reads === 0 ? '' : `_${this.#reads + 1}`}`;
    this.#reads++;
    const enable = options.enable === undefined ? undefined : operandNode(options.enable);
    return this.#perBank(suffix, () => this.#takenWord(suffix, node, enable, options));
  }

  /** The register of one bank that takes the word at `address`, and the one behind it where there is one. */
  #takenWord(
    suffix: string,
    address: Node,
    enable: Node | undefined,
    { latency = 1, readDuringWrite = this.#readDuringWrite }: ReadOptions,
  ): Node {
    const ctx = this.#ctx;
    const { memory, lane } = this.#bank;
    const result = this.#register(suffix);
    const word = ctx.node({ kind: 'memory-read', type: memory.type, memory, address, nameless: true });
    const take = (): void => assign(result, word);
    if (enable === undefined) take();
    else when(signalOf(bool, enable), take);
    if (readDuringWrite === 'new' || readDuringWrite === 'undefined') {
      const port = { key: this.#key, memory, result, address, enable, lane };
      const [region, domain] = [ctx.region, ctx.presentDomain];
      ctx.atEnd(() => forwardWrites({ ...port, region, domain }, this.#writes, readDuringWrite));
    }
    if (latency === 1) return result;
    const output = this.#register(`${suffix}_output`);
    assign(output, result);
    return output;
  }

  write(address: Address, value: Operand<T>, lanes?: Operand<UIntType<UnprovedWidth>>): void {
    const ctx = this.#ctx;
    const { region, lane } = this.#bank;
    const node = checkAddress(this.#key, this.#depth, address);
    const data = operandNode(value);
    requireType('write', this.#type, data.type, this.#key);
    const mask = lanes === undefined ? undefined : operandNode(lanes);
    if (mask !== undefined) checkLanes(this.#key, this.#bank, mask);
    const { conditions } = ctx;
    const bits = op.cast(data, lane === undefined ? this.#type : uint(this.#type.width));
    this.#writes.push({
      address: node,
      value: bits,
      lanes: mask,
      conditions,
      region: ctx.region,
      domain: ctx.presentDomain,
      label: callLabel(),
    });
    if (lane === undefined) {
      this.#push(node, data);
      return;
    }
    ctx.inRegion(region, () =>
      underConditions(conditions, () => {
        const word = op.slice(bits, lane.index.times(lane.width), lane.width);
        if (mask === undefined) this.#push(node, word);
        else when(signalOf(bool, op.cast(op.slice(mask, lane.index, 1), bool)), () => this.#push(node, word));
      }),
    );
  }

  #push(address: Node, value: Node): void {
    const ctx = this.#ctx;
    ctx.statements.push({
      kind: 'memory-write',
      id: ctx.nextId(),
      memory: this.#bank.memory,
      address,
      value,
      ...ctx.inClock(`A write of memory \`${this.#key}\``),
      site: new CallSite(),
    });
  }
}

/** A memory in the module that is being described; its functions can be taken out of it. */
export function createMemory<T extends HwType>(key: string, type: T, depth: Width, options: WordOptions): Memory<T> {
  const words = new Words(key, type, depth, options);
  return {
    read: address => words.read(address),
    readSync: (address, given) => words.readSync(address, given),
    write: (address, value, lanes) => words.write(address, value, lanes),
  };
}
