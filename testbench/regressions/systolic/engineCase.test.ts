/** The engine's random regression, as `npm run regress` runs it, on a seed that is fixed unless SCOVILLE_SEED says otherwise. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { UserError } from '../../../scripts/userError.ts';
import { emittedFolder } from '../../gemm/emittedDesign.ts';
import { takesParameters } from '../../gemm/engineCommand.ts';
import { readMatmul } from '../../gemm/matmulDesign.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { drawEngineCase, ENGINE_CASES_PER_BINDING, ENGINE_STREAMS, type EngineCase } from './engineCase.ts';
import { formatEngineReduction, namedEngineCase, reduceEngineCase, wholeEngineCase } from './engineCaseName.ts';
import { buildEngineRunner } from './engineCaseRun.ts';
import { describeFailure, designFolders, regressionTasks, summarise } from './randomRegression.ts';
import { type CaseReport, type RandomTask, runTask } from './randomTask.ts';

const seed = Number(process.env.SCOVILLE_SEED ?? 1);
const BINDINGS = 4;
const tasks = regressionTasks({
  ...{ count: BINDINGS * ENGINE_CASES_PER_BINDING, seed, simulator: 'verilator', families: ['engine'] },
});
const designs = designFolders('engine').map(readMatmul);
const icarus = await icarusAvailability();

async function reportsOf(task: RandomTask): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  await runTask(task, report => reports.push(report));
  return reports;
}

/** Which case comes first does not matter here: each is drawn on its own. */
const caseOf = (index: number): EngineCase => drawEngineCase(designs, seed, index);

const chainsOf = ({ rounds }: EngineCase) =>
  rounds.flatMap(({ items }) => items.flatMap(item => ('chain' in item ? [item.chain] : [])));

describe(`random cases of seed ${seed} (SCOVILLE_SEED changes it)`, () => {
  const running = new Map<RandomTask, Promise<CaseReport[]>>();

  // All at once, so that two bindings are built at a time.
  beforeAll(() => {
    for (const task of tasks) {
      const reports = reportsOf(task);
      reports.catch(() => {});
      running.set(task, reports);
    }
  });

  for (const [index, { overrides }] of summarise(tasks, []).entries()) {
    it(`pass in Verilator: ${overrides}`, async () => {
      const task = tasks[index];
      const reports = await (task === undefined ? undefined : running.get(task));
      expect(
        (reports ?? []).flatMap(report => (task === undefined ? [] : describeFailure(report, task) || [])),
      ).toEqual([]);
      expect(reports).toHaveLength(ENGINE_CASES_PER_BINDING);
    });
  }

  it.each(tasks.map((task, binding) => ({ task, binding })))('pass in Icarus: binding $binding', async ({ task }) => {
    skipUnless(icarus.available, icarus.available ? '' : icarus.reason);
    const short = ((await running.get(task)) ?? []).filter(({ cycles }) => cycles > 30 && cycles < 400);
    const cleared = short.filter(({ index }) => caseOf(index).rounds.length > 1).slice(0, 1);
    const chosen = [...short.filter(({ index }) => caseOf(index).rounds.length === 1).slice(0, 2), ...cleared];
    expect(chosen.length).toBeGreaterThan(1);
    const runner = await buildEngineRunner(caseOf(task.cases[0] ?? 0).binding, 'icarus');
    for (const { index } of chosen) {
      expect((await runner(caseOf(index))).fault, caseOf(index).name).toBeUndefined();
    }
  });

  it('cover what they are meant to', () => {
    const cases = Array.from({ length: 14 * ENGINE_CASES_PER_BINDING }, (_, index) => caseOf(index));
    const seen = (test: (each: EngineCase['binding']['design']['parameters']) => boolean): boolean =>
      cases.some(({ binding }) => test(binding.design.parameters));
    expect(new Set(cases.map(({ binding }) => binding.kind))).toEqual(new Set(['matmul', 'engine']));
    expect(seen(({ OUTPUT_STATIONARY }) => OUTPUT_STATIONARY === 1)).toBe(true);
    expect(seen(({ OUTPUT_STATIONARY, ROWS }) => OUTPUT_STATIONARY === 0 && ROWS === 1)).toBe(true);
    expect(seen(({ REQUANT_LANES, COLS }) => REQUANT_LANES > 1 && REQUANT_LANES < COLS)).toBe(true);
    expect(seen(({ REQUANT_LANES }) => REQUANT_LANES === 0)).toBe(true);
    expect(seen(({ OUT_WIDTH }) => OUT_WIDTH < 8) && seen(({ OUT_WIDTH }) => OUT_WIDTH > 8)).toBe(true);
    expect(seen(({ W_WIDTH }) => W_WIDTH === 4) && seen(({ W_WIDTH }) => W_WIDTH > 8)).toBe(true);
    expect(seen(({ ACC_WIDTH }) => ACC_WIDTH < 32)).toBe(true);
    expect(seen(({ COMMANDS }) => COMMANDS === 1) && seen(({ COMMANDS }) => COMMANDS > 2)).toBe(true);
    const commands = cases.flatMap(chainsOf).flatMap(({ parts }) => parts.map(({ command }) => command));
    expect(new Set(commands.map(({ mode }) => mode))).toEqual(new Set([0, 1, 2, 3]));
    for (const perChannel of [false, true]) {
      expect(commands.some(command => command.ends && command.mode > 0 && command.perChannel === perChannel)).toBe(
        true,
      );
    }
    expect(commands.some(takesParameters)).toBe(true);
    expect(cases.flatMap(chainsOf).some(({ parts }) => parts.length > 1)).toBe(true);
    expect(commands.some(({ ends }) => !ends)).toBe(true);
    expect(cases.some(({ rounds }) => rounds.length === 2)).toBe(true);
    const items = cases.flatMap(({ rounds }) => rounds.flatMap(round => round.items));
    expect(items.some(item => 'refused' in item)).toBe(true);
    for (const stream of ENGINE_STREAMS) {
      const stalled = cases.filter(({ stalls }) => stalls[stream].length > 0).length;
      expect([stalled > 0, stalled < cases.length]).toEqual([true, true]);
    }
  });
});

