import { join } from 'node:path';
import { UserError } from '../../../scripts/userError.ts';
import { emittedFolder, listConfigurations } from '../../gemm/emittedDesign.ts';
import { FAMILIES, type FamilyName } from './randomFamily.ts';
import type { Simulator } from './randomRun.ts';
import { type CaseReport, caseName, type RandomTask } from './randomTask.ts';

export interface RegressionOptions {
  /** Cases of each family. */
  readonly count: number;
  readonly seed: number;
  readonly simulator: Simulator;
  readonly families: readonly FamilyName[];
  /** Folder of the emitted configurations; rtl-out/ unless stated. */
  readonly folder?: string;
}

/** Folders of the designs that a family's cases are drawn from. @throws UserError when there are none */
export function designFolders(family: FamilyName, folder: string = emittedFolder): string[] {
  const { module } = FAMILIES[family];
  const names = listConfigurations(folder, module);
  if (names.length === 0) {
    throw new UserError(`${folder} holds no configuration of ${module}.`, 'Run `npm run generate` first.');
  }
  return names.map(name => join(folder, name));
}

/** Cases 0 to count − 1 of each family, a task for each binding. */
export function regressionTasks({ count, seed, simulator, families, folder }: RegressionOptions): RandomTask[] {
  return families.flatMap(family => {
    const { casesPerBinding } = FAMILIES[family];
    const designs = designFolders(family, folder);
    return Array.from({ length: Math.ceil(count / casesPerBinding) }, (_, binding) => {
      const first = binding * casesPerBinding;
      const cases = Array.from({ length: Math.min(casesPerBinding, count - first) }, (_, at) => first + at);
      return { family, seed, simulator, designs, cases };
    });
  });
}

/** How one case of one task went. */
export interface TaskReport {
  readonly task: RandomTask;
  readonly report: CaseReport;
}

/** What became of one binding's cases. */
export interface BindingSummary {
  readonly family: FamilyName;
  readonly configuration: string;
  readonly overrides: string;
  readonly cases: number;
  readonly failed: number;
  readonly cycles: number;
}

/** A task and what is left of one whose process died are of one binding. */
const bindingOf = ({ family, cases: [first = 0] }: RandomTask): number =>
  Math.floor(first / FAMILIES[family].casesPerBinding);

/** One line a binding, in order. */
export function summarise(tasks: readonly RandomTask[], reports: readonly TaskReport[]): BindingSummary[] {
  return tasks.map(task => {
    const { family, seed, designs } = task;
    const binding = bindingOf(task);
    const ours = reports
      .filter(({ task: other }) => other.family === family && bindingOf(other) === binding)
      .map(({ report }) => report);
    return {
      family,
      ...FAMILIES[family].binding(designs, seed, binding),
      cases: ours.length,
      failed: ours.filter(({ failure }) => failure !== undefined).length,
      cycles: ours.reduce((sum, { cycles }) => sum + cycles, 0),
    };
  });
}

/** What is printed of a failure: what is wrong, the smallest case that shows it, and the command that runs it again. */
export function describeFailure(
  { index, failure }: CaseReport,
  task: Pick<RandomTask, 'family' | 'seed' | 'simulator'>,
): string {
  if (failure === undefined) return '';
  const option = task.simulator === 'verilator' ? '' : ` --simulator ${task.simulator}`;
  return [
    `case ${caseName(task, index)} failed: ${failure.fault}`,
    `  smallest failing case found: ${failure.smallest}: ${failure.smallestFault}`,
    `  replay: npm run regress -- --replay ${quoted(failure.smallest)}${option} --waves case.vcd`,
    '',
  ].join('\n');
}

/** For a shell: `;` and `!` are its own. */
const quoted = (name: string): string => (/[;!]/.test(name) ? `'${name}'` : name);

/** The case that a name means, of the family whose names it is one of. @throws UserError when there is none */
export function findCase(name: string, folder?: string) {
  const family = name.startsWith('engine-') ? 'engine' : 'array';
  return FAMILIES[family].named(designFolders(family, folder), name);
}
