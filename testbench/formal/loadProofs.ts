import { UserError } from '../../scripts/userError.ts';
import { pointsOf } from '../../scripts/userFile.ts';
import type { Proof } from './proof.ts';

/**
 * The project's proofs, or those that a user's file exports as `proofs`, or its modules with their defaults.
 *
 * @throws UserError when the file cannot be loaded or exports none, DiagnosticError for what is wrong in its modules
 */
export async function loadProofs(from: string | undefined): Promise<readonly Proof[]> {
  return from === undefined ? (await import('./registry.ts')).proofs : pointsOf(from, 'proofs');
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
