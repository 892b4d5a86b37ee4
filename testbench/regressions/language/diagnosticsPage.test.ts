import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { sections } from '../../../docs/diagnostics/all.ts';
import { sayings } from '../../../docs/diagnostics/checker/says.ts';
import { diagnosticsPage, renderDiagnosticsPage } from '../../../docs/diagnostics/page.ts';
import { diagnosticTable, pageOf } from '../../../dsl/diagnostics/codes.ts';

/** UPDATE_GOLDEN=1 npx vitest run testbench/regressions/language/diagnosticsPage.test.ts */
const update = process.env.UPDATE_GOLDEN === '1';
const page = await readFile(diagnosticsPage, 'utf8');

it('the page shows every program and the exact text that it gives today (else: UPDATE_GOLDEN=1, as above)', async () => {
  const rendered = await renderDiagnosticsPage(page);
  if (update) await writeFile(diagnosticsPage, rendered);
  else expect(page).toBe(rendered);
});

it('the checker of TypeScript says something to every common mistake, and names it in the first line', async () => {
  const all = await sayings();
  expect(all.length).toBeGreaterThanOrEqual(40);
  for (const { title, firstLine } of all) {
    expect(firstLine, title).toBeDefined();
    expect(firstLine, title).not.toMatch(/No overload matches|to type 'never'|implicitly has an 'any' type/);
  }
});

it('every code of the table has one section, to which its diagnostics lead', () => {
  const codes = Object.keys(diagnosticTable).sort();
  expect([...Object.keys(sections), 'internal'].sort()).toEqual(codes);
  const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  expect(headings.toSorted()).toEqual(codes);
  expect(pageOf('undriven')).toBe('docs/diagnostics.md#undriven');
});
