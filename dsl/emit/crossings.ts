import { bind } from '../bind/bind.ts';
import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundNode } from '../bind/boundNode.ts';
import type { BoundInstance, BoundScope } from '../bind/boundScope.ts';
import type { BoundDesign, BoundMemory } from '../bind/design.ts';
import type { CrossingKind } from '../ir/clockDomain.ts';
import type { HwModule, Region } from '../ir/hwModule.ts';
import { regionsOf } from '../ir/visit.ts';
import { ClockMasks, domainIn } from '../passes/check/clockMasks.ts';
import { hasRange, type OutputNames } from '../passes/lower/registerNames.ts';
import type { EmittedModule } from '../passes/pipeline.ts';

/** A register, memory or port at one end of a crossing, by its path in the output; `[*]` stands for every index. */
export interface CrossingEnd {
  readonly kind: 'register' | 'memory' | 'port';
  /** Instances parted by `/`, generate blocks in front of what is in them: `lane[*].queue/head_seen_1`. */
  readonly path: string;
  /** Whether it has several bits, or words, each with an index behind the path. */
  readonly isVector: boolean;
  /** The port of the clock; undefined for what belongs to none. */
  readonly clock: string | undefined;
}

/** A declared crossing as constraints and the manifest tell it. */
export interface DesignCrossing {
  readonly kind: CrossingKind | 'memory' | 'reset';
  readonly reason: string | undefined;
  readonly from: readonly CrossingEnd[];
  /** The registers that take it over; none where whatever the clock has may read it. */
  readonly to: readonly CrossingEnd[];
  /** The port of the clock into which it leads. */
  readonly clock: string;
}

const declaring = new WeakMap<HwModule, boolean>();

/** Whether a module declares a crossing itself. */
function declaresCrossing(module: HwModule): boolean {
  const known = declaring.get(module);
  if (known !== undefined) return known;
  const visit = ({ signals, memories, statements }: Region): boolean =>
    signals.some(({ crossing }) => crossing !== undefined) ||
    memories.some(({ crossing }) => crossing !== undefined) ||
    statements.some(statement => regionsOf(statement).some(visit));
  const found = visit(module.root);
  declaring.set(module, found);
  return found;
}

/** Whether a design needs to be told of its clocks: it has several, or crossings. */
export const hasCrossings = (modules: readonly HwModule[]): boolean =>
  modules.some(module => module.clocks.length > 1 || declaresCrossing(module));

/** Paths in the output of what is in a bound design. */
class Paths {
  readonly #names: ReadonlyMap<HwModule, OutputNames>;

  constructor(names: ReadonlyMap<HwModule, OutputNames>) {
    this.#names = names;
  }

  #of({ module }: BoundInstance): OutputNames {
    const names = this.#names.get(module);
    if (names === undefined) throw new Error(`${module.name} has not been emitted`);
    return names;
  }

  /** What stands in front of the names in an instance. */
  #instance(instance: BoundInstance): string {
    const { origin } = instance;
    if (origin === undefined) return '';
    return `${this.#scope(origin.scope)}${this.#of(origin.scope.instance).instance(origin.statement)}/`;
  }

  #label(region: Region, names: OutputNames): string {
    return region.kind === 'module' ? '' : `${names.label(region)}${region.kind === 'loop' ? '[*]' : ''}.`;
  }

  #scope(scope: BoundScope): string {
    const before = scope.parent === undefined ? this.#instance(scope.instance) : this.#scope(scope.parent);
    return `${before}${this.#label(scope.region, this.#of(scope.instance))}`;
  }

  register({ declaration, scope }: BoundLeaf): Pick<CrossingEnd, 'path' | 'isVector'> {
    const names = this.#of(scope.instance);
    const { name, region, isVector } = names.register(declaration);
    let inner = '';
    for (let at: Region | undefined = region; at !== undefined && at !== scope.region; at = at.parent)
      inner = `${this.#label(at, names)}${inner}`;
    return { path: `${this.#scope(scope)}${inner}${name}`, isVector };
  }

  memory({ declaration, scope }: BoundMemory): string {
    return `${this.#scope(scope)}${this.#of(scope.instance).memory(declaration)}`;
  }
}

