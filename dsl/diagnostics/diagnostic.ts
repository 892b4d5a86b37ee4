import { type DiagnosticCode, diagnosticTable, type HolesOf, pageOf, type Severity } from './codes.ts';

/** A place in a user's file. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One place that a diagnostic points at, and what is to be seen there. */
export interface Label {
  readonly location: SourceLocation | undefined;
  readonly message: string;
}

/** What went wrong, where, and what to do about it. The first label is the primary place. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly Label[];
  readonly remedy: string;
  /** Where the code is explained. */
  readonly page: string;
}

/** The one error type that carries diagnostics to a user: everything that can be reported in one run, together. */
export class DiagnosticError extends Error {
  override readonly name = 'DiagnosticError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(diagnostic => `${diagnostic.code}: ${diagnostic.message}`).join('\n'));
    this.diagnostics = diagnostics;
  }
}

function fill(template: string, holes: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, hole: string) => holes[hole] ?? `{${hole}}`);
}

/** Fills the template of `code`; the holes it needs are known to the type checker. */
export function diagnostic<C extends DiagnosticCode>(
  code: C,
  holes: HolesOf<C>,
  labels: readonly Label[] = [],
): Diagnostic {
  const entry = diagnosticTable[code];
  return {
    code,
    severity: entry.severity,
    message: fill(entry.message, holes),
    labels,
    remedy: fill(entry.remedy, holes),
    page: pageOf(code),
  };
}

/** A diagnostic that ends the run where it stands. */
export function fail<C extends DiagnosticCode>(code: C, holes: HolesOf<C>, labels: readonly Label[] = []): never {
  throw new DiagnosticError([diagnostic(code, holes, labels)]);
}
