import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticError } from '../../dsl/diagnostics/diagnostic.ts';
import { UserError } from '../../scripts/userError.ts';
import type { Proof } from './proof.ts';

const isProof = (value: unknown): value is Proof =>
  typeof value === 'object' && value !== null && ['name', 'description', 'module', 'values'].every(key => key in value);

const shape = 'Export an array of { name, description, module, values } as `proofs`.';

/**
 * The project's proofs, or those that a user's file exports as `proofs`.
 *
 * @throws UserError when the file cannot be loaded or exports none, DiagnosticError for what is wrong in its modules
 */
export async function loadProofs(from: string | undefined): Promise<readonly Proof[]> {
  if (from === undefined) return (await import('./registry.ts')).proofs;
  const loaded: unknown = await import(pathToFileURL(resolve(from)).href).catch((error: unknown) => {
    if (error instanceof DiagnosticError) throw error;
    throw new UserError(`${from} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, shape);
  });
  const found = typeof loaded === 'object' && loaded !== null && 'proofs' in loaded ? loaded.proofs : undefined;
  if (!Array.isArray(found) || found.length === 0 || !found.every(isProof))
    throw new UserError(`${from} exports no \`proofs\`.`, shape);
  return found;
}

/**
 * Those that are named, or all. A name is that of a proof, or the beginning that several share: `fifo` for `fifo-2x1` and
 * `fifo-3x2`.
 *
 * @throws UserError for a name that there is not
 */
export function chooseProofs(all: readonly Proof[], names: readonly string[]): readonly Proof[] {
  if (names.length === 0) return all;
  const chosen = names.flatMap(name => {
    const found = all.filter(proof => proof.name === name || proof.name.startsWith(`${name}-`));
    if (found.length === 0)
      throw new UserError(`There is no proof ${name}.`, `The proofs are ${all.map(proof => proof.name).join(', ')}.`);
    return found;
  });
  return [...new Set(chosen)];
}
