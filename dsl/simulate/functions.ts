import type { BoundNode } from '../bind/boundNode.ts';
import type { Graph } from './graph.ts';
import { element, type Layout } from './layout.ts';
import { type Compiled, compileOperation, conditionText, constantText } from './operations.ts';
import { lies, rangeOf, representation } from './representation.ts';
import type { Slot } from './storage.ts';

/** A function of the program is cut after about so many operations: V8 does not optimise functions beyond a size. */
const CHUNK = 400;
/** An expression nested deeper than this is cut in two. */
const MOST_DEPTH = 40;

/** One statement of the program: `text` of the root's expression. */
export interface Root {
  readonly nodes: readonly BoundNode[];
  readonly write: (operand: (node: BoundNode) => Compiled) => string;
  /** The nodes are kept in slots, because a later function reads them. */
  readonly kept?: boolean;
  /** The root writes its one node to this place, and nothing else. */
  readonly target?: string;
}

/** Consecutive writes of values that one condition chooses: registers with a common enable. */
interface Group {
  readonly condition: BoundNode;
  readonly test: string;
  readonly whenTrue: string[];
  readonly whenFalse: string[];
}

/** The statements of one function. */
class Body {
  readonly #lines: string[] = [];
  #group: Group | undefined;

  /** Adds what later statements need; it goes before a group, which it cannot depend on. */
  define(line: string): void {
    this.#lines.push(line);
  }

  write(line: string): void {
    this.#close();
    if (line !== '') this.#lines.push(line);
  }

  choose(condition: BoundNode, test: () => string, whenTrue: string, whenFalse: string): void {
    if (this.#group?.condition !== condition) {
      this.#close();
      this.#group = { condition, test: test(), whenTrue: [], whenFalse: [] };
    }
    this.#group.whenTrue.push(whenTrue);
    this.#group.whenFalse.push(whenFalse);
  }

  finish(): string {
    this.#close();
    return this.#lines.join('\n');
  }

  #close(): void {
    if (this.#group === undefined) return;
    const { test, whenTrue, whenFalse } = this.#group;
    this.#lines.push(`if (${test}) {\n${whenTrue.join('\n')}\n} else {\n${whenFalse.join('\n')}\n}`);
    this.#group = undefined;
  }
}

/** Functions, each short enough, that compute some roots one after the other. */
export class Functions {
  readonly names: string[] = [];
  readonly texts: string[] = [];
  readonly #graph: Graph;
  readonly #layout: Layout;
  readonly #uses = new Map<BoundNode, number>();
  readonly #depth = new Map<BoundNode, number>();
  readonly #hoisted = new Set<BoundNode>();
  /** The function in which a hoisted node is computed. */
  readonly #home = new Map<BoundNode, number>();
  readonly #slots = new Map<BoundNode, Slot>();
  readonly #compiled = new Map<BoundNode, Compiled>();
  readonly #local = new Map<BoundNode, string>();

