import type { Expression, Statement } from '../ir/verilog.ts';
import { layOut, printExpression } from './expression.ts';

function printAssignments(run: readonly (Statement & { kind: 'assign' })[], indent: string, lines: string[]): void {
  const targets = run.map(({ target }) => printExpression(target));
  const widest = Math.max(...targets.map(target => target.length));
  const longest = widest <= 40 ? widest : 0;
  for (const [position, { blocking, value }] of run.entries()) {
    const left = `${indent}${(targets[position] ?? '').padEnd(longest)} ${blocking ? '=' : '<='} `;
    lines.push(`${left}${layOut(value, left.length, indent.length + 4)};`);
  }
}

/** A body of one statement stands alone, others between `begin` and `end`. */
function printBody(head: string, body: readonly Statement[], indent: string, lines: string[]): void {
  const isSimple = body.length === 1 && body[0]?.kind === 'assign';
  lines.push(isSimple ? `${indent}${head}` : `${indent}${head} begin`);
  printStatements(body, `${indent}  `, lines);
  if (!isSimple) lines.push(`${indent}end`);
}

function printIf(statement: Statement & { kind: 'if' }, indent: string, lines: string[]): void {
  let keyword = 'if (';
  for (const { condition, body } of statement.arms) {
    // An arm begins in the line of the `end` before it.
    const closes = keyword !== 'if (' && lines.at(-1) === `${indent}end`;
    if (closes) lines.pop();
    const text = layOut(condition, indent.length + keyword.length, indent.length + 6);
    printBody(`${closes ? 'end ' : ''}${keyword}${text})`, body, indent, lines);
    keyword = 'else if (';
  }
  if (statement.otherwise.length === 0) return;
  const closes = lines.at(-1) === `${indent}end`;
  if (closes) lines.pop();
  printBody(closes ? 'end else' : 'else', statement.otherwise, indent, lines);
}

function printArm(label: string, body: readonly Statement[], indent: string, lines: string[]): void {
  if (body.length === 0) lines.push(`${indent}${label}: ;`);
  else printBody(`${label}:`, body, indent, lines);
}

function printCase({ subject, arms, otherwise }: Statement & { kind: 'case' }, indent: string, lines: string[]): void {
  const inner = `${indent}  `;
  lines.push(`${indent}case (${printExpression(subject)})`);
  for (const { label, body } of arms) printArm(printExpression(label), body, inner, lines);
  printArm('default', otherwise, inner, lines);
  lines.push(`${indent}endcase`);
}

function printTask(statement: Statement & { kind: 'task' }, indent: string): string {
  const operands = statement.operands.map((operand: Expression | string) =>
    typeof operand === 'string' ? JSON.stringify(operand) : printExpression(operand),
  );
  return `${indent}${statement.name}${operands.length === 0 ? '' : `(${operands.join(', ')})`};`;
}

/** Adds the lines of statements of a procedural block; the `<=` of neighbouring assignments stand below each other. */
export function printStatements(statements: readonly Statement[], indent: string, lines: string[]): void {
  let run: (Statement & { kind: 'assign' })[] = [];
  for (const statement of statements) {
    if (statement.kind === 'assign') {
      run.push(statement);
      continue;
    }
    if (run.length > 0) printAssignments(run, indent, lines);
    if (run.length > 0) run = [];
    printOther(statement, indent, lines);
  }
  if (run.length > 0) printAssignments(run, indent, lines);
}

function printOther(statement: Exclude<Statement, { kind: 'assign' }>, indent: string, lines: string[]): void {
  switch (statement.kind) {
    case 'if':
      printIf(statement, indent, lines);
      break;
    case 'case':
      printCase(statement, indent, lines);
      break;
    case 'for': {
      const { variable, body } = statement;
      const [initial, condition, next] = [statement.initial, statement.condition, statement.next].map(printExpression);
      printBody(`for (${variable} = ${initial}; ${condition}; ${variable} = ${next})`, body, indent, lines);
      break;
    }
    case 'task':
      lines.push(printTask(statement, indent));
      break;
    case 'property':
      lines.push(`${indent}${statement.check} (${printExpression(statement.condition)});`);
  }
}
