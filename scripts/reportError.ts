import { UserError } from './userError.ts';

/** What the system refuses for reasons that lie with the user's disk, not with us. */
const systemRefusals = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENAMETOOLONG', 'ENOTDIR']);

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

const isSystemRefusal = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && systemRefusals.has(error.code);

/**
 * What a command prints on stderr when it ends with `error`. A user's mistake comes as a sentence with its remedy, a
 * diagnostic of the language with its places; anything else is a defect of Scoville, and its stack is shown only when
 * asked for by SCOVILLE_DEBUG=1.
 */
export async function describeError(error: unknown): Promise<string> {
  if (error instanceof UserError) {
    return `error: ${error.message}\n${error.remedy === '' ? '' : `${indent(error.remedy)}\n`}`;
  }
  const { DiagnosticError } = await import('../dsl/diagnostics/diagnostic.ts');
  if (error instanceof DiagnosticError) {
    const { renderDiagnostics } = await import('../dsl/diagnostics/render.ts');
    const { sourceText } = await import('../dsl/source/sourceText.ts');
    return `${renderDiagnostics(error.diagnostics, sourceText())}\n`;
  }
  if (error instanceof Error && isSystemRefusal(error)) return `error: ${error.message}\n`;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (process.env.SCOVILLE_DEBUG === '1') {
    return `error: Scoville is at fault.\n${indent(error instanceof Error ? (error.stack ?? message) : message)}\n`;
  }
  return `error: Scoville is at fault: ${message}\n  Please report it with the command that shows it; SCOVILLE_DEBUG=1 adds the stack.\n`;
}

/** A reader that has had enough (`| head`) is no error: what is left to print is dropped, the work goes on. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** How a command tells what went wrong: as text on stderr, or as JSON on stdout for a program to read. */
export type ErrorFormat = 'text' | 'json';

async function tell(error: unknown, format: ErrorFormat): Promise<void> {
  if (format === 'text') {
    process.stderr.write(await describeError(error));
    return;
  }
  const { reportOfError, reportText } = await import('./diagnosticsReport.ts');
  const { sourceText } = await import('../dsl/source/sourceText.ts');
  process.stdout.write(reportText(reportOfError(error, sourceText())));
}

/** Runs a command; returns its exit code, having told what went wrong. */
export async function runCommand(command: () => Promise<number>, format: ErrorFormat = 'text'): Promise<number> {
  ignoreClosedPipes();
  try {
    return await command();
  } catch (error) {
    await tell(error, format);
    return 1;
  }
}
