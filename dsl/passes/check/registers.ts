import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { Node } from '../../ir/node.ts';
import type { AssignStatement, Statement } from '../../ir/statement.ts';
import { operands, regionsOf } from '../../ir/visit.ts';
import { placed } from './place.ts';

/**
 * How a register may be written, so that one always block can hold it:
 *
 * - in the scope that declares it, or in one generate loop, element by element or by a dynamic index;
 * - in branches of one `genIf`, of which one exists;
 * - in the scope that declares it and in one loop: that comes out as one block with a procedural loop. Then nothing
 *   that the loop assigns from may be declared in the loop, because a procedural loop cannot reach into a generate loop.
 *
 * Everything else is an error: it would need two always blocks for one register.
 */

/** An assignment to a register, with the conditions around it. */
interface Writer {
  readonly statement: AssignStatement;
  readonly region: Region;
  /** What is asked before it applies. */
  readonly conditions: readonly Node[];
}

/** Gathers the writers in statements of `region` and in the regions within it. */
function gatherWriters(
  statements: readonly Statement[],
  region: Region,
  conditions: readonly Node[],
  found: Map<Declaration, Writer[]>,
): void {
  for (const statement of statements)
    if (statement.kind === 'assign') {
      if (statement.signal.role !== 'register') continue;
      const list = found.get(statement.signal);
      if (list === undefined) found.set(statement.signal, [{ statement, region, conditions }]);
      else list.push({ statement, region, conditions });
    } else if (statement.kind === 'when') {
      let tested = conditions;
      for (const { condition, body } of statement.arms) {
        tested = [...tested, condition];
        gatherWriters(body, region, tested, found);
      }
      gatherWriters(statement.otherwise, region, tested, found);
    } else for (const inner of regionsOf(statement)) gatherWriters(inner.statements, inner, [], found);
}

/** The region right below `outer` in which `inner` lies; undefined where they are the same. */
function childToward(inner: Region, outer: Region): Region | undefined {
  let region: Region = inner;
  if (region === outer) return undefined;
  while (region.parent !== undefined && region.parent !== outer) region = region.parent;
  return region;
}

const liesIn = (inner: Region, outer: Region): boolean =>
  inner === outer || (inner.parent !== undefined && liesIn(inner.parent, outer));

/** The first thing declared in `region` that a writer reads. */
function readsFrom(writer: Writer, region: Region): string | undefined {
  const { statement, conditions } = writer;
  const pending = [...conditions, statement.value, statement.target];
  const seen = new Set<Node>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if ((node.kind === 'read' || node.kind === 'neighbour') && liesIn(node.signal.region, region))
      return node.signal.key;
    if (node.kind === 'memory-read' && liesIn(node.memory.region, region)) return node.memory.key;
    pending.push(...operands(node));
  }
  return undefined;
}

const regionName = (region: Region): string =>
  region.kind === 'module'
    ? 'the module itself'
    : `${region.kind === 'loop' ? 'the loop' : 'the branch'} \`${region.label}\``;

/** Two writers that no single always block can hold, and why. */
interface Conflict {
  readonly first: Writer;
  readonly second: Writer;
  readonly problem: string;
}

function branchesOf(region: Region, statements: readonly Statement[]): readonly Region[] | undefined {
  for (const statement of statements)
    if (statement.kind === 'choose') {
      const regions = statement.branches.map(branch => branch.region);
      if (regions.includes(region)) return regions;
    }
  return undefined;
}

/** The conflict among the writers in or below `region`, if there is one. */
function conflictIn(region: Region, writers: readonly Writer[]): Conflict | undefined {
  const own = writers.filter(writer => writer.region === region);
  const below = new Map<Region, Writer[]>();
  for (const writer of writers) {
    const child = childToward(writer.region, region);
    if (child === undefined) continue;
    below.set(child, [...(below.get(child) ?? []), writer]);
  }
  const [first, second] = [...below.values()].flatMap(list => list.slice(0, 1));
  const [mine] = own;
  if (first === undefined) return undefined;
  const children = [...below.keys()];
  const [child] = children;
  if (child === undefined) return undefined;
  if (second !== undefined) {
    const exclusive = branchesOf(child, region.statements);
    if (exclusive === undefined || !children.every(other => exclusive.includes(other)))
      return { first, second, problem: 'one register cannot belong to two blocks' };
  }
  if (mine !== undefined) {
    const branch = [...below.values()].flat().find(writer => isInBranch(writer.region, region));
    if (branch !== undefined)
      return { first: mine, second: branch, problem: 'a branch of a `genIf` is a block of its own' };
    for (const writer of below.get(child) ?? []) {
      const name = readsFrom(writer, child);
      if (name !== undefined)
        return {
          first: mine,
          second: writer,
          problem: `what the loop assigns depends on \`${name}\`, declared in the loop`,
        };
    }
    return undefined;
  }
  for (const [inner, list] of below) {
    const conflict = conflictIn(inner, list);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function isInBranch(region: Region, outer: Region): boolean {
  for (let inner: Region | undefined = region; inner !== undefined && inner !== outer; inner = inner.parent)
    if (inner.kind === 'branch') return true;
  return false;
}

/** Registers that more than one always block would have to write. */
export function checkRegisters(root: Region): Diagnostic[] {
  const found = new Map<Declaration, Writer[]>();
  gatherWriters(root.statements, root, [], found);
  return [...found].flatMap(([register, writers]) => {
    const conflict = conflictIn(register.region, writers);
    if (conflict === undefined) return [];
    const { first, second, problem } = conflict;
    return [
      diagnostic(
        'register-written-in-two-ways',
        { name: register.key, first: regionName(first.region), second: regionName(second.region), problem },
        [
          ...placed(first.statement.site, 'written here'),
          ...placed(second.statement.site, 'and here'),
          ...placed(register.site, 'declared here'),
        ],
      ),
    ];
  });
}
