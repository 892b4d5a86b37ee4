import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../verilator/paths.ts';
import { designSchema, librarySchema, manifestSchemas } from './manifestSchema.ts';

const emitted = join(projectRoot, 'rtl-out');
const parsed = (...path: string[]): unknown => JSON.parse(readFileSync(join(emitted, ...path), 'utf8'));

it.each(Object.entries(manifestSchemas()))('docs/%s is not stale', (name, text) => {
  const file = join(projectRoot, 'docs', name);
  if (process.env.SCOVILLE_UPDATE === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8'), 'SCOVILLE_UPDATE=1 npx vitest run scripts/generate writes it anew.').toBe(text);
});

it('every design that is committed is as its schema says, and the library describes its modules', () => {
  const library = librarySchema.parse(parsed('lib', 'modules.json'));
  const described = new Map(library.modules.map(module => [module.name, module]));
  expect(readdirSync(join(emitted, 'lib')).filter(name => name.endsWith('.v'))).toEqual(
    library.modules.map(({ file }) => file),
  );
  const designs = readdirSync(emitted).filter(name => name !== 'lib');
  expect(designs.length).toBeGreaterThan(0);
  for (const name of designs) {
    const design = designSchema.parse(parsed(name, 'design.json'));
    expect(design.library.description).toBe('../lib/modules.json');
    const files = design.library.modules.map(module => `../lib/${described.get(module)?.file}`);
    expect([...files, design.module.file]).toEqual(design.files);
    const instantiated = [design.module, ...described.values()].flatMap(({ instances }) => instances);
    for (const { module } of instantiated) expect(described.has(module)).toBe(true);
  }
});
