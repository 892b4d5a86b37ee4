import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render.ts';
import { sourceText } from './sourceText.ts';

const folder = mkdtempSync(join(tmpdir(), 'scoville-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('lines are those of the file, and paths are relative inside the folder only', () => {
  const file = join(folder, 'a.ts');
  writeFileSync(file, '\uFEFFone\r\ntwo\nthree');
  const text = sourceText(folder);
  expect([0, 1, 2, 3, 4].map(line => text.line(file, line))).toEqual([undefined, 'one', 'two', 'three', undefined]);
  expect(text.line(join(folder, 'absent.ts'), 1)).toBeUndefined();
  expect(text.display(file)).toBe('a.ts');
  expect(sourceText(join(folder, 'inner')).display(file)).toBe(file);
});

test('a diagnostic shows the line with a caret, or the place alone', () => {
  const file = join(folder, 'b.ts');
  writeFileSync(file, 'const a = 1;\n');
  const at = (name: string) =>
    renderDiagnostic(
      diagnostic('undriven', { what: 'Wire', name: 'a', detail: '' }, [
        { location: { file: join(folder, name), line: 1, column: 7 }, message: 'declared here' },
      ]),
      sourceText(folder),
    );
  expect(at('b.ts')).toBe(
    'error[undriven]: Wire `a` is never given a value.\n\n  b.ts:1:7\n    1 | const a = 1;\n      |       ^ declared here\n\n  Assign it, or remove it if nothing needs it.\n  See docs/diagnostics.md#undriven\n',
  );
  expect(at('absent.ts')).toContain('  absent.ts:1:7\n       | declared here\n');
});
