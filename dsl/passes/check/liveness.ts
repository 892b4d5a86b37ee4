import type { Declaration, Memory, Node, Region, Statement } from '../../ir/hw.ts';
import { IntExpr } from '../../ir/integer.ts';
import { operands, regionsOf, valuesOf } from '../../ir/visit.ts';

/** What holds a value: its being read keeps alive what it is made from. */
export type Holder = Declaration | Memory;

/** Which signals and memories of a module have an influence on what can be seen from outside, or are read on purpose. */
export class Liveness {
  readonly #sources = new Map<Holder, Set<Holder>>();
  readonly #pending: Holder[] = [];
  readonly #live = new Set<Holder>();
  readonly #read = new Set<Holder>();
  readonly #assigned = new Set<Holder>();
  readonly #holders = new Map<Node, ReadonlySet<Holder>>();

  constructor(root: Region) {
    this.#region(root);
    for (let holder = this.#pending.pop(); holder !== undefined; holder = this.#pending.pop())
      for (const source of this.#sources.get(holder) ?? []) this.#keep(source);
  }

  /** Whether the value goes anywhere but round in circles. */
  isLive(holder: Holder): boolean {
    return this.#live.has(holder);
  }

  /** Whether anything reads the value at all, if only itself. */
  isRead(holder: Holder): boolean {
    return this.#read.has(holder);
  }

  isAssigned(holder: Holder): boolean {
    return this.#assigned.has(holder);
  }

  #keep(holder: Holder): void {
    if (this.#live.has(holder)) return;
    this.#live.add(holder);
    this.#pending.push(holder);
  }

  /** The signals and memories that a node reads. */
  #holdersOf(root: Node): ReadonlySet<Holder> {
    const known = this.#holders.get(root);
    if (known !== undefined) return known;
    const found = new Set<Holder>();
    const seen = new Set<Node>();
    const pending = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.kind === 'read' || node.kind === 'neighbour') found.add(node.signal);
      if (node.kind === 'memory-read') found.add(node.memory);
      pending.push(...operands(node));
    }
    for (const holder of found) this.#read.add(holder);
    this.#holders.set(root, found);
    return found;
  }

  #region(region: Region): void {
    for (const signal of region.signals) {
      const { role, domain } = signal;
      if (role === 'output') this.#keep(signal);
      for (const control of [domain?.reset?.signal, domain?.enable]) if (control !== undefined) this.#keep(control);
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
        this.#assign(statement.signal, [statement.value, ...indicesOf(statement.target), ...conditions]);
        return;
      case 'memory-write':
        this.#assign(statement.memory, [statement.address, statement.value, ...conditions]);
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
          if (port.role === 'input') this.#keepAll(value);
          else {
            const signal = signalOf(value);
            if (signal !== undefined) this.#assign(signal, []);
            for (const index of indicesOf(value)) this.#keepAll(index);
          }
        }
        for (const value of valuesOf(statement)) if (!connected.has(value)) this.#keepAll(value);
        return;
      }
      default:
        for (const value of [...valuesOf(statement), ...conditions]) this.#keepAll(value);
    }
  }

  #keepAll(node: Node): void {
    for (const holder of this.#holdersOf(node)) this.#keep(holder);
  }

  #assign(target: Holder, values: readonly Node[]): void {
    this.#assigned.add(target);
    const sources = this.#sources.get(target) ?? new Set<Holder>();
    this.#sources.set(target, sources);
    for (const value of values) for (const holder of this.#holdersOf(value)) sources.add(holder);
  }
}

function signalOf(target: Node): Declaration | undefined {
  if (target.kind === 'read') return target.signal;
  return target.kind === 'element' ? signalOf(target.vector) : undefined;
}

/** Dynamic indices in the target of an assignment. */
function indicesOf(target: Node): readonly Node[] {
  if (target.kind !== 'element') return [];
  return [...(target.index instanceof IntExpr ? [] : [target.index]), ...indicesOf(target.vector)];
}
