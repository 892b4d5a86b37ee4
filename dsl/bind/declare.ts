import type { Declaration } from '../ir/declaration.ts';
import type { Region } from '../ir/hwModule.ts';
import type { Memory } from '../ir/memory.ts';
import type { HwType } from '../types.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { Expressions } from './expressions.ts';
import { initialWords } from './initialWords.ts';
import { type InstanceState, type OpenMemory, Scope } from './scope.ts';
import type { Value } from './value.ts';

/** How a declaration is called in paths. */
export type NameOf = (declaration: Declaration | Memory) => string;

/** A signal in one scope, with what reading it gives. */
export interface DeclaredSignal {
  readonly declaration: Declaration;
  readonly scope: Scope;
  readonly value: Value;
}

/** Makes scopes with everything that is declared in them. */
export class Declarations {
  readonly leaves: BoundLeaf[] = [];
  /** What reading a leaf gives, at the position of its index. */
  readonly reads: BoundNode[] = [];
  readonly registers: DeclaredSignal[] = [];
  readonly memories: OpenMemory[] = [];
  readonly #expressions: Expressions;
  readonly #nameOf: NameOf;

  constructor(expressions: Expressions, nameOf: NameOf) {
    this.#expressions = expressions;
    this.#nameOf = nameOf;
  }

  scope(region: Region, path: string, instance: InstanceState, parent: Scope | undefined, position?: number): Scope {
    const scope = new Scope(region, path, instance, parent, position);
    for (const declaration of region.signals) this.#signal(declaration, scope);
    for (const memory of region.memories) this.#memory(memory, scope);
    return scope;
  }

  /** A free input that no description declares. */
  free(key: string, type: HwType, scope: Scope): BoundNode {
    const { region } = scope;
    const declaration: Declaration = { id: -1, role: 'input', key, type, region, site: undefined, attributes: {} };
    const leaf: BoundLeaf = {
      index: this.leaves.length,
      name: scope.within(scope.uniqueName(key)),
      width: 1,
      signed: false,
      role: 'input',
      declaration,
      position: [],
      scope,
    };
    this.leaves.push(leaf);
    const read = this.#expressions.make.signal(leaf);
    this.reads.push(read);
    return read;
  }

  #signal(declaration: Declaration, scope: Scope): void {
    const name = scope.within(scope.uniqueName(this.#nameOf(declaration)));
    const value = this.#expressions.shaped(
      declaration.type,
      scope,
      declaration.key,
      declaration.site,
      ({ width, signed }, position) => {
        const leaf: BoundLeaf = {
          index: this.leaves.length,
          name: position.length === 0 ? name : `${name}[${position.join('][')}]`,
          width,
          signed,
          role: declaration.role,
          declaration,
          position,
          scope,
        };
        this.leaves.push(leaf);
        const read = this.#expressions.make.signal(leaf);
        this.reads.push(read);
        return read;
      },
    );
    if (declaration.role === 'register') this.registers.push({ declaration, scope, value });
    scope.setValue(declaration, value);
  }

  #memory(declaration: Memory, scope: Scope): void {
    const { type, key, site } = declaration;
    const expressions = this.#expressions;
    const { width, signed } =
      type.kind === 'vec'
        ? { width: scope.evaluate(type.width), signed: false }
        : expressions.bits(type, key, scope, site);
    const depth = scope.evaluate(declaration.depth);
    if (depth < 1) expressions.problems.push({ kind: 'zero-width', name: key, width: depth, scope, site });
    const memory: OpenMemory = {
      index: this.memories.length,
      name: scope.within(scope.uniqueName(this.#nameOf(declaration))),
      width,
      signed,
      depth: Math.max(1, depth),
      declaration,
      scope,
      init:
        declaration.init === undefined ? undefined : initialWords(declaration.init, depth, { width, signed }, scope),
      writes: [],
    };
    this.memories.push(memory);
    scope.addMemory(declaration, memory);
  }
}
