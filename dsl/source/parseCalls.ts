import { ts } from 'ts-morph';
import type { FileCalls, SourceCall, SourceKey } from './callSite.ts';
import { commentOf, docOf } from './comments.ts';

const isWrapper = (
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isTypeAssertionExpression(node);

const unwrap = (node: ts.Expression): ts.Expression => (isWrapper(node) ? unwrap(node.expression) : node);

const keyText = (name: ts.PropertyName): string | undefined =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;

/** The object that a function literal returns, by its expression body or the last `return` of its block. */
function returned(body: ts.ConciseBody): ts.Expression | undefined {
  if (!ts.isBlock(body)) return body;
  return body.statements.filter(statement => ts.isReturnStatement(statement)).at(-1)?.expression;
}

/** The value of a property, looked at for further keys: a function literal stands for what it returns. */
function valueOfProperty(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isMethodDeclaration(property)) return property.body && returned(property.body);
  if (!ts.isPropertyAssignment(property)) return undefined;
  const value = unwrap(property.initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? returned(value.body) : value;
}

function collectKeys(value: ts.Expression, prefix: string, file: ts.SourceFile, into: Map<string, SourceKey>): void {
  const object = unwrap(value);
  if (!ts.isObjectLiteralExpression(object)) return;
  for (const property of object.properties) {
    const key = property.name && keyText(property.name);
    if (key === undefined) continue;
    const path = `${prefix}${key}`;
    const { line, character } = file.getLineAndCharacterOfPosition(property.getStart(file));
    const doc = docOf(property, file) ?? commentOf(property, file);
    if (!into.has(path)) into.set(path, { ...(doc !== undefined && { doc }), line: line + 1, column: character + 1 });
    const inner = valueOfProperty(property);
    if (inner !== undefined) collectKeys(inner, `${path}.`, file, into);
  }
}

/** The names in an array pattern by their positions. What is left over, and what is taken apart further, has none. */
function namesOfElements(pattern: ts.BindingName): Readonly<Record<string, string>> | undefined {
  if (!ts.isArrayBindingPattern(pattern)) return undefined;
  return Object.fromEntries(
    pattern.elements.flatMap((element, position) =>
      ts.isBindingElement(element) && element.dotDotDotToken === undefined && ts.isIdentifier(element.name)
        ? [[position, element.name.text] as const]
        : [],
    ),
  );
}

/** What holds the result of a call: names, and the statement or property that carries the comments. */
interface Holder {
  readonly name?: string | undefined;
  readonly elements?: Readonly<Record<string, string>> | undefined;
  readonly isProperty?: true;
  readonly commented?: ts.Node;
}

function holderOf(call: ts.CallExpression): Holder {
  let node: ts.Node = call;
  while (isWrapper(node.parent)) node = node.parent;
  const holder = node.parent;
  // `clocked(clock, () => call)` gives back what the call does.
  if (ts.isArrowFunction(holder) && holder.body === node && ts.isCallExpression(holder.parent)) {
    const { expression } = holder.parent;
    if (ts.isIdentifier(expression) && expression.text === 'clocked') return holderOf(holder.parent);
  }
  // A function that gives a module is documented where the function is.
  if (ts.isIdentifier(call.expression) && call.expression.text === 'module') {
    const maker = ts.isReturnStatement(holder) ? holder.parent.parent : holder;
    if (ts.isFunctionDeclaration(maker)) return { commented: maker };
    if (ts.isArrowFunction(maker) && ts.isVariableDeclaration(maker.parent)) {
      const statement = maker.parent.parent.parent;
      if (ts.isVariableStatement(statement)) return { commented: statement };
    }
  }
  if (ts.isPropertyAssignment(holder)) return { name: keyText(holder.name), isProperty: true, commented: holder };
  if (ts.isExpressionStatement(holder) || ts.isExportAssignment(holder)) return { commented: holder };
  if (!ts.isVariableDeclaration(holder) || !ts.isVariableDeclarationList(holder.parent)) return {};
  const list = holder.parent;
  const isConst = (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
  const name = isConst && ts.isIdentifier(holder.name) ? holder.name.text : undefined;
  const isFirst = list.declarations[0] === holder && ts.isVariableStatement(list.parent);
  const elements = isConst ? namesOfElements(holder.name) : undefined;
  return { name, elements, commented: isFirst ? list.parent : holder };
}

/**
 * Where a stack trace places a call: at the last name of what is called, else at the parenthesis that opens the
 * arguments. Source maps have, by tool, the `?.` or the character before it instead: no other call is placed there.
 */
function positionsOf(call: ts.CallExpression, file: ts.SourceFile): number[] {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee)) return [callee.name.getStart(file)];
  if (ts.isIdentifier(callee)) return [callee.getStart(file)];
  const end = call.expression.getEnd();
  const optional = call.questionDotToken?.getStart(file) ?? end - 1;
  return [callee.getEnd() - 1, end - 1, optional, file.text.indexOf('(', call.typeArguments?.end ?? end)];
}

function describe(call: ts.CallExpression, file: ts.SourceFile): SourceCall {
  const { name, elements, isProperty, commented } = holderOf(call);
  const doc = commented && docOf(commented, file);
  const comment = commented && commentOf(commented, file);
  const keys = new Map<string, SourceKey>();
  for (const argument of call.arguments) collectKeys(argument, '', file, keys);
  return {
    ...(name !== undefined && { name }),
    ...(elements !== undefined && { elements }),
    ...(name !== undefined && isProperty && { isProperty }),
    ...(doc !== undefined && { doc }),
    ...(comment !== undefined && { comment }),
    ...(keys.size > 0 && { keys: Object.fromEntries(keys) }),
  };
}

/** Every call of a file, from its syntax alone. A text that does not parse gives what could be understood of it. */
export function parseCalls(text: string, fileName: string): FileCalls {
  const source = text.replace(/^\uFEFF/, '');
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const calls = new Map<string, SourceCall>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const entry = describe(node, file);
      if (Object.keys(entry).length > 0) {
        for (const position of positionsOf(node, file)) {
          const { line, character } = file.getLineAndCharacterOfPosition(position);
          calls.set(`${line + 1}:${character + 1}`, entry);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return Object.fromEntries(calls);
}
