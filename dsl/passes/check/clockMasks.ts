import type { BoundDomain } from '../../bind/boundClock.ts';
import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BoundNode } from '../../bind/boundNode.ts';
import type { BoundInstance } from '../../bind/boundScope.ts';
import type { BoundDesign, BoundMemory } from '../../bind/design.ts';
import { boundOperands } from '../../bind/nodes.ts';
import type { ClockDomain } from '../../ir/clockDomain.ts';
import type { Declaration } from '../../ir/declaration.ts';

/** Clocks as bits: which of them a value changes with. */
export type ClockMask = bigint;

/** The bit of what changes at any time. */
const ASYNCHRONOUS: ClockMask = 1n;

interface Visit {
  readonly node: BoundNode;
  readonly reads: readonly BoundNode[];
  position: number;
}

/** The domain of an instance's registers, ports and statements; those made in its description are found by their clock. */
export function domainIn({ domains, module }: BoundInstance, domain: ClockDomain | undefined): BoundDomain | undefined {
  if (domain === undefined) return domains.get(undefined);
  return domains.get(domain) ?? domains.get(module.clocks.find(({ clock }) => clock === domain.clock));
}

/** With which clocks each value of a design changes. Every node is looked at once. */
export class ClockMasks {
  readonly #drivers: ReadonlyMap<BoundLeaf, BoundNode>;
  readonly #sources = new Map<BoundLeaf, ClockMask>();
  readonly #memories = new Map<BoundMemory, ClockMask>();
  readonly #masks: (ClockMask | undefined)[] = [];
  readonly #ports = new Map<string, ClockMask>();
  readonly #names: string[] = [];

