import type { HwModule, Region } from '../../ir/hwModule.ts';
import { atomsOf, evaluate, type IntExpr, type Width } from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import { type IntegerSpec, rangeViolation } from '../../params.ts';
import type { HwType } from '../../types.ts';

/** Values of a module's parameters, all of them. */
export type Values = Readonly<Record<string, number>>;

/** Pairs of parameters are tried together while they make no more bindings than this. */
const pairLimit = 400;
/** About how many bindings of the parameters of one relation are tried. */
const denseLimit = 512;
/** Small designs bound for the structural checks, and the size of one in leaves. */
const structuralLimit = 24;
const leafLimit = 3000;

/** The smallest legal value that is not below `value`; undefined where there is none. */
function legalFrom(spec: IntegerSpec, value: number): number | undefined {
  let legal = Math.max(value, spec.min ?? value);
  if (spec.powerOfTwo === true) legal = 2 ** Math.ceil(Math.log2(Math.max(1, legal)));
  if (spec.multipleOf !== undefined) legal = Math.ceil(legal / spec.multipleOf) * spec.multipleOf;
  return rangeViolation(spec, legal) === undefined ? legal : undefined;
}

/** Whether values are in their ranges and satisfy the module's relations. */
export function isLegal(module: HwModule, values: Values): boolean {
  const inRange = Object.entries(module.specs).every(
    ([name, spec]) => rangeViolation(spec, values[name] ?? spec.default) === undefined,
  );
  return inRange && module.owner.relations.every(relation => relation.holds({ get: key => values[key] }));
}

/** The values at which a parameter is tried: its default, the ends of its range, 1, 2, 3 and those in use. */
function candidates(spec: IntegerSpec, inUse: readonly number[]): readonly number[] {
  const values = [spec.default, spec.min, spec.max, 1, 2, 3, ...inUse].flatMap(value => {
    const legal = value === undefined ? undefined : legalFrom(spec, value);
    return legal === undefined ? [] : [legal];
  });
  return [...new Set(values)];
}

/** Gathers bindings that are legal, each once. */
class Collected {
  readonly list: Values[] = [];
  readonly #module: HwModule;
  readonly #seen = new Set<string>();

  constructor(module: HwModule) {
    this.#module = module;
  }

