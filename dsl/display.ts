import { describeType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { refuse, requireName } from './given.ts';
import type { DisplayPart } from './ir/statement.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isOperand, operandNode } from './sources.ts';
import { isComposite } from './struct.ts';
import type { HwType } from './types.ts';

const formats = { '': 'plain', d: 'plain', x: 'hexadecimal', b: 'binary' } as const;

const isFormat = (text: string): text is keyof typeof formats => Object.hasOwn(formats, text);

const misuse = (problem: string, suggestion: string): never =>
  fail('display-misuse', { problem, suggestion }, [callLabel()]);

/** The text taken apart: what stands in it, and how each value is written. */
function partsOf(text: string): (string | keyof typeof formats)[][] {
  const parts: (string | keyof typeof formats)[][] = [];
  let literal = '';
  for (const [piece] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}|[\s\S]/g)) {
    if (piece === '{{' || piece === '}}') literal += piece.charAt(0);
    else if (piece.length > 1) {
      const format = piece.slice(1, -1);
      if (!isFormat(format))
        misuse(
          `\`display\` knows no format \`${piece}\``,
          'Write {} for a number or a name, {x} for hexadecimal, {b} for binary digits, {{ and }} for braces.',
        );
      parts.push(['text', literal], ['format', format]);
      literal = '';
    } else if (piece === '{' || piece === '}')
      misuse(`\`display\` has a brace without another in \`${text}\``, 'Braces themselves are written {{ and }}.');
    else literal += piece;
  }
  parts.push(['text', literal]);
  return parts.filter(([kind, content]) => kind === 'format' || content !== '');
}

/**
 * Prints a line at the clock edge, in the cycles in which the `when`s around it apply, outside reset: in the built-in
 * simulator, Verilator and Icarus alike, and nowhere else. Each `{}` in the text stands for a value: a number in decimal,
 * with its sign, a bool as 0 or 1, an enumeration by name; `{x}` and `{b}` write all bits in hexadecimal or binary.
 *
 * @throws DiagnosticError where text and values do not fit
 */
export function display(text: string, ...values: readonly Operand<HwType>[]): void {
  const ctx = context('display');
  requireName('What `display` prints', text);
  if (!/^[\x20-\x7e]*$/.test(text))
    misuse(
      '`display` prints one line of printable ASCII',
      'Leave other characters out; every call has a line of its own.',
    );
  const pieces = partsOf(text);
  const wanted = pieces.filter(([kind]) => kind === 'format').length;
  if (wanted !== values.length)
    misuse(
      `\`display\` has ${wanted} places for values, and ${values.length} values`,
      'Give one value for each {} of the text.',
    );
  let next = 0;
  const parts = pieces.flatMap(([kind, content = '']): DisplayPart[] => {
    if (kind === 'text') return [{ text: content }];
    const value = values[next++];
    if (!isOperand(value)) return refuse('A value that `display` prints', 'a hardware value', value, '');
    if (!isFormat(content)) return [];
    if (isComposite(value.type) || value.type.kind === 'vec')
      misuse(
        `\`display\` prints numbers, bools and names, not ${describeType(value.type)}`,
        'Give its fields or elements, or its bits: `pack(value)` with {x}.',
      );
    return [{ value: operandNode(value), format: formats[content] }];
  });
  ctx.statements.push({
    kind: 'display',
    id: ctx.nextId(),
    parts,
    ...ctx.inClock('A `display`'),
    site: new CallSite(),
  });
}
