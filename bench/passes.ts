import { printModule } from '../dsl/emit/module.ts';
import { checkDesign } from '../dsl/passes/check/checkDesign.ts';
import { cleanModule } from '../dsl/passes/clean/clean.ts';
import { lowerModule } from '../dsl/passes/lower/module.ts';
import { sourceFiles, sourceLookup } from '../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../dsl/source/names.ts';
import { round } from './measure.ts';
import { nodeCount, synthetic } from './synthetic.ts';
import type { Topic, TopicResult } from './topic.ts';

const doublings = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000];

/** Milliseconds of CPU time of each step for one design. */
interface StepTimes {
  readonly describe: number;
  readonly check: number;
  /** Where each value was made, for its name. */
  readonly places: number;
  readonly lower: number;
  readonly clean: number;
  readonly print: number;
}

const steps = [
  'describe',
  'check',
  'places',
  'lower',
  'clean',
  'print',
] as const satisfies readonly (keyof StepTimes)[];

interface Measured {
  readonly nodes: number;
  readonly lines: number;
  readonly times: StepTimes;
}

const total = (times: StepTimes): number => steps.reduce((sum, step) => sum + times[step], 0);

/** Milliseconds of CPU time of this process, its garbage collector included: the machine may be shared. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measureOnce(size: number): Promise<Measured> {
  const start = now();
  const module = synthetic(size).elaborate();
  const described = now();
  const diagnostics = [...checkDesign(module).values()].flatMap(report => report.diagnostics);
  const checked = now();
  if (diagnostics.length > 0) throw new Error(`The synthetic design is wrong: ${diagnostics[0]?.message}`);
  const files = sourceFiles([module]);
  const placed = now();
  // Parsing the source is not counted: it takes what the source's length takes, and is cached.
  const source = sourceLookup(await loadSourceIndex(files));
  const before = now();
  const dirty = lowerModule(module, { source, prefix: '' });
  const lowered = now();
  const verilog = cleanModule(dirty);
  const cleaned = now();
  const text = printModule(verilog);
  const printed = now();
  return {
    nodes: nodeCount(module),
    lines: text.split('\n').length - 1,
    times: {
      describe: described - start,
      check: checked - described,
      places: placed - checked,
      lower: lowered - before,
      clean: cleaned - lowered,
      print: printed - cleaned,
    },
  };
}

/** The least time of each step over several runs. */
async function measure(size: number): Promise<Measured> {
  const runs = Math.max(5, Math.min(10, Math.round(32_000 / size)));
  const all: Measured[] = [];
  for (let run = 0; run < runs; run++) all.push(await measureOnce(size));
  const [{ nodes, lines } = { nodes: 0, lines: 0 }] = all;
  const times = all.reduce<StepTimes>(
    (least, { times: one }) => ({
      describe: Math.min(least.describe, one.describe),
      check: Math.min(least.check, one.check),
      places: Math.min(least.places, one.places),
      lower: Math.min(least.lower, one.lower),
      clean: Math.min(least.clean, one.clean),
      print: Math.min(least.print, one.print),
    }),
    { describe: Infinity, check: Infinity, places: Infinity, lower: Infinity, clean: Infinity, print: Infinity },
  );
  return { nodes, lines, times };
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  progress('passes: warming up');
  for (let warm = 0; warm < 5; warm++) await measureOnce(2000);
  const measured: Measured[] = [];
  for (const size of doublings) {
    progress(`passes: ${size} nodes`);
    measured.push(await measure(size));
  }
  const growth = measured.map(({ nodes, times }, position) => {
    const before = measured[position - 1];
    // Sizes are hit to a few nodes: growth is that for exactly twice as many.
    const doublingsApart = before === undefined ? undefined : Math.log2(nodes / before.nodes);
    return before === undefined || doublingsApart === undefined
      ? undefined
      : (total(times) / total(before.times)) ** (1 / doublingsApart);
  });
  const [first] = measured;
  const last = measured.at(-1);
  const average =
    first === undefined || last === undefined
      ? Number.POSITIVE_INFINITY
      : (total(last.times) / total(first.times)) ** (1 / Math.log2(last.nodes / first.nodes));
  return {
    tables: [
      {
        title: 'Passes over synthetic designs (milliseconds of CPU time)',
        headings: ['nodes', 'Verilog lines', ...steps, 'total', 'µs a node', 'growth when doubled'],
        rows: measured.map(({ nodes, lines, times }, position) => [
          nodes,
          lines,
          ...steps.map(step => round(times[step], 0)),
          round(total(times), 0),
          round((total(times) / nodes) * 1000, 1),
          growth[position]?.toFixed(2) ?? '',
        ]),
        notes: [
          'One process, warm; the least time of each step over several runs, the garbage collector’s threads included.',
          'Nodes of the hardware IR, all in one module.',
        ],
      },
    ],
    goals: [
      {
        name: 'growth of the passes when a design doubles, 1k to 128k nodes on average',
        measured: round(average),
        limit: 2.1,
        sense: 'at most',
        unit: 'times',
      },
      {
        name: `nodes a second of CPU time, of ${last?.nodes ?? 0}, description to text`,
        measured: last === undefined ? 0 : round((1000 * last.nodes) / total(last.times), 0),
        limit: 50_000,
        sense: 'at least',
        unit: '',
      },
    ],
    data: measured.map((row, position) => ({ ...row, growth: growth[position] })),
  };
}

export const passes: Topic = {
  name: 'passes',
  summary: 'describe, check, lower, clean and print designs of 1k to 128k nodes',
  run,
};
