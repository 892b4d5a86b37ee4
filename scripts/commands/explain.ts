import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type DiagnosticCode, diagnosticTable } from '../../dsl/diagnostics/codes.ts';
import { projectRoot } from '../bin/bootstrap.mjs';
import { UserError } from '../userError.ts';

const isCode = (code: string): code is DiagnosticCode => Object.hasOwn(diagnosticTable, code);

/** The section of docs/diagnostics.md on a code, without its heading. */
export async function sectionOf(code: string): Promise<string> {
  if (!isCode(code))
    throw new UserError(
      `There is no diagnostic ${code}.`,
      `The codes, as they stand in brackets in front of a message: ${Object.keys(diagnosticTable).join(', ')}.`,
    );
  const page = await readFile(join(projectRoot, 'docs', 'diagnostics.md'), 'utf8');
  const heading = `\n### ${code}\n`;
  const rest = page.slice(page.indexOf(heading) + heading.length);
  const next = /\n##+ /.exec(rest);
  return rest.slice(0, next?.index ?? rest.length).trim();
}

/** `scoville explain`: what a diagnostic means, with a wrong and a right program. */
export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('say what a diagnostic means, with a wrong and a right program')
    .argument('<code>', 'the code in brackets, such as width-mismatch')
    .action(async (code: string) => {
      process.stdout.write(`${await sectionOf(code)}\n`);
    });
}
