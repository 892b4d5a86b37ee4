import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { Memory } from '../../ir/memory.ts';
import type { MemoryWriteStatement, Statement } from '../../ir/statement.ts';
import { children, regionsOf } from '../../ir/visit.ts';
import { placed } from './place.ts';

interface Write {
  readonly statement: MemoryWriteStatement;
  readonly region: Region;
}

/** What a module does with its memories. */
interface Uses {
  readonly memories: Memory[];
  readonly writes: Map<Memory, Write[]>;
  readonly read: Set<Memory>;
}

function gather(region: Region, uses: Uses): void {
  uses.memories.push(...region.memories);
  for (const node of region.nodes) if (node.kind === 'memory-read') uses.read.add(node.memory);
  for (const statement of region.statements) gatherWrites(statement, region, uses);
}

function gatherWrites(statement: Statement, region: Region, uses: Uses): void {
  if (statement.kind === 'memory-write') {
    const known = uses.writes.get(statement.memory);
    if (known === undefined) uses.writes.set(statement.memory, [{ statement, region }]);
    else known.push({ statement, region });
  }
  if (statement.kind === 'when') for (const inner of children(statement)) gatherWrites(inner, region, uses);
  for (const inner of regionsOf(statement)) gather(inner, uses);
}

const regionName = ({ kind, label }: Region): string =>
  kind === 'module' ? 'the module itself' : `${kind === 'loop' ? 'the loop' : 'the branch'} \`${label}\``;

/** Two regions of which at most one exists: branches of one `genIf`, each with all that is in it. */
function areExclusive(one: Region, other: Region, branchOf: ReadonlyMap<Region, Statement>): boolean {
  const choices = new Map<Statement, Region>();
  const outer = (region: Region): Region[] =>
    region.parent === undefined ? [region] : [region, ...outer(region.parent)];
  for (const region of outer(one)) {
    const choice = branchOf.get(region);
    if (choice !== undefined) choices.set(choice, region);
  }
  return outer(other).some(region => {
    const choice = branchOf.get(region);
    const first = choice === undefined ? undefined : choices.get(choice);
    return first !== undefined && first !== region;
  });
}

function branches(region: Region, found: Map<Region, Statement>): void {
  for (const statement of region.statements)
    for (const inner of regionsOf(statement)) {
      if (statement.kind === 'choose') found.set(inner, statement);
      branches(inner, found);
    }
}

/** The innermost loop around a region, below `home`: what stands in it exists several times. */
function loopBelow(region: Region, home: Region): Region | undefined {
  for (let inner: Region | undefined = region; inner !== undefined && inner !== home; inner = inner.parent)
    if (inner.kind === 'loop') return inner;
  return undefined;
}

/**
 * Memories that nothing ever gives a word, and writes without an order: in a loop that is repeated beside
 * the memory, or in two blocks that can both exist. In the output each block has an always block of its own.
 */
export function checkMemories(root: Region): readonly Diagnostic[] {
  const uses: Uses = { memories: [], writes: new Map(), read: new Set() };
  gather(root, uses);
  const branchOf = new Map<Region, Statement>();
  branches(root, branchOf);
  const found: Diagnostic[] = [];
  for (const memory of uses.memories) {
    const { key, site, init } = memory;
    const writes = uses.writes.get(memory) ?? [];
    if (writes.length === 0 && init === undefined && uses.read.has(memory))
      found.push(diagnostic('memory-unwritten', { name: key }, placed(site, '')));
    const repeated = writes.find(({ region }) => loopBelow(region, memory.region) !== undefined);
    const other = writes.find(
      ({ region }) => region !== writes[0]?.region && !areExclusive(region, writes[0]?.region ?? region, branchOf),
    );
    const [first] = writes;
    if (repeated !== undefined) {
      const name = regionName(loopBelow(repeated.region, memory.region) ?? repeated.region);
      found.push(
        diagnostic('memory-writers', { name: key, first: `one iteration of ${name}`, second: 'the next' }, [
          ...placed(repeated.statement.site, ''),
          ...placed(site, 'declared here'),
        ]),
      );
    } else if (first !== undefined && other !== undefined)
      found.push(
        diagnostic('memory-writers', { name: key, first: regionName(first.region), second: regionName(other.region) }, [
          ...placed(first.statement.site, 'written here'),
          ...placed(other.statement.site, 'and here'),
          ...placed(site, 'declared here'),
        ]),
      );
  }
  return found;
}
