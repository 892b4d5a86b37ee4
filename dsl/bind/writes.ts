import { nodeName } from '../conformance.ts';
import { IntExpr, toExpr } from '../ir/integer.ts';
import type { ElementNode, Node, SliceNode } from '../ir/node.ts';
import { isBitOfNumber, targetSignal, wholeOf } from '../ir/target.ts';
import { Assignments } from './assignments.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { Declarations } from './declare.ts';
import type { BoundDynamicWrite, BoundWrite } from './design.ts';
import type { Domains } from './domains.ts';
import { type Enable, gated } from './enable.ts';
import type { Expressions } from './expressions.ts';
import type { BitRange } from './pieces.ts';
import type { Scope } from './scope.ts';
import { flatten, type Value } from './value.ts';

/** Part of an assignment's target, and the condition under which a dynamic index means it. */
interface Target {
  readonly value: Value;
  readonly guard: BoundNode | undefined;
  /** Of a number, where only some bits are meant. */
  readonly bits?: BitRange;
  /** Which of the bits is meant, where a value chooses one. */
  readonly position?: BoundNode;
}

/** Where an assignment stands, and what drives by it. */
export interface WriteOrigin {
  readonly scope: Scope;
  readonly driver: BoundWrite['driver'];
  readonly site: Node['site'];
}

/** Assigns values to the leaves that targets mean. */
export class Writes {
  readonly assignments: Assignments;
  readonly all: BoundWrite[] = [];
  readonly dynamic: BoundDynamicWrite[] = [];
  readonly #expressions: Expressions;
  readonly #domains: Domains;

  constructor(expressions: Expressions, declarations: Declarations, domains: Domains) {
    this.#expressions = expressions;
    this.#domains = domains;
    this.assignments = new Assignments(expressions.make, declarations.reads);
  }

