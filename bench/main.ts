import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { projectRoot } from '../scripts/bin/bootstrap.mjs';
import { startProgress } from '../scripts/progress.ts';
import { runCommand } from '../scripts/reportError.ts';
import { formatTable } from '../scripts/table.ts';
import { UserError } from '../scripts/userError.ts';
import { withSections } from './page.ts';
import { type BenchTable, goalText, isMet, type Topic, type TopicResult } from './topic.ts';
import { topics } from './topics.ts';

interface Options {
  readonly only?: readonly Topic[];
  readonly json: string;
  readonly check?: true;
  /** The page that gets the tables; `true` for that of the comparison. */
  readonly page?: string | true;
}

/** What ran where: figures compare only within one machine. */
interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
}

const machine = (): Machine => ({
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
});

const machineText = ({ node, platform, processor, cores }: Machine): string =>
  `Node ${node}, ${platform}, ${processor}, ${cores} core${cores === 1 ? '' : 's'}`;

function parseOnly(text: string): readonly Topic[] {
  return text.split(',').map(name => {
    const found = topics.find(topic => topic.name === name.trim());
    if (found === undefined)
      throw new InvalidArgumentError(
        `There is no topic ${name.trim()}; there are ${topics.map(topic => topic.name).join(', ')}.`,
      );
    return found;
  });
}

function tableText({ title, headings, rows, notes = [] }: BenchTable, format: 'plain' | 'markdown'): string {
  const table = formatTable(headings, rows, { format });
  if (format === 'plain') return `${title}\n\n${table}${notes.map(note => `  ${note}\n`).join('')}\n`;
  return `## ${title}\n\n${table}\n${notes.map(note => `${note}\n`).join('')}\n`;
}

/** What a page shows of a topic: on which day and machine it ran, and its tables. */
function sectionText({ tables }: TopicResult, where: Machine): string {
  const parts = tables.map(
    ({ title, headings, rows, notes = [] }) =>
      `**${title}**\n\n${formatTable(headings, rows, { format: 'markdown' })}\n${notes.map(note => `${note}\n`).join('')}`,
  );
  return [`Measured on ${new Date().toISOString().slice(0, 10)}: ${machineText(where)}.\n`, ...parts].join('\n');
}

/** Puts the tables into a page, where it has a place for them. */
async function writePage(file: string, sections: ReadonlyMap<string, string>): Promise<void> {
  const { text, replaced } = withSections(await readPage(file), sections);
  await writeWhole(file, text);
  process.stdout.write(`${relative(process.cwd(), file)} has the tables of ${replaced.join(', ')}.\n`);
}

async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UserError(
      `${file} cannot be read.`,
      'Give --page a page that there is, or no file for docs/comparison.md.',
    );
  }
}

/** Writes beside the target and renames, so that no reader sees half a file. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
}

async function run({ only = topics, json, check, page }: Options): Promise<number> {
  const progress = startProgress('bench');
  const results: { readonly topic: Topic; readonly result: TopicResult }[] = [];
  const where = machine();
  process.stdout.write(`${machineText(where)}\n\n`);
  try {
    for (const topic of only) {
      const result = await topic.run(state => progress.update(state));
      results.push({ topic, result });
      for (const table of result.tables) process.stdout.write(tableText(table, 'plain'));
    }
  } finally {
    progress.done();
  }
  const goals = results.flatMap(({ result }) => result.goals);
  process.stdout.write(`Goals\n\n${goals.map(goal => `${goalText(goal)}\n`).join('')}\n`);
  const markdown = json.replace(/(\.json)?$/, '.md');
  await writeWhole(
    json,
    `${JSON.stringify(
      {
        machine: where,
        goals: goals.map(goal => ({ ...goal, isMet: isMet(goal) })),
        topics: Object.fromEntries(results.map(({ topic, result }) => [topic.name, result.data])),
      },
      null,
      2,
    )}\n`,
  );
  await writeWhole(
    markdown,
    [
      `# Benchmark\n\n${machineText(where)}\n\n`,
      ...results.flatMap(({ result }) => result.tables.map(table => tableText(table, 'markdown'))),
      `## Goals\n\n${goals.map(goal => `- ${goalText(goal)}\n`).join('')}`,
    ].join(''),
  );
  process.stdout.write(`Written to ${relative(process.cwd(), json)} and ${relative(process.cwd(), markdown)}.\n`);
  if (page !== undefined)
    await writePage(
      page === true ? join(projectRoot, 'docs/comparison.md') : page,
      new Map(results.map(({ topic, result }) => [topic.name, sectionText(result, where)])),
    );
  const missed = goals.filter(goal => !isMet(goal));
  if (check !== true || missed.length === 0) return 0;
  process.stderr.write(`error: ${missed.length} of ${goals.length} goals are missed.\n`);
  return 1;
}

/** `npm run bench`, with `argv` the words after it; returns the exit code. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(async () => {
    let exitCode = 1;
    const program = new Command('npm run bench --')
      .description(
        `Measures:\n${topics.map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}`).join('\n')}\n\n` +
          'emission brings rtl-out/ up to date, as `npm run generate` does.',
      )
      .option('--only <names>', 'measure these alone, separated by commas', parseOnly)
      .option(
        '--json <file>',
        'where the figures go; a page of tables goes beside it',
        text => resolve(text),
        join(projectRoot, 'bench/results/bench.json'),
      )
      .option('--check', 'exit with 1 when a goal is missed')
      .option(
        '--page [file]',
        'put the tables into docs/comparison.md, or another page that has places for them',
        text => resolve(text),
      )
      .exitOverride()
      .showHelpAfterError('(see --help)')
      .action(async (options: Options) => {
        exitCode = await run(options);
      });
    try {
      await program.parseAsync([...argv], { from: 'user' });
    } catch (error) {
      if (error instanceof CommanderError) return error.exitCode;
      throw error;
    }
    return exitCode;
  });
}
