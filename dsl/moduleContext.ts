import { callLabel } from './context.ts';
import type { DiagnosticCode, HolesOf } from './diagnostics/codes.ts';
import { type Diagnostic, diagnostic, type Label } from './diagnostics/diagnostic.ts';
import type { ParameterOwner } from './ir/atom.ts';
import type { ClockDomain } from './ir/clockDomain.ts';
import type { Declaration, DeclarationRole } from './ir/declaration.ts';
import type { Obligation, Region } from './ir/hwModule.ts';
import { provablyNonNegative } from './ir/integer.ts';
import type { Memory } from './ir/memory.ts';
import type { Node } from './ir/node.ts';
import type { Statement } from './ir/statement.ts';
import { CallSite, presentCall, withoutPlaces } from './source/location.ts';
import { diagnosticsOf } from './thrown.ts';
import type { HwType } from './types.ts';

/** A node kind without what every node carries. */
type Shape<N> = N extends Node ? Omit<N, 'id' | 'site' | 'region'> : never;
export type NodeShape = Shape<Node>;

/** A condition on the path to a statement, and whether it holds there. */
export interface PathCondition {
  readonly node: Node;
  readonly holds: boolean;
}

const withArticle: Readonly<Record<DeclarationRole, string>> = {
  input: 'an input',
  output: 'an output',
  register: 'a register',
  wire: 'a wire',
};

/** What is known while the body of one module runs. Elaboration is synchronous: one context at a time is current. */
export class ModuleContext {
  readonly moduleName: string;
  readonly owner: ParameterOwner;
  readonly root: Region;
  readonly obligations: Obligation[] = [];
  /** Errors after which describing can go on; all are reported when the description ends. */
  readonly diagnostics: Diagnostic[] = [];
  /** Regions of loops, by the key of their index. */
  readonly loopRegions = new Map<string, Region>();
  region: Region;
  /** Where statements go: the region's own list, or the body of a `when`. */
  statements: Statement[];
  /** The conditions of the enclosing `when`s, each with whether it holds here. */
  conditions: readonly PathCondition[] = [];
  /** The clock domains that the module declares, and those made of them; none where it has `clk` and `rst`. */
  readonly domains: ClockDomain[] = [];
  /** How many clocks the module's head declares. */
  clockCount = 0;
  #domain: ClockDomain | undefined;
  readonly #finishers: (() => void)[] = [];
  /** Where the module is described. */
  site: CallSite | undefined;
  #nextId = 0;
  #namesItself = false;

  constructor(moduleName: string, owner: ParameterOwner) {
    this.moduleName = moduleName;
    this.owner = owner;
    this.root = this.createRegion('module', moduleName, undefined);
    this.region = this.root;
    this.statements = this.root.statements;
  }

  report<C extends DiagnosticCode>(code: C, holes: HolesOf<C>, labels: readonly Label[] = [callLabel()]): void {
    this.diagnostics.push(diagnostic(code, holes, labels));
  }

  /** Runs `body` when everything else of the module is described: it has no place in the source. */
  atEnd(body: () => void): void {
    this.#finishers.push(body);
  }

