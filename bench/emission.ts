import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leastTimes, type ProcessTimes, round } from './measure.ts';
import type { Topic, TopicResult } from './topic.ts';

const runs = 5;
const sizes = [4, 16, 64];
const scoville = [process.execPath, 'scripts/bin/scoville.mjs'];
const base = 'array-16x16';

/** What `generate` wrote for one size of the array. */
interface EmittedArray {
  readonly size: number;
  readonly times: ProcessTimes;
  /** Texts of the modules below the top, by file name. */
  readonly library: ReadonlyMap<string, string>;
  readonly lines: number;
  readonly bytes: number;
}

async function verilogIn(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.v')).sort();
  return new Map(
    await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

async function emitArray(size: number, folder: string): Promise<EmittedArray> {
  const out = join(folder, `array-${size}`);
  const command = [...scoville, 'generate', base, '--set', `ROWS=${size}`, '--set', `COLS=${size}`, '--out', out];
  // The first run fills the caches, as the first run after an edit does.
  await leastTimes(1, command);
  const times = await leastTimes(runs, command);
  const texts = await verilogIn(out);
  const all = [...texts.values()];
  return {
    size,
    times,
    library: new Map([...texts].filter(([name]) => name !== `${base.replaceAll('-', '_')}.v`)),
    lines: all.reduce((sum, text) => sum + text.split('\n').length - 1, 0),
    bytes: all.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  };
}

const sameTexts = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([name, text]) => b.get(name) === text);

const timesRow = (what: string, { cpu, wall }: ProcessTimes) => [what, round(cpu), round(wall)];

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    progress('emission: every configuration');
    const generate = [...scoville, 'generate'];
    await leastTimes(1, generate);
    const all = await leastTimes(runs, generate);
    const startup = await leastTimes(runs, [...scoville, '--version']);
    const node = await leastTimes(runs, [process.execPath, '-e', '0']);
    const arrays: EmittedArray[] = [];
    for (const size of sizes) {
      progress(`emission: the array at ${size} x ${size}`);
      arrays.push(await emitArray(size, folder));
    }
    progress('emission: with empty caches');
    const cold = await leastTimes(1, [...scoville, 'generate', base, '--out', join(folder, 'cold')], {
      env: { SCOVILLE_CACHE: join(folder, 'cache') },
    });
    const [first, ...others] = arrays;
    const isSame = first !== undefined && others.every(({ library }) => sameTexts(first.library, library));
    const array = arrays.find(({ size }) => size === 16);
    return {
      tables: [
        {
          title: 'Emission, whole process (seconds)',
          headings: ['command', 'CPU', 'wall'],
          rows: [
            timesRow('generate (every configuration)', all),
            ...arrays.map(({ size, times }) => timesRow(`generate ${base}, ${size} x ${size}`, times)),
            timesRow(`generate ${base}, nothing cached`, cold),
            timesRow('of which Scoville’s start (--version)', startup),
            timesRow('of which Node’s start', node),
          ],
          notes: [
            `Least of ${runs} runs after a first; user and system time of all threads.`,
            `Library modules at ${sizes.join(', ')}: ${isSame ? 'byte for byte the same' : 'DIFFERENT'}.`,
          ],
        },
      ],
      goals: [
        {
          name: 'generate of every configuration, CPU',
          measured: round(all.cpu),
          limit: 2,
          sense: 'at most',
          unit: 's',
        },
        {
          name: 'generate of the 16 x 16 array, CPU',
          measured: round(array?.times.cpu ?? Number.POSITIVE_INFINITY),
          limit: 0.5,
          sense: 'at most',
          unit: 's',
        },
        {
          name: 'sizes at which the library’s text is the same',
          measured: isSame ? sizes.length : 1,
          limit: sizes.length,
          sense: 'at least',
          unit: '',
        },
      ],
      data: {
        all,
        cold,
        startup,
        node,
        arrays: arrays.map(({ size, times, lines, bytes }) => ({ size, times, lines, bytes })),
        isSame,
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const emission: Topic = {
  name: 'emission',
  summary: 'CPU and wall time of `generate`, whole process, and the same text at every size',
  run,
};
