import type { IndexAtom } from '../../ir/atom.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import { IntExpr, toExpr } from '../../ir/integer.ts';
import type { ElementNode, Node } from '../../ir/node.ts';
import type { Statement } from '../../ir/statement.ts';
import { isCertainBit } from '../../ir/target.ts';
import { binary, type ChooseBranch, type Expression, type Item, identifier } from '../../ir/verilog.ts';
import { isSamePlace } from '../../source/location.ts';
import { assertionItems } from './assertions.ts';
import { wireAssignments } from './assignments.ts';
import { clockedBlocks, idleItems, writePorts } from './clocked.ts';
import { dynamicReadStatements } from './dynamicRead.ts';
import type { Frame } from './frame.ts';
import { instanceItems } from './instances.ts';
import { initItems, laneFunctions } from './memoryInit.ts';
import { lastId } from './order.ts';
import { ownedElements } from './ownedElements.ts';
import { printPlace, sliceOf } from './place.ts';
import { isOnlyProcedural } from './proceduralLoop.ts';
import { isPort, isWholeBlock, wireDrivers } from './wireDrivers.ts';

/** Items with the place in the region's order where they stand. */
interface Placed {
  readonly position: number;
  readonly items: readonly Item[];
}

/** The items of a region in the order in which its description made them. */
export function regionItems(frame: Frame, region: Region): Item[] {
  const placed: Placed[] = [];
  const clocked = clockedBlocks(frame, region);
  const owned = ownedElements(frame, region);
  const wires = wireAssignments(region);
  const proceduralWires = new Set(
    wires.filter(assigned => isWholeBlock(frame, region, assigned)).map(({ signal }) => signal),
  );
  const commented = firstOfEachPlace(region.signals);
  for (const signal of region.signals)
    placed.push({ position: signal.id, items: declaration(frame, signal, proceduralWires, commented) });
  for (const memory of region.memories)
    placed.push({ position: memory.id, items: [frame.memoryNet(memory), ...initItems(frame, memory)] });
  for (const node of frame.wiresOf(region)) placed.push({ position: node.id, items: wireItems(frame, node) });
  for (const assigned of wires) placed.push({ position: assigned.last, items: wireDrivers(frame, region, assigned) });
  for (const statement of region.statements)
    placed.push({ position: lastId(statement), items: statementItems(frame, region, statement) });
  for (const { position, block } of clocked) placed.push({ position, items: block });
  for (const { position, block } of writePorts(frame, region)) placed.push({ position, items: block });
  const first = [...region.signals, ...region.statements].reduce((least, { id }) => Math.min(least, id), Infinity);
  const last = region.statements.reduce((most, statement) => Math.max(most, lastId(statement)), -Infinity);
  placed.push({ position: first - 0.5, items: owned.declarations });
  placed.push({
    position:
      Math.max(...(clocked.length === 0 ? [last] : clocked.map(({ position }) => position)), owned.position) + 0.5,
    items: owned.drives,
  });
  placed.sort((a, b) => a.position - b.position);
  const assertions = assertionItems(frame, region);
  const parameters = region.kind === 'module' ? [] : frame.parameterWiresOf(region);
  const all: Item[] = [...frame.integers.localsOf(region), ...parameters];
  for (const { items } of placed) for (const item of items) all.push(item);
  for (const item of assertions) all.push(item);
  return all;
}

/** Of the signals that one call declares, the first, which has the comment. */
function firstOfEachPlace(signals: readonly Declaration[]): ReadonlySet<Declaration> {
  const first = new Map<string, Declaration>();
  let last: Declaration['site'];
  for (const signal of signals) {
    const place = signal.site?.location;
    if (place === undefined || isSamePlace(signal.site, last)) continue;
    last = signal.site;
    const key = `${place.file}:${place.line}:${place.column}`;
    if (!first.has(key)) first.set(key, signal);
  }
  return new Set(first.values());
}

/** The net of a signal: a reg where a procedural block writes it. */
function declaration(
  frame: Frame,
  signal: Declaration,
  proceduralWires: ReadonlySet<Declaration>,
  commented: ReadonlySet<Declaration>,
): Item[] {
  const { names } = frame;
  if (isPort(signal)) {
    if (!proceduralWires.has(signal)) return [];
    return [frame.net('reg', frame.procedureTarget(signal), signal.type)];
  }
  const isOwned = frame.writers.get(signal)?.kind === 'owned';
  const isReg = (signal.role === 'register' && !isOwned) || proceduralWires.has(signal);
  const call = names.source.call(signal.site);
  const key = call?.keys?.[signal.key]?.doc;
  const { region } = signal;
  const comment = commented.has(signal) ? frame.comment(call?.doc ?? call?.comment, region) : [];
  for (const text of [key, crossingComment(signal)])
    if (text !== undefined) comment.push(...frame.comment(text, region));
  return [
    frame.net(isReg ? 'reg' : 'wire', names.of(signal), signal.type, {
      comment,
      attributes: Object.entries(signal.attributes),
      isValue: signal.role === 'register' && !frame.writers.has(signal),
    }),
  ];
}

