import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../scripts/bin/bootstrap.mjs';
import { median, type ProcessTimes, round, timeProcess } from './measure.ts';
import type { Topic, TopicResult } from './topic.ts';

const runs = 5;
const sources = fileURLToPath(new URL('edit/', import.meta.url));

const runner = `
  import { runTypeScript } from './scripts/bin/bootstrap.mjs';
  const { main } = await runTypeScript(process.argv[1]);
  process.exitCode = await main();
`;

const script = (file: string): string[] => [process.execPath, '--input-type=module', '-e', runner, file];

/** Copies the block and its tests to where they can be edited: as deep below the project as they are here. */
async function copySources(): Promise<string> {
  await mkdir(join(projectRoot, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(projectRoot, '.cache', 'bench-edit-'));
  for (const name of ['fifo.ts', 'beats.ts', 'builtIn.ts', 'verilator.ts'])
    await copyFile(join(sources, name), join(folder, name));
  await copyFile(join(sources, 'suite.ts'), join(folder, 'fifo.test.ts'));
  await writeFile(join(folder, 'vitest.config.mjs'), 'export default {};\n');
  return folder;
}

/** Runs `command` several times, the block edited before each: the memory has another name, and the Verilog another text. */
async function afterEdits(folder: string, command: readonly string[]): Promise<ProcessTimes> {
  const text = await readFile(join(sources, 'fifo.ts'), 'utf8');
  const times: ProcessTimes[] = [];
  for (let run = 0; run <= runs; run++) {
    const unique = `ram_${process.pid}_${Math.floor(performance.now())}`;
    await writeFile(join(folder, 'fifo.ts'), text.replace("m.mem('ram'", `m.mem('${unique}'`));
    const time = await timeProcess(command);
    // The first run warms what does not depend on the block.
    if (run > 0) times.push(time);
  }
  return { cpu: median(times.map(({ cpu }) => cpu)), wall: median(times.map(({ wall }) => wall)) };
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await copySources();
  try {
    progress('edit: on the built-in simulator');
    const builtIn = await afterEdits(folder, script(join(folder, 'builtIn.ts')));
    progress('edit: as a vitest test');
    const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
    const tested = await afterEdits(folder, [
      process.execPath,
      vitest,
      'run',
      '--root',
      folder,
      '--config',
      join(folder, 'vitest.config.mjs'),
    ]);
    progress('edit: in Verilator');
    const verilator = await afterEdits(folder, script(join(folder, 'verilator.ts')));
    const row = (what: string, { cpu, wall }: ProcessTimes) => [what, round(wall), round(cpu)];
    return {
      tables: [
        {
          title: 'From an edit of a queue to its test’s result, whole command (seconds)',
          headings: ['', 'wall', 'CPU'],
          rows: [
            row('built-in simulator', builtIn),
            row('built-in simulator, through vitest', tested),
            row('Verilator: emitted, built, run', verilator),
          ],
          notes: [`Median of ${runs} edits that change the Verilog too, after a first; 500 beats with random stalls.`],
        },
      ],
      goals: [
        {
          name: 'edit to result, built-in simulator',
          measured: round(builtIn.wall),
          limit: 1,
          sense: 'at most',
          unit: 's',
        },
      ],
      data: { builtIn, vitest: tested, verilator },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const edit: Topic = {
  name: 'edit',
  summary: 'from an edit of a small block to the result of its test',
  run,
};