  constructor(design: BoundDesign) {
    this.#drivers = new Map(design.drivers.map(({ leaf, value }) => [leaf, value]));
    for (const { port } of design.clocks) {
      if (this.#ports.has(port)) continue;
      this.#ports.set(port, 1n << BigInt(this.#ports.size + 1));
      this.#names.push(design.domains.find(({ bound }) => bound.clock.port === port)?.bound.name ?? port);
    }
    for (const { leaf, domain } of design.registers) this.#sources.set(leaf, this.of(domain));
    for (const memory of design.memories)
      this.#memories.set(
        memory,
        memory.declaration.crossing === undefined
          ? memory.writes.reduce((mask, { domain }) => mask | this.of(domain), 0n)
          : 0n,
      );
    const clockPorts = new Map<Declaration, BoundDomain>(
      design.domains.flatMap(({ declaration: { reset, enable }, bound }) => [
        ...(reset === undefined ? [] : [[reset.signal, bound] as const]),
        ...(enable === undefined ? [] : [[enable, bound] as const]),
      ]),
    );
    for (const leaf of design.leaves) {
      const { declaration, scope } = leaf;
      if (declaration.crossing?.through === 'wire')
        this.#sources.set(leaf, this.of(domainIn(scope.instance, declaration.crossing.domain)));
      // What a black box gives belongs to the clock of its port; one without clocks passes on what it is given.
      else if (leaf.role === 'output' && scope.instance.module.blackBox !== undefined) {
        if (scope.instance.module.clocks.length > 0)
          this.#sources.set(
            leaf,
            declaration.asynchronous === true ? ASYNCHRONOUS : this.of(domainIn(scope.instance, declaration.domain)),
          );
      } else if (leaf.role === 'input' && scope.instance === design.instances[0])
        this.#sources.set(
          leaf,
          declaration.asynchronous === true
            ? ASYNCHRONOUS
            : this.of(clockPorts.get(declaration) ?? domainIn(scope.instance, declaration.domain)),
        );
    }
  }

  of(domain: BoundDomain | undefined): ClockMask {
    return domain === undefined ? 0n : (this.#ports.get(domain.clock.port) ?? 0n);
  }

  /** The clocks of a mask, as a message names them. */
  text(mask: ClockMask): string {
    const names = this.#names.flatMap((name, position) =>
      (mask & (1n << BigInt(position + 1))) === 0n ? [] : [`domain \`${name}\``],
    );
    return [...names, ...((mask & ASYNCHRONOUS) === 0n ? [] : ['no clock'])].join(' and ');
  }

  /** The port of the clock with which a leaf changes that begins anew; undefined for what belongs to none. */
  portOf(leaf: BoundLeaf): string | undefined {
    const mask = this.#sources.get(leaf);
    return [...this.#ports].find(([, bit]) => bit === mask)?.[0];
  }

  /** The ports of all clocks with which a value changes. */
  portsOf(node: BoundNode): readonly string[] {
    const mask = this.mask(node);
    return [...this.#ports].flatMap(([port, bit]) => ((mask & bit) === 0n ? [] : [port]));
  }

  /** What gives a value where it is read: a register and a declared crossing begin anew. */
  readsOf(node: BoundNode): readonly BoundNode[] {
    if (node.kind !== 'signal') return boundOperands(node);
    if (this.#sources.has(node.leaf)) return [];
    const value = this.#drivers.get(node.leaf);
    return value === undefined ? [] : [value];
  }

  driver(leaf: BoundLeaf): BoundNode | undefined {
    return this.#drivers.get(leaf);
  }

  /** What a node brings in itself. */
  #own(node: BoundNode): ClockMask {
    if (node.kind === 'signal') return this.#sources.get(node.leaf) ?? 0n;
    if (node.kind === 'box-output') return node.box.domains.reduce((mask, { domain }) => mask | this.of(domain), 0n);
    return node.kind === 'memory-read' ? (this.#memories.get(node.memory) ?? 0n) : 0n;
  }

  /** With which clocks a value changes; in a combinational loop, what is known of it. */
  mask(root: BoundNode): ClockMask {
    const known = this.#masks[root.id];
    if (known !== undefined) return known;
    const stack: Visit[] = [{ node: root, reads: this.readsOf(root), position: 0 }];
    this.#masks[root.id] = 0n;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.reads[top.position++];
      if (next === undefined) {
        let mask = this.#own(top.node);
        for (const read of top.reads) mask |= this.#masks[read.id] ?? 0n;
        this.#masks[top.node.id] = mask;
        stack.pop();
      } else if (this.#masks[next.id] === undefined) {
        this.#masks[next.id] = 0n;
        stack.push({ node: next, reads: this.readsOf(next), position: 0 });
      }
    }
    return this.#masks[root.id] ?? 0n;
  }

  /** The signals, and at last the memory or register, through which a value of one of `clocks` comes to `root`. */
  pathTo(root: BoundNode, clocks: ClockMask): readonly (BoundLeaf | BoundMemory)[] {
    const path: (BoundLeaf | BoundMemory)[] = [];
    const seen = new Set<BoundNode>();
    for (let node: BoundNode | undefined = root; node !== undefined && !seen.has(node); ) {
      seen.add(node);
      if (node.kind === 'signal') path.push(node.leaf);
      if ((this.#own(node) & clocks) !== 0n) {
        if (node.kind === 'memory-read') path.push(node.memory);
        return path;
      }
      node = this.readsOf(node).find(read => (this.mask(read) & clocks) !== 0n);
    }
    return path;
  }

  /** Whether a value of `clocks` comes to `root` through anything but wires, inverters and choices of other clocks. */
  isComputed(root: BoundNode, clocks: ClockMask): boolean {
    const pending = [root];
    const seen = new Set<BoundNode>();
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (seen.has(node) || (this.mask(node) & clocks) === 0n) continue;
      seen.add(node);
      if (node.kind === 'mux') {
        if ((this.mask(node.condition) & clocks) !== 0n) return true;
      } else if (node.kind === 'unary') {
        if (node.operator !== 'not') return true;
      } else if (!['signal', 'resize', 'slice', 'concat'].includes(node.kind)) return true;
      pending.push(...this.readsOf(node));
    }
    return false;
  }
}
