import { DiagnosticError } from './diagnostics/diagnostic.ts';
import type { AnyModule } from './index.ts';

/** A wrong program, with the code of the diagnostic that elaboration gives to who ignores the type checker. */
export type Refused = readonly [code: string, what: string, program: AnyModule];

/** Codes of what elaboration reports; with a `?`, of what it leaves to be tried at bindings of the parameters. */
export function reported(program: AnyModule): string[] {
  try {
    return program.elaborate().obligations.map(({ code }) => `${code}?`);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
}