  constructor(graph: Graph, layout: Layout, prefix: string, roots: readonly Root[]) {
    this.#graph = graph;
    this.#layout = layout;
    this.#measure(roots);
    const steps = this.#distribute(roots);
    const bodies: Body[] = [];
    for (const { chunk, node, root } of steps) {
      const body = bodies[chunk] ?? new Body();
      bodies[chunk] = body;
      if (node !== undefined) body.define(this.#define(node));
      if (root !== undefined) this.#write(root, body);
    }
    for (const [chunk, body] of bodies.entries()) {
      const name = `${prefix}${chunk}`;
      this.names.push(name);
      this.texts.push(`function ${name}(SI, SF, SB, NI, NF, NB) {\n${body.finish()}\n}`);
    }
  }

  #write(root: Root, body: Body): void {
    const [read] = root.nodes;
    const node = read === undefined ? undefined : this.#graph.resolve(read);
    if (root.target === undefined || node?.kind !== 'mux' || this.#compiled.has(node)) {
      body.write(root.write(operand => this.#operand(operand)));
      return;
    }
    const condition = this.#graph.resolve(node.condition);
    const arm = (value: BoundNode): string => `${root.target} = ${this.#operand(value).text};`;
    body.choose(condition, () => conditionText(this.#operand(condition)), arm(node.whenTrue), arm(node.whenFalse));
  }

  #trivial(node: BoundNode): boolean {
    return node.kind === 'literal' || node.kind === 'signal';
  }

  /** Decides which nodes get a name of their own. */
  #measure(roots: readonly Root[]): void {
    const order = new Set<BoundNode>();
    for (const { nodes, kept } of roots)
      for (const root of nodes) {
        this.#graph.visit(root, order);
        const node = this.#graph.resolve(root);
        this.#uses.set(node, (this.#uses.get(node) ?? 0) + 1);
        if (kept === true && !this.#trivial(node)) this.#hoisted.add(node);
      }
    for (const node of order)
      for (const operand of this.#graph.operands(node)) this.#uses.set(operand, (this.#uses.get(operand) ?? 0) + 1);
    for (const node of order) {
      if (this.#trivial(node)) continue;
      const inside = this.#graph.operands(node).filter(operand => !this.#hoisted.has(operand));
      const depth = 1 + inside.reduce((deepest, operand) => Math.max(deepest, this.#depth.get(operand) ?? 0), 0);
      this.#depth.set(node, depth);
      if ((this.#uses.get(node) ?? 0) > 1 || depth > MOST_DEPTH || node.kind === 'select') this.#hoisted.add(node);
    }
  }

  /** Puts roots, and before each the hoisted nodes that it needs, into functions. */
  #distribute(roots: readonly Root[]): { chunk: number; node?: BoundNode; root?: Root }[] {
    const steps: { chunk: number; node?: BoundNode; root?: Root }[] = [];
    const done = new Set<BoundNode>();
    let chunk = 0;
    let load = 0;
    /** Computes the nodes that one statement holds, and notes those that it reads from an earlier function. */
    const place = (top: BoundNode): void => {
      const pending = [top];
      for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
        load++;
        for (const operand of this.#graph.operands(node))
          if (!this.#hoisted.has(operand)) pending.push(operand);
          else if (this.#home.get(operand) !== chunk) this.#keep(operand);
      }
    };
    for (const root of roots) {
      if (load > CHUNK) {
        chunk++;
        load = 0;
      }
      const added: BoundNode[] = [];
      for (const node of root.nodes) this.#graph.visit(node, done, added);
      for (const node of added) {
        if (!this.#hoisted.has(node)) continue;
        if (load > CHUNK) {
          chunk++;
          load = 0;
        }
        this.#home.set(node, chunk);
        place(node);
        steps.push({ chunk, node });
      }
      for (const read of root.nodes) {
        const node = this.#graph.resolve(read);
        if (!this.#hoisted.has(node)) place(node);
        else if (root.kept === true || this.#home.get(node) !== chunk) this.#keep(node);
      }
      steps.push({ chunk, root });
    }
    return steps;
  }

  #keep(node: BoundNode): void {
    if (!this.#slots.has(node)) this.#slots.set(node, this.#layout.temporaries.add(node));
  }

  #define(node: BoundNode): string {
    const slot = this.#slots.get(node);
    const { width, signed } = node;
    const name = slot === undefined ? `t${node.id}` : element('T', slot);
    if (node.kind === 'select') {
      this.#local.set(node, name);
      this.#compiled.set(node, { width, signed, text: name, range: rangeOf(node) });
      return this.#select(node, slot === undefined ? `let ${name};` : '', name);
    }
    const value = this.#expression(node);
    this.#compiled.set(node, { width, signed, text: name, range: value.range });
    return slot === undefined ? `const ${name} = ${value.text};` : `${name} = ${value.text};`;
  }

  #select(node: BoundNode & { kind: 'select' }, declare: string, name: string): string {
    const index = this.#operand(node.index);
    const number = representation(index) === 'big' ? `Number(${index.text})` : index.text;
    const row = this.#row(node.options);
    if (row !== undefined) {
      const { bank, first, count } = row;
      const position = first === 0 ? number : `${first} + ${number}`;
      const zero = constantText(0n, node);
      const inside = `${index.range.low < 0n ? `${number} >= 0 && ` : ''}${number} < ${count}`;
      const within = lies(index.range, { low: 0n, high: BigInt(count - 1) });
      return `${declare} ${name} = ${within ? `${bank}[${position}]` : `${inside} ? ${bank}[${position}] : ${zero}`};`;
    }
    const cases = node.options.map((option, at) => `case ${at}: ${name} = ${this.#operand(option).text}; break;`);
    return `${declare} switch (${number}) { ${cases.join(' ')} default: ${name} = ${constantText(0n, node)}; }`;
  }

  /** Options that lie side by side in one array: registers or inputs in the order of their slots. */
  #row(options: readonly BoundNode[]): { bank: string; first: number; count: number } | undefined {
    const texts = options.map(option => {
      const node = this.#graph.resolve(option);
      return node.kind === 'signal' ? this.#layout.read(node.leaf) : '';
    });
    const match = /^([SP][IFB])\[(\d+)\]$/.exec(texts[0] ?? '');
    const [, bank, start] = match ?? [];
    if (bank === undefined || start === undefined || texts.length < 3) return undefined;
    const first = Number(start);
    return texts.every((text, at) => text === `${bank}[${first + at}]`)
      ? { bank, first, count: texts.length }
      : undefined;
  }

  #operand(read: BoundNode): Compiled {
    const node = this.#graph.resolve(read);
    return this.#compiled.get(node) ?? this.#expression(node);
  }

  #expression(node: BoundNode): Compiled {
    const { width, signed } = node;
    switch (node.kind) {
      case 'signal':
        return { width, signed, text: this.#layout.read(node.leaf), range: rangeOf(node) };
      case 'select':
        return { width, signed, text: this.#local.get(node) ?? '', range: rangeOf(node) };
      case 'memory-read': {
        const { depth, index } = node.memory;
        const address = this.#operand(node.address);
        const number = representation(address) === 'big' ? `Number(${address.text})` : address.text;
        const word = `M${index}[${number}]`;
        const safe = lies(address.range, { low: 0n, high: BigInt(depth - 1) });
        const text = safe ? word : `(${number} < ${depth} ? ${word} : ${constantText(0n, node)})`;
        return { width, signed, text, range: rangeOf(node) };
      }
      case 'box-output': {
        const { box, leaf, inputs } = node;
        const given = inputs.map(input => this.#operand(input).text);
        return {
          width,
          signed,
          text: `boxes[${box.index}].output(${[leaf.index, ...given].join(', ')})`,
          range: rangeOf(node),
        };
      }
      case 'undefined':
        return { width, signed, text: `undefinedBits(${width}, ${signed})`, range: rangeOf(node) };
      default:
        return compileOperation(node, operand => this.#operand(operand));
    }
  }
}
