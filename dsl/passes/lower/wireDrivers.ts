import { fail } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { Node } from '../../ir/node.ts';
import type { AssignStatement } from '../../ir/statement.ts';
import { type Item, identifier, type Statement as VerilogStatement } from '../../ir/verilog.ts';
import { assignmentsIn, mergedValue, procedural, type WireAssignments } from './assignments.ts';
import { BlockVariables } from './blockVariables.ts';
import { simplifiedChoice } from './choice.ts';
import type { Frame } from './frame.ts';
import { regionsBetween } from './registers.ts';
import { surelyReads } from './sensitivity.ts';
import { type Cluster, clustersOf, coverOf, isDynamic, rebased, rootOf, targetKey } from './targets.ts';

export const isPort = (signal: Declaration): boolean => signal.role === 'input' || signal.role === 'output';

/** Whether one procedural block gives a signal all of its value, where it is declared. */
export const isWholeBlock = (frame: Frame, region: Region, { signal, isApart }: WireAssignments): boolean =>
  !isApart && signal.region === region && frame.isDrivenOnlyIn(signal, region);

/** Assigns of a wire: one for every part, or a procedural block where parts overlap. */
export function wireDrivers(frame: Frame, region: Region, assigned: WireAssignments): Item[] {
  const { signal, targets, isApart } = assigned;
  if (isApart) return [...targets].flatMap(([key, target]) => continuous(frame, assigned, key, target));
  if (!isWholeBlock(frame, region, assigned))
    return clustersOf(targets).flatMap(cluster => clusterItems(frame, region, assigned, cluster));
  const block = frame.withProcedureTarget(signal, () => chooseBlock(frame, region, signal, targets));
  if (!isPort(signal)) return block;
  const name = identifier(frame.names.of(signal));
  return [...block, { kind: 'continuous', target: name, value: identifier(frame.procedureTarget(signal)) }];
}

/** The assign of a part that overlaps no other. */
function continuous(frame: Frame, { signal, statements }: WireAssignments, key: string, target: Node): Item[] {
  const { values } = frame;
  const assigning = statements.get(key) ?? [];
  const [only, ...others] = assigning;
  const value =
    only?.kind === 'assign' && others.length === 0
      ? values.whole(only.value)
      : mergedValue(assigning, signal, key, values);
  return value === undefined
    ? []
    : [{ kind: 'continuous', target: values.expression(target), value: simplifiedChoice(value) }];
}

/** Parts that overlap: a variable of the region's own takes their value, and drives them. */
function clusterItems(frame: Frame, region: Region, assigned: WireAssignments, cluster: Cluster): Item[] {
  const { signal } = assigned;
  const [first, ...others] = cluster;
  if (first === undefined) return [];
  const [key, target] = first;
  const cover = coverOf(cluster) ?? (isDrivenWhole(frame, region, signal) ? rootOf(target) : undefined);
  if (cover === undefined)
    return fail(
      'misplaced-statement',
      {
        operation: `An assignment to parts of \`${signal.key}\` that may overlap`,
        place: region.kind === 'module' ? 'a module that drives the rest elsewhere' : `block \`${region.label}\``,
        suggestion: 'Give all that these parts cover one value first, and then the parts; or declare a wire there.',
      },
      [{ location: signal.site?.location, message: 'declared here' }],
    );
  if (others.length === 0 && !isDynamic(target)) return continuous(frame, assigned, key, target);
  const isWhole = cover.kind === 'read';
  const name = frame.names.scopes.allocate(`${frame.names.of(signal)}_${isWhole ? 'value' : 'part'}`, region);
  // A node of its own, so that the name stands for what is written, not for what is read.
  const standIn: Node = { ...cover };
  const block = frame.withWireNames(new Map([[standIn, name]]), () =>
    chooseBlock(frame, region, signal, cluster, written => rebased(written, cover, standIn)),
  );
  return [
    frame.net('reg', name, cover.type),
    ...block,
    { kind: 'continuous', target: frame.values.expression(cover), value: identifier(name) },
  ];
}

/** Whether all of a signal is driven in one place in a region that exists once. */
const isDrivenWhole = (frame: Frame, region: Region, signal: Declaration): boolean =>
  frame.isDrivenOnlyIn(signal, region) &&
  ![...regionsBetween(region, signal.region)].some(({ kind }) => kind === 'loop');

/** The block that gives parts of a signal their values, in program order. */
function chooseBlock(
  frame: Frame,
  region: Region,
  signal: Declaration,
  parts: ReadonlyMap<string, Node>,
  retarget?: (target: Node) => Node,
): Item[] {
  const { values, integers, names } = frame;
  const used = new BlockVariables(frame, region);
  const includes = (statement: AssignStatement): boolean =>
    statement.signal === signal && parts.has(targetKey(statement.target));
  const body = procedural(region.statements, {
    values,
    integers,
    blocking: true,
    includes: statement => statement.kind === 'assign' && includes(statement),
    ...(retarget === undefined ? {} : { retarget }),
    loopVariable: depth => used.loopVariable(depth),
    depth: 0,
  });
  const label = names.scopes.allocate(`choose_${names.of(signal)}`, region);
  const block = (statements: readonly VerilogStatement[]): Item => ({
    kind: 'always',
    clock: undefined,
    label,
    integers: used.integers,
    variables: [],
    body: statements,
  });
  const [first, ...others] = body;
  if (first?.kind !== 'assign' || surelyReads(region.statements, includes)) return [block(body)];
  // What the block may be left with are constants: it waits for its first value, which a wire has.
  const written = assignmentsIn(region.statements).find(includes);
  if (written === undefined) return [block(body)];
  const name = names.scopes.allocate(`${names.of(signal)}_first`, region);
  const value = identifier(name);
  return [
    frame.net('wire', name, written.target.type, { isValue: true, value: first.value }),
    block([{ ...first, value }, ...others]),
  ];
}
