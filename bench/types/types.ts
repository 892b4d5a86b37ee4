import { round } from '../measure.ts';
import type { Topic, TopicResult } from '../topic.ts';
import { type CheckerWork, GeneratedProject } from './checker.ts';

/** Instantiations of types that a module may cost the checker: the tests hold the language to it. */
export const MOST_INSTANTIATIONS = 3000;

const sizes = [25, 50, 100];
const runs = 3;

interface Row {
  readonly modules: number;
  readonly instantiations: number;
  readonly perModule: number;
  readonly milliseconds: number;
  readonly afterEdit: number;
}

/** The work with the least time of several runs: what disturbs a run only adds to it. */
async function least(modules: number): Promise<CheckerWork> {
  const all: CheckerWork[] = [];
  for (let run = 0; run < runs; run++) all.push(await GeneratedProject.with(modules, project => project.check()));
  return all.reduce((best, next) => (next.checkSeconds < best.checkSeconds ? next : best));
}

/** A check after an edit of a file that was checked before. */
const afterEdit = (modules: number): Promise<CheckerWork> =>
  GeneratedProject.with(modules, async project => {
    await project.check();
    await project.edit();
    return await project.check();
  });

async function rowOf(modules: number, base: CheckerWork): Promise<Row> {
  const work = await least(modules);
  const edited = await afterEdit(modules);
  const instantiations = work.instantiations - base.instantiations;
  return {
    modules,
    instantiations,
    perModule: instantiations / modules,
    milliseconds: Math.max(0, work.checkSeconds - base.checkSeconds) * 1000,
    afterEdit: edited.totalSeconds * 1000,
  };
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  progress('types: an empty file');
  const base = await least(0);
  const rows: Row[] = [];
  for (const modules of sizes) {
    progress(`types: ${modules} modules`);
    rows.push(await rowOf(modules, base));
  }
  const ratio = (position: number, of: (row: Row) => number): number | string => {
    const [before, row] = [rows[position - 1], rows[position]];
    return before === undefined || row === undefined ? '' : round(of(row) / of(before));
  };
  const [smallest, largest] = [rows[0], rows.at(-1)];
  return {
    tables: [
      {
        title: 'What the types cost the checker, by modules in one file',
        headings: ['modules', 'instantiations', 'a module', 'ratio', 'check ms', 'ratio', 'after an edit, ms'],
        rows: rows.map((row, position) => [
          row.modules,
          row.instantiations,
          Math.round(row.perModule),
          ratio(position, ({ instantiations }) => instantiations),
          round(row.milliseconds, 0),
          ratio(position, ({ milliseconds }) => milliseconds),
          round(row.afterEdit, 0),
        ]),
        notes: [
          'tsc --extendedDiagnostics, less what a file without modules costs. Each module has ten ports, registers, match,',
          'fsm, a loop, a struct, streams and an instance. After an edit: a new process with --incremental, all files read',
          'again: an editor, which keeps what it knows, takes less.',
        ],
      },
    ],
    goals: [
      {
        name: 'instantiations of a module in a file of 100',
        measured: Math.round(largest?.perModule ?? Number.POSITIVE_INFINITY),
        limit: MOST_INSTANTIATIONS,
        sense: 'at most',
        unit: '',
      },
      {
        name: 'instantiations of a module at 100 modules by those at 25',
        measured: round((largest?.perModule ?? 1) / (smallest?.perModule ?? 1)),
        limit: 1.1,
        sense: 'at most',
        unit: '',
      },
    ],
    data: { base, rows },
  };
}

export const types: Topic = {
  name: 'types',
  summary: 'what the types cost the checker: instantiations and time by modules in a file',
  run,
};