describe('a case', () => {
  const whole = Array.from({ length: 100 }, (_, index) => drawEngineCase(designs, 3, index)).find(
    ({ rounds }) => rounds.length === 2 && rounds.every(({ items }) => items.length > 1),
  );
  if (whole === undefined) throw new Error('Of 100 cases none has two rounds of two items.');
  const reduction = wholeEngineCase(whole);

  it('is named by seed and index, reduced or not', () => {
    expect(namedEngineCase(designs, whole.name)).toEqual(whole);
    const left = reduction.rounds.map(([first, ...others]) => [
      typeof first === 'object' ? { m: 1, ks: first.ks.map(() => 1), n: 1 } : first,
      ...others.map(() => undefined),
    ]);
    const reduced = reduceEngineCase(whole, { rounds: left, stalled: ['parameter', 'result'] });
    expect(reduced.name).toMatch(/^engine-3:\d+\/1x[1.]+x1(,-)+;1x[1.]+x1(,-)+\/pr$/);
    expect(namedEngineCase(designs, reduced.name)).toEqual(reduced);
    const [chain] = chainsOf(reduced);
    const [original] = chainsOf(whole);
    expect(chain?.parts[0]?.a).toEqual(Int16Array.from(original?.parts[0]?.a.subarray(0, 1) ?? []));
    expect(chain?.channels).toEqual(original?.channels.slice(0, 1));
    const one = reduceEngineCase(whole, { rounds: left.map((round, at) => (at === 0 ? round : [])), stalled: [] });
    expect(one.rounds).toHaveLength(1);
  });

  it('that is none is refused', () => {
    const has = formatEngineReduction(reduction);
    const large = has.replace(/^\d+/, '999');
    expect(() => namedEngineCase(designs, `${whole.name}/${large}`)).toThrow(
      `${whole.name}/${large} names no case: ${whole.name} has ${has}.`,
    );
    const [items = ''] = has.split('/');
    const nothing = items.replace(/[^,;]+/g, '-');
    for (const wrong of [nothing, items.split(';')[0], items.replace(/x[\d.]+x/, 'x1.1.1.1x')]) {
      expect(() => namedEngineCase(designs, `${whole.name}/${wrong}/-`)).toThrow(UserError);
    }
    for (const name of ['engine-3', 'engine-3:', 'engine-3:x', '3:1', 'engine-3:1/', 'engine-3:1/1x1x1/z']) {
      expect(() => namedEngineCase(designs, name)).toThrow(`${name} names no case.`);
    }
  });
});

/** Faults in the emitted text: what is replaced, and with what; and a binding that shows it. */
const faults = [
  {
    what: 'a sum is read before it is written',
    ...{ file: 'accumulator.v', from: 'summed && sum_address == address', to: "1'b0" },
    binding: 2,
  },
  {
    what: 'answers outlive a clear',
    ...{ file: 'matmul_engine.v', from: /(answer_queue #\([^;]*?\.rst +)\(rst \|\| clear\)/, to: '$1(rst)' },
    binding: 0,
  },
  {
    what: 'weights at the end of their buffer are taken for too many',
    ...{ file: 'fit_check.v', from: /(weights_over += .*?) > /, to: '$1 >= ' },
    binding: 0,
  },
] as const;

describe('a planted fault', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scoville-fault-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(faults.map((fault, index) => ({ ...fault, index })))(
    'is found, and made small: $what',
    async ({ file, from, to, binding, index }) => {
      const root = join(folder, String(index));
      await cp(join(emittedFolder, 'lib'), join(root, 'lib'), { recursive: true });
      await cp(join(emittedFolder, 'systolic-4x4'), join(root, 'systolic-4x4'), { recursive: true });
      const path = join(root, 'lib', file);
      const text = await readFile(path, 'utf8');
      expect(text).toMatch(from);
      await writeFile(path, text.replace(from, to));
      const folders = designFolders('engine', root);
      const first = binding * ENGINE_CASES_PER_BINDING;
      const cases = Array.from({ length: ENGINE_CASES_PER_BINDING }, (_, at) => first + at);
      const task: RandomTask = { family: 'engine', seed: 1, simulator: 'verilator', designs: folders, cases };
      const [report] = (await reportsOf(task)).filter(({ failure }) => failure !== undefined);
      const { smallest = '', smallestFault = '', fault = '' } = report?.failure ?? {};
      expect(describeFailure(report ?? { index: 0, cycles: 0 }, task)).toMatch(
        /^case engine-1:\d+ failed: .+\n {2}smallest failing case found: engine-1:\d+\/.+\n {2}replay: npm run regress -- --replay '?engine-1:.+ --waves case\.vcd\n$/s,
      );
      expect(fault).not.toBe('');
      // It fails again by its name, and it is small.
      const faulty = folders.map(readMatmul);
      const again = namedEngineCase(faulty, smallest);
      const runner = await buildEngineRunner(again.binding, 'verilator');
      expect((await runner(again)).fault).toBe(smallestFault);
      const work = (each: EngineCase): number =>
        chainsOf(each)
          .flatMap(({ parts }) => parts)
          .reduce((sum, { command: { m, k, n } }) => sum + m * k * n, 0);
      expect(work(again)).toBeLessThan(work(drawEngineCase(faulty, 1, report?.index ?? 0)));
    },
  );
});
