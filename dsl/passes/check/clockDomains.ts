import type { BoundDomain } from '../../bind/boundClock.ts';
import type { BoundLeaf } from '../../bind/boundLeaf.ts';
import type { BoundNode } from '../../bind/boundNode.ts';
import type { BoundInstance } from '../../bind/boundScope.ts';
import type { BoundDesign, BoundMemory } from '../../bind/design.ts';
import { type Diagnostic, diagnostic, type Label } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { HwModule } from '../../ir/hwModule.ts';
import { allStatements } from '../../ir/visit.ts';
import type { CallSite } from '../../source/location.ts';
import { clockUse } from '../lower/clocks.ts';
import { ClockMasks, domainIn } from './clockMasks.ts';
import { placed, whenText } from './place.ts';

/** Signals shown of a path; a longer one is shortened in its middle. */
const shown = 8;

const crossed = new WeakMap<HwModule, boolean>();

/** Whether there is more than one clock in a module, or something that belongs to none. */
function hasSeveralClocks(module: HwModule): boolean {
  const known = crossed.get(module);
  if (known !== undefined) return known;
  const isOpen = ({ ports }: HwModule): boolean => ports.some(({ asynchronous }) => asynchronous === true);
  let found = module.clocks.length > 1 || isOpen(module);
  if (!found)
    for (const statement of allStatements(module.root.statements))
      if (statement.kind === 'instance' && isOpen(statement.module)) {
        found = true;
        break;
      }
  crossed.set(module, found);
  return found;
}

/** Something that belongs to a clock, and what it takes over at an edge, or gives on. */
interface Sink {
  /** As a message calls it: "register `last`". */
  readonly what: string;
  readonly name: string;
  readonly domain: BoundDomain | undefined;
  readonly values: readonly BoundNode[];
  readonly site: CallSite | undefined;
}

/** The domain of each port of an instance: what it is declared with, and that of the clock whose reset or enable it is. */
function portDomains(instance: BoundInstance): (port: Declaration) => BoundDomain | undefined {
  const ofClocks = new Map<Declaration, BoundDomain | undefined>(
    instance.module.clocks.flatMap(domain => {
      const bound = domainIn(instance, domain);
      return [
        ...(domain.reset === undefined ? [] : [[domain.reset.signal, bound] as const]),
        ...(domain.enable === undefined ? [] : [[domain.enable, bound] as const]),
      ];
    }),
  );
  return port => ofClocks.get(port) ?? domainIn(instance, port.domain);
}

/** What the top module itself holds: what is below it is checked by itself, as its ports say. */
function sinksOf(design: BoundDesign, driver: (leaf: BoundLeaf) => BoundNode | undefined): Sink[] {
  const [top] = design.instances;
  const isOwn = ({ instance }: { readonly instance: BoundInstance }): boolean => instance === top;
  const sites = new Map(design.writes.map(({ leaf, site }) => [leaf, site]));
  const sinks: Sink[] = design.registers
    .filter(({ leaf }) => isOwn(leaf.scope) && leaf.declaration.crossing === undefined)
    .map(({ leaf, next, domain }) => ({
      what: `register \`${leaf.name}\``,
      name: leaf.name,
      domain,
      values: [next],
      site: sites.get(leaf),
    }));
  for (const { name, scope, writes } of design.memories)
    if (isOwn(scope))
      for (const { enable, address, value, domain, site } of writes)
        sinks.push({
          what: `memory \`${name}\``,
          name,
          domain,
          values: enable === undefined ? [address, value] : [enable, address, value],
          site,
        });
  for (const { check, condition, message, domain, scope, site } of design.assertions)
    if (isOwn(scope)) sinks.push({ what: `\`${check}\` "${message}"`, name: check, domain, values: [condition], site });
  const domainsOf = new Map<BoundInstance, (port: Declaration) => BoundDomain | undefined>();
  for (const leaf of design.leaves) {
    const { declaration, role, scope } = leaf;
    const isOutput = role === 'output' && isOwn(scope);
    const isInput = role === 'input' && scope.instance.parent === top && scope.instance !== top;
    if ((!isOutput && !isInput) || declaration.asynchronous === true) continue;
    // A module without a clock works on values of any.
    if (isInput && !clockUse(scope.instance.module).clock) continue;
    const value = driver(leaf);
    if (value === undefined) continue;
    const domains = domainsOf.get(scope.instance) ?? portDomains(scope.instance);
    domainsOf.set(scope.instance, domains);
    sinks.push({
      what: `${role} \`${leaf.name}\``,
      name: leaf.name,
      domain: domains(declaration),
      values: [value],
      site: sites.get(leaf),
    });
  }
  for (const instance of design.instances)
    if (instance.parent === top && instance !== top && instance.alsoReset !== undefined)
      sinks.push({
        what: `the reset of instance \`${instance.path}\``,
        name: instance.path,
        domain: domainIn(instance, undefined),
        values: [instance.alsoReset],
        site: instance.site,
      });
  return sinks;
}