  /** To a target as a statement says it. */
  assign(target: Node, value: Value, origin: WriteOrigin, enable: Enable): void {
    for (const part of this.#targets(target, origin.scope, enable)) this.#assignPart(part, value, origin, target);
  }

  /** To a whole signal; `named` is what messages call the value. */
  connect(signal: Value, value: Value, origin: WriteOrigin, named: Node): void {
    this.#assignPart({ value: signal, guard: undefined }, value, origin, named);
  }

  /** To one leaf, where `guard` holds. */
  drive(
    leaf: BoundLeaf,
    value: BoundNode,
    driver: BoundWrite['driver'],
    site: Node['site'],
    guard?: BoundNode | undefined,
  ): void {
    this.assignments.assign(leaf, value, guard);
    this.all.push({ leaf, bits: undefined, driver, site });
  }

  #assignPart(target: Target, value: Value, origin: WriteOrigin, named: Node): void {
    if (target.bits !== undefined) {
      this.#assignBits(target, target.bits, value, origin, named);
      return;
    }
    const { scope, driver, site } = origin;
    const scalars = flatten(value);
    const targets = flatten(target.value);
    if (scalars.length !== targets.length)
      this.#expressions.problems.push({
        kind: 'width',
        what: `elements of ${nodeName(named)}`,
        expected: targets.length,
        actual: scalars.length,
        scope,
        site,
      });
    for (const [position, read] of targets.entries()) {
      const scalar = scalars[position];
      if (read.kind !== 'signal' || scalar === undefined) continue;
      const fitted = this.#expressions.fit(scalar, read, nodeName(named), scope, site);
      this.drive(read.leaf, fitted, driver, site, target.guard);
    }
  }

  #assignBits(target: Target, bits: BitRange, value: Value, origin: WriteOrigin, named: Node): void {
    const { scope, driver, site } = origin;
    const { value: read, guard, position } = target;
    if (read.kind !== 'signal' || value.kind === 'vec') return;
    const { leaf } = read;
    const width = position === undefined ? bits.width : 1;
    const fitted = this.#expressions.fit(value, { width, signed: false }, nodeName(named), scope, site);
    if (position === undefined) this.assignments.assignBits(leaf, bits, fitted, guard);
    else this.assignments.assignChosenBit(leaf, bits, fitted, position, guard);
    this.all.push({ leaf, bits, driver, site });
  }

  /** What a target means: one part, or one for every element that a dynamic index can choose. */
  #targets(target: Node, scope: Scope, enable: Enable): readonly Target[] {
    if (target.kind === 'read') return [{ value: this.#expressions.signal(target.signal, scope), guard: undefined }];
    const whole = wholeOf(target);
    if (whole === undefined) return [];
    const parts = this.#targets(whole, scope, enable);
    if (target.kind === 'slice') return parts.flatMap(part => this.#slice(target, part, scope));
    if (target.kind !== 'element') return parts;
    if (isBitOfNumber(target)) return this.#bit(target, parts, scope, enable);
    const { index } = target;
    if (index instanceof IntExpr)
      return parts.flatMap(({ value, guard }) => {
        const element = this.#expressions.elementAt(target, value, index, scope);
        return element === undefined ? [] : [{ value: element, guard }];
      });
    const { make } = this.#expressions;
    const [first] = parts;
    const length = first?.value.kind === 'vec' ? first.value.elements.length : 0;
    const position = this.#chosen(target, index, length, scope, enable);
    const limit = 2n ** BigInt(position.width);
    const chosen = Array.from({ length: limit < length ? Number(limit) : length }, (_, element) =>
      make.binary('eq', position, make.literal(BigInt(element), position.width, position.signed)),
    );
    return parts.flatMap(({ value, guard }) =>
      (value.kind === 'vec' ? value.elements : []).flatMap((element, at) => {
        const matches = chosen[at];
        return matches === undefined ? [] : [{ value: element, guard: make.and(guard, matches) }];
      }),
    );
  }

  /** The value of an index, which the simulator compares with the length. */
  #chosen(target: ElementNode, index: Node, length: number, scope: Scope, enable: Enable): BoundNode {
    const position = this.#expressions.scalar(index, scope);
    const name = nodeName(target.vector);
    const signal = targetSignal(target);
    const domain = signal?.role === 'register' ? this.#domains.of(signal.domain, scope) : undefined;
    const enabled = gated(this.#expressions.make, enable(), domain);
    this.dynamic.push({ enable: enabled, index: position, length, name, domain, site: target.site });
    return position;
  }

  /** Some bits of a number, or of bits of one. */
  #slice(target: SliceNode, { value, guard, bits }: Target, scope: Scope): Target[] {
    if (value.kind === 'vec') return [];
    const low = scope.evaluate(target.low);
    const width = scope.evaluate(toExpr(target.type.width));
    const total = bits?.width ?? value.width;
    if (low >= 0 && width >= 1 && low + width <= total)
      return [{ value, guard, bits: { low: (bits?.low ?? 0) + low, width } }];
    const what = nodeName(target);
    this.#expressions.problems.push({
      kind: 'width',
      what: what === 'value' ? 'slice' : what,
      expected: low + width,
      actual: total,
      scope,
      site: target.site,
    });
    return [];
  }

  /** The bit of a number that an index chooses. */
  #bit(target: ElementNode, parts: readonly Target[], scope: Scope, enable: Enable): Target[] {
    const { index } = target;
    const [first] = parts;
    if (first === undefined || first.value.kind === 'vec') return [];
    const length = first.bits?.width ?? first.value.width;
    const position = index instanceof IntExpr ? undefined : this.#chosen(target, index, length, scope, enable);
    return parts.flatMap(({ value, guard, bits = { low: 0, width: length } }): Target[] => {
      if (position !== undefined) return [{ value, guard, bits, position }];
      const at = index instanceof IntExpr ? scope.evaluate(index) : 0;
      // What lies beyond is reported where the index is checked.
      return at < 0 || at >= length ? [] : [{ value, guard, bits: { low: bits.low + at, width: 1 } }];
    });
  }
}