/** What makes it safe that a value crosses between clocks. */
function crossingComment({ crossing }: Declaration): string | undefined {
  if (crossing?.reason === undefined) return undefined;
  const into = crossing.domain === undefined ? '' : ` into ${crossing.domain.name}`;
  const { reason } = crossing;
  return `Crosses${into} (${crossing.kind}): ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`;
}

/** The wire that stands for a node, with what defines it. */
function wireItems(frame: Frame, node: Node): Item[] {
  const name = frame.wireName(node) ?? '';
  const call = frame.names.source.call(node.site);
  // What the language names itself, as `queued_fire`, goes with signals of the same call, which have the comment.
  const isOwn = call?.name !== undefined && node.hint === undefined && !frame.usage.isInner(node);
  const comment = isOwn ? frame.comment(call.doc ?? call.comment, node.region) : [];
  if (node.kind === 'element' && !(node.index instanceof IntExpr) && !isCertainBit(node))
    return dynamicRead(frame, node, node.index, name, comment);
  if (node.kind === 'resize' && node.direction === 'any') return undecidedResize(frame, node, name, comment);
  return [
    frame.net('wire', name, frame.wireType(node), { value: frame.values.wireValue(node), comment, isValue: true }),
  ];
}

/** A read with a dynamic index: a block that compares it. */
function dynamicRead(frame: Frame, node: ElementNode, index: Node, name: string, comment: readonly string[]): Item[] {
  const { names } = frame;
  const variable = names.scopes.allocate('i', node.region);
  return [
    frame.net('reg', name, node.type, { comment, isValue: true }),
    {
      kind: 'always',
      clock: undefined,
      label: names.scopes.allocate(`select_${name}`, node.region),
      integers: [variable],
      variables: [],
      body: dynamicReadStatements(frame, node, index, name, variable),
    },
  ];
}

/** A change of width of which only the parameters know whether it extends or truncates. */
function undecidedResize(
  frame: Frame,
  node: Node & { kind: 'resize' },
  name: string,
  comment: readonly string[],
): Item[] {
  const { values, names, integers } = frame;
  const place = values.placeOf(node.operand);
  const narrow: Expression =
    place === undefined
      ? values.expression(node.operand)
      : printPlace(sliceOf(place, toExpr(0), node.type.width), integers);
  const target = identifier(name);
  return [
    frame.net('wire', name, node.type, { comment, isValue: true }),
    {
      kind: 'choose',
      branches: [
        {
          condition: binary('>=', integers.expression(node.type.width), integers.expression(node.operand.type.width)),
          label: names.scopes.allocate(`${name}_extend`, node.region),
          items: [{ kind: 'continuous', target, value: values.extended(node.operand, node.type.width) }],
        },
        {
          condition: undefined,
          label: names.scopes.allocate(`${name}_truncate`, node.region),
          items: [{ kind: 'continuous', target, value: narrow }],
        },
      ],
    },
  ];
}

/** Nothing comes of a loop that only gives checks an index, as that of a memory's initial words. */
const isEmpty = ({ signals, memories, statements, label, byLanguage }: Region): boolean =>
  byLanguage === true && label.endsWith('_init') && signals.length + memories.length + statements.length === 0;

function genvar({ names, genvars }: Frame, index: IndexAtom): string {
  const name = names.index(index.key, index.name);
  genvars.add(name);
  return name;
}

/** The branch for the case that a generate if leaves, where registers that it writes stay as they are. */
function missingBranch(frame: Frame, region: Region, statement: Statement & { kind: 'choose' }): ChooseBranch[] {
  const signals = frame.idle.missing.get(statement) ?? [];
  if (signals.length === 0) return [];
  const label = frame.names.scopes.allocate('idle', region);
  return [{ condition: undefined, label, items: idleItems(frame, signals) }];
}

function statementItems(frame: Frame, region: Region, statement: Statement): Item[] {
  const { names, integers } = frame;
  switch (statement.kind) {
    case 'loop':
      if (isOnlyProcedural(frame, statement) || isEmpty(statement.region)) return [];
      return [
        ...laneFunctions(frame, statement.region),
        {
          kind: 'loop',
          variable: genvar(frame, statement.index),
          count: integers.expression(statement.count),
          label: names.label(statement.region),
          index: statement.index,
          items: regionItems(frame, statement.region),
        },
      ];
    case 'choose':
      return [
        {
          kind: 'choose',
          branches: [
            ...statement.branches.map(({ condition, region: inner }) => ({
              condition: condition === undefined ? undefined : integers.condition(condition),
              relation: inner.condition,
              label: names.label(inner),
              items: regionItems(frame, inner),
            })),
            ...missingBranch(frame, region, statement),
          ],
        },
      ];
    case 'instance':
      return instanceItems(frame, region, statement);
    case 'unused':
      return [
        {
          kind: 'unread',
          values: statement.values.map(node => frame.values.expression(node)),
          reason: statement.reason,
        },
      ];
    default:
      return [];
  }
}
