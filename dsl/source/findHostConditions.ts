import { ts } from 'ts-morph';
import type { SourceLocation } from '../diagnostics/diagnostic.ts';
import type { DescribedKind } from './hardwareValue.ts';
import { type Asked, type Asker, bare, HostLogic, logicOf, text } from './hostLogic.ts';

/** One condition that JavaScript decides and hardware should: what fills the diagnostic, and where it points. */
export interface HostCondition {
  readonly location: SourceLocation;
  readonly kind: DescribedKind;
  readonly expression: string;
  readonly consequence: string;
  readonly suggestion: string;
}

interface Construct {
  readonly asker: 'if' | 'loop' | 'switch' | undefined;
  /** What is asked about. */
  readonly condition: ts.Expression;
}

/** The condition of a statement, or an expression that is logic by itself. */
function constructOf(node: ts.Node): Construct | undefined {
  if (ts.isIfStatement(node)) return { asker: 'if', condition: node.expression };
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return { asker: 'loop', condition: node.expression };
  if (ts.isForStatement(node)) return node.condition && { asker: 'loop', condition: node.condition };
  if (ts.isSwitchStatement(node)) return { asker: 'switch', condition: node.expression };
  return ts.isExpression(node) && logicOf(node) !== undefined ? { asker: undefined, condition: node } : undefined;
}

const consequences: Readonly<Record<Asker, string>> = {
  if: 'the first branch is always described',
  loop: 'the loop never ends',
  switch: '`switch` compares objects, not bits, and no `case` is its equal',
  '?:': 'the first choice is always taken',
  '!': '`!` always gives false',
  '&&': '`&&` gives its right side and the left vanishes',
  '||': '`||` gives its left side and the right vanishes',
  '===': '`===` compares objects, not bits',
  '!==': '`!==` compares objects, not bits',
  '==': '`==` compares objects, not bits',
  '!=': '`!=` compares objects, not bits',
};

function consequence({ asker, condition }: Construct, asked: Asked): string {
  const logic = logicOf(bare(condition));
  if (logic?.form === 'not' && bare(logic.operand) === asked.node) {
    if (asker === 'if') return '`!` gives false and the first branch is never described';
    if (asker === 'loop') return '`!` gives false and the loop ends at once';
  }
  return consequences[asked.asker];
}

/** The smallest logic around an asked value that can be said in the language by itself. */
function smallest(asked: Asked): ts.Expression {
  let node: ts.Expression = asked.node;
  while (ts.isExpression(node.parent) && bare(node.parent) === asked.node) node = node.parent;
  const comparesOrNegates =
    asked.asker !== 'if' && asked.asker !== 'loop' && asked.asker !== '&&' && asked.asker !== '||';
  return comparesOrNegates && ts.isExpression(node.parent) ? node.parent : node;
}

function suggestion(construct: Construct, asked: Asked, logic: HostLogic): string {
  const { kind } = asked;
  const choose = kind === 'hardware' ? 'when' : 'genIf';
  const { asker, condition } = construct;
  if (asker === 'switch') {
    const value = text(asked.node);
    const clauses = ts.isSwitchStatement(condition.parent) ? condition.parent.caseBlock.clauses : [];
    const [first = '…'] = clauses.flatMap(clause => (ts.isCaseClause(clause) ? [text(clause.expression)] : []));
    return `\`${choose}(${value}.eq(${first}), …)\` for each case`;
  }
  const whole = logic.rewrite(condition, kind);
  const said = whole ?? logic.rewrite(smallest(asked), kind) ?? text(asked.node);
  if (asker === 'if') return `\`${choose}(${said}, …)\``;
  if (asker === 'loop')
    return `\`${choose}(${said}, …)\` for what happens while it holds, or \`genFor\` for hardware side by side`;
  const outer = logicOf(bare(condition));
  if (whole === undefined && outer?.form === 'join' && ts.isExpressionStatement(condition.parent)) {
    const left = logic.rewrite(outer.left, kind);
    if (left !== undefined)
      return `\`${choose}(${outer.operator === '&&' ? left : `${left}.not()`}, () => ${text(outer.right)})\``;
  }
  if (outer?.form === 'choose' && whole === undefined) {
    const chosen = logic.rewrite(outer.condition, kind) ?? said;
    return kind === 'hardware' ? `\`mux(${chosen}, …, …)\`` : `\`genIf(${chosen}, …)\``;
  }
  return `\`${said}\``;
}

/** Every host condition of a file, in the order of the text, each piece of logic reported once. */
export function findHostConditions(file: ts.SourceFile, checker: ts.TypeChecker): readonly HostCondition[] {
  const logic = new HostLogic(checker);
  const seen = new Set<ts.Node>();
  const found: HostCondition[] = [];
  const visit = (node: ts.Node): void => {
    const construct = seen.has(node) ? undefined : constructOf(node);
    if (construct !== undefined) {
      const [asked] = logic.asked(construct.condition, construct.asker, seen);
      if (asked !== undefined) {
        const { line, character } = file.getLineAndCharacterOfPosition(asked.node.getStart(file));
        found.push({
          location: { file: file.fileName, line: line + 1, column: character + 1 },
          kind: asked.kind,
          expression: text(asked.node),
          consequence: consequence(construct, asked),
          suggestion: suggestion(construct, asked, logic),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
