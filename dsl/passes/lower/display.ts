import type { Node } from '../../ir/node.ts';
import type { DisplayStatement } from '../../ir/statement.ts';
import type { Expression, Statement } from '../../ir/verilog.ts';
import type { Values } from './values.ts';

const escaped = (text: string): string => text.replaceAll('%', '%%');

/** How a value stands in the text of a task, and what is given for it. */
function written(
  node: Node,
  format: 'plain' | 'hexadecimal' | 'binary',
  values: Values,
): readonly [string, Expression] {
  if (format === 'hexadecimal') return ['%h', values.expression(node)];
  if (format === 'binary') return ['%b', values.expression(node)];
  return ['%0d', node.type.kind === 'sint' ? values.signed(node) : values.unsigned(node)];
}

const task = (name: '$write' | '$display', text: string, operands: readonly Expression[]): Statement => ({
  kind: 'task',
  name,
  operands: [text, ...operands],
});

/** The tasks that print a line: one, but where a name is chosen, which parts it. */
export function displayTasks({ parts }: DisplayStatement, values: Values): Statement[] {
  const tasks: Statement[] = [];
  let text = '';
  let operands: Expression[] = [];
  for (const part of parts) {
    if ('text' in part) {
      text += escaped(part.text);
      continue;
    }
    const { value, format } = part;
    const { type } = value;
    const [place, operand] = written(value, format, values);
    if (type.kind !== 'enum' || format !== 'plain') {
      text += place;
      operands.push(operand);
      continue;
    }
    if (text !== '') tasks.push(task('$write', text, operands));
    text = '';
    operands = [];
    const { width } = type;
    const arms = type.names.flatMap((name: string) => {
      const code = type.codes[name];
      if (code === undefined) return [];
      const label: Expression = { kind: 'sized', width, value: code, signed: false };
      return [{ label, body: [task('$write', name, [])] }];
    });
    tasks.push({ kind: 'case', subject: operand, arms, otherwise: [task('$write', place, [operand])] });
  }
  return [...tasks, task('$display', text, operands)];
}
