import { expect, it } from 'vitest';
import { describeAll } from '../../../dsl/emit/design.ts';
import { checkDesigns } from '../../../dsl/passes/check/checkDesign.ts';
import { configurations as examples } from '../../../examples/configurations.ts';
import { configurations } from '../../../generators/configs/all.ts';

it('nothing that the project generates gives a diagnostic, not even a warning', () => {
  const { described, diagnostics } = describeAll([...configurations, ...examples]);
  expect(diagnostics).toEqual([]);
  const tops = [...described.values()].flatMap(modules => modules.at(-1) ?? []);
  const reports = [...checkDesigns(tops.map(top => ({ top, configurations: [] }))).values()];
  expect(reports.length).toBeGreaterThan(30);
  expect(reports.flatMap(report => [...report.diagnostics, ...report.warnings]).map(({ message }) => message)).toEqual(
    [],
  );
});
