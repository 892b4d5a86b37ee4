import { wrapText } from '../../dsl/emit/layout.ts';

/** An expression of Python that may need several lines. */
export type PythonExpression = string | PythonCall;

export interface PythonCall {
  /** What stands before the bracket; empty for a tuple and a dictionary. */
  readonly head: string;
  readonly brackets: '()' | '{}' | '[]';
  /** Each with what stands before it, such as `width=`. */
  readonly parts: readonly { readonly prefix: string; readonly value: PythonExpression }[];
}

/** The longest line, which the folder's pyproject.toml tells formatters. */
const PYTHON_COLUMNS = 120;

/** `Head(first, name=second)`. */
export function call(
  head: string,
  positional: readonly PythonExpression[],
  named: Readonly<Record<string, PythonExpression>> = {},
): PythonCall {
  return {
    head,
    brackets: '()',
    parts: [
      ...positional.map(value => ({ prefix: '', value })),
      ...Object.entries(named).map(([name, value]) => ({ prefix: `${name}=`, value })),
    ],
  };
}

/** `("a", "b")`. */
export const tuple = (values: readonly PythonExpression[]): PythonCall => call('', values);

/** `["a", "b"]`. */
export const list = (values: readonly PythonExpression[]): PythonCall => ({ ...call('', values), brackets: '[]' });

/** `{"a": b}`. */
export const dictionary = (entries: readonly (readonly [string, PythonExpression])[]): PythonCall => ({
  head: '',
  brackets: '{}',
  parts: entries.map(([key, value]) => ({ prefix: `${quoted(key)}: `, value })),
});

/** A string of Python. */
export const quoted = (text: string): string => JSON.stringify(text);

function oneLine(expression: PythonExpression): string {
  if (typeof expression === 'string') return expression;
  const { head, brackets, parts } = expression;
  const isSingle = head === '' && brackets === '()' && parts.length === 1;
  const inside = parts.map(({ prefix, value }) => prefix + oneLine(value)).join(', ');
  return `${head}${brackets.charAt(0)}${inside}${isSingle ? ',' : ''}${brackets.charAt(1)}`;
}

/**
 * An expression on one line where it fits, else a part a line with a comma behind each, as formatters leave it.
 *
 * @param before characters of the first line that stand in front
 * @param indent of the first line
 * @param after characters that follow on the last line
 */
export function layOut(expression: PythonExpression, before = 0, indent = 0, after = 0): string {
  const line = oneLine(expression);
  if (typeof expression === 'string' || before + line.length + after <= PYTHON_COLUMNS) return line;
  const { head, brackets, parts } = expression;
  const inner = indent + 4;
  const lines = parts.map(
    ({ prefix, value }) => `${' '.repeat(inner)}${prefix}${layOut(value, inner + prefix.length, inner, 1)},\n`,
  );
  return `${head}${brackets.charAt(0)}\n${lines.join('')}${' '.repeat(indent)}${brackets.charAt(1)}`;
}

/** Text as it can stand in a docstring. */
export function docText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"""', "'''");
  return escaped.endsWith('"') ? `${escaped} ` : escaped;
}

/**
 * A docstring with its quotes: on one line where it fits, else in paragraphs.
 *
 * @param indent columns in front of it
 */
export function docstring(paragraphs: readonly string[], indent: number): string {
  const space = ' '.repeat(indent);
  const [first = '', ...others] = paragraphs.filter(text => text !== '').map(docText);
  if (others.length === 0 && indent + first.length + 6 <= PYTHON_COLUMNS) return `"""${first}"""`;
  const wrapped = [first, ...others].map((text, index) => {
    const [head = '', ...rest] = wrapText(index === 0 ? `"""${text}` : text, PYTHON_COLUMNS - indent);
    return [index === 0 ? head : space + head, ...rest.map(line => space + line)].join('\n');
  });
  return `${wrapped.join('\n\n')}\n${space}"""`;
}
