import type { Configuration } from '../../dsl/configuration.ts';
import { type Diagnostic, DiagnosticError, type Label } from '../../dsl/diagnostics/diagnostic.ts';
import { renderDiagnostics, type SourceText } from '../../dsl/diagnostics/render.ts';
import type { AnyModule } from '../../dsl/index.ts';
import { checkDesign } from '../../dsl/passes/check/checkDesign.ts';
import { checkHostConditions } from '../../dsl/source/hostConditions.ts';
import { describeTop } from '../../dsl/top.ts';
import type { Case } from './case.ts';
import type { Excerpt } from './excerpt.ts';

const isConfiguration = (made: object): made is Configuration => 'values' in made && 'module' in made;
const isModule = (made: object): made is AnyModule => 'elaborate' in made;

/** Everything that is reported of what a program describes. */
function reportedOf(program: () => unknown): readonly Diagnostic[] {
  try {
    const made = program();
    if (typeof made !== 'object' || made === null) return [];
    const top = isConfiguration(made) ? describeTop(made) : isModule(made) ? made.elaborate() : undefined;
    if (top === undefined) return [];
    return [...checkDesign(top).values()].flatMap(({ diagnostics, warnings }) => [...diagnostics, ...warnings]);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics;
  }
}

/** What is reported of a program of a section. */
export async function findings(section: Case, part: 'wrong' | 'right', at: Excerpt): Promise<readonly Diagnostic[]> {
  if (section.readsSource !== true) return reportedOf(section[part]);
  const all = await checkHostConditions([at.file]);
  return all.filter(({ labels }) => labels.some(({ location }) => at.numbers.includes(location?.line ?? 0)));
}

/** Diagnostics as the tool prints them, of a file `example.ts` that holds just what the page shows. */
export function printed(diagnostics: readonly Diagnostic[], at: Excerpt): string {
  const source: SourceText = { line: (_, line) => at.lines[line - 1], display: () => 'example.ts' };
  const moved = (label: Label): Label => {
    const { location } = label;
    if (location === undefined) return label;
    const line = at.numbers.indexOf(location.line) + 1;
    if (location.file !== at.file || line === 0)
      throw new Error(`"${label.message}" points at ${location.file}:${location.line}, which the page does not show.`);
    return { ...label, location: { file: location.file, line, column: location.column - at.indent } };
  };
  return renderDiagnostics(
    diagnostics.map(diagnostic => ({ ...diagnostic, labels: diagnostic.labels.map(moved) })),
    source,
  );
}
