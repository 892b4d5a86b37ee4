import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ts } from 'ts-morph';
import { expect, it } from 'vitest';

/** What a file imports when it runs: types are gone by then. */
function importsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap(statement => {
    const isImport = ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly !== true;
    const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
    const specifier = isImport || isExport ? statement.moduleSpecifier : undefined;
    return specifier !== undefined && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}

/** Everything that a file needs, however far behind: files, and what is not of this project with who imports it. */
function needs(entry: string): { readonly files: ReadonlySet<string>; readonly foreign: readonly string[] } {
  const files = new Set([entry]);
  const foreign: string[] = [];
  for (const file of files)
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) files.add(join(dirname(file), specifier));
      else foreign.push(`${relative(import.meta.dirname, file)}: ${specifier}`);
    }
  return { files, foreign };
}

it.each(['index.ts', 'simulate/simulate.ts'])(
  '%s runs in a page: it imports nothing of Node, and no package, however far behind',
  entry => {
    const { files, foreign } = needs(join(import.meta.dirname, entry));
    expect(foreign).toEqual([]);
    expect(files.size).toBeGreaterThan(50);
  },
);
