import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundNode } from '../bind/boundNode.ts';
import type { BoundDesign } from '../bind/design.ts';
import { boundOperands } from '../bind/nodes.ts';
import { fail } from '../diagnostics/diagnostic.ts';

interface Visit {
  readonly node: BoundNode;
  readonly operands: readonly BoundNode[];
  next: number;
}

/** The design's combinational logic: what signals stand for, and in which order to compute it. */
export class Graph {
  readonly #drivers: ReadonlyMap<BoundLeaf, BoundNode>;

  constructor(design: BoundDesign) {
    this.#drivers = new Map(design.drivers.map(({ leaf, value }) => [leaf, value]));
  }

  /** What gives a leaf its value in this cycle; undefined for an input, a register, and what is never driven. */
  driver(leaf: BoundLeaf): BoundNode | undefined {
    return this.#drivers.get(leaf);
  }

  /** The node that computes a value: behind a driven signal, its driver. */
  resolve(node: BoundNode): BoundNode {
    let resolved = node;
    const passed = new Set<BoundLeaf>();
    while (resolved.kind === 'signal') {
      const driver = this.#drivers.get(resolved.leaf);
      if (driver === undefined) return resolved;
      if (passed.has(resolved.leaf)) return loopError([...passed]);
      passed.add(resolved.leaf);
      resolved = driver;
    }
    return resolved;
  }

  operands(node: BoundNode): BoundNode[] {
    return boundOperands(node).map(operand => this.resolve(operand));
  }

  /**
   * Adds to `order` what `root` needs and `order` lacks, operands first; `added` takes note of it.
   *
   * @throws DiagnosticError where a value depends on itself
   */
  visit(root: BoundNode, order: Set<BoundNode>, added: BoundNode[] = []): void {
    const start = this.resolve(root);
    if (order.has(start)) return;
    const path: Visit[] = [{ node: start, operands: this.operands(start), next: 0 }];
    const open = new Set<BoundNode>([start]);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const operand = visit.operands[visit.next++];
      if (operand === undefined) {
        path.pop();
        open.delete(visit.node);
        order.add(visit.node);
        added.push(visit.node);
      } else if (open.has(operand)) loopError(this.#leavesOn(path, operand));
      else if (!order.has(operand)) {
        open.add(operand);
        path.push({ node: operand, operands: this.operands(operand), next: 0 });
      }
    }
  }

  /** The signals that a loop through `start` passes. */
  #leavesOn(path: readonly Visit[], start: BoundNode): BoundLeaf[] {
    const loop = path.slice(path.findIndex(({ node }) => node === start));
    return loop.flatMap(({ node, next }) => {
      const read = boundOperands(node)[next - 1];
      return read?.kind === 'signal' ? [read.leaf] : [];
    });
  }
}

function loopError(leaves: readonly BoundLeaf[]): never {
  const names = leaves.map(({ name }) => `\`${name}\``);
  const [first] = leaves;
  return fail(
    'combinational-loop',
    { name: first?.name ?? '', path: [...names, ...names.slice(0, 1)].join(' <- '), parts: '' },
    leaves.map(({ declaration, name }) => ({ location: declaration.site?.location, message: `\`${name}\`` })),
  );
}
