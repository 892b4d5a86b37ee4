import { describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { chooseProofs, loadProofs } from './loadProofs.ts';
import { proofs } from './registry.ts';

describe('proofs', () => {
  it('have names of their own, in lower case with hyphens', () => {
    const names = proofs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('are those of the project, or of a file', async () => {
    expect(await loadProofs(undefined)).toBe(proofs);
    const found = await loadProofs('testbench/formal/fixtures.ts');
    expect(found.map(({ name }) => name)).toEqual(['overrunning', 'decade', 'impossible', 'silent']);
    expect(chooseProofs(found, ['silent', 'decade', 'silent']).map(({ name }) => name)).toEqual(['silent', 'decade']);
  });

  it('are the modules of a file that exports no others, with their defaults', async () => {
    const found = await loadProofs('examples/counter.ts');
    expect(found.map(({ name, values }) => [name, values])).toEqual([['event-counter', {}]]);
  });

  it.each([
    ['nowhere.ts', /^There is no file nowhere\.ts\.$/],
    ['testbench/random.ts', /^testbench\/random\.ts exports neither modules nor `proofs`\.$/],
  ])('are not in %s', async (file, message) => {
    const loading = loadProofs(file);
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(message);
  });

  it('of one block are those whose names begin so', () => {
    const names = chooseProofs(proofs, ['fifo', 'fifo-3x2']).map(({ name }) => name);
    expect(names).toEqual(['fifo-2x1', 'fifo-3x2', 'fifo-8x1']);
    expect(() => chooseProofs(proofs, ['fif'])).toThrow('There is no proof fif.');
  });

  it('are not guessed from a wrong name', () => {
    expect(() => chooseProofs(proofs, ['fifo-9x9'])).toThrow('There is no proof fifo-9x9.');
  });
});
