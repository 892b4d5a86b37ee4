import { type Diagnostic, DiagnosticError } from '../../diagnostics/diagnostic.ts';

/** Notes what `body` throws as diagnostics, and gives undefined then. */
export function collecting<R>(found: Diagnostic[], body: () => R): R | undefined {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    found.push(...error.diagnostics);
    return undefined;
  }
}
