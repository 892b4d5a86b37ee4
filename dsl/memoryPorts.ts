import { assign } from './assignment.ts';
import { context, liesIn } from './context.ts';
import type { Label } from './diagnostics/diagnostic.ts';
import type { ClockDomain } from './ir/clockDomain.ts';
import type { Region } from './ir/hwModule.ts';
import type { IntExpr, Width } from './ir/integer.ts';
import type { Memory } from './ir/memory.ts';
import type { Node } from './ir/node.ts';
import type { PathCondition } from './moduleContext.ts';
import * as op from './operations.ts';
import { bool, uint } from './types.ts';
import { signalOf } from './value.ts';
import { when } from './when.ts';

/** One write of a memory, as it was described. */
export interface WritePort {
  readonly address: Node;
  /** The whole word. */
  readonly value: Node;
  readonly lanes: Node | undefined;
  /** The conditions of the `when`s around it. */
  readonly conditions: readonly PathCondition[];
  readonly region: Region;
  readonly domain: ClockDomain | undefined;
  readonly label: Label;
}

/** One synchronous read of a memory, or of one lane of it. */
export interface ReadPort {
  readonly key: string;
  readonly memory: Memory;
  /** The register that takes the word. */
  readonly result: Node;
  readonly address: Node;
  readonly enable: Node | undefined;
  /** Where the register stands. */
  readonly region: Region;
  readonly domain: ClockDomain | undefined;
  readonly lane: { readonly index: IntExpr; readonly width: Width } | undefined;
}

const all = (conditions: readonly Node[]): Node | undefined =>
  conditions.reduce<Node | undefined>(
    (joined, condition) => (joined === undefined ? condition : op.bitwise('and', joined, condition)),
    undefined,
  );

const conditionsOf = ({ conditions }: WritePort): readonly Node[] =>
  conditions.map(({ node, holds }) => (holds ? node : op.unary('not', node)));

/** Repeats, in another region, the conditions under which a statement stands. */
export function underConditions(conditions: readonly PathCondition[], body: () => void): void {
  const [first, ...rest] = conditions;
  if (first === undefined) {
    body();
    return;
  }
  const node = first.holds ? first.node : op.unary('not', first.node);
  when(signalOf(bool, node), () => underConditions(rest, body));
}

/** Whether the write can be seen from a region, and at its clock; says why not. */
function isSeen(
  key: string,
  write: WritePort,
  { region, domain }: Pick<ReadPort, 'region' | 'domain'>,
  what: string,
): boolean {
  if (write.domain?.clock !== domain?.clock || write.domain?.edge !== domain?.edge) {
    context('mem').report(
      'memory-misuse',
      {
        problem: `Clock \`${write.domain?.name ?? 'clk'}\` hides from ${what} a write`,
        name: key,
        suggestion: 'Writes and reads that know of each other share a clock.',
      },
      [write.label],
    );
    return false;
  }
  if (liesIn(region, write.region)) return true;
  context('mem').report(
    'memory-misuse',
    {
      problem: `Block \`${write.region.label}\` hides from ${what} a write`,
      name: key,
      suggestion: 'Bring its address, value and condition out of the block in wires, and write there.',
    },
    [write.label],
  );
  return false;
}

/** Gives a read port what is written in the same cycle to its address, or nothing that is known. */
export function forwardWrites(port: ReadPort, writes: readonly WritePort[], gives: 'new' | 'undefined'): void {
  const { key, memory, result, address, enable, region, domain, lane } = port;
  const ctx = context('mem');
  const inDomain = (body: () => void): void => (domain === undefined ? body() : ctx.inDomain(domain, body));
  ctx.inRegion(region, () => {
    for (const write of writes) {
      if (!isSeen(key, write, { region, domain }, `a read with \`readDuringWrite: '${gives}'\``)) continue;
      const masked =
        lane === undefined || write.lanes === undefined ? [] : [op.cast(op.slice(write.lanes, lane.index, 1), bool)];
      // One port that reads and writes has one address, which it meets whenever it does both.
      const meets = write.address === address ? [] : [op.compare('eq', write.address, address)];
      const conditions = [...(enable === undefined ? [] : [enable]), ...conditionsOf(write), ...masked, ...meets];
      const { type } = memory;
      const word =
        gives === 'undefined'
          ? ctx.node({ kind: 'undefined', type })
          : lane === undefined
            ? write.value
            : op.slice(write.value, lane.index.times(lane.width), lane.width);
      const condition = all(conditions.filter((one, at) => conditions.indexOf(one) === at));
      const forward = (): void => assign(result, word);
      inDomain(() => (condition === undefined ? forward() : when(signalOf(bool, condition), forward)));
    }
  });
}

/** Whether a condition of one must hold and that of the other must not: arms of one `when`. */
const areExclusive = (one: WritePort, other: WritePort): boolean =>
  one.conditions.some(({ node, holds }) => other.conditions.some(its => its.node === node && its.holds !== holds));

/** Asserts that no two writes of a memory meet at one word. */
export function requireDisjoint(
  key: string,
  writes: readonly WritePort[],
  home: Region,
  lanes: Width | undefined,
): void {
  const ctx = context('mem');
  const [first] = writes;
  const domain = first?.domain;
  const seen = writes.filter(write => isSeen(key, write, { region: home, domain }, 'the check of `disjoint` writers'));
  ctx.inRegion(home, () => {
    seen.forEach((one, position) => {
      for (const other of seen.slice(position + 1)) {
        if (areExclusive(one, other)) continue;
        const shared =
          one.lanes === undefined || lanes === undefined
            ? other.lanes
            : other.lanes === undefined
              ? one.lanes
              : op.bitwise('and', one.lanes, op.cast(other.lanes, uint(lanes)));
        const written = [...conditionsOf(one), ...conditionsOf(other)];
        const lane = shared === undefined ? [] : [op.unary('reduceOr', shared)];
        const isOneAddress = one.address === other.address && written.length + lane.length > 0;
        const meets = isOneAddress ? [] : [op.compare('eq', one.address, other.address)];
        const both = all([...written, ...meets, ...lane]);
        if (both === undefined) continue;
        ctx.statements.push({
          kind: 'assertion',
          id: ctx.nextId(),
          check: 'assert',
          condition: op.unary('not', both),
          message: `two writes of memory ${key} meet at one word`,
          ...(domain === undefined ? {} : { domain }),
          site: undefined,
        });
      }
    });
  });
}
