import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { DiagnosticError } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render.ts';
import type { AnyModule } from '../../module.ts';
import { sourceText } from '../../source/sourceText.ts';
import { checkModule } from './checkModule.ts';

/** Text as a user sees it, but without the numbers of lines and columns, which change as tests are added. */
export function rendered(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(diagnostic => renderDiagnostic(diagnostic, sourceText()))
    .join('\n')
    .replace(/^ {2}\S*?([\w.]+\.ts):\d+:\d+$/gm, '  $1')
    .replace(
      /^ +\d+ \| ( *)(.*)\n +\| ( *)(\^.*)$/gm,
      (_, indent: string, text: string, before: string, marker: string) =>
        `  | ${text}\n  | ${' '.repeat(before.length - indent.length)}${marker}`,
    );
}

/** Everything that describing and then checking a module reports, as text. */
export function reported(
  describe: () => AnyModule,
  configurations: readonly Readonly<Record<string, number>>[] = [],
): string {
  try {
    return rendered(checkModule(describe().elaborate(), configurations).diagnostics);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return rendered(error.diagnostics);
  }
}