  finish(): void {
    for (const body of this.#finishers) withoutPlaces(body);
  }

  nextId(): number {
    return this.#nextId++;
  }

  createRegion(
    kind: Region['kind'],
    label: string,
    parent: Region | undefined,
    extra: Pick<Region, 'index' | 'condition'> = {},
  ): Region {
    const region: Region = {
      id: this.nextId(),
      kind,
      label,
      parent,
      signals: [],
      memories: [],
      statements: [],
      nodes: [],
      ...this.#marks(),
      ...extra,
    };
    if (extra.index !== undefined) this.loopRegions.set(extra.index.key, region);
    return region;
  }

  /** Adds a node to the current region, or to `region` for what is known everywhere. `shape` becomes the node itself. */
  node<const S extends NodeShape>(
    shape: S,
    region: Region = this.region,
    site: CallSite | undefined = presentCall(),
  ): S & Pick<Node, 'id' | 'site' | 'region'> {
    // Completed, not copied: there are many kinds, and copying objects of many kinds is slow.
    const node = Object.assign(shape, { id: this.nextId(), site, region });
    if (this.#namesItself && shape.suffix === undefined) Object.assign(node, { nameless: true });
    const { nodes }: { nodes: unknown[] } = region;
    nodes.push(node);
    return node;
  }

  declare(
    role: DeclarationRole,
    key: string,
    type: HwType,
    extra: Partial<Declaration> = {},
    region: Region = this.region,
  ): Declaration {
    const id = this.nextId();
    const site = extra.site ?? presentCall();
    const isInClock = role === 'register' && extra.domain === undefined && this.clockCount > 0;
    const declaration: Declaration = Object.assign({ id, role, key, type, region, site, attributes: {} }, extra);
    if (isInClock) Object.assign(declaration, this.inClock(`Register \`${key}\``));
    if (this.#namesItself && extra.byLanguage === undefined) Object.assign(declaration, { byLanguage: true });
    if (declaration.reset?.kind === 'value' && declaration.domain?.reset === undefined && declaration.domain)
      this.report('no-reset', { name: key, domain: declaration.domain.name }, [
        { location: declaration.site?.location, message: '' },
        declaration.domain.instance?.location === undefined
          ? { location: declaration.domain.site?.location, message: 'the domain is declared here' }
          : { location: declaration.domain.instance.location, message: 'this instance stands in a domain without one' },
      ]);
    this.refuseBuiltIn(key, withArticle[role], declaration.site);
    region.signals.push(declaration);
    return declaration;
  }

  /** Refuses what every JavaScript object has under that name already: it would be found where nothing is declared. */
  refuseBuiltIn(name: string, what: string, site: CallSite | undefined): void {
    if (Object.hasOwn(Object.prototype, name))
      this.report('illegal-name', { name, what, reason: 'every JavaScript object has a property of that name' }, [
        { location: site?.location, message: '' },
      ]);
  }

  declareMemory(memory: Omit<Memory, 'id' | 'region' | 'site'>): Memory {
    const declared: Memory = {
      ...memory,
      ...this.#marks(),
      id: this.nextId(),
      region: this.region,
      site: new CallSite(),
    };
    this.region.memories.push(declared);
    return declared;
  }

  /** Runs `body`, whose names for signals and blocks are the language's own: they give way to names in use. */
  namingItself<R>(body: () => R): R {
    const before = this.#namesItself;
    this.#namesItself = true;
    try {
      return body();
    } finally {
      this.#namesItself = before;
    }
  }

  #marks(): { readonly byLanguage?: true } {
    return this.#namesItself ? { byLanguage: true } : {};
  }

  /** Runs `body` in a clock domain. */
  inDomain<R>(domain: ClockDomain, body: () => R): R {
    const outer = this.#domain;
    this.#domain = domain;
    try {
      return body();
    } finally {
      this.#domain = outer;
    }
  }

  /** The domain in which things are made here; undefined where several are declared and none is chosen. */
  get presentDomain(): ClockDomain | undefined {
    return this.#domain ?? (this.clockCount === 1 ? this.domains[0] : undefined);
  }

  /** The domain in which something is made; nothing in a module that declares no clocks. */
  inClock(made: string): { readonly domain?: ClockDomain } {
    if (this.clockCount === 0) return {};
    const domain = this.presentDomain;
    if (domain !== undefined) return { domain };
    const names = this.domains.map(({ name }) => `\`${name}\``).join(', ');
    this.report('outside-clock', { made, module: this.moduleName, clocks: names });
    return {};
  }

  /** Runs `body` with statements going to `region`. */
  inRegion<R>(region: Region, body: () => R): R {
    return this.#with(region, region.statements, [], body);
  }

  /** Runs `body` with statements going to `statements` of the current region. */
  collecting<R>(statements: Statement[], conditions: readonly PathCondition[], body: () => R): R {
    return this.#with(this.region, statements, [...this.conditions, ...conditions], body);
  }

  #with<R>(region: Region, statements: Statement[], conditions: readonly PathCondition[], body: () => R): R {
    const outer = { region: this.region, statements: this.statements, conditions: this.conditions };
    this.region = region;
    this.statements = statements;
    this.conditions = conditions;
    try {
      return body();
    } finally {
      this.region = outer.region;
      this.statements = outer.statements;
      this.conditions = outer.conditions;
    }
  }

  /** Runs `body`; what is wrong in it is kept, and the description goes on behind it. */
  recovering(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.diagnostics.push(...diagnosticsOf(error, this));
    }
  }

  /** Notes what must hold at every binding, unless it is known to. */
  oblige(obligation: Omit<Obligation, 'region' | 'site'>): void {
    if (obligation.relation.nonNegative().length > 0 && obligation.relation.nonNegative().every(provablyNonNegative))
      return;
    this.obligations.push({ ...obligation, region: this.region, site: new CallSite() });
  }
}
