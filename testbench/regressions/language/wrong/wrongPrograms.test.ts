import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticError } from '../../../../dsl/diagnostics/diagnostic.ts';
import type { AnyModule } from '../../../../dsl/index.ts';
import { checkDesign } from '../../../../dsl/passes/check/checkDesign.ts';
import { rendered } from '../../../../dsl/passes/check/rendered.fixture.ts';
import { checkHostConditions } from '../../../../dsl/source/hostConditions.ts';
import { hostConditions } from './hostConditions.ts';
import { javascript } from './javascript.ts';
import { names } from './names.ts';
import { numbers } from './numbers.ts';
import { structure } from './structure.ts';

type Programs = Readonly<Record<string, () => AnyModule>>;

/** Everything that is said of a program; nothing but diagnostics may come out of it. */
function reported(program: () => AnyModule): readonly Diagnostic[] {
  try {
    return [...checkDesign(program().elaborate()).values()].flatMap(report => report.diagnostics);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics;
  }
}

const files: Readonly<Record<string, Programs>> = { javascript, structure, numbers, names };

for (const [name, programs] of Object.entries(files))
  describe(`wrong programs: ${name}`, () => {
    it.each(Object.entries(programs))('%s', (_, program) => {
      const diagnostics = reported(program);
      expect(diagnostics).not.toEqual([]);
      for (const { code, severity, labels } of diagnostics) {
        expect(code).not.toBe('internal');
        expect(severity).toBe('error');
        expect(labels[0]?.location?.file).toBe(join(import.meta.dirname, `${name}.ts`));
      }
      expect(rendered(diagnostics)).toMatchSnapshot();
    });
  });

it('wrong programs: what JavaScript decides, each in the source', async () => {
  const diagnostics = await checkHostConditions([join(import.meta.dirname, 'hostConditions.ts')]);
  expect(diagnostics.length).toBe(Object.keys(hostConditions).length);
  expect(rendered(diagnostics)).toMatchSnapshot();
});

it('there are more than fifty', () => {
  expect(Object.values({ ...files, hostConditions }).flatMap(programs => Object.keys(programs)).length).toBeGreaterThan(
    100,
  );
});