  add(values: Values): void {
    const key = Object.values(values).join(',');
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (isLegal(this.#module, values)) this.list.push(values);
  }
}

/**
 * The bindings at which relations are tried: defaults, configurations, every parameter at each of its candidates, all at
 * their smallest, all at their largest, and pairs where they are few.
 */
export function trialBindings(
  module: HwModule,
  defaults: Values,
  configurations: readonly Values[],
): readonly Values[] {
  const found = new Collected(module);
  found.add(defaults);
  for (const configuration of configurations) found.add(configuration);
  const tried = module.kept.map(name => ({
    name,
    values: candidates(
      module.specs[name] ?? unknownSpec(name),
      configurations.flatMap(({ [name]: value }) => value ?? []),
    ),
  }));
  for (const { name, values } of tried) for (const value of values) found.add({ ...defaults, [name]: value });
  const extreme = (pick: (values: readonly number[]) => number): Values => ({
    ...defaults,
    ...Object.fromEntries(tried.map(({ name, values }) => [name, pick(values)])),
  });
  found.add(extreme(values => Math.min(...values)));
  found.add(extreme(values => Math.max(...values)));
  const pairs = tried.flatMap((first, position) => tried.slice(position + 1).map(second => ({ first, second })));
  const count = pairs.reduce((sum, { first, second }) => sum + first.values.length * second.values.length, 0);
  if (count > pairLimit) return found.list;
  for (const { first, second } of pairs)
    for (const one of first.values)
      for (const other of second.values) found.add({ ...defaults, [first.name]: one, [second.name]: other });
  return found.list;
}

/** The least legal values of a range, the greatest, and the powers of two between. */
function spread(spec: IntegerSpec, count: number): readonly number[] {
  const values: number[] = [];
  const up = (from: number, next: (value: number) => number): void => {
    for (let taken = 0, value = legalFrom(spec, from); taken < count && value !== undefined; taken++) {
      values.push(value);
      value = legalFrom(spec, next(value));
    }
  };
  up(spec.min ?? 1, value => value + 1);
  if (spec.max !== undefined) up(spec.max - count + 1, value => value + 1);
  up(Math.max(1, spec.min ?? 1), value => 2 * value);
  return values;
}

/**
 * More bindings for what depends on a few parameters only: their least and greatest values and powers of two, each with
 * each; fewer of each the more parameters there are, and none where two of each would be too many.
 */
export function denseBindings(module: HwModule, names: readonly string[], defaults: Values): readonly Values[] {
  const each = Math.floor(denseLimit ** (1 / names.length));
  if (names.length === 0 || each < 2) return [];
  let bindings: readonly Values[] = [defaults];
  for (const name of names) {
    const spec = module.specs[name] ?? unknownSpec(name);
    const values = [...new Set(spread(spec, Math.ceil(each / 3)))];
    bindings = bindings.flatMap(binding => values.map(value => ({ ...binding, [name]: value })));
  }
  return bindings.filter(values => isLegal(module, values));
}

function unknownSpec(name: string): never {
  throw new Error(`parameter ${name} has no declaration`);
}

const structural = new WeakMap<HwModule, readonly string[]>();

/**
 * Parameters that decide what exists: lengths of vecs, counts of loops, choices of branches, and what instances make of
 * them; not those that are widths only, there or in an instance.
 */
function structuralParameters(module: HwModule): readonly string[] {
  const known = structural.get(module);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const addWidth = (width: Width): void => {
    if (typeof width !== 'number') for (const key of atomsOf(width).keys()) found.add(key);
  };
  const addType = (type: HwType): void => {
    if (type.kind !== 'vec') return;
    addWidth(type.length);
    addType(type.element);
  };
  const addRelation = ({ tree }: Relation): void => {
    const sides: readonly (Relation | IntExpr)[] = [tree.left, tree.right];
    for (const side of sides) if (side instanceof Object && 'terms' in side) addWidth(side);
    if (tree.kind === 'comparison') return;
    addRelation(tree.left);
    addRelation(tree.right);
  };
  const visit = (region: Region): void => {
    for (const { type } of region.signals) addType(type);
    for (const statement of region.statements) {
      if (statement.kind === 'loop') {
        addWidth(statement.count);
        visit(statement.region);
      } else if (statement.kind === 'choose') {
        for (const { condition, region: inner } of statement.branches) {
          if (condition !== undefined) addRelation(condition);
          visit(inner);
        }
      } else if (statement.kind === 'instance') {
        for (const name of structuralParameters(statement.module)) addWidth(statement.arguments.get(name) ?? 0);
      }
    }
  };
  visit(module.root);
  const names = module.kept.filter(name => found.has(name));
  structural.set(module, names);
  return names;
}

/**
 * The few bindings at which the module is bound for the checks of its structure: all structural parameters small and
 * equal, each by itself small, a mixture, and the defaults, as far as the design stays small.
 */
export function structuralBindings(module: HwModule, defaults: Values): readonly Values[] {
  const names = structuralParameters(module);
  const found = new Collected(module);
  const at = (pick: (position: number) => number): Values => ({
    ...defaults,
    ...Object.fromEntries(
      names.flatMap((name, position) => {
        const spec = module.specs[name];
        const legal = spec === undefined ? undefined : legalFrom(spec, pick(position));
        return legal === undefined ? [] : [[name, legal]];
      }),
    ),
  });
  for (const value of [Number.NEGATIVE_INFINITY, 1, 2, 3])
    found.add(at(position => Math.max(value, module.specs[names[position] ?? '']?.min ?? Math.max(1, value))));
  found.add(at(position => [2, 3, 1][position % 3] ?? 2));
  found.add(defaults);
  for (const single of names.keys())
    for (const value of [module.specs[names[single] ?? '']?.min ?? 1, 1, 3])
      found.add(at(position => (position === single ? value : 2)));
  const small = found.list.filter(values => leafCount(module, values) <= leafLimit);
  const [smallest] = found.list.toSorted((a, b) => leafCount(module, a) - leafCount(module, b));
  return small.length > 0 || smallest === undefined ? small.slice(0, structuralLimit) : [smallest];
}

/** About how many leaves a module has at a binding: loops count as often as their last iteration. */
function leafCount(module: HwModule, values: Values): number {
  const indices = new Map<string, number>();
  const binding = { get: (key: string) => indices.get(key) ?? values[key] };
  const scalars = (type: HwType): number =>
    type.kind === 'vec' ? evaluate(type.length, binding) * scalars(type.element) : 1;
  const visit = (region: Region): number => {
    let count = region.signals.reduce((sum, { type }) => sum + scalars(type), 0);
    for (const statement of region.statements) {
      if (statement.kind === 'loop') {
        const iterations = evaluate(statement.count, binding);
        indices.set(statement.index.key, Math.max(0, iterations - 1));
        count += iterations * visit(statement.region);
      } else if (statement.kind === 'choose') {
        const taken = statement.branches.find(({ condition }) => condition?.holds(binding) ?? true);
        if (taken !== undefined) count += visit(taken.region);
      } else if (statement.kind === 'instance') {
        const inner = Object.fromEntries(
          [...statement.arguments].map(([name, argument]) => [name, evaluate(argument, binding)]),
        );
        count += leafCount(statement.module, inner);
      }
    }
    return count;
  };
  return visit(module.root);
}
