import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderDiagnostic } from '../dsl/diagnostics/render.ts';
import { hostConditionDiagnostic } from '../dsl/source/hostConditions.ts';
import { projectRoot } from './verilator/paths.ts';

const text = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const readme = text('README.md');

/** Lines without their indentation: the page shows an excerpt further left than it stands. */
const lines = (block: string): string =>
  block
    .split('\n')
    .map(line => line.trim())
    .join('\n')
    .trim();

function blockOf(language: string): string {
  const block = readme.match(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``))?.[1];
  if (block === undefined) throw new Error(`README.md has no ${language} block`);
  return block;
}

it('the taste of code stands in the generator, and what it becomes in rtl-out', () => {
  expect(lines(text('generators/systolic/skew.ts'))).toContain(lines(blockOf('ts')));
  expect(lines(text('rtl-out/lib/skew.v'))).toContain(lines(blockOf('verilog')));
});

it('the error is what the check prints', () => {
  const diagnostic = hostConditionDiagnostic({
    location: { file: 'generators/mine.ts', line: 9, column: 7 },
    expression: 'io.en',
    kind: 'hardware',
    consequence: 'the first branch is always described',
    suggestion: '`when(io.en, …)`',
  });
  const source = { line: () => '  if (io.en) io.q.set(io.a);', display: (file: string) => file };
  expect(readme).toContain(renderDiagnostic(diagnostic, source).trim());
});

it('the commands are those of package.json', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(text('package.json'));
  const used = [...readme.matchAll(/npm run (\w+)/g)].map(([, name = '']) => name);
  expect(used.length).toBeGreaterThan(5);
  for (const name of used) expect(Object.keys(scripts)).toContain(name);
});
