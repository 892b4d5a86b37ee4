import type { Declaration } from '../../ir/declaration.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import type { IntExpr } from '../../ir/integer.ts';
import type { Memory } from '../../ir/memory.ts';
import type { Node } from '../../ir/node.ts';
import type { InstanceStatement, Statement } from '../../ir/statement.ts';
import type { SourceCall } from '../../source/callSite.ts';
import type { CallSite } from '../../source/location.ts';
import { Scopes, snakeCase } from './scopes.ts';

/** What is known of the source: `SourceIndex` where the files are at hand, nothing otherwise. */
export interface SourceLookup {
  call(site: CallSite | undefined): SourceCall | undefined;
}

/** Poorer names where no source is at hand. */
export const noSource: SourceLookup = { call: () => undefined };

/** The names of everything in one module, in the order in which a reader meets it. */
export class Names {
  readonly scopes = new Scopes();
  readonly source: SourceLookup;
  readonly #declarations = new Map<Declaration | Memory, string>();
  readonly #labels = new Map<Region, string>();
  readonly #indices = new Map<string, string>();
  readonly #variables = new Set<string>();
  readonly #instances = new Map<InstanceStatement, string>();
  readonly #claimed = new Set<string>();
  readonly #genvars = new Map<string, Set<string>>();

  constructor(module: HwModule, source: SourceLookup) {
    this.source = source;
    const clocks = module.clocks.length === 0 ? ['clk', 'rst'] : module.clocks.map(({ clock }) => clock);
    for (const word of [...clocks, ...module.kept]) this.scopes.reserveEverywhere(word);
    this.#nameRegion(module.root);
  }

  #nameRegion(region: Region): void {
    for (const declaration of region.signals) {
      const name = this.scopes.allocate(this.#baseName(declaration), region);
      this.#declarations.set(declaration, name);
    }
    for (const memory of region.memories) {
      const name = this.scopes.allocate(this.#baseName(memory), region);
      this.#declarations.set(memory, name);
    }
    this.#nameStatements(region.statements, region);
  }

  /** The `const` that holds the result of a call, or what is at a position of it. */
  #nameAt(site: CallSite | undefined, position: number | undefined): string | undefined {
    const call = this.source.call(site);
    return position === undefined ? call?.name : call?.elements?.[position];
  }

  /** A name that the source gives comes before the key. */
  #baseName({ namedBy, key }: Declaration | Memory): string {
    if (namedBy === undefined) return key;
    const name = this.#nameAt(namedBy.site, namedBy.position);
    if (name === undefined) return key;
    return snakeCase(namedBy.suffix === '' ? name : `${name}_${namedBy.suffix}`);
  }

  #nameStatements(statements: readonly Statement[], region: Region): void {
    for (const statement of statements)
      switch (statement.kind) {
        case 'loop': {
          const { index } = statement;
          const genvar = this.#genvarFor(index.name, region);
          this.#indices.set(index.key, genvar);
          this.#enter(statement.region, region);
          break;
        }
        case 'choose':
          for (const branch of statement.branches) this.#enter(branch.region, region);
          break;
        case 'instance':
          this.#instances.set(statement, this.scopes.allocate(statement.name, region));
          break;
      }
  }

  #enter(inner: Region, outer: Region): void {
    this.#labels.set(inner, this.scopes.allocate(inner.label, outer));
    this.#nameRegion(inner);
  }

  /** Loops beside each other share a genvar, loops in each other do not. */
  #genvarFor(base: string, region: Region): string {
    const taken = new Set<string>();
    for (let outer: Region | undefined = region; outer !== undefined; outer = outer.parent)
      if (outer.index !== undefined) taken.add(this.#indices.get(outer.index.key) ?? '');
    const family = this.#genvars.get(base) ?? new Set<string>();
    this.#genvars.set(base, family);
    for (const name of family) if (!taken.has(name)) return name;
    let root = region;
    while (root.parent !== undefined) root = root.parent;
    const name = this.scopes.reserveEverywhere(this.scopes.allocate(base, root));
    family.add(name);
    return name;
  }

  get genvars(): readonly string[] {
    return [...this.#genvars.values()].flatMap(family => [...family]);
  }

  of(declaration: Declaration | Memory): string {
    return this.#declarations.get(declaration) ?? declaration.key;
  }

  label(region: Region): string {
    return this.#labels.get(region) ?? region.label;
  }

  instance(statement: InstanceStatement): string {
    return this.#instances.get(statement) ?? statement.name;
  }

  index(key: string, fallback: string): string {
    return this.#indices.get(key) ?? fallback;
  }

  /** Whether the index is at present the variable of a procedural loop. */
  isVariable(key: string): boolean {
    return this.#variables.has(key);
  }

  /** Reads the index by another name while `body` runs: a procedural loop counts with its own variable. */
  withIndex<R>(key: string, name: string, body: () => R): R {
    const before = this.#indices.get(key);
    this.#indices.set(key, name);
    this.#variables.add(key);
    const result = body();
    this.#variables.delete(key);
    if (before !== undefined) this.#indices.set(key, before);
    return result;
  }

  /** Whether a `const` of the source holds exactly this node. */
  isHeldByConst(node: Node): boolean {
    return this.given(node) !== undefined && this.source.call(node.site)?.isProperty !== true;
  }

  /** The `const` or the property that holds exactly this node in the source. */
  given(node: Node): string | undefined {
    if (node.nameless === true) return undefined;
    const name = this.#nameAt(node.site, node.position);
    if (name === undefined) return undefined;
    return snakeCase(node.suffix === undefined ? name : `${name}_${node.suffix}`);
  }

  /**
   * The `const` in capitals that holds this expression. The first to ask at a place has it: expressions are printed from
   * the outside in, and what a call makes on the way to its result stands at the same place.
   */
  givenConstant(expression: IntExpr): string | undefined {
    const given = this.#givenAt(expression);
    if (given === undefined) return undefined;
    this.#claimed.add(given.place);
    return given.name;
  }

  /** Whether `givenConstant` would give it a name. */
  hasGivenConstant(expression: IntExpr): boolean {
    return this.#givenAt(expression) !== undefined;
  }

  #givenAt(expression: IntExpr): { readonly name: string; readonly place: string } | undefined {
    const location = expression.site?.location;
    const name = this.source.call(expression.site)?.name;
    if (location === undefined || name === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
    const place = `${location.file}:${location.line}:${location.column}`;
    return this.#claimed.has(place) ? undefined : { name, place };
  }

  isIndexed(expression: IntExpr): boolean {
    return expression.usesIndex;
  }
}
