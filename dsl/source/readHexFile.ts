import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callLabel } from '../context.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import { type HexFile, hexFile } from '../hexFile.ts';

/**
 * A memory's words from a file in the form of `$readmemh`. The file is copied beside the Verilog under its own name.
 *
 * @param file a path, or a URL: `new URL('./sine.hex', import.meta.url)` is found wherever the program runs
 * @throws DiagnosticError where the file is missing or cannot be read as words
 */
export function readHexFile(file: string | URL): HexFile {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return fail(
      'memory-file',
      {
        file: path,
        problem: 'cannot be read',
        suggestion: "Is it there? `new URL('./name.hex', import.meta.url)` begins at the file that names it.",
      },
      [callLabel()],
    );
  }
  return hexFile(basename(path), text, path);
}
