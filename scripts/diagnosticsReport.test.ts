import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiagnosticError, diagnostic } from '../dsl/diagnostics/diagnostic.ts';
import { diagnosticsSchema, parseReport, reportOf, reportOfError, reportText } from './diagnosticsReport.ts';
import { UserError } from './userError.ts';
import { projectRoot } from './verilator/paths.ts';

const SCHEMA = resolve(import.meta.dirname, '../docs/diagnostics.schema.json');

test('docs/diagnostics.schema.json is not stale', () => {
  if (process.env.SCOVILLE_UPDATE === '1') writeFileSync(SCHEMA, diagnosticsSchema());
  expect(
    readFileSync(SCHEMA, 'utf8'),
    'SCOVILLE_UPDATE=1 npx vitest run scripts/diagnosticsReport.test.ts writes it anew.',
  ).toBe(diagnosticsSchema());
});

const source = { line: (_: string, line: number) => (line === 2 ? '  q.set(a.add(b));' : undefined), display: String };
const at = (line: number, column: number) => ({ location: { file: '/p/a.ts', line, column }, message: '' });

describe('a report', () => {
  test('has each diagnostic once, by place, with where its expression ends', () => {
    const late = diagnostic('assignment-to-value', {}, [at(2, 5)]);
    const early = diagnostic('assignment-to-value', {}, [at(1, 9)]);
    const nowhere = diagnostic('never-read', { what: 'Wire', name: 'x', detail: '', suggestion: 'so' });
    const report = reportOf([nowhere, late, early, late], source);
    expect(report).toMatchObject({ version: 1, errors: 2, warnings: 1 });
    expect(report.diagnostics.map(({ locations }) => locations)).toEqual([
      [{ file: '/p/a.ts', line: 1, column: 9, message: '' }],
      [{ file: '/p/a.ts', line: 2, column: 5, end: { line: 2, column: 18 }, message: '' }],
      [],
    ]);
    expect(report.diagnostics[2]).toMatchObject({
      code: 'never-read',
      severity: 'warning',
      message: 'Wire `x` is never read.',
      page: 'docs/diagnostics.md#never-read',
    });
    expect(parseReport(reportText(report))).toEqual(report);
  });

  test('of a run that ended with an error holds its diagnostics, or why it failed', () => {
    const found = diagnostic('assignment-to-value', {}, [at(1, 9)]);
    expect(reportOfError(new DiagnosticError([found]), source)).toMatchObject({ errors: 1 });
    expect(reportOfError(new UserError('No.', 'Yes.'), source)).toEqual({
      version: 1,
      errors: 0,
      warnings: 0,
      diagnostics: [],
      failure: { message: 'No.', remedy: 'Yes.' },
    });
  });
});

describe('the command line', () => {
  let folder = '';
  const file = () => join(folder, 'blocks.ts');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scoville-json-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      file(),
      `import { bool, input, module, output, uint } from '${projectRoot}/dsl/index.ts';
const ports = () => ({ a: input(uint(8)), q: output(uint(4)) });
const Inner = module('inner', { params: {}, ports }, ({ a, q }) => q.set(a as never));
const Wrong = module('wrong', { params: {}, ports }, ({ a, q }, _, m) => {
  m.wires({ lost: bool });
  m.inst('inner', Inner, {}, { a, q });
  q.set(20);
});
const Odd = module('odd', { params: {}, ports }, ({ q }) => q.set(3));
const Undriven = module('idle', { params: {}, ports }, () => {});
export const configurations = [Wrong, Odd, Undriven].map(module => ({
  name: module.name,
  description: 'A design.',
  module,
  values: {},
}));
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const scoville = (...words: string[]) =>
    execa('node', [join(projectRoot, 'scripts/bin/scoville.mjs'), ...words], { reject: false, cwd: projectRoot });

  test('generate reports the errors of all modules of a design at once, and exits with 1', async () => {
    const run = await scoville('generate', 'wrong', '--from', file(), '--out', join(folder, 'out'), '--json');
    const report = parseReport(run.stdout);
    expect(report.diagnostics.map(({ code, locations }) => `${code} ${locations[0]?.line}`)).toEqual([
      'width-mismatch 3',
      'constant-out-of-range 7',
    ]);
    expect(report.errors).toBe(2);
    expect(run.exitCode).toBe(1);
  });

  test('warnings do not keep a design from being generated', async () => {
    const run = await scoville('generate', 'odd', '--from', file(), '--out', join(folder, 'odd'), '--json');
    expect(run.exitCode).toBe(0);
    const report = parseReport(run.stdout);
    expect(report).toMatchObject({ errors: 0, warnings: 1 });
    expect(report.diagnostics[0]).toMatchObject({ code: 'never-read', message: 'Input `a` is never read.' });
    expect(readFileSync(join(folder, 'odd', 'odd.v'), 'utf8')).toContain('endmodule');
    const text = await scoville('generate', 'odd', '--from', file(), '--out', join(folder, 'odd'));
    expect(text.stderr).toContain('warning[never-read]: Input `a` is never read.\n');
    expect(text.stderr.trimEnd()).toMatch(/\n1 warning$/);
  });

  test('check prints host conditions as JSON, and what it cannot read', async () => {
    writeFileSync(
      join(folder, 'host.ts'),
      `import { bool, input, module, output } from '${projectRoot}/dsl/index.ts';
export const Host = module('host', { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) }, ({ a, q }) => {
  if (a) q.set(true);
});
`,
    );
    const run = await scoville('check', join(folder, 'host.ts'), '--json');
    expect(run.exitCode).toBe(1);
    expect(parseReport(run.stdout).diagnostics[0]).toMatchObject({
      code: 'host-condition',
      locations: [{ file: join(folder, 'host.ts'), line: 3, column: 7, end: { line: 3, column: 8 } }],
    });
    const none = await scoville('check', join(folder, 'nothing.ts'), '--json');
    expect(none.exitCode).toBe(1);
    expect(parseReport(none.stdout).failure?.message).toContain('There is no file or folder');
  });
});
