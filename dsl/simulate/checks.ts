import type { BoundDesign, BoundNode } from '../bind/design.ts';
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

/** More ways to a value than this count as always. */
const MOST_PATHS = 16;
const always: readonly Path[] = [[]];

interface Use {
  readonly user: BoundNode;
  readonly condition: PathCondition | undefined;
}

/** Whether an index can leave the range. */
const canLeave = ({ width, signed }: BoundNode, limit: number): boolean => signed || 2 ** width > limit;

/** On which conditions a node's value reaches a register, a memory, an output or a check. */
class Activity {
  readonly #uses = new Map<BoundNode, Use[]>();
  readonly #roots: ReadonlyMap<BoundNode, readonly Path[]>;
  readonly #known = new Map<BoundNode, readonly Path[]>();
  readonly #graph: Graph;

  constructor(graph: Graph, nodes: Iterable<BoundNode>, roots: ReadonlyMap<BoundNode, readonly Path[]>) {
    this.#graph = graph;
    this.#roots = roots;
    for (const node of nodes) this.#noteUses(node);
  }

  #noteUses(user: BoundNode): void {
    const note = (read: BoundNode, condition?: PathCondition): void => {
      const node = this.#graph.resolve(read);
      const uses = this.#uses.get(node);
      if (uses === undefined) this.#uses.set(node, [{ user, condition }]);
      else uses.push({ user, condition });
    };
    if (user.kind === 'mux') {
      note(user.condition);
      note(user.whenTrue, { node: user.condition, holds: true });
      note(user.whenFalse, { node: user.condition, holds: false });
    } else if (user.kind === 'binary' && user.width === 1 && (user.operator === 'and' || user.operator === 'or')) {
      const holds = user.operator === 'and';
      note(user.left, { node: user.right, holds });
      note(user.right, { node: user.left, holds });
    } else for (const operand of this.#graph.operands(user)) note(operand);
  }

  paths(node: BoundNode): readonly Path[] {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // While a node is being worked out it counts as always used; combinational logic has no loops, so none meets this.
    this.#known.set(node, always);
    const found: Path[] = [...(this.#roots.get(node) ?? [])];
    for (const { user, condition } of this.#uses.get(node) ?? []) {
      for (const path of this.paths(user)) found.push(condition === undefined ? path : [...path, condition]);
      if (found.length > MOST_PATHS) break;
    }
    const result = found.length > MOST_PATHS || found.some(path => path.length === 0) ? always : found;
    this.#known.set(node, result);
    return result;
  }
}

/**
 * What to check before each clock edge. An index that no register, memory, output or assertion depends on in a cycle may
 * be beyond the end in it: hardware computes what it then throws away.
 */
export function checksOf(design: BoundDesign, graph: Graph): Check[] {
  const roots = new Map<BoundNode, Path[]>();
  const order = new Set<BoundNode>();
  const root = (node: BoundNode, path: Path = []): void => {
    graph.visit(node, order);
    const resolved = graph.resolve(node);
    roots.set(resolved, [...(roots.get(resolved) ?? []), path]);
  };
  const under = (enable: BoundNode | undefined): Path => (enable === undefined ? [] : [{ node: enable, holds: true }]);
  for (const { next } of design.registers) root(next);
  for (const { leaf, value } of design.drivers) if (leaf.role === 'output' && leaf.scope.path === '') root(value);
  const checks: Check[] = [];
  for (const { name, depth, writes } of design.memories)
    for (const { enable, address, value } of writes) {
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
  for (const { enable, index, length, name } of design.dynamicWrites) {
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
  for (const { check, condition, message } of design.assertions) {
    root(condition);
    if (check !== 'cover')
      checks.push({ node: condition, limit: undefined, paths: always, message: `${check}: ${message}` });
  }
  const activity = new Activity(graph, order, roots);
  for (const node of order) {
    if (node.kind === 'select' && canLeave(node.index, node.options.length))
      checks.push({
        node: node.index,
        limit: node.options.length,
        paths: activity.paths(node),
        message: `element {} of \`${node.name}\` is read, which has ${node.options.length} elements`,
      });
    if (node.kind === 'memory-read' && canLeave(node.address, node.memory.depth))
      checks.push({
        node: node.address,
        limit: node.memory.depth,
        paths: activity.paths(node),
        message: `word {} of memory \`${node.memory.name}\` is read, which has ${node.memory.depth} words`,
      });
  }
  return checks;
}
