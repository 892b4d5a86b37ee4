/** The random regression, as `npm run regress` runs it, on a seed that is fixed unless SCOVILLE_SEED says otherwise. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { UserError } from '../../../scripts/userError.ts';
import { readArray } from '../../gemm/arrayDesign.ts';
import { emittedFolder } from '../../gemm/emittedDesign.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import type { StreamResult } from '../../streams/job.ts';
import { buildModel } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import { CASES_PER_BINDING, drawCase, formatReduction, namedCase, reduceCase, wholeCase } from './randomCase.ts';
import { findFault, randomJob } from './randomJob.ts';
import { describeFailure, designFolders, regressionTasks, summarise } from './randomRegression.ts';
import { buildRunner } from './randomRun.ts';
import { type CaseReport, type RandomTask, runTask } from './randomTask.ts';

const seed = Number(process.env.SCOVILLE_SEED ?? 1);
const options = { count: 200, seed, simulator: 'verilator', families: ['array'] } as const;

const icarus = await icarusAvailability();

async function reportsOf(task: RandomTask): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  await runTask(task, report => reports.push(report));
  return reports;
}

const failuresOf = (reports: readonly CaseReport[]): string[] =>
  reports
    .filter(({ failure }) => failure !== undefined)
    .map(report => describeFailure(report, { family: 'array', seed, simulator: 'verilator' }));

it('are drawn from the configurations of the array alone, sorted: a new one of these changes what a case is', () => {
  expect(designFolders('array').map(folder => basename(folder))).toEqual(['array-16x16', 'array-4x4', 'array-5x3']);
});

describe(`random cases of seed ${seed} (SCOVILLE_SEED changes it)`, () => {
  const tasks = regressionTasks(options);
  const designs = designFolders('array').map(readArray);
  const running = new Map<RandomTask, Promise<CaseReport[]>>();

  // All at once, so that two bindings are built at a time.
  beforeAll(() => {
    for (const task of tasks) {
      const reports = reportsOf(task);
      reports.catch(() => {});
      running.set(task, reports);
    }
  });

  for (const [index, { configuration, overrides }] of summarise(tasks, []).entries()) {
    it(`pass in Verilator: ${configuration} ${overrides}`, async () => {
      const task = tasks[index];
      const reports = await (task === undefined ? undefined : running.get(task));
      expect(failuresOf(reports ?? [])).toEqual([]);
      expect(reports).toHaveLength(CASES_PER_BINDING);
    });
  }

  it.each(tasks.map((task, binding) => ({ task, binding })))(
    'go in Icarus as in Verilator: binding $binding',
    async ({ task }) => {
      skipUnless(icarus.available, icarus.available ? '' : icarus.reason);
      const short = ((await running.get(task)) ?? []).filter(({ cycles }) => cycles > 30 && cycles < 150).slice(0, 2);
      expect(short).toHaveLength(2);
      const withoutMessages = ({ messages: _, ...rest }: StreamResult) => rest;
      const source = drawCase(designs, seed, short[0]?.index ?? 0).design.source;
      const [inVerilator, inIcarus] = await Promise.all([buildModel(source), icarusModel(source)]);
      for (const { index } of short) {
        const randomCase = drawCase(designs, seed, index);
        const job = randomJob(randomCase, 1);
        const result = await runStreamsInIcarus(inIcarus, job);
        expect(findFault(randomCase, result), randomCase.name).toBeUndefined();
        expect(withoutMessages(result), randomCase.name).toEqual(withoutMessages(runStreams(inVerilator, job)));
      }
    },
  );

  it('cover what they are meant to', () => {
    const cases = Array.from({ length: options.count }, (_, index) => drawCase(designs, seed, index));
    const parameters = cases.map(({ design }) => design.parameters);
    const seen = (test: (each: (typeof parameters)[number]) => boolean): boolean => parameters.some(test);
    expect(seen(({ ROWS }) => ROWS === 1)).toBe(true);
    expect(seen(({ COLS }) => COLS === 1)).toBe(true);
    expect(seen(({ ROWS, COLS }) => ROWS > COLS) && seen(({ ROWS, COLS }) => ROWS < COLS)).toBe(true);
    expect(seen(({ PIPELINE }) => PIPELINE === 0) && seen(({ PIPELINE }) => PIPELINE === 1)).toBe(true);
    expect(seen(({ A_WIDTH }) => A_WIDTH === 2) && seen(({ A_WIDTH }) => A_WIDTH === 16)).toBe(true);
    expect(seen(({ W_WIDTH }) => W_WIDTH === 2) && seen(({ W_WIDTH }) => W_WIDTH === 16)).toBe(true);
    expect(seen(({ A_WIDTH, W_WIDTH, ACC_WIDTH }) => ACC_WIDTH === A_WIDTH + W_WIDTH)).toBe(true);
    expect(seen(({ ACC_WIDTH }) => ACC_WIDTH > 32)).toBe(true);
    expect(cases.some(({ overrides }) => Object.keys(overrides).length === 0)).toBe(true);
    for (const stream of ['weight', 'activation', 'result'] as const) {
      const stalled = cases.filter(({ stalls }) => stalls[stream].length > 0).length;
      expect([stalled > 0, stalled < cases.length]).toEqual([true, true]);
    }
    expect(cases.some(({ products }) => products.length > 1 && products.some(({ m }) => m === 1))).toBe(true);
  });
});

describe('a case', () => {
  const designs = designFolders('array').map(readArray);

  it('is named by seed and index, reduced or not', () => {
    const whole = drawCase(designs, 3, 30);
    expect(namedCase(designs, '3:30')).toEqual(whole);
    const { shapes } = wholeCase(whole);
    const one = shapes.map((_, index) => (index === 0 ? { m: 1, k: 1, n: 1 } : undefined));
    const reduced = reduceCase(whole, { shapes: one, stalled: ['result'] });
    expect(reduced.name).toBe(`3:30/1x1x1${',-'.repeat(shapes.length - 1)}/r`);
    expect(namedCase(designs, reduced.name)).toEqual(reduced);
    expect(reduced.products).toEqual([
      { m: 1, k: 1, n: 1, a: whole.products[0]?.a.slice(0, 1), b: whole.products[0]?.b.slice(0, 1) },
    ]);
  });

  it('that is none is refused', () => {
    const whole = formatReduction(wholeCase(drawCase(designs, 3, 30)));
    const sizes = whole.split('/')[0] ?? '';
    const large = sizes.replace(/^\d+/, '999');
    expect(() => namedCase(designs, `3:30/${large}/-`)).toThrow(
      `3:30/${large}/- names no case: 3:30 has ${whole}, of which ${large.split(',')[0]} is no part.`,
    );
    for (const name of ['', '3', '3:', '3:x', '3:30/', '3:30/1x1x1', '4294967296:0', '3:30/1x1x1/z']) {
      expect(() => namedCase(designs, name)).toThrow(`${name} names no case.`);
    }
    expect(() => namedCase(designs, `3:30/${sizes.replace(/[^,]+/g, '-')}/-`)).toThrow(UserError);
    expect(() => namedCase(designs, `3:30/${sizes.replace(/^\d+x/, '')}/-`)).toThrow(UserError);
  });
});

/** Faults in the emitted text: what is replaced, and with what. */
const faults = [
  {
    what: 'every row loads on every beat',
    file: 'systolic_array.v',
    from: /(weight_fire \?) reach( : \{ROWS)/,
    to: "$1 {ROWS{1'b1}}$2",
  },
  {
    what: 'weights are accepted while a complete tile waits',
    file: 'systolic_array.v',
    from: /advance && \(!loaded \|\| first_offered\)/,
    to: 'advance',
  },
  {
    what: 'a stall does not freeze the grid',
    file: 'systolic_array.v',
    from: /( grid \([^;]*\.advance\s*)\(advance\)/,
    to: "$1(1'b1)",
  },
  {
    what: 'results change while they wait',
    file: 'systolic_array.v',
    from: /!result_valid \|\| result_ready/,
    to: "1'b1",
  },
] as const;

describe('a planted fault', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scoville-fault-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each(faults.map((fault, index) => [fault.what, { ...fault, index }] as const))(
    'is found: %s',
    async (_, fault) => {
      const { file, from, to, index } = fault;
      const root = join(folder, String(index));
      await cp(join(emittedFolder, 'lib'), join(root, 'lib'), { recursive: true });
      await cp(join(emittedFolder, 'array-5x3'), join(root, 'array-5x3'), { recursive: true });
      const path = join(root, 'lib', file);
      const text = await readFile(path, 'utf8');
      expect(text).toMatch(from);
      await writeFile(path, text.replace(from, to));

      const faulty = { family: 'array', seed: 1, simulator: 'verilator' } as const;
      const designs = designFolders('array', root);
      // The eighth binding is the configuration as it is.
      const cases = Array.from({ length: CASES_PER_BINDING }, (_, at) => 7 * CASES_PER_BINDING + at);
      const reports = await reportsOf({ ...faulty, designs, cases });
      const failed = reports.filter(({ failure }) => failure !== undefined);
      expect(failed.length).toBeGreaterThan(0);
      const [report] = failed;
      const smallest = report?.failure?.smallest ?? '';
      expect(describeFailure(report ?? { index: 0, cycles: 0 }, faulty)).toBe(
        `case 1:${report?.index} failed: ${report?.failure?.fault}\n  smallest failing case found: ${smallest}: ${report?.failure?.smallestFault}\n  replay: npm run regress -- --replay ${smallest} --waves case.vcd\n`,
      );
      // It fails again by its name, and it is small.
      const again = namedCase(designs.map(readArray), smallest);
      const runner = await buildRunner(again, 'verilator');
      expect((await runner(again)).fault).toBe(report?.failure?.smallestFault);
      const work = again.products.reduce((sum, { m, k, n }) => sum + m * k * n, 0);
      const drawn = drawCase(designs.map(readArray), 1, report?.index ?? 0);
      expect(work).toBeLessThan(drawn.products.reduce((sum, { m, k, n }) => sum + m * k * n, 0));
    },
  );
});
