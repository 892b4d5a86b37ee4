import { join } from 'node:path';
import { UserError } from '../../../scripts/userError.ts';
import { ARRAY_MODULE, readArray } from '../../gemm/arrayDesign.ts';
import { emittedFolder, listConfigurations } from '../../gemm/emittedDesign.ts';
import { drawBinding } from './randomBinding.ts';
import { bindingOfCase, describeOverrides } from './randomCase.ts';
import type { Simulator } from './randomRun.ts';
import type { CaseReport, RandomTask } from './randomTask.ts';

export interface RegressionOptions {
  readonly count: number;
  readonly seed: number;
  readonly simulator: Simulator;
  /** Folder of the emitted configurations; rtl-out/ unless stated. */
  readonly folder?: string;
}

/** Folders of the designs that cases are drawn from. @throws UserError when there are none */
export function designFolders(folder: string = emittedFolder): string[] {
  const names = listConfigurations(folder, ARRAY_MODULE);
  if (names.length === 0) {
    throw new UserError(`${folder} holds no configuration of the systolic array.`, 'Run `npm run generate` first.');
  }
  return names.map(name => join(folder, name));
}

/** Cases 0 to count − 1, a task for each binding. */
export function regressionTasks({ count, seed, simulator, folder }: RegressionOptions): RandomTask[] {
  const designs = designFolders(folder);
  const byBinding = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const binding = bindingOfCase(index);
    byBinding.set(binding, [...(byBinding.get(binding) ?? []), index]);
  }
  return [...byBinding.values()].map(cases => ({ seed, simulator, designs, cases }));
}

/** What became of one binding's cases. */
export interface BindingSummary {
  readonly binding: number;
  readonly configuration: string;
  readonly overrides: string;
  readonly cases: number;
  readonly failed: number;
  readonly cycles: number;
}

/** One line a binding, in order. */
export function summarise(tasks: readonly RandomTask[], reports: readonly CaseReport[]): BindingSummary[] {
  const designs = tasks[0]?.designs.map(readArray) ?? [];
  return tasks.map(({ seed, cases: [first = 0] }) => {
    const binding = bindingOfCase(first);
    const { design, overrides } = drawBinding(designs, seed, binding);
    const ours = reports.filter(({ index }) => bindingOfCase(index) === binding);
    return {
      binding,
      configuration: design.name,
      overrides: describeOverrides(overrides),
      cases: ours.length,
      failed: ours.filter(({ failure }) => failure !== undefined).length,
      cycles: ours.reduce((sum, { cycles }) => sum + cycles, 0),
    };
  });
}

/** What is printed of a failure: what is wrong, the smallest case that shows it, and the command that runs it again. */
export function describeFailure({ index, failure }: CaseReport, { seed, simulator }: RegressionOptions): string {
  if (failure === undefined) return '';
  const option = simulator === 'verilator' ? '' : ` --simulator ${simulator}`;
  return [
    `case ${seed}:${index} failed: ${failure.fault}`,
    `  smallest failing case found: ${failure.smallest}: ${failure.smallestFault}`,
    `  replay: npm run regress -- --replay ${failure.smallest}${option} --waves case.vcd`,
    '',
  ].join('\n');
}
