import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { callLabel } from '../context.ts';
import { fail } from '../diagnostics/diagnostic.ts';

/**
 * The Verilog of a black box, or of a macro, from a file.
 *
 * @param file a path, or a URL: `new URL('./multiplier.v', import.meta.url)` is found wherever the program runs
 * @throws DiagnosticError where the file cannot be read
 */
export function readVerilogFile(file: string | URL): { readonly path: string; readonly text: string } {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch {
    return fail(
      'black-box',
      {
        name: path,
        problem: 'cannot be read',
        suggestion: "Is it there? `new URL('./name.v', import.meta.url)` begins at the file that names it.",
      },
      [callLabel()],
    );
  }
}