/** The registers, memories and ports from which a value comes. */
function sourcesOf(masks: ClockMasks, root: BoundNode): readonly (BoundLeaf | BoundMemory)[] {
  const found = new Set<BoundLeaf | BoundMemory>();
  const seen = new Set<BoundNode>();
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const reads = masks.readsOf(node);
    if (node.kind === 'memory-read') found.add(node.memory);
    if (node.kind === 'signal' && reads.length === 0) found.add(node.leaf);
    pending.push(...reads);
  }
  return [...found];
}

/** Ends of one path and kind are told once: elements of a vec, iterations of a loop. */
function distinct(ends: readonly CrossingEnd[]): readonly CrossingEnd[] {
  const byPath = new Map<string, CrossingEnd>();
  for (const end of ends) {
    const known = byPath.get(end.path);
    if (known === undefined) byPath.set(end.path, end);
  }
  return [...byPath.values()];
}

/** The crossings of a design, and all registers of its synchronisers. */
export interface DesignCrossings {
  readonly crossings: readonly DesignCrossing[];
  readonly synchronisers: readonly CrossingEnd[];
}

/** All declared crossings of a design at its defaults, those in instances and in loops included. */
export function crossingsOf(top: EmittedModule, library: readonly EmittedModule[]): DesignCrossings {
  const design = bind(top.module);
  const masks = new ClockMasks(design);
  const paths = new Paths(new Map([top, ...library].map(({ module, names }) => [module, names])));
  const { next, clockOfMemory, registers } = lookups(design);
  const endOf = (source: BoundLeaf | BoundMemory): CrossingEnd[] => {
    if (!('role' in source))
      return [{ kind: 'memory', path: paths.memory(source), isVector: true, clock: clockOfMemory.get(source) }];
    const clock = masks.portOf(source);
    if (registers.has(source)) return [{ kind: 'register', ...paths.register(source), clock }];
    const { key, type } = source.declaration;
    return source.role === 'input' ? [{ kind: 'port', path: key, isVector: hasRange(type), clock }] : [];
  };
  const found = new Map<string, DesignCrossing>();
  const add = (crossing: DesignCrossing): void => {
    // One reset clears all registers of its synchroniser.
    const to = crossing.kind === 'reset' ? undefined : crossing.to;
    const key = JSON.stringify([crossing.kind, crossing.clock, to, crossing.reason, crossing.from]);
    const known = found.get(key);
    if (known !== undefined) found.set(key, { ...known, to: distinct([...known.to, ...crossing.to]) });
    else if (crossing.from.length > 0) found.set(key, crossing);
  };
  for (const leaf of design.leaves) {
    const { crossing } = leaf.declaration;
    if (crossing === undefined) continue;
    const domain = domainIn(leaf.scope.instance, crossing.domain);
    const clock = domain?.clock.port ?? '';
    const value = crossing.through === 'reset' ? domain?.reset?.active : (next.get(leaf) ?? masks.driver(leaf));
    if (value === undefined) continue;
    const sources = sourcesOf(masks, value).filter(
      source => crossing.through === 'reset' || !('role' in source) || masks.portOf(source) !== clock,
    );
    add({
      kind: crossing.through === 'reset' ? 'reset' : crossing.kind,
      reason: crossing.reason,
      from: distinct(sources.flatMap(endOf)),
      to: crossing.through === 'wire' ? [] : distinct(endOf(leaf)),
      clock,
    });
  }
  for (const node of design.nodes) {
    if (node.kind !== 'memory-read' || node.memory.declaration.crossing === undefined) continue;
    for (const clock of masks.portsOf(node)) {
      if (clock === clockOfMemory.get(node.memory)) continue;
      add({ kind: 'memory', reason: node.memory.declaration.crossing, from: endOf(node.memory), to: [], clock });
    }
  }
  const synchronisers = design.registers.filter(({ leaf }) => leaf.declaration.attributes.ASYNC_REG === 'TRUE');
  return {
    crossings: [...found.values()],
    synchronisers: distinct(synchronisers.flatMap(({ leaf }) => endOf(leaf))),
  };
}

function lookups(design: BoundDesign) {
  return {
    next: new Map(design.registers.map(({ leaf, next }) => [leaf, next])),
    registers: new Set(design.registers.map(({ leaf }) => leaf)),
    clockOfMemory: new Map(design.memories.map(memory => [memory, memory.writes[0]?.domain.clock.port])),
  };
}
