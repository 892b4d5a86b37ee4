import { callLabel } from './context.ts';
import { type Diagnostic, DiagnosticError, diagnostic, type Label } from './diagnostics/diagnostic.ts';
import { requireName } from './given.ts';

/** Words for a memory, in the form that `$readmemh` reads. */
export interface HexFile {
  /** The name under which the file stands beside the Verilog. */
  readonly name: string;
  /** Where it was read; undefined for a text that was given as such. */
  readonly path: string | undefined;
  readonly text: string;
  /** Its words, from address 0 on. */
  readonly words: readonly HexWord[];
}

export interface HexWord {
  readonly value: bigint;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const remedy =
  'It holds hexadecimal words parted by blanks or lines, `//` and `/* */` comments, and `@` with the address of the next word.';

/** Places of a word: that in the file and that of the call, which says where in the text the word stands if there is no file. */
export function hexPlaces(
  { name, path }: Pick<HexFile, 'name' | 'path'>,
  { line, column }: Omit<HexWord, 'value'>,
): Label[] {
  return path === undefined
    ? [callLabel(`line ${line}, column ${column} of \`${name}\``)]
    : [{ location: { file: path, line, column }, message: '' }, callLabel()];
}

/** The text with its comments blanked, so that every place in it stays where it is. */
const withoutComments = (text: string): string =>
  text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, comment => comment.replaceAll(/[^\n]/g, ' '));

/**
 * Words for a memory from a text, as IEEE 1364-2005, 17.2.9 has it for `$readmemh`; every word from address 0 to the last
 * must be there.
 *
 * @param name the name of the file beside the Verilog: no folder in it
 * @throws DiagnosticError with all that cannot be read, each with its place
 */
export function hexFile(name: string, text: string, path?: string): HexFile {
  requireName('The name of a file', name);
  requireName('The text of a file', text);
  const problems: Diagnostic[] = [];
  const words: HexWord[] = [];
  const report = (problem: string, place: Omit<HexWord, 'value'>): void => {
    problems.push(
      diagnostic('memory-file', { file: name, problem, suggestion: remedy }, hexPlaces({ name, path }, place)),
    );
  };
  if (!/^[\w.-]+$/.test(name))
    throw new DiagnosticError([
      diagnostic(
        'memory-file',
        {
          file: name,
          problem: 'has a name that not every tool can read',
          suggestion: 'Give it letters, digits, `_`, `-` and `.`, and no folder.',
        },
        [callLabel()],
      ),
    ]);
  withoutComments(text)
    .split('\n')
    .forEach((line, at) => {
      for (const match of line.matchAll(/\S+/g)) {
        const [token] = match;
        const place = { line: at + 1, column: match.index + 1 };
        const digits = token.replace(/^@/, '').replaceAll('_', '');
        if (!/^[0-9a-fA-F]+$/.test(digits) || token.startsWith('_'))
          report(
            /^@?[0-9a-fA-FxXzZ?_]+$/.test(token)
              ? `has a word with bits that are not known, \`${token}\``
              : `has \`${token}\`, which is no hexadecimal number`,
            place,
          );
        else if (!token.startsWith('@')) words.push({ value: BigInt(`0x${digits}`), ...place });
        else if (BigInt(`0x${digits}`) !== BigInt(words.length))
          report(
            `goes on at address ${token.slice(1)}, but the next word is number ${words.length.toString(16)}`,
            place,
          );
      }
    });
  if (problems.length === 0 && words.length === 0) report('holds no word', { line: 1, column: 1 });
  if (problems.length > 0) throw new DiagnosticError(problems);
  return { name, path, text, words };
}
