import type { ClockDomain } from '../ir/clockDomain.ts';
import type { Declaration } from '../ir/declaration.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import type { Binding, IntExpr, Width } from '../ir/integer.ts';
import { evaluate } from '../ir/integer.ts';
import type { Memory } from '../ir/memory.ts';
import type { Node } from '../ir/node.ts';
import type { InstanceStatement } from '../ir/statement.ts';
import type { CallSite } from '../source/location.ts';
import type { BoundDomain } from './boundClock.ts';
import type { BoundNode } from './boundNode.ts';
import type { BoundInstance, BoundScope } from './boundScope.ts';
import type { BoundMemory, BoundMemoryWrite } from './design.ts';
import type { Value } from './value.ts';

/** A memory while its writes are still being gathered. */
export type OpenMemory = BoundMemory & { readonly writes: BoundMemoryWrite[] };

/** Where an instance comes from. */
export interface InstanceOrigin {
  readonly statement: InstanceStatement;
  readonly scope: Scope;
}

/** A module instance, with what depends on its parameters alone worked out once. */
export class InstanceState implements BoundInstance {
  readonly path: string;
  readonly module: HwModule;
  readonly values: Readonly<Record<string, number>>;
  readonly parent: InstanceState | undefined;
  readonly site: CallSite | undefined;
  /** The statement that it comes from, and where that stands; undefined for the top. */
  readonly origin: InstanceOrigin | undefined;
  /** Resets it beside `rst`, where it or an instance around it has a reset of its own. */
  readonly alsoReset: BoundNode | undefined;
  /** Values of expressions without loop indices. */
  readonly known = new Map<IntExpr, number>();
  /** Its clock domains; undefined stands for that of a module that declares none. */
  readonly domains = new Map<ClockDomain | undefined, BoundDomain>();

  constructor(
    path: string,
    module: HwModule,
    values: Readonly<Record<string, number>>,
    origin: InstanceOrigin | undefined,
    alsoReset?: BoundNode,
  ) {
    this.path = path;
    this.module = module;
    this.values = values;
    this.parent = origin?.scope.instance;
    this.site = origin?.statement.site;
    this.origin = origin;
    this.alsoReset = alsoReset;
  }
}

/** Whether an expression depends on a loop index. */
export const dependsOnIndex = (width: Width): boolean => typeof width !== 'number' && width.usesIndex;

/** A region at one value of its indices: what is declared there, and the values of nodes made there. */
export class Scope implements BoundScope, Binding {
  readonly region: Region;
  readonly path: string;
  readonly instance: InstanceState;
  readonly parent: Scope | undefined;
  /** The value of the region's own index; loops only. */
  readonly position: number | undefined;
  /** The iterations, in order, of every loop that stands in the region; most regions have none. */
  #loops: Map<Region, readonly Scope[]> | undefined;
  /** What is bound in the scope, at the id of the node or declaration counted from that of the region. */
  readonly #bound: (Value | undefined)[];
  #memories: Map<Memory, OpenMemory> | undefined;
  /** By name, the count of the last copy: names are never given back. */
  readonly #copies = new Map<string, number>();

  constructor(region: Region, path: string, instance: InstanceState, parent: Scope | undefined, position?: number) {
    this.region = region;
    this.path = path;
    this.instance = instance;
    this.parent = parent;
    this.position = position;
    this.#bound = new Array((region.nodes.at(-1)?.id ?? region.id) + 1 - region.id);
  }

  /** The value of a node or a declaration that belongs to the region, once it is known. */
  valueOf({ id }: Node | Declaration): Value | undefined {
    return this.#bound[id - this.region.id];
  }

  setValue({ id }: Node | Declaration, value: Value): void {
    this.#bound[id - this.region.id] = value;
  }

  memory(memory: Memory): OpenMemory | undefined {
    return this.#memories?.get(memory);
  }

  addMemory(memory: Memory, bound: OpenMemory): void {
    this.#memories ??= new Map();
    this.#memories.set(memory, bound);
  }

  addLoop(loop: Region, iterations: readonly Scope[]): void {
    this.#loops ??= new Map();
    this.#loops.set(loop, iterations);
  }

  /** The value of a parameter or loop index. */
  get(key: string): number | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent)
      if (scope.position !== undefined && scope.region.index?.key === key) return scope.position;
    return this.instance.values[key];
  }

  evaluate(width: Width): number {
    if (typeof width === 'number') return width;
    if (width.constant !== undefined) return width.constant;
    if (width.usesIndex) return evaluate(width, this);
    const known = this.instance.known.get(width);
    if (known !== undefined) return known;
    const value = evaluate(width, this);
    this.instance.known.set(width, value);
    return value;
  }

  /** This scope or the one around it that stands for `region`. */
  enclosing(region: Region): Scope | undefined {
    let scope: Scope | undefined = this;
    while (scope !== undefined && scope.region !== region) scope = scope.parent;
    return scope;
  }

  /** This scope or the innermost one around it whose region was there before the node `id`. */
  openAt(id: number): Scope {
    let scope: Scope = this;
    while (scope.region.id > id && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }

  /** The iterations of a loop that stands in this scope or in one around it. */
  iterations(loop: Region): readonly Scope[] {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const found = scope.#loops?.get(loop);
      if (found !== undefined) return found;
    }
    return [];
  }

  /** The path of something named `name` in this scope. */
  within(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** `name`, with a suffix where the scope has one of that name already. */
  uniqueName(name: string): string {
    let copy = this.#copies.get(name) ?? 0;
    let unique: string;
    do {
      copy++;
      unique = copy === 1 ? name : `${name}_${copy}`;
    } while (copy > 1 && this.#copies.has(unique));
    this.#copies.set(name, copy);
    if (copy > 1) this.#copies.set(unique, 1);
    return unique;
  }
}