/** How a value of another clock may be taken across, by what it comes from. */
function wayAcross(source: BoundLeaf | BoundMemory | undefined): string {
  if (source !== undefined && !('role' in source))
    return `Say why no word is read while it changes where the memory is made: \`m.mem('${source.declaration.key}', …, { crossing: reason })\``;
  const width = source?.width ?? 1;
  if (width === 1) return 'Take it across with `synchronise`, or say with `crossing` why it is safe as it is';
  return `Its ${width} bits may arrive apart: take them across by \`AsyncFifo\` or \`Handshake\` of the generators, or with \`synchronise\` in a code that stands that, or say with \`crossing\` why they stand still`;
}

/** A path in the direction in which the value goes. */
function pathText(path: readonly (BoundLeaf | BoundMemory)[], end: string): string {
  const names = [...path.toReversed().map(({ name }) => `\`${name}\``), `\`${end}\``];
  const distinct = names.filter((name, position) => name !== names[position - 1]);
  if (distinct.length <= shown) return distinct.join(' → ');
  return [...distinct.slice(0, shown - 2), `${distinct.length - shown} more`, ...distinct.slice(-2)].join(' → ');
}

/**
 * Values that come from one clock, or from none, to what belongs to another: registers, memories, assertions, outputs,
 * and inputs of instances; and what a declared crossing takes from logic, which has glitches. Linear in the design.
 */
export function checkClockDomains(design: BoundDesign, values: Readonly<Record<string, number>>): Diagnostic[] {
  if (!hasSeveralClocks(design.module)) return [];
  const masks = new ClockMasks(design);
  const sites = new Map(design.writes.map(({ leaf, site }) => [leaf, site]));
  const labels = (
    path: readonly (BoundLeaf | BoundMemory)[],
    from: string,
    site: CallSite | undefined,
    sink: string,
  ) => [
    ...placed(site, `reaches ${sink} here`),
    ...path.slice(0, shown).flatMap((step, position): readonly Label[] => {
      const isSource = position === path.length - 1;
      const driven = isSource || !('role' in step) ? undefined : sites.get(step);
      return placed(
        driven ?? step.declaration.site,
        isSource ? `\`${step.name}\` belongs to ${from}` : `by way of \`${step.name}\``,
      );
    }),
  ];
  const found: Diagnostic[] = [];
  for (const { what, name, domain, values: read, site } of sinksOf(design, leaf => masks.driver(leaf))) {
    const own = masks.of(domain);
    for (const value of read) {
      const foreign = masks.mask(value) & ~own;
      if (foreign === 0n) continue;
      const first = foreign & -foreign;
      const path = masks.pathTo(value, first);
      const from = masks.text(first);
      found.push(
        diagnostic(
          'clock-domain-crossing',
          {
            from,
            sink: what,
            to: masks.text(own),
            path: `${pathText(path, name)}${whenText(values)}`,
            suggestion: wayAcross(path.at(-1)),
          },
          labels(path, from, site, what),
        ),
      );
      break;
    }
  }
  return [...found, ...crossingsOfLogic(design, masks, values), ...memoriesOfTwoClocks(design)];
}

/** Memories that two clocks write: no always block can. */
function memoriesOfTwoClocks(design: BoundDesign): Diagnostic[] {
  return design.memories.flatMap(({ declaration, scope, writes }) => {
    const [first] = writes;
    const other = writes.find(({ domain }) => domain.clock !== first?.domain.clock);
    if (scope.instance !== design.instances[0] || first === undefined || other === undefined) return [];
    return [
      diagnostic(
        'memory-misuse',
        {
          problem: `Two clocks, ${first.domain.name} and ${other.domain.name}, write words`,
          name: declaration.key,
          suggestion:
            'Write it in one domain, or take a memory of the technology with two write ports, in a `blackBox`.',
        },
        [...placed(first.site, 'written here'), ...placed(other.site, 'and here')],
      ),
    ];
  });
}

/** Crossings that take bits one by one, of what is not held in registers. */
function crossingsOfLogic(
  design: BoundDesign,
  masks: ClockMasks,
  values: Readonly<Record<string, number>>,
): Diagnostic[] {
  const [top] = design.instances;
  const next = new Map(design.registers.map(({ leaf, next: value }) => [leaf, value]));
  return design.leaves.flatMap(leaf => {
    const { crossing, site } = leaf.declaration;
    if (crossing === undefined || crossing.through === 'reset') return [];
    if (crossing.kind === 'quasi-static' || crossing.kind === 'handshake') return [];
    if (leaf.scope.instance !== top) return [];
    const value = next.get(leaf) ?? masks.driver(leaf);
    if (value === undefined) return [];
    const own = masks.of(domainIn(leaf.scope.instance, crossing.domain));
    const foreign = masks.mask(value) & ~own;
    if (foreign === 0n || !masks.isComputed(value, foreign)) return [];
    const path = masks.pathTo(value, foreign);
    const from = masks.text(foreign);
    return [
      diagnostic(
        'crossing-of-logic',
        { name: leaf.name, from, path: `${pathText(path, leaf.name)}${whenText(values)}` },
        [
          ...placed(site, 'taken over here'),
          ...path.slice(-1).flatMap(step => placed(step.declaration.site, `\`${step.name}\` belongs to ${from}`)),
        ],
      ),
    ];
  });
}
