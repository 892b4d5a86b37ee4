import { targetSignal } from '../assignment.ts';
import { nodeName } from '../conformance.ts';
import { IntExpr } from '../ir/integer.ts';
import type { Node } from '../ir/node.ts';
import { Assignments } from './assignments.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { Declarations } from './declare.ts';
import type { BoundDynamicWrite, BoundWrite } from './design.ts';
import type { Domains } from './domains.ts';
import { type Enable, gated } from './enable.ts';
import type { Expressions } from './expressions.ts';
import type { Scope } from './scope.ts';
import { flatten, type Value } from './value.ts';

/** Part of an assignment's target, and the condition under which a dynamic index means it. */
interface Target {
  readonly value: Value;
  readonly guard: BoundNode | undefined;
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
    this.all.push({ leaf, driver, site });
  }

  #assignPart(target: Target, value: Value, { scope, driver, site }: WriteOrigin, named: Node): void {
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

  /** What a target means: one part, or one for every element that a dynamic index can choose. */
  #targets(target: Node, scope: Scope, enable: Enable): readonly Target[] {
    if (target.kind === 'read') return [{ value: this.#expressions.signal(target.signal, scope), guard: undefined }];
    if (target.kind !== 'element') return [];
    const vectors = this.#targets(target.vector, scope, enable);
    const { index } = target;
    if (index instanceof IntExpr)
      return vectors.flatMap(({ value, guard }) => {
        const element = this.#expressions.elementAt(target, value, index, scope);
        return element === undefined ? [] : [{ value: element, guard }];
      });
    const position = this.#expressions.scalar(index, scope);
    const { make } = this.#expressions;
    const [first] = vectors;
    const length = first?.value.kind === 'vec' ? first.value.elements.length : 0;
    const name = nodeName(target.vector);
    const signal = targetSignal(target);
    const domain = signal?.role === 'register' ? this.#domains.of(signal.domain, scope) : undefined;
    const enabled = gated(this.#expressions.make, enable(), domain);
    this.dynamic.push({ enable: enabled, index: position, length, name, domain, site: target.site });
    const limit = 2n ** BigInt(position.width);
    const chosen = Array.from({ length: limit < length ? Number(limit) : length }, (_, element) =>
      make.binary('eq', position, make.literal(BigInt(element), position.width, position.signed)),
    );
    return vectors.flatMap(({ value, guard }) =>
      (value.kind === 'vec' ? value.elements : []).flatMap((element, at) => {
        const matches = chosen[at];
        return matches === undefined ? [] : [{ value: element, guard: make.and(guard, matches) }];
      }),
    );
  }
}
