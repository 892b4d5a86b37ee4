import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import { IdSet } from '../../ir/idSet.ts';
import type { Memory } from '../../ir/memory.ts';
import type { Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { dynamicIndices, targetSignal } from '../../ir/target.ts';
import { pushOperands, regionsOf, valuesOf } from '../../ir/visit.ts';

/** What holds a value: its being read keeps alive what it is made from. */
export type Holder = Declaration | Memory;

/** A walk over nodes, each visited once however often it is used, and over the holders that they read. */
class Walk {
  readonly holders = new Set<Holder>();
  readonly #nodes = new IdSet();
  readonly #from: (holder: Holder) => readonly Node[];

  /** `from`: the nodes that a holder leads on to. */
  constructor(from: (holder: Holder) => readonly Node[]) {
    this.#from = from;
  }

  start(nodes: readonly Node[], holders: readonly Holder[] = []): void {
    const pending = [...nodes];
    for (const holder of holders) this.#reach(holder, pending);
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (!this.#nodes.add(node.id)) continue;
      if (node.kind === 'read' || node.kind === 'neighbour') this.#reach(node.signal, pending);
      if (node.kind === 'memory-read') this.#reach(node.memory, pending);
      pushOperands(node, pending);
    }
  }

  #reach(holder: Holder, pending: Node[]): void {
    if (this.holders.has(holder)) return;
    this.holders.add(holder);
    for (const node of this.#from(holder)) pending.push(node);
  }
}

/** Which signals and memories of a module have an influence on what can be seen from outside, or are read on purpose. */
export class Liveness {
  /** What each holder is given, and under which conditions. */
  readonly #sources = new Map<Holder, Node[]>();
  readonly #kept: Node[] = [];
  readonly #keptHolders: Holder[] = [];
  readonly #live = new Walk(holder => this.#sources.get(holder) ?? []);
  /** Walked only where something is not live: mostly nothing is. */
  #read: Walk | undefined;

  constructor(root: Region) {
    this.#region(root);
    this.#live.start(this.#kept, this.#keptHolders);
  }

  /** Whether the value goes anywhere but round in circles. */
  isLive(holder: Holder): boolean {
    return this.#live.holders.has(holder);
  }

  /** Whether anything reads the value at all, if only itself. */
  isRead(holder: Holder): boolean {
    if (this.#read === undefined) {
      this.#read = new Walk(() => []);
      this.#read.start([...this.#kept, ...[...this.#sources.values()].flat()]);
    }
    return this.#read.holders.has(holder);
  }

  isAssigned(holder: Holder): boolean {
    return this.#sources.has(holder);
  }

  #region(region: Region): void {
    for (const signal of region.signals) {
      const { role, domain } = signal;
      if (role === 'output') this.#keptHolders.push(signal);
      for (const control of [domain?.reset?.signal, domain?.enable])
        if (control !== undefined) this.#keptHolders.push(control);
    }
    this.#statements(region.statements, []);
  }

  #statements(statements: readonly Statement[], conditions: readonly Node[]): void {
    for (const statement of statements) {
      this.#statement(statement, conditions);
      for (const region of regionsOf(statement)) this.#region(region);
    }
  }

  #statement(statement: Statement, conditions: readonly Node[]): void {
    switch (statement.kind) {
      case 'assign':
        this.#assign(statement.signal, [statement.value], conditions);
        if (statement.target.kind !== 'read') this.#assign(statement.signal, [...dynamicIndices(statement.target)]);
        return;
      case 'memory-write':
        this.#assign(statement.memory, [statement.address, statement.value], conditions);
        return;
      case 'when': {
        const tested = [...conditions];
        for (const { condition, body } of statement.arms) {
          tested.push(condition);
          this.#statements(body, tested);
        }
        this.#statements(statement.otherwise, tested);
        return;
      }
      case 'loop':
      case 'choose':
        return;
      case 'instance': {
        const connected = new Set<Node>();
        for (const { port, value } of statement.connections) {
          if (value === undefined) continue;
          connected.add(value);
          if (port.role === 'input') this.#kept.push(value);
          else {
            const signal = targetSignal(value);
            if (signal !== undefined) this.#assign(signal, []);
            for (const index of dynamicIndices(value)) this.#kept.push(index);
          }
        }
        for (const value of valuesOf(statement)) if (!connected.has(value)) this.#kept.push(value);
        return;
      }
      default:
        for (const value of [...valuesOf(statement), ...conditions]) this.#kept.push(value);
    }
  }

  #assign(target: Holder, values: Node[], conditions: readonly Node[] = []): void {
    const sources = this.#sources.get(target) ?? values;
    if (sources === values) this.#sources.set(target, values);
    else for (const value of values) sources.push(value);
    for (const condition of conditions) sources.push(condition);
  }
}
