import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Region } from '../../ir/hwModule.ts';
import { atomsOf, evaluate, type IntExpr } from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import type { LoopStatement } from '../../ir/statement.ts';
import type { Values } from './bindings.ts';
import type { TriedRelation } from './existence.ts';
import { illegalInstance } from './parameterValues.ts';
import { bindingText, placed } from './place.ts';

/** Index values tried for one obligation at one binding; of longer loops, the first and the last iterations. */
const iterationLimit = 4096;

/** Where a relation fails: parameters and indices by name, and the binding to evaluate with. */
interface Counterexample {
  readonly values: ReadonlyMap<string, number>;
}

/** Loops around a region, outermost first, and the conditions of the branches that lead to it. */
interface Surroundings {
  readonly loops: readonly LoopStatement[];
  readonly conditions: readonly Relation[];
}

/** For every region of a module, what surrounds it. */
export function surroundings(root: Region): ReadonlyMap<Region, Surroundings> {
  const found = new Map<Region, Surroundings>();
  const visit = (region: Region, around: Surroundings): void => {
    found.set(region, around);
    for (const statement of region.statements) {
      if (statement.kind === 'loop') visit(statement.region, { ...around, loops: [...around.loops, statement] });
      if (statement.kind !== 'choose') continue;
      const failed: Relation[] = [];
      for (const { condition, region: inner } of statement.branches) {
        const conditions = [...around.conditions, ...failed, ...(condition === undefined ? [] : [condition])];
        visit(inner, { ...around, conditions });
        if (condition !== undefined) failed.push(condition.not());
      }
    }
  };
  visit(root, { loops: [], conditions: [] });
  return found;
}

/** The expressions that a relation compares. */
function sidesOf({ tree }: Relation): readonly IntExpr[] {
  if (tree.kind === 'comparison') return [tree.left, tree.right];
  return [...sidesOf(tree.left), ...sidesOf(tree.right)];
}

/** Tries one obligation, at every value of the indices that it depends on. */
export class Trial {
  readonly obligation: TriedRelation;
  readonly #conditions: readonly Relation[];
  readonly #loops: readonly LoopStatement[];
  /** The parameters on which it depends, whether it holds and how often it is tried. */
  readonly parameters: readonly string[];

  constructor(obligation: TriedRelation, { loops, conditions }: Surroundings) {
    this.obligation = obligation;
    this.#conditions = conditions;
    const needed = new Set([obligation.relation, ...conditions].flatMap(sidesOf).flatMap(keysOf));
    for (const { index, count } of loops.toReversed())
      if (needed.has(index.key)) for (const key of keysOf(count)) needed.add(key);
    this.#loops = loops.filter(({ index }) => needed.has(index.key));
    this.parameters = [...needed].filter(key => !loops.some(({ index }) => index.key === key));
  }

  /** Equal for bindings between which the relation cannot tell. */
  key(values: Values): string {
    return this.parameters.map(name => values[name]).join(',');
  }

  /** The first values at which the relation does not hold although its region exists. */
  fails(values: Values): Counterexample | undefined {
    const binding = new Map(Object.entries(values));
    let left = iterationLimit;
    const iterate = (depth: number): boolean => {
      const loop = this.#loops[depth];
      if (loop === undefined) {
        left--;
        return (
          this.#conditions.every(condition => condition.holds(binding)) && !this.obligation.relation.holds(binding)
        );
      }
      const count = evaluate(loop.count, binding);
      for (let position = 0; position < count; position++) {
        if (left < 0 && position > 2) position = Math.max(position, count - 2);
        binding.set(loop.index.key, position);
        if (iterate(depth + 1)) return true;
      }
      return false;
    };
    return iterate(0) ? { values: binding } : undefined;
  }

  /** What a user is told about a failure. */
  report({ values }: Counterexample): Diagnostic {
    const { relation, code, target, site, targetSite } = this.obligation;
    const binding = bindingText(this.#binding(values));
    const [left, right] = sidesOf(relation);
    const number = (side: IntExpr | undefined): string => (side === undefined ? '' : String(evaluate(side, values)));
    const text = (side: IntExpr | undefined): string => side?.toString() ?? '';
    const places = [...placed(site, ''), ...placed(targetSite, 'declared here')];
    switch (code) {
      case 'unproved-width': {
        const equal = relation.tree.kind === 'comparison' && relation.tree.comparison === '==';
        return diagnostic(
          'unproved-width',
          {
            target,
            targetSize: text(left),
            value: equal ? 'its value' : 'what is used of it',
            valueSize: text(right),
            problem: equal ? 'differ' : 'do not allow it',
            binding,
            targetValue: number(left),
            neededValue: number(right),
          },
          places,
        );
      }
      case 'constant-out-of-range':
        return diagnostic('unproved-constant', { value: target, binding, relation: relation.toString() }, places);
      case 'zero-width':
        return diagnostic(
          'zero-width',
          { width: number(left), detail: `: \`${target}\` has ${text(left)} when ${binding}` },
          places,
        );
      case 'index-out-of-range': {
        const { index, length } = this.obligation.indexed ?? {};
        const holes = { index: text(index), name: target, length: text(length) };
        const detail = `: it is ${number(index)} of ${number(length)} when ${binding}`;
        return diagnostic('index-out-of-range', { ...holes, detail }, places);
      }
      case 'illegal-instance': {
        const { module = '', problem } = this.obligation.instance ?? {};
        return illegalInstance(target, module, this.#binding(values), problem?.(values) ?? '', [
          ...placed(site, ''),
          ...placed(targetSite, 'stated here'),
        ]);
      }
    }
  }

  /** The parameters and indices that the relation and the conditions on the way to it depend on. */
  #binding(values: ReadonlyMap<string, number>): Values {
    const atoms = new Map(
      [this.obligation.relation, ...this.#conditions].flatMap(sidesOf).flatMap(side => [...atomsOf(side)]),
    );
    for (const { count, index } of this.#loops)
      if (atoms.has(index.key)) for (const [key, atom] of atomsOf(count)) atoms.set(key, atom);
    const named = [...atoms.values()].filter(({ kind }) => kind !== 'operation');
    const order = (kind: string): number => (kind === 'parameter' ? 0 : 1);
    return Object.fromEntries(
      named
        .toSorted((a, b) => order(a.kind) - order(b.kind))
        .map(({ key, kind, ...atom }) => ['name' in atom ? atom.name : key, values.get(key) ?? 0]),
    );
  }
}

function keysOf(expression: IntExpr): readonly string[] {
  return [...atomsOf(expression).keys()];
}
