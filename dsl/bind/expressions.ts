import { nodeName } from '../conformance.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../ir/declaration.ts';
import { IntExpr, type Width } from '../ir/integer.ts';
import type { Memory } from '../ir/memory.ts';
import type { ElementNode, FoldNode, NeighbourNode, Node } from '../ir/node.ts';
import { operands } from '../ir/visit.ts';
import type { HwType } from '../types.ts';
import type { BoundNode } from './boundNode.ts';
import type { BoundProblem } from './boundProblem.ts';
import type { NodeFactory } from './nodes.ts';
import { dependsOnIndex, type OpenMemory, type Scope } from './scope.ts';
import { flatten, shapedLike, type Value } from './value.ts';

/** A type's scalar at a binding. */
interface Bits {
  readonly width: number;
  readonly signed: boolean;
}

/** Binds nodes in a scope: each once in the scope that it was made in. */
export class Expressions {
  readonly make: NodeFactory;
  readonly problems: BoundProblem[];

  constructor(make: NodeFactory, problems: BoundProblem[]) {
    this.make = make;
    this.problems = problems;
  }

  /** The value of a node as seen from `scope`; deep chains need no deep stack. */
  value(node: Node, scope: Scope): Value {
    const known = this.#home(node, scope).valueOf(node);
    if (known !== undefined) return known;
    const pending: Node[] = [node];
    for (;;) {
      const top = pending.at(-1);
      if (top === undefined) return this.#bound(node, scope);
      const home = this.#home(top, scope);
      if (home.valueOf(top) !== undefined) {
        pending.pop();
        continue;
      }
      const before = pending.length;
      for (const operand of operands(top))
        if (this.#home(operand, scope).valueOf(operand) === undefined) pending.push(operand);
      if (pending.length > before) continue;
      home.setValue(top, this.#bind(top, scope));
      pending.pop();
    }
  }

  scalar(node: Node, scope: Scope): BoundNode {
    return this.pack(this.value(node, scope));
  }

  /** A value as one scalar: itself, or the elements of a vec side by side, index 0 in the low bits. */
  pack(value: Value): BoundNode {
    return value.kind === 'vec' ? this.make.concat(flatten(value).toReversed()) : value;
  }

  /** The scalar type of `type` in a scope; a width below 1 is noted and taken as 1. */
  bits(type: Exclude<HwType, { kind: 'vec' }>, name: string, scope: Scope, site: Node['site']): Bits {
    const width = scope.evaluate(type.width);
    if (width < 1) this.problems.push({ kind: 'zero-width', name, width, scope, site });
    return { width: Math.max(1, width), signed: type.kind === 'sint' };
  }

  /** Every scalar of a type, index 0 first, in the shape of the type. */
  shaped(
    type: HwType,
    scope: Scope,
    name: string,
    site: Node['site'],
    make: (bits: Bits, position: readonly number[]) => BoundNode,
  ): Value {
    if (type.kind !== 'vec') return make(this.bits(type, name, scope, site), []);
    const build = (inner: HwType, position: readonly number[]): Value => {
      if (inner.kind !== 'vec') return make(this.bits(inner, name, scope, site), position);
      const length = scope.evaluate(inner.length);
      if (length < 1) this.problems.push({ kind: 'zero-width', name, width: length, scope, site });
      const { element } = inner;
      return {
        kind: 'vec',
        elements: Array.from({ length: Math.max(1, length) }, (_, index) => build(element, [...position, index])),
      };
    };
    return build(type, []);
  }

  /** A scalar brought to a type that it should have; a difference is noted. */
  fit(value: BoundNode, bits: Bits, what: string, scope: Scope, site: Node['site']): BoundNode {
    if (value.width !== bits.width)
      this.problems.push({ kind: 'width', what, expected: bits.width, actual: value.width, scope, site });
    return this.make.resize(value, bits.width, bits.signed);
  }

  memory(memory: Memory, scope: Scope): OpenMemory {
    const found = scope.enclosing(memory.region)?.memory(memory);
    return found ?? fail('internal', { problem: `memory \`${memory.key}\` is not bound` });
  }

  signal(signal: Declaration, scope: Scope): Value {
    const found = scope.enclosing(signal.region)?.valueOf(signal);
    return found ?? fail('internal', { problem: `\`${signal.key}\` is not bound` });
  }

  /** Position `index` of a vec, or undefined, with a problem noted, where it does not exist. */
  elementAt(node: ElementNode, vector: Value, index: IntExpr, scope: Scope): Value | undefined {
    const elements = vector.kind === 'vec' ? vector.elements : [];
    const position = scope.evaluate(index);
    const found = elements[position];
    if (found === undefined)
      this.problems.push({
        kind: 'index-out-of-range',
        name: nodeName(node.vector),
        index: position,
        length: elements.length,
        scope,
        site: node.site,
        declaration: declarationOf(node.vector),
      });
    return found;
  }

  /** Constants belong to the module, but their types may depend on the index of a loop that was open already. */
  #home(node: Node, scope: Scope): Scope {
    if ((node.kind === 'literal' || node.kind === 'parameter') && dependsOnIndex(node.type.width))
      return scope.openAt(node.id);
    return scope.enclosing(node.region) ?? scope;
  }

  #bound(node: Node, scope: Scope): Value {
    const value = this.#home(node, scope).valueOf(node);
    return value ?? fail('internal', { problem: `a ${node.kind} node is read before it is bound` });
  }

