import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Node, type ObjectLiteralExpression, Project, type SourceFile } from 'ts-morph';

/** The statements of a program as the page shows them, and where each line stands in its file. */
export interface Excerpt {
  readonly file: string;
  readonly lines: readonly string[];
  /** Lines of the file, from 1, in the order shown. */
  readonly numbers: readonly number[];
  /** Columns that were taken off in front of every line. */
  readonly indent: number;
  /** Whether the type checker refuses the program as well. */
  readonly refusedByChecker: boolean;
}

const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
const sources = new Map<string, SourceFile>();

async function sourceOf(file: string): Promise<SourceFile> {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const source = project.createSourceFile(file, await readFile(file, 'utf8'));
  sources.set(file, source);
  return source;
}

function property(object: ObjectLiteralExpression, name: string): Node | undefined {
  const found = object.getProperties().find(member => {
    if (!Node.isPropertyAssignment(member)) return false;
    const written = member.getNameNode();
    return (Node.isStringLiteral(written) ? written.getLiteralValue() : written.getText()) === name;
  });
  return found !== undefined && Node.isPropertyAssignment(found) ? found.getInitializer() : undefined;
}

/** The program `part` of the section of `code` in a file beside this one. */
export async function excerpt(fileName: string, code: string, part: 'wrong' | 'right'): Promise<Excerpt> {
  const file = join(import.meta.dirname, fileName);
  const source = await sourceOf(file);
  for (const object of source.getDescendants().filter(Node.isObjectLiteralExpression)) {
    const section = property(object, code);
    if (section === undefined || !Node.isObjectLiteralExpression(section)) continue;
    const program = property(section, part);
    const body = program !== undefined && Node.isArrowFunction(program) ? program.getBody() : undefined;
    if (body === undefined || !Node.isBlock(body)) throw new Error(`${fileName}: ${code}.${part} is no () => { ... }`);
    return shown(file, source.getFullText().split('\n'), body.getStatements());
  }
  throw new Error(`${fileName} has no section ${code}.`);
}

/** A `return` of a name only hands the module over; one of anything else is part of the program. */
function shown(file: string, all: readonly string[], statements: readonly Node[]): Excerpt {
  const kept = statements.filter(
    statement => !Node.isReturnStatement(statement) || !Node.isIdentifier(statement.getExpression()),
  );
  const ranges = kept.map(statement => [statement.getStartLineNumber(), statement.getEndLineNumber()] as const);
  const numbers = ranges
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, offset) => first + offset))
    .filter(number => !(all[number - 1] ?? '').includes('@ts-expect-error'));
  const texts = numbers.map(number => all[number - 1] ?? '');
  const indents = texts.filter(text => text.trim() !== '').map(text => text.length - text.trimStart().length);
  const indent = Math.min(...indents);
  const total = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return {
    file,
    lines: texts.map(text => text.slice(indent)),
    numbers,
    indent,
    refusedByChecker: total > numbers.length,
  };
}
