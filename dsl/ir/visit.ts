import type { Region } from './hwModule.ts';
import { IntExpr } from './integer.ts';
import type { MemoryReadNode, Node } from './node.ts';
import type { Statement } from './statement.ts';

/** Node kinds and statement kinds with what each looks like. */
export type NodeKinds = { readonly [N in Node as N['kind']]: N };
export type StatementKinds = { readonly [S in Statement as S['kind']]: S };

/** What to do with each kind; a forgotten kind does not compile. */
export type NodeVisitor<R> = { readonly [K in keyof NodeKinds]: (node: NodeKinds[K]) => R };
export type StatementVisitor<R> = { readonly [K in keyof StatementKinds]: (statement: StatementKinds[K]) => R };

export function visitNode<K extends keyof NodeKinds, R>(
  visitor: NodeVisitor<R>,
  node: NodeKinds[K] & { readonly kind: K },
): R {
  return visitor[node.kind](node);
}

export function visitStatement<K extends keyof StatementKinds, R>(
  visitor: StatementVisitor<R>,
  statement: StatementKinds[K] & { readonly kind: K },
): R {
  return visitor[statement.kind](statement);
}

const noNodes: readonly Node[] = [];
const none = (): readonly Node[] => noNodes;

const operandTable: NodeVisitor<readonly Node[]> = {
  literal: none,
  parameter: none,
  read: none,
  neighbour: none,
  element: ({ vector, index }) => (index instanceof IntExpr ? [vector] : [vector, index]),
  unary: ({ operand }) => [operand],
  binary: ({ left, right }) => [left, right],
  shift: ({ operand, amount }) => [operand, amount],
  mux: ({ condition, whenTrue, whenFalse }) => [condition, whenTrue, whenFalse],
  resize: ({ operand }) => [operand],
  slice: ({ operand }) => [operand],
  concat: ({ operands }) => operands,
  cast: ({ operand }) => [operand],
  vec: ({ elements }) => elements,
  'memory-read': ({ address }: MemoryReadNode) => [address],
  fold: ({ vector }) => [vector],
  undefined: none,
};

/** The nodes that a node reads, in the order of writing. */
export function operands(node: Node): readonly Node[] {
  return visitNode(operandTable, node);
}

/** Puts the nodes that a node reads on a list, in the order of writing. */
export function pushOperands(node: Node, list: Node[]): void {
  switch (node.kind) {
    case 'literal':
    case 'parameter':
    case 'read':
    case 'neighbour':
    case 'undefined':
      return;
    case 'binary':
      list.push(node.left, node.right);
      return;
    case 'unary':
    case 'resize':
    case 'slice':
    case 'cast':
      list.push(node.operand);
      return;
    case 'mux':
      list.push(node.condition, node.whenTrue, node.whenFalse);
      return;
    default:
      for (const operand of operands(node)) list.push(operand);
  }
}

const valueTable: StatementVisitor<readonly Node[]> = {
  assign: ({ target, value }) => [target, value],
  when: ({ arms }) => arms.map(({ condition }) => condition),
  'memory-write': ({ address, value }) => [address, value],
  loop: none,
  choose: none,
  instance: ({ connections, alsoReset }) => [
    ...connections.flatMap(({ value }) => (value === undefined ? [] : [value])),
    ...(alsoReset === undefined ? [] : [alsoReset]),
  ],
  assertion: ({ condition }) => [condition],
  display: ({ parts }) => parts.flatMap(part => ('value' in part ? [part.value] : [])),
  unused: ({ values }) => values,
};

/** The nodes that a statement holds itself, those of statements inside it left out; targets of assignments included. */
export function valuesOf(statement: Statement): readonly Node[] {
  return visitStatement(valueTable, statement);
}

const noStatements: readonly Statement[] = [];

/** The statements of a statement's arms, in the region in which it stands. */
export function armStatements(statement: Statement): readonly Statement[] {
  if (statement.kind !== 'when') return noStatements;
  const inner: Statement[] = [];
  for (const { body } of statement.arms) for (const each of body) inner.push(each);
  for (const each of statement.otherwise) inner.push(each);
  return inner;
}

/** The statements directly inside a statement: those of its arms, or of its regions. */
export function children(statement: Statement): readonly Statement[] {
  if (statement.kind === 'when') return armStatements(statement);
  const regions = regionsOf(statement);
  return regions.length === 0 ? noStatements : regions.flatMap(({ statements }) => statements);
}

/** Every statement of a region and of what it holds, parents before children. */
export function* allStatements(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    yield* allStatements(children(statement));
  }
}

/** Whether a region or one within it has a memory. */
export const hasMemories = ({ memories, statements }: Region): boolean =>
  memories.length > 0 || statements.some(statement => regionsOf(statement).some(hasMemories));

const noRegions: readonly Region[] = [];

/** The regions directly inside a statement: a loop's body, the branches of a choice. */
export function regionsOf(statement: Statement): readonly Region[] {
  if (statement.kind === 'loop') return [statement.region];
  return statement.kind === 'choose' ? statement.branches.map(({ region }) => region) : noRegions;
}
