import type { Expression, Statement } from '../ir/verilog.ts';
import { layOut, printExpression } from './expression.ts';

function printAssignments(run: readonly (Statement & { kind: 'assign' })[], indent: string): string[] {
  const targets = run.map(({ target }) => printExpression(target));
  const widest = Math.max(...targets.map(target => target.length));
  const longest = widest <= 40 ? widest : 0;
  return run.map(({ blocking, value }, position) => {
    const left = `${indent}${(targets[position] ?? '').padEnd(longest)} ${blocking ? '=' : '<='} `;
    return `${left}${layOut(value, left.length, indent.length + 4)};`;
  });
}

/** A body of one statement stands alone, others between `begin` and `end`. */
function printBody(head: string, body: readonly Statement[], indent: string): string[] {
  const [only] = body;
  const isSimple = body.length === 1 && only !== undefined && only.kind === 'assign';
  return isSimple
    ? [`${indent}${head}`, ...printStatements(body, `${indent}  `)]
    : [`${indent}${head} begin`, ...printStatements(body, `${indent}  `), `${indent}end`];
}

function printIf(statement: Statement & { kind: 'if' }, indent: string): string[] {
  const lines: string[] = [];
  for (const [position, { condition, body }] of statement.arms.entries()) {
    const keyword = position === 0 ? 'if (' : 'else if (';
    attach(lines, `${keyword}${layOut(condition, indent.length + keyword.length, indent.length + 6)})`, body, indent);
  }
  if (statement.otherwise.length > 0) attach(lines, 'else', statement.otherwise, indent);
  return lines;
}

/** Adds an arm behind those that `lines` has: after an `end` in its line. */
function attach(lines: string[], head: string, body: readonly Statement[], indent: string): void {
  const closes = lines.at(-1) === `${indent}end`;
  if (closes) lines.pop();
  lines.push(...printBody(closes ? `end ${head}` : head, body, indent));
}

function printCase(statement: Statement & { kind: 'case' }, indent: string): string[] {
  const inner = `${indent}  `;
  const arm = (label: string, body: readonly Statement[]): string[] =>
    body.length === 0 ? [`${inner}${label}: ;`] : printBody(`${label}:`, body, inner);
  return [
    `${indent}case (${printExpression(statement.subject)})`,
    ...statement.arms.flatMap(({ label, body }) => arm(printExpression(label), body)),
    ...arm('default', statement.otherwise),
    `${indent}endcase`,
  ];
}

function printTask(statement: Statement & { kind: 'task' }, indent: string): string {
  const operands = statement.operands.map((operand: Expression | string) =>
    typeof operand === 'string' ? JSON.stringify(operand) : printExpression(operand),
  );
  return `${indent}${statement.name}${operands.length === 0 ? '' : `(${operands.join(', ')})`};`;
}

/** Statements of a procedural block; the `<=` of neighbouring assignments stand below each other. */
export function printStatements(statements: readonly Statement[], indent: string): string[] {
  const lines: string[] = [];
  let run: (Statement & { kind: 'assign' })[] = [];
  for (const statement of statements) {
    if (statement.kind === 'assign') {
      run.push(statement);
      continue;
    }
    if (run.length > 0) lines.push(...printAssignments(run, indent));
    if (run.length > 0) run = [];
    lines.push(...printOther(statement, indent));
  }
  if (run.length > 0) lines.push(...printAssignments(run, indent));
  return lines;
}

function printOther(statement: Exclude<Statement, { kind: 'assign' }>, indent: string): string[] {
  switch (statement.kind) {
    case 'if':
      return printIf(statement, indent);
    case 'case':
      return printCase(statement, indent);
    case 'for': {
      const { variable, body } = statement;
      const [initial, condition, next] = [statement.initial, statement.condition, statement.next].map(printExpression);
      const head = `for (${variable} = ${initial}; ${condition}; ${variable} = ${next})`;
      return printBody(head, body, indent);
    }
    case 'task':
      return [printTask(statement, indent)];
    case 'property':
      return [`${indent}${statement.check} (${printExpression(statement.condition)});`];
  }
}
