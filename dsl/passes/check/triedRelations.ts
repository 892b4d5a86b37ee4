import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { HwModule, Obligation } from '../../ir/hwModule.ts';
import { denseBindings, trialBindings, type Values } from './bindings.ts';
import { collecting } from './collecting.ts';
import { existenceConditions, type TriedRelation } from './existence.ts';
import { argumentConditions } from './instanceArguments.ts';
import { surroundings, Trial } from './obligations.ts';

/** A relation that could not be proved, and held wherever it was tried. */
export interface TriedHolds {
  readonly relation: string;
  readonly how: 'tried';
  /** How many bindings it was tried at. */
  readonly bindings: number;
}

/** What became of the relations that could not be proved. */
export interface TriedRelations {
  readonly diagnostics: readonly Diagnostic[];
  readonly proved: readonly TriedHolds[];
  /** Obligations that held wherever they were tried: the output carries a guard for each. */
  readonly guards: readonly Obligation[];
  /** Where they were tried. */
  readonly bindings: readonly Values[];
}

/** Of bindings between which a relation cannot tell, the first. */
function differing(trial: Trial, all: readonly Values[]): readonly Values[] {
  const found = new Map<string, Values>();
  for (const values of all) {
    const key = trial.key(values);
    if (!found.has(key)) found.set(key, values);
  }
  return [...found.values()];
}

/**
 * Tries everything that has to hold for every legal value of the parameters and could not be proved: widths, indices,
 * arguments of instances.
 *
 * @param used values of the parameters in use, all of them
 */
export function tryRelations(module: HwModule, defaults: Values, used: readonly Values[]): TriedRelations {
  const diagnostics: Diagnostic[] = [];
  const proved: TriedHolds[] = [];
  const bindings = trialBindings(module, defaults, used);
  const around = surroundings(module.root);
  /** Whether a relation holds wherever it is tried; noted then, else reported. */
  const holds = (relation: TriedRelation): boolean => {
    const trial = new Trial(relation, around.get(relation.region) ?? { loops: [], conditions: [] });
    const before = diagnostics.length;
    // The output of this module carries no guard for it: what lies between the ends of the ranges is tried, too.
    const dense = relation.code === 'illegal-instance' ? denseBindings(module, trial.parameters, defaults) : [];
    const tried = differing(trial, [...bindings, ...dense]);
    collecting(diagnostics, () => {
      for (const values of tried) {
        const counterexample = trial.fails(values);
        if (counterexample === undefined) continue;
        diagnostics.push(trial.report(counterexample));
        return;
      }
    });
    if (diagnostics.length > before) return false;
    proved.push({ relation: relation.relation.toString(), how: 'tried', bindings: tried.length });
    return true;
  };
  const guards = module.obligations.filter(holds);
  const conditions = collecting(diagnostics, () => argumentConditions(module)) ?? [];
  for (const relation of [...existenceConditions(module.root), ...conditions]) holds(relation);
  return { diagnostics, proved, guards, bindings };
}