  #scalar(node: Node, scope: Scope): BoundNode {
    return this.pack(this.#bound(node, scope));
  }

  /** The node itself; its operands are bound. */
  #bind(node: Node, scope: Scope): Value {
    const { make } = this;
    switch (node.kind) {
      case 'literal':
        return this.shaped(node.type, scope, 'a constant', node.site, ({ width, signed }) =>
          make.literal(node.value, width, signed),
        );
      case 'parameter': {
        const value = BigInt(scope.evaluate(node.value));
        return this.shaped(node.type, scope, 'a constant', node.site, ({ width, signed }) =>
          make.literal(value, width, signed),
        );
      }
      case 'read':
        return this.signal(node.signal, scope);
      case 'neighbour':
        return this.#neighbour(node, scope);
      case 'element':
        return this.#element(node, scope);
      case 'unary': {
        const operand = this.#bound(node.operand, scope);
        if (operand.kind !== 'vec') return make.unary(node.operator, operand);
        if (node.operator === 'not') return shapedLike(operand, scalar => make.not(scalar));
        return make.unary(node.operator, this.pack(operand));
      }
      case 'binary': {
        const left = this.#bound(node.left, scope);
        const right = this.#bound(node.right, scope);
        if (left.kind === 'vec' && node.type.kind === 'vec') {
          const others = flatten(right);
          return shapedLike(left, (scalar, position) => make.binary(node.operator, scalar, others[position] ?? scalar));
        }
        const first = this.pack(left);
        return make.binary(node.operator, first, this.fit(this.pack(right), first, 'operand', scope, node.site));
      }
      case 'shift':
        return make.shift(node.direction, this.#scalar(node.operand, scope), this.#scalar(node.amount, scope));
      case 'mux': {
        const condition = this.#scalar(node.condition, scope);
        const others = flatten(this.#bound(node.whenFalse, scope));
        return shapedLike(this.#bound(node.whenTrue, scope), (scalar, position) =>
          make.mux(condition, scalar, this.fit(others[position] ?? scalar, scalar, 'operand', scope, node.site)),
        );
      }
      case 'resize': {
        const operand = this.#scalar(node.operand, scope);
        const { width, signed } = this.bits(scalarType(node.type), 'a value', scope, node.site);
        return make.resize(operand, width, signed);
      }
      case 'slice':
        return this.#slice(
          this.#scalar(node.operand, scope),
          scope.evaluate(node.low),
          this.bits(scalarType(node.type), 'a slice', scope, node.site).width,
          scope,
          node.site,
        );
      case 'concat':
        return make.concat(node.operands.map(operand => this.#scalar(operand, scope)));
      case 'cast':
        return this.#cast(this.#bound(node.operand, scope), node, scope);
      case 'vec':
        return { kind: 'vec', elements: node.elements.map(element => this.#bound(element, scope)) };
      case 'memory-read':
        return make.memoryRead(this.memory(node.memory, scope), this.#scalar(node.address, scope), node.site);
      case 'fold':
        return this.#fold(node, scope);
      case 'undefined':
        return this.shaped(node.type, scope, 'an undefined value', node.site, ({ width, signed }) =>
          make.undefined(width, signed),
        );
    }
  }

  #neighbour(node: NeighbourNode, scope: Scope): Value {
    const iterations = scope.iterations(node.loop);
    const position = scope.evaluate(node.index);
    const value = iterations[position]?.valueOf(node.signal);
    if (value !== undefined) return value;
    this.problems.push({
      kind: 'index-out-of-range',
      name: node.loop.label,
      index: position,
      length: iterations.length,
      scope,
      site: node.site,
      declaration: undefined,
    });
    return this.#zero(node.type, scope, node);
  }

  #zero(type: HwType, scope: Scope, node: Node): Value {
    return this.shaped(type, scope, 'a value', node.site, ({ width, signed }) => this.make.literal(0n, width, signed));
  }

  #element(node: ElementNode, scope: Scope): Value {
    const vector = this.#bound(node.vector, scope);
    if (node.index instanceof IntExpr)
      return this.elementAt(node, vector, node.index, scope) ?? this.#zero(node.type, scope, node);
    const index = this.#scalar(node.index, scope);
    const name = nodeName(node.vector);
    const elements = vector.kind === 'vec' ? vector.elements : [vector];
    const scalars = elements.map(flatten);
    const [first] = elements;
    if (first === undefined) return this.#zero(node.type, scope, node);
    return shapedLike(first, (scalar, position) =>
      this.make.select(
        index,
        scalars.map(element => element[position] ?? scalar),
        name,
        node.site,
      ),
    );
  }

  #slice(operand: BoundNode, low: number, width: number, scope: Scope, site: Node['site']): BoundNode {
    const needed = low + width;
    if (low < 0 || needed > operand.width) {
      this.problems.push({ kind: 'width', what: 'slice', expected: needed, actual: operand.width, scope, site });
      const from = Math.max(0, low);
      return this.make.slice(this.make.resize(operand, from + width, false), from, width);
    }
    return this.make.slice(operand, low, width);
  }

  #cast(operand: Value, node: Extract<Node, { kind: 'cast' }>, scope: Scope): Value {
    const packed = this.pack(operand);
    const { type } = node;
    if (type.kind !== 'vec')
      return this.fit(packed, this.bits(type, 'a cast', scope, node.site), 'cast', scope, node.site);
    let low = 0;
    const value = this.shaped(type, scope, 'a cast', node.site, ({ width, signed }) => {
      const part = this.#slice(packed, low, width, scope, node.site);
      low += width;
      return this.make.resize(part, width, signed);
    });
    if (low < packed.width)
      this.problems.push({ kind: 'width', what: 'cast', expected: low, actual: packed.width, scope, site: node.site });
    return value;
  }

