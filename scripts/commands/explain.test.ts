import { expect, it } from 'vitest';
import { diagnosticTable } from '../../dsl/diagnostics/codes.ts';
import { sectionOf } from './explain.ts';

it('explains every code with the section of the page, and no more', async () => {
  for (const code of Object.keys(diagnosticTable)) {
    const text = await sectionOf(code);
    expect(text.length, code).toBeGreaterThan(60);
    expect(text, code).not.toMatch(/^##/m);
    if (code !== 'internal') expect(text, code).toContain(`[${code}]: `);
  }
});

it('names the codes to who asks for another', async () => {
  await expect(sectionOf('width')).rejects.toMatchObject({
    message: 'There is no diagnostic width.',
    remedy: expect.stringContaining('width-mismatch, '),
  });
});
