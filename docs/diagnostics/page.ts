import { join } from 'node:path';
import { diagnosticTable } from '../../dsl/diagnostics/codes.ts';
import { type Chapter, chapters } from './all.ts';
import type { Case } from './case.ts';
import { sayings } from './checker/says.ts';
import { excerpt } from './excerpt.ts';
import { findings, printed } from './run.ts';

export const diagnosticsPage = join(import.meta.dirname, '..', 'diagnostics.md');

const fenced = (language: string, text: string): string => [`\`\`\`${language}`, text, '```'].join('\n');

/** Prose in lines of at most 120 columns. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > 120) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

async function sectionText(code: string, section: Case, file: string): Promise<string> {
  const wrong = await excerpt(file, code, 'wrong');
  const right = await excerpt(file, code, 'right');
  const found = await findings(section, 'wrong', wrong);
  const others = found.filter(diagnostic => diagnostic.code !== code);
  if (found.length === 0) throw new Error(`The wrong program of ${code} in ${file} gives no diagnostic.`);
  if (others.length > 0) throw new Error(`The wrong program of ${code} in ${file} gives ${others[0]?.code} too.`);
  const remaining = await findings(section, 'right', right);
  if (remaining.length > 0) throw new Error(`The right program of ${code} in ${file}: ${remaining[0]?.message}`);
  return [
    `### ${code}`,
    wrapped(section.meaning),
    fenced('ts', wrong.lines.join('\n')),
    ...(wrong.refusedByChecker ? ['TypeScript’s checker refuses it, and so does the language:'] : []),
    fenced('text', printed(found, wrong)),
    'Right:',
    fenced('ts', right.lines.join('\n')),
  ].join('\n\n');
}

async function chapterText({ title, file, cases }: Chapter): Promise<string> {
  const parts = [`## ${title}`];
  for (const [code, section] of Object.entries<Case>(cases)) parts.push(await sectionText(code, section, file));
  return parts.join('\n\n');
}

/** The codes with their severities and sentences, the order that of the sections. */
function contents(): string {
  const codes = [...chapters.flatMap(({ cases }) => Object.keys(cases)), 'internal'];
  const table = new Map(Object.entries(diagnosticTable));
  const rows = codes.map(code => {
    const { severity, message } = table.get(code) ?? { severity: 'error', message: '' };
    return `| [${code}](#${code}) | ${severity} | ${message.replaceAll('|', '\\|')} |`;
  });
  return ['| code | severity | what it says |', '| --- | --- | --- |', ...rows].join('\n');
}

/** What the TypeScript checker says to mistakes in the editor, before anything runs. */
async function checkerText(): Promise<string> {
  const parts = [
    '## What the checker says',
    wrapped(
      'Most mistakes are found by TypeScript’s checker while they are typed. This is the first line of what it prints of ' +
        'the commonest; the types are shaped so that it names the mistake. `uint(8)` is `UIntType<8>` there, `Signal<T>` a ' +
        'hardware value of type T, `Source<T>` a value or a constant, `Param<"N">` the parameter N; a width that only ' +
        'elaboration can prove is `any`, and fits every width.',
    ),
  ];
  for (const { title, code, firstLine } of await sayings())
    parts.push(
      `**${title.charAt(0).toUpperCase()}${title.slice(1)}**`,
      fenced('ts', code),
      fenced('text', firstLine ?? 'nothing'),
    );
  return parts.join('\n\n');
}

const mark = '<!-- generated: everything below comes from docs/diagnostics/ -->';

/** Defects of the language itself, which no program is known to show. */
const internal =
  'The language found that it contradicts itself. No program of yours should be able to bring that about: the module that ' +
  'shows it makes a good report.';

/** The page with all that is generated made anew. */
export async function renderDiagnosticsPage(page: string): Promise<string> {
  const start = page.indexOf(mark);
  if (start < 0) throw new Error(`docs/diagnostics.md has no line ${mark}`);
  const parts: string[] = [];
  for (const chapter of chapters) parts.push(await chapterText(chapter));
  return [
    page.slice(0, start).trimEnd(),
    mark,
    contents(),
    ...parts,
    await checkerText(),
    '## Defects of Scoville',
    '### internal',
    wrapped(internal),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