  /** A balanced tree over the elements, each at the result's type first. */
  #fold(node: FoldNode, scope: Scope): BoundNode {
    const { width, signed } = this.bits(scalarType(node.type), 'a fold', scope, node.site);
    const { operator } = node;
    let level = flatten(this.#bound(node.vector, scope)).map(element => this.make.resize(element, width, signed));
    const join = (left: BoundNode, right: BoundNode): BoundNode => {
      if (operator !== 'min' && operator !== 'max') return this.make.binary(operator, left, right);
      const less = this.make.binary('lt', left, right);
      return operator === 'min' ? this.make.mux(less, left, right) : this.make.mux(less, right, left);
    };
    while (level.length > 1) {
      const next: BoundNode[] = [];
      for (let position = 0; position < level.length; position += 2) {
        const [left, right] = level.slice(position, position + 2);
        if (left !== undefined) next.push(right === undefined ? left : join(left, right));
      }
      level = next;
    }
    return level[0] ?? this.make.literal(0n, width, signed);
  }
}

/** The type of a node that can only be a scalar. */
function scalarType(type: HwType): { readonly kind: 'uint' | 'sint'; readonly width: Width } {
  return { kind: type.kind === 'sint' ? 'sint' : 'uint', width: type.width };
}

/** The declaration that a chain of elements starts from. */
function declarationOf(node: Node): Declaration | undefined {
  if (node.kind === 'read' || node.kind === 'neighbour') return node.signal;
  return node.kind === 'element' ? declarationOf(node.vector) : undefined;
}
