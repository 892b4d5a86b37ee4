import { context } from './context.ts';
import { declareValue } from './declaredValue.ts';
import { refuse, requireList, requireName } from './given.ts';
import type { IndexAtom } from './ir/atom.ts';
import type { Region } from './ir/hwModule.ts';
import { atomExpr, type IntExpr, toExpr, type Width } from './ir/integer.ts';
import { Relation } from './ir/relation.ts';
import type { Branch } from './ir/statement.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isOperand } from './sources.ts';
import type { HwType } from './types.ts';
import { called, type NoPromise, requireFunction, runBody } from './userCode.ts';
import { isWhenChain, refuseInWhen, type WhenChain } from './when.ts';

/**
 * Describes `body` once for every index below `count`; comes out as a generate loop whose block has the name `label`.
 * What the body declares exists once an iteration.
 */
export function genFor(count: Width, label: string, body: (index: IntExpr) => NoPromise): void {
  refuseInWhen('genFor');
  requireName('The label of a loop', label);
  requireFunction('genFor', body);
  openLoop(toExpr(count), label, index => runBody('genFor', () => body(index)), new CallSite(genFor));
}

/** A generate loop, and the region in which its body stands. */
export function openLoop(
  count: IntExpr,
  label: string,
  body: (index: IntExpr, region: Region) => void,
  site: CallSite = new CallSite(),
): Region {
  const ctx = context('genFor');
  const id = ctx.nextId();
  const index: IndexAtom = { kind: 'index', key: `#${id}`, name: indexName(label, ctx.region), count };
  const region = ctx.createRegion('loop', label, ctx.region, { index });
  ctx.statements.push({ kind: 'loop', id, count, index, region, site });
  ctx.inRegion(region, () => body(atomExpr(index), region));
  return region;
}

/** The label's first letter, the letters after it where an enclosing loop has it already; `i` for `l`, which reads as 1. */
function indexName(label: string, region: Region): string {
  const taken = new Set<string>();
  for (let outer: Region | undefined = region; outer !== undefined; outer = outer.parent)
    if (outer.index !== undefined) taken.add(outer.index.name);
  for (let length = 1; length <= label.length; length++) {
    const letters = label.slice(0, length).toLowerCase();
    const name = letters === 'l' ? 'i' : letters;
    if (!taken.has(name)) return name;
  }
  return `${label}_index`;
}

/** What a branch of `genIf` may give: nothing, a value, or values by name. */
type Result = undefined | Operand<HwType> | Readonly<Record<string, Operand<HwType>>>;

// biome-ignore lint/suspicious/noConfusingVoidType: a branch that only makes statements returns nothing
export type Outcome = Result | void;

/** What becomes of the results of branches: one value for each name. */
export type Merged<R> =
  R extends Operand<infer T extends HwType>
    ? Signal<T>
    : R extends Readonly<Record<string, Operand<HwType>>>
      ? { readonly [K in keyof R]: R[K] extends Operand<infer T extends HwType> ? Signal<T> : never }
      : undefined;

/** A branch: its label in the output, and what stands in it. One that ends with a `when` gives nothing. */
export type LabelledBranch<R> = readonly [label: string, body: () => R | WhenChain];

/**
 * Describes one of two branches, chosen by parameters and loop indices: a generate if. What the branches return, values
 * of equal types under equal names, can be used afterwards. A second condition is asked where the first does not hold.
 */
export function genIf<R extends Outcome = void>(
  condition: Relation,
  holds: LabelledBranch<R>,
  ...rest:
    | readonly [fails?: LabelledBranch<NoInfer<R>>]
    | readonly [second: Relation, secondHolds: LabelledBranch<NoInfer<R>>, fails?: LabelledBranch<NoInfer<R>>]
): Merged<R>;
export function genIf(
  condition: Relation,
  holds: LabelledBranch<Outcome>,
  ...rest: readonly (Relation | LabelledBranch<Outcome> | undefined)[]
): unknown {
  const ctx = context('genIf');
  refuseInWhen('genIf');
  const branches: Branch[] = [];
  const site = new CallSite();
  const results: BranchResult[] = [];
  let failed: Relation | undefined;
  if (!(condition instanceof Relation))
    refuse(
      'The condition of `genIf`',
      'a relation of parameters',
      condition,
      '`when` and `mux` choose by hardware values.',
    );
  const describe = (own: Relation | undefined, branch: LabelledBranch<Outcome>): void => {
    requireList('A branch of `genIf`', branch);
    const [label, body] = branch;
    requireName('The label of a branch', label);
    const inBranch = own === undefined ? failed : failed === undefined ? own : failed.and(own);
    const region = ctx.createRegion('branch', label, ctx.region, inBranch === undefined ? {} : { condition: inBranch });
    branches.push({ condition: own, region });
    const result = ctx.inRegion(region, () => called('genIf', body));
    results.push({ region, result: isWhenChain(result) ? undefined : result });
    if (own !== undefined) failed = failed === undefined ? own.not() : failed.and(own.not());
  };
  describe(condition, holds);
  const given = rest.filter(argument => argument !== undefined);
  for (let position = 0; position < given.length; position++) {
    const argument = given[position];
    const next = given[position + 1];
    if (!(argument instanceof Relation)) {
      if (argument !== undefined) describe(undefined, argument);
    } else if (next !== undefined && !(next instanceof Relation)) {
      describe(argument, next);
      position++;
    }
  }
  const merged = mergeResults(results, branches.at(-1)?.condition !== undefined, site);
  ctx.statements.push({ kind: 'choose', id: ctx.nextId(), branches, site });
  return merged;
}

interface BranchResult {
  readonly region: Region;
  readonly result: Outcome;
}

/** Declares, in front of the branches, a wire for every value they return, and assigns it in each. */
function mergeResults(results: readonly BranchResult[], onlyOne: boolean, site: CallSite): unknown {
  const [first] = results;
  if (first?.result === undefined || first.result === null) return undefined;
  const ctx = context('genIf');
  if (onlyOne) {
    ctx.report('misplaced-statement', {
      operation: 'A result',
      place: 'a `genIf` without its second branch',
      suggestion: 'Give the value for the other case too.',
    });
    return undefined;
  }
  if (isOperand(first.result)) return mergeOne(results, result => (isOperand(result) ? result : undefined), '', site);
  return Object.fromEntries(
    Object.keys(first.result).map(key => [
      key,
      mergeOne(
        results,
        result => (result !== undefined && result !== null && !isOperand(result) ? result[key] : undefined),
        key,
        site,
      ),
    ]),
  );
}

function mergeOne(
  results: readonly BranchResult[],
  pick: (result: Exclude<Outcome, void> | undefined) => Operand<HwType> | undefined,
  key: string,
  site: CallSite,
): unknown {
  const ctx = context('genIf');
  const type = pick(results[0]?.result ?? undefined)?.type;
  if (type === undefined) return undefined;
  const wire = declareValue(key === '' ? 'choice' : key, type, (name, leaf, field) => {
    const suffix = [...(key === '' ? [] : [key]), ...(field?.path ?? [])].join('_');
    return ctx.declare('wire', name, leaf, { namedBy: { site, suffix }, ...(field === undefined ? {} : { field }) });
  });
  for (const { region, result } of results) {
    const value = pick(result ?? undefined);
    if (value === undefined) {
      ctx.report('undriven', {
        what: 'The result',
        name: key,
        detail: `: branch \`${region.label}\` does not return it`,
      });
      continue;
    }
    ctx.inRegion(region, () => wire.set(value));
  }
  return wire;
}
