import type { BoundDomain } from '../bind/boundClock.ts';
import type { BoundNode } from '../bind/boundNode.ts';
import type { BoundDesign } from '../bind/design.ts';
import type { Graph } from './graph.ts';

/** One condition on the way to a value that is used. */
export interface PathCondition {
  readonly node: BoundNode;
  readonly holds: boolean;
}

/** Conditions that all hold. */
type Path = readonly PathCondition[];

/** Something to look at before each clock edge outside reset. */
export interface Check {
  /** An index, which must be 0 to `limit - 1`; or a condition, which must be 1. */
  readonly node: BoundNode;
  readonly limit: number | undefined;
  /** The check applies where one of these paths holds. */
  readonly paths: readonly Path[];
  /** What to report; `{}` stands for the index. */
  readonly message: string;
}

/** More ways to a value than these, or more conditions on a way, count as always. */
const MOST_PATHS = 16;
const MOST_CONDITIONS = 64;
const always: readonly Path[] = [[]];

interface Use {
  readonly user: BoundNode;
  readonly condition: PathCondition | undefined;
}

/** Whether an index can leave the range. */
const canLeave = ({ width, signed }: BoundNode, limit: number): boolean => signed || 2 ** width > limit;

/** Who reads each node, and under which condition it matters there. */
function usesOf(graph: Graph, nodes: Iterable<BoundNode>): ReadonlyMap<BoundNode, readonly Use[]> {
  const uses = new Map<BoundNode, Use[]>();
  const note = (user: BoundNode, read: BoundNode, condition?: PathCondition): void => {
    const node = graph.resolve(read);
    const known = uses.get(node);
    if (known === undefined) uses.set(node, [{ user, condition }]);
    else known.push({ user, condition });
  };
  for (const user of nodes)
    if (user.kind === 'mux') {
      note(user, user.condition);
      note(user, user.whenTrue, { node: user.condition, holds: true });
      note(user, user.whenFalse, { node: user.condition, holds: false });
    } else if (user.kind === 'binary' && user.width === 1 && (user.operator === 'and' || user.operator === 'or')) {
      const holds = user.operator === 'and';
      note(user, user.left, { node: user.right, holds });
      note(user, user.right, { node: user.left, holds });
    } else for (const operand of graph.operands(user)) note(user, operand);
  return uses;
}

/** On which conditions the values of some nodes reach a register, a memory, an output or a check. */
function pathsOf(
  graph: Graph,
  order: ReadonlySet<BoundNode>,
  roots: ReadonlyMap<BoundNode, readonly Path[]>,
  wanted: readonly BoundNode[],
): ReadonlyMap<BoundNode, readonly Path[]> {
  const found = new Map<BoundNode, readonly Path[]>();
  if (wanted.length === 0) return found;
  const uses = usesOf(graph, order);
  const needed = new Set(wanted);
  for (const node of needed) for (const { user } of uses.get(node) ?? []) needed.add(user);
  for (const node of [...order].reverse()) {
    if (!needed.has(node)) continue;
    const paths = [...(roots.get(node) ?? [])];
    for (const { user, condition } of uses.get(node) ?? [])
      for (const path of found.get(user) ?? []) paths.push(condition === undefined ? path : [...path, condition]);
    const tooMany = paths.length > MOST_PATHS || paths.some(path => path.length > MOST_CONDITIONS);
    found.set(node, tooMany || paths.some(path => path.length === 0) ? always : paths);
  }
  return found;
}

/**
 * What to check before each clock edge. An index that no register, memory, output or assertion depends on in a cycle may
 * be beyond the end in it: hardware computes what it then throws away.
 */
export function checksOf(
  design: BoundDesign,
  graph: Graph,
  isDue: (domain: BoundDomain | undefined) => boolean,
): Check[] {
  const roots = new Map<BoundNode, Path[]>();
  const order = new Set<BoundNode>();
  const root = (node: BoundNode, path: Path = []): void => {
    graph.visit(node, order);
    const resolved = graph.resolve(node);
    roots.set(resolved, [...(roots.get(resolved) ?? []), path]);
  };
  const under = (enable: BoundNode | undefined): Path => (enable === undefined ? [] : [{ node: enable, holds: true }]);
  for (const { next, domain } of design.registers) if (isDue(domain)) root(next);
  const domains = new Map(design.domains.map(({ declaration, bound }) => [declaration, bound]));
  for (const { leaf, value } of design.drivers)
    if (leaf.role === 'output' && leaf.scope.path === '') {
      const { domain } = leaf.declaration;
      if (isDue(domain === undefined ? undefined : domains.get(domain))) root(value);
    }
  const checks: Check[] = [];
  for (const { name, depth, writes } of design.memories)
    for (const { enable, address, value, domain } of writes) {
      if (!isDue(domain)) continue;
      if (enable !== undefined) root(enable);
      root(address, under(enable));
      root(value, under(enable));
      if (canLeave(address, depth))
        checks.push({
          node: address,
          limit: depth,
          paths: [under(enable)],
          message: `word {} of memory \`${name}\` is written, which has ${depth} words`,
        });
    }
  for (const { enable, index, length, name, domain } of design.dynamicWrites) {
    if (!isDue(domain)) continue;
    if (enable !== undefined) root(enable);
    root(index, under(enable));
    if (canLeave(index, length))
      checks.push({
        node: index,
        limit: length,
        paths: [under(enable)],
        message: `element {} of \`${name}\` is assigned, which has ${length} elements`,
      });
  }
  for (const { check, condition, message, domain } of design.assertions) {
    if (!isDue(domain)) continue;
    root(condition);
    if (check !== 'cover')
      checks.push({ node: condition, limit: undefined, paths: always, message: `${check}: ${message}` });
  }
  const accesses = [...order].flatMap(node => accessOf(node));
  const paths = pathsOf(
    graph,
    order,
    roots,
    accesses.map(({ reader }) => reader),
  );
  for (const { reader, index, limit, message } of accesses)
    checks.push({ node: index, limit, paths: paths.get(reader) ?? always, message });
  return checks;
}

interface Access {
  readonly reader: BoundNode;
  readonly index: BoundNode;
  readonly limit: number;
  readonly message: string;
}

/** What a node reads by an index that can be beyond the end. */
function accessOf(reader: BoundNode): Access[] {
  if (reader.kind === 'select' && canLeave(reader.index, reader.options.length)) {
    const { index, name, options } = reader;
    const limit = options.length;
    return [{ reader, index, limit, message: `element {} of \`${name}\` is read, which has ${limit} elements` }];
  }
  if (reader.kind === 'memory-read' && canLeave(reader.address, reader.memory.depth)) {
    const { address, memory } = reader;
    const limit = memory.depth;
    const message = `word {} of memory \`${memory.name}\` is read, which has ${limit} words`;
    return [{ reader, index: address, limit, message }];
  }
  return [];
}
