import { wrapText } from '../../emit/layout.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import { toExpr, type Width } from '../../ir/integer.ts';
import type { Memory } from '../../ir/memory.ts';
import type { FoldNode, Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { targetSignal } from '../../ir/target.ts';
import { type Expression, type Item, identifier, type Net } from '../../ir/verilog.ts';
import { regionsOf } from '../../ir/visit.ts';
import { type HwType, uint } from '../../types.ts';
import { computedAddresses } from './addresses.ts';
import { assignmentsIn } from './assignments.ts';
import { memoryReadsInBlocks } from './blockReads.ts';
import { foldFunction, foldKey } from './fold.ts';
import { type IdleRegisters, idleRegisters } from './idle.ts';
import { Integers } from './integers.ts';
import { Names, type SourceLookup } from './names.ts';
import { widenedProducts } from './products.ts';
import {
  nodesOnlyInProcedures,
  type RegisterWriter,
  registerWriters,
  type WrittenRegisters,
  writtenRegisters,
} from './registers.ts';
import { Usage } from './usage.ts';
import { Values } from './values.ts';

const defaultNames: Readonly<Record<string, string>> = {
  add: 'sum',
  sub: 'difference',
  mul: 'product',
  mux: 'selected',
  concat: 'joined',
  element: 'selected',
  resize: 'resized',
  shift: 'shifted',
  fold: 'folded',
};

/** The regions and instances that drive each wire and output. */
function wireSources(root: Region): ReadonlyMap<Declaration, ReadonlySet<Region | Statement>> {
  const found = new Map<Declaration, Set<Region | Statement>>();
  const note = (signal: Declaration | undefined, place: Region | Statement): void => {
    if (signal === undefined || signal.role === 'register') return;
    const places = found.get(signal);
    if (places === undefined) found.set(signal, new Set([place]));
    else places.add(place);
  };
  const visit = (region: Region): void => {
    for (const { signal } of assignmentsIn(region.statements)) note(signal, region);
    for (const statement of region.statements) {
      if (statement.kind === 'instance')
        for (const { port, value } of statement.connections)
          if (port.role === 'output' && value !== undefined) note(targetSignal(value), statement);
      for (const inner of regionsOf(statement)) visit(inner);
    }
  };
  visit(root);
  return found;
}

const crossingText = (reason: string): string =>
  `Read under another clock: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`;

/** Everything that the lowering of one module shares. */
export class Frame {
  readonly module: HwModule;
  readonly names: Names;
  readonly usage: Usage;
  readonly #widened: ReadonlyMap<Node, Width>;
  readonly integers: Integers;
  readonly values: Values;
  readonly writers: ReadonlyMap<Declaration, RegisterWriter>;
  /** Whether any loop of the module comes out as a loop of a clocked block. */
  readonly hasProcedural: boolean;
  readonly written: WrittenRegisters;
  readonly idle: IdleRegisters;
  /** Nodes of loops that only procedural loops need: they are variables there, not wires. */
  readonly onlyInProcedures: ReadonlySet<Node>;
  /** Genvars of the loops that come out as generate loops. */
  readonly genvars = new Set<string>();
  readonly #prefix: string;
  /** By the id of a node. */
  readonly #wireNames: (string | undefined)[] = [];
  readonly #wiresByRegion = new Map<Region, Node[]>();
  readonly #procedureTargets = new Map<Declaration, string>();
  readonly #elementNames = new Map<Declaration, string>();
  readonly #localNames = new Map<string, string[]>();
  #redirected: Declaration | undefined;
  #drivenIn: ReadonlyMap<Declaration, ReadonlySet<Region | Statement>> | undefined;
  readonly #folds = new Map<string, { readonly name: string; readonly node: FoldNode }>();
  readonly #parameterWires = new Map<string, { readonly name: string; readonly node: Node & { kind: 'parameter' } }>();

  /** In front of the names of files that a memory's words come from. */
  readonly dataPath: string;

  constructor(module: HwModule, source: SourceLookup, prefix: string, dataPath: string) {
    this.#prefix = prefix;
    this.dataPath = dataPath;
    this.module = module;
    this.names = new Names(module, source);
    const inBlocks = memoryReadsInBlocks(module);
    const addresses = computedAddresses(module);
    this.#widened = widenedProducts(module.root);
    this.usage = new Usage(module, this.names, {
      has: node => inBlocks.has(node) || addresses.has(node) || this.#widened.has(node),
    });
    this.writers = registerWriters(module);
    this.written = writtenRegisters(this.writers);
    this.idle = idleRegisters(module.root, this.writers);
    this.hasProcedural = [...this.writers.values()].some(({ kind }) => kind === 'procedural');
    this.onlyInProcedures = nodesOnlyInProcedures(module.root, this.writers);
    const regions = new Map<string, Region>();
    const visit = (region: Region): void => {
      if (region.index !== undefined) regions.set(region.index.key, region);
      for (const statement of region.statements) {
        if (statement.kind === 'loop') visit(statement.region);
        if (statement.kind === 'choose') for (const branch of statement.branches) visit(branch.region);
      }
    };
    visit(module.root);
    this.integers = new Integers(this.names, module.root, key => regions.get(key));
    this.values = new Values({
      integers: this.integers,
      nameOf: node => this.#nameOf(node),
      wireOf: node => this.#wireNames[node.id],
      widenedTo: node => this.#widened.get(node),
      memoryName: memory => this.names.of(memory),
      foldFunction: node => this.#foldFunction(node),
      parameterWire: node => this.#parameterWire(node),
    });
    for (const node of this.usage.wires) this.#nameWire(node);
  }

  /** The nodes of a region that have a wire there, and are not variables of a procedural loop. */
  wiresOf(region: Region): readonly Node[] {
    return this.#wiresByRegion.get(region) ?? [];
  }

  #nameWire(node: Node): void {
    const kind = node.kind === 'binary' ? node.operator : node.kind;
    const isStep = this.usage.isInner(node) && node.suffix === undefined;
    const given = isStep ? undefined : this.names.given(node);
    const own = node.suffix === undefined ? (node.hint ?? given) : (given ?? node.hint);
    const base = own ?? defaultNames[kind] ?? 'value';
    this.#wireNames[node.id] = this.names.scopes.allocate(base, node.region);
    if (this.onlyInProcedures.has(node)) return;
    const others = this.#wiresByRegion.get(node.region);
    if (others === undefined) this.#wiresByRegion.set(node.region, [node]);
    else others.push(node);
  }

  /** The name of a variable of some function or block; those that do not see each other share one. */
  localName(base: string, position: number, region: Region): string {
    const key = `${base} ${region.id}`;
    const known = this.#localNames.get(key) ?? [];
    this.#localNames.set(key, known);
    known[position] ??= this.names.scopes.allocate(base, region);
    return known[position];
  }

  /** The type of the wire or variable that stands for a node. */
  wireType(node: Node): HwType {
    const width = this.#widened.get(node);
    return width === undefined ? node.type : uint(width);
  }

  wireName(node: Node): string | undefined {
    return this.#wireNames[node.id];
  }

  /** Prints these nodes under other names while `body` runs: inside a procedural block they are its variables. */
  withWireNames<R>(renamed: ReadonlyMap<Node, string>, body: () => R): R {
    const before = [...renamed.keys()].map(({ id }) => [id, this.#wireNames[id]] as const);
    for (const [{ id }, name] of renamed) this.#wireNames[id] = name;
    const result = body();
    for (const [id, name] of before) this.#wireNames[id] = name;
    return result;
  }

  #nameOf(node: Node & { kind: 'read' | 'neighbour' }): Expression {
    const name = node.signal === this.#redirected ? this.procedureTarget(node.signal) : this.names.of(node.signal);
    if (node.kind === 'read') return identifier(name);
    const scope = identifier(this.names.label(node.loop));
    return {
      kind: 'member',
      scope: { kind: 'select', base: scope, index: this.integers.expression(node.index) },
      name,
      iteration: node.index,
    };
  }

  #foldFunction(node: FoldNode): string {
    const key = foldKey(node);
    const known = this.#folds.get(key);
    if (known !== undefined) return known.name;
    const name = this.names.scopes.reserveEverywhere(
      this.names.scopes.allocate(`reduce_${node.operator}`, this.module.root),
    );
    this.#folds.set(key, { name, node });
    return name;
  }

  get foldFunctions(): Item[] {
    const { root } = this.module;
    const taken = new Set([...root.signals, ...root.memories].map(declared => this.names.of(declared)));
    const local = (base: string): string => (taken.has(base) ? local(`${base}_`) : base);
    return [...this.#folds.values()].map(({ name, node }) => foldFunction(node, name, this.integers, local));
  }

  #parameterWire(node: Node & { kind: 'parameter' }): string {
    // What depends on an index stands in its loop.
    const key = `${node.value.key} ${toExpr(node.type.width).key} ${node.region.id}`;
    const known = this.#parameterWires.get(key);
    if (known !== undefined) return known.name;
    const base = `${this.integers.named(node.value).toLowerCase()}_value`;
    const name = this.names.scopes.allocate(base, node.region);
    this.#parameterWires.set(key, { name, node });
    return name;
  }

  /** Wires for parameters as values of widths below and above the 32 bits that a parameter has. */
  parameterWiresOf(region: Region): Item[] {
    const here = [...this.#parameterWires.values()].filter(({ node }) => node.region === region);
    return here.flatMap(({ name, node }): Item[] => {
      const width = this.integers.expression(node.type.width);
      const constant = identifier(this.integers.named(node.value));
      const target = identifier(name);
      const wide: Expression = {
        kind: 'concat',
        operands: [
          {
            kind: 'replicate',
            count: this.integers.expression(toExpr(node.type.width).minus(32)),
            operand: this.values.parameterFill(node, constant),
          },
          constant,
        ],
      };
      return [
        this.net('wire', name, node.type, { isValue: true }),
        {
          kind: 'choose',
          branches: [
            {
              condition: { kind: 'binary', operator: '>', left: width, right: { kind: 'integer', value: 32 } },
              label: this.names.scopes.allocate(`${name}_wide`, region),
              items: [{ kind: 'continuous', target, value: wide }],
            },
            {
              condition: undefined,
              label: this.names.scopes.allocate(`${name}_narrow`, region),
              items: [{ kind: 'continuous', target, value: { kind: 'low-part', base: constant, width } }],
            },
          ],
        },
      ];
    });
  }

  /** The reg that a procedural block writes for an output. */
  procedureTarget(signal: Declaration): string {
    let name = this.#procedureTargets.get(signal);
    if (name === undefined) {
      name = this.names.scopes.allocate(`${this.names.of(signal)}_value`, signal.region);
      this.#procedureTargets.set(signal, name);
    }
    return name;
  }

  /** The register that each iteration has for its element of a register declared outside the loop. */
  elementName(signal: Declaration): string {
    const writer = this.writers.get(signal);
    const known = this.#elementNames.get(signal);
    if (known !== undefined || writer?.kind !== 'owned') return known ?? this.names.of(signal);
    const name = this.names.scopes.allocate(`${this.names.of(signal)}_element`, writer.loop);
    this.#elementNames.set(signal, name);
    return name;
  }

  /** Whether nothing but the statements of a region drives a wire or an output. */
  isDrivenOnlyIn(signal: Declaration, region: Region): boolean {
    this.#drivenIn ??= wireSources(this.module.root);
    const places = this.#drivenIn.get(signal);
    return places?.size === 1 && places.has(region);
  }

  /** Writes to an output go to its reg while `body` runs. */
  withProcedureTarget<R>(signal: Declaration, body: () => R): R {
    this.#redirected = signal.role === 'output' ? signal : undefined;
    const result = body();
    this.#redirected = undefined;
    return result;
  }

  /** The name of a module in the output. */
  moduleName(module: HwModule): string {
    // What is written elsewhere has the name that it has there.
    return module.blackBox === undefined ? `${this.#prefix}${module.name}` : module.name;
  }

  /** The range of a type; undefined for one bit. */
  range(type: HwType): Expression | undefined {
    return toExpr(type.width).constant === 1 ? undefined : this.integers.expression(type.width);
  }

  net(keyword: 'wire' | 'reg', name: string, type: HwType, more: Partial<Net> = {}): Net {
    const signed = type.kind === 'sint';
    const width = this.range(type);
    return { kind: 'net', keyword, signed, width, bits: type.width, name, comment: [], attributes: [], ...more };
  }

  memoryNet(memory: Memory): Net {
    const depth = this.integers.expression(memory.depth);
    return this.net('reg', this.names.of(memory), memory.type, {
      depth,
      comment: this.comment(memory.crossing === undefined ? undefined : crossingText(memory.crossing), memory.region),
      attributes: Object.entries(memory.attributes),
    });
  }

  /** Where a region's lines begin, in columns: what a comment has left to fill. */
  comment(text: string | undefined, region: Region): string[] {
    if (text === undefined) return [];
    let indent = 2;
    for (let outer: Region | undefined = region; outer?.parent !== undefined; outer = outer.parent) indent += 2;
    if (region.parent !== undefined) indent += 2;
    return wrapText(text, 117 - indent);
  }
}
