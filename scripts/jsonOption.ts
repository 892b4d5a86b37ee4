import { Option } from 'commander';
import type { Diagnostic } from '../dsl/diagnostics/diagnostic.ts';

/** `--json`: what is found goes to stdout as docs/diagnostics.schema.json says, and nothing else does. */
export const jsonOption = (): Option =>
  new Option('--json', 'print what is found as JSON, for editors (see docs/diagnostics.schema.json)');

/** Prints everything that was found as JSON. */
export async function writeReport(diagnostics: readonly Diagnostic[]): Promise<void> {
  const { reportOf, reportText } = await import('./diagnosticsReport.ts');
  const { sourceText } = await import('../dsl/source/sourceText.ts');
  process.stdout.write(reportText(reportOf(diagnostics, sourceText())));
}
