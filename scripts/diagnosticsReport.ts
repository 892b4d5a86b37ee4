/**
 * What `--json` prints for editors and scripts. Its JSON schema, `docs/diagnostics.schema.json`, is made from the type
 * here: `SCOVILLE_UPDATE=1 npx vitest run scripts/diagnosticsReport.test.ts` writes it anew.
 */
import { z } from 'zod';
import type { Diagnostic, Label } from '../dsl/diagnostics/diagnostic.ts';
import { DiagnosticError } from '../dsl/diagnostics/diagnostic.ts';
import { countOf, inOrder } from '../dsl/diagnostics/order.ts';
import { endColumn, type SourceText } from '../dsl/diagnostics/render.ts';
import { jsonSchemaText } from './jsonSchemaText.ts';
import { UserError } from './userError.ts';

const position = z.int().min(1);

const place = z.strictObject({
  file: z.string().describe('Absolute path.'),
  line: position.describe('From 1.'),
  column: position.describe('From 1.'),
  end: z
    .strictObject({ line: position, column: position.describe('The first column behind the expression.') })
    .optional()
    .describe('Where the expression ends, as far as it stands on this line; absent where the file is not at hand.'),
  message: z.string().describe('What is to be seen here; may be empty.'),
});

const diagnostic = z.strictObject({
  code: z.string().describe('One of the codes of docs/diagnostics.md.'),
  severity: z.enum(['error', 'warning']),
  message: z.string().describe('One sentence.'),
  remedy: z.string().describe('What to do about it.'),
  page: z.string().describe('The section that explains the code: a page of the project and a heading on it.'),
  locations: z.array(place).describe('The primary place first. Empty where no place is known.'),
});

const report = z
  .strictObject({
    version: z.literal(1).describe('Of this format.'),
    errors: z.int().min(0),
    warnings: z.int().min(0),
    diagnostics: z.array(diagnostic).describe('Sorted by file, line and column, each once.'),
    failure: z
      .strictObject({ message: z.string(), remedy: z.string() })
      .optional()
      .describe('Why the command could not do its work, where that is no diagnostic: an option, a file, a defect.'),
  })
  .meta({ title: 'Diagnostics of Scoville, as `--json` prints them' });

export type DiagnosticsReport = z.infer<typeof report>;

/** The text of `docs/diagnostics.schema.json`. */
export function diagnosticsSchema(): string {
  return jsonSchemaText(z.toJSONSchema(report));
}

/** Reads a report back. */
export const parseReport = (text: string): DiagnosticsReport => report.parse(JSON.parse(text));

function placeOf(
  { location, message }: Label,
  source: SourceText,
): DiagnosticsReport['diagnostics'][number]['locations'] {
  if (location === undefined) return [];
  const { file, line, column } = location;
  const end = endColumn(location, source);
  return [{ file, line, column, ...(end === undefined ? {} : { end: { line, column: end } }), message }];
}

/** Everything found in a run. */
export function reportOf(diagnostics: readonly Diagnostic[], source: SourceText): DiagnosticsReport {
  const ordered = inOrder(diagnostics);
  return {
    version: 1,
    errors: countOf(ordered, 'error'),
    warnings: countOf(ordered, 'warning'),
    diagnostics: ordered.map(({ code, severity, message, remedy, page, labels }) => ({
      code,
      severity,
      message,
      remedy,
      page,
      locations: labels.flatMap(label => placeOf(label, source)),
    })),
  };
}

/** The report of a run that ended with an error of any kind. */
export function reportOfError(error: unknown, source: SourceText): DiagnosticsReport {
  if (error instanceof DiagnosticError) return reportOf(error.diagnostics, source);
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof UserError ? error.remedy : '';
  return { ...reportOf([], source), failure: { message, remedy } };
}

export const reportText = (made: DiagnosticsReport): string => `${JSON.stringify(made, null, 2)}\n`;
