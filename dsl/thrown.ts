import { type Diagnostic, DiagnosticError, diagnostic } from './diagnostics/diagnostic.ts';
import { describeGiven } from './given.ts';
import type { ModuleContext } from './moduleContext.ts';
import { originOf } from './source/location.ts';

/** What mostly lies behind an error of JavaScript's. */
function suggestionFor(error: string): string {
  if (/ of (undefined|null)/.test(error)) return 'Something in this line is undefined: look for a misspelt name.';
  if (error.endsWith('is not iterable')) return 'A vec is read by `.at(index)`, and `genFor` goes through it.';
  if (error.endsWith('is not a function'))
    return 'Nothing there has this method: docs/language.md lists what values have.';
  return 'The program itself threw this: mend the line shown.';
}

/**
 * What a user is told of something thrown while a module is described. What follows an error is mostly its consequence,
 * such as a variable that was not set, and is not told.
 */
export function diagnosticsOf(thrown: unknown, ctx: ModuleContext): readonly Diagnostic[] {
  const { moduleName, diagnostics } = ctx;
  if (thrown instanceof DiagnosticError) return thrown.diagnostics;
  if (diagnostics.length > 0) return [];
  const error = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : describeGiven(thrown);
  const { location = ctx.site?.location, isLanguage } = originOf(thrown);
  if (isLanguage)
    return [
      diagnostic('internal', { problem: `${error}, in \`${moduleName}\`` }, [{ location, message: 'in this call' }]),
    ];
  return [
    diagnostic('exception', { module: moduleName, error, suggestion: suggestionFor(error) }, [
      { location, message: 'thrown here' },
    ]),
  ];
}
