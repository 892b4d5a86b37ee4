import type { Numbers, Row } from '../tools.ts';

/** What the modules of this folder are to do, written from their descriptions in words. */

const mask = (width: number): bigint => (1n << BigInt(width)) - 1n;
const isSet = (row: Row, name: string): boolean => row[name] === 1n;

/** Runs a model cycle by cycle: outputs from the state before the edge, then the next state. */
function run<S>(
  inputs: readonly Row[],
  initial: S,
  outputs: (state: S, row: Row) => Row,
  next: (state: S, row: Row) => S,
): Row[] {
  let state = initial;
  return inputs.map(row => {
    const result = outputs(state, row);
    state = next(state, row);
    return result;
  });
}

/** A packet as its ports carry it; points are packed vecs of their coordinates. */
interface Packet {
  readonly valid: bigint;
  readonly kind: bigint;
  readonly values: bigint;
  readonly origin_x: bigint;
  readonly origin_y: bigint;
  readonly points_x: bigint;
  readonly points_y: bigint;
}

const fields = ['valid', 'kind', 'values', 'origin_x', 'origin_y', 'points_x', 'points_y'] as const;

const given = (row: Row): Packet => ({
  valid: row.given_valid ?? 0n,
  kind: row.given_kind ?? 0n,
  values: row.given_values ?? 0n,
  origin_x: row.given_origin_x ?? 0n,
  origin_y: row.given_origin_y ?? 0n,
  points_x: row.given_points_x ?? 0n,
  points_y: row.given_points_y ?? 0n,
});

const named = (prefix: string, packet: Packet): Row =>
  Object.fromEntries(fields.map(field => [`${prefix}_${field}`, packet[field]]));

/** Fields from the high bits down; in a list of points the last point is highest, and in a point x. */
function packed(packet: Packet, N: number, W: number): bigint {
  const width = BigInt(W);
  let bits = (packet.valid << 2n) | packet.kind;
  bits = (bits << BigInt(N * W)) | packet.values;
  bits = (((bits << width) | packet.origin_x) << width) | packet.origin_y;
  for (let n = N - 1; n >= 0; n--)
    for (const points of [packet.points_x, packet.points_y])
      bits = (bits << width) | ((points >> BigInt(n * W)) & mask(W));
  return bits;
}

function unpacked(bits: bigint, N: number, W: number): Packet {
  let rest = bits;
  const take = (width: number): bigint => {
    const value = rest & mask(width);
    rest >>= BigInt(width);
    return value;
  };
  let [points_x, points_y] = [0n, 0n];
  for (let n = 0; n < N; n++) {
    points_y |= take(W) << BigInt(n * W);
    points_x |= take(W) << BigInt(n * W);
  }
  const origin_y = take(W);
  const origin_x = take(W);
  const values = take(N * W);
  const kind = take(2);
  return { valid: take(1), kind, values, origin_x, origin_y, points_x, points_y };
}

interface StructState {
  readonly held: Packet;
  readonly words: ReadonlyMap<bigint, Packet>;
  readonly word: Packet | undefined;
}

export function structOutputs({ N = 1, W = 1 }: Numbers, inputs: readonly Row[]): Row[] {
  const none: Packet = { valid: 0n, kind: 2n, values: 0n, origin_x: mask(W), origin_y: 0n, points_x: 0n, points_y: 0n };
  const equal = (a: Packet, b: Packet): boolean => fields.every(field => a[field] === b[field]);
  return run<StructState>(
    inputs,
    { held: none, words: new Map(), word: undefined },
    ({ held, word }, row) => {
      const now = given(row);
      const other = unpacked(row.bits ?? 0n, N, W);
      const at = (row.index ?? 0n) * BigInt(W);
      return {
        ...named('held', held),
        as_bits: packed(now, N, W),
        ...named('unpacked', other),
        ...named('chosen', isSet(row, 'choose') ? now : other),
        same: equal(now, held) ? 1n : 0n,
        differs: equal(now, held) ? 0n : 1n,
        point_x: (now.points_x >> at) & mask(W),
        point_y: (now.points_y >> at) & mask(W),
        ...(word === undefined ? {} : named('word', word)),
        turned_x: now.points_y,
        turned_y: now.points_x,
        kind: isSet(row, 'choose') ? 0n : now.kind,
        is_data: now.kind === 1n ? 1n : 0n,
      };
    },
    ({ held, words, word }, row) => {
      const now = given(row);
      const at = (row.index ?? 0n) * BigInt(W);
      const stored = { ...now, kind: 1n, points_y: now.points_y & ~(mask(W) << at) };
      const address = row.address ?? 0n;
      const write = isSet(row, 'write');
      return {
        held: isSet(row, 'rst') ? none : write ? stored : held,
        words: write ? new Map([...words, [address, now]]) : words,
        word: isSet(row, 'choose') ? words.get(address) : word,
      };
    },
  );
}

interface SequencerState {
  readonly state: 'idle' | 'load' | 'count' | 'tell' | 'rest';
  readonly hot: 'idle' | 'run' | 'done';
  readonly left: bigint;
  readonly runs: bigint;
  readonly total: bigint;
  readonly decoded: bigint;
}

export function sequencerOutputs({ W = 1 }: Numbers, inputs: readonly Row[]): Row[] {
  const initial: SequencerState = { state: 'idle', hot: 'idle', left: 0n, runs: 0n, total: 0n, decoded: 0n };
  const wrapped = (value: bigint): bigint => BigInt.asUintN(W, value);
  const following = ({ state, left }: SequencerState, row: Row): SequencerState['state'] => {
    switch (state) {
      case 'idle':
        return isSet(row, 'start') ? 'load' : 'idle';
      case 'load':
        return 'count';
      case 'count':
        return isSet(row, 'cancel') ? 'rest' : left === 0n ? 'tell' : 'count';
      default:
        return 'idle';
    }
  };
  const followingHot = ({ state, hot }: SequencerState, row: Row): SequencerState['hot'] => {
    if (hot === 'idle') return isSet(row, 'start') ? 'run' : 'idle';
    if (hot === 'done') return 'idle';
    return isSet(row, 'cancel') || state === 'tell' ? 'done' : 'run';
  };
  return run<SequencerState>(
    inputs,
    initial,
    ({ state, hot, left, runs, total, decoded }, row) => {
      const { count = 0n, code = 0n } = row;
      const chosen = { 1: count, 2: wrapped(~count), 4: left, 6: total }[Number(row.operation)];
      const scale = { 1: code & 3n, 2: code >> 1n, 4: ~code & 3n }[Number(row.level)];
      return {
        busy: state === 'idle' ? 0n : 1n,
        done: state === 'tell' ? 1n : 0n,
        remaining: left,
        starts: runs,
        hot_busy: hot === 'run' ? 1n : 0n,
        hot_done: hot === 'done' ? 1n : 0n,
        sum: total,
        chosen: chosen ?? -1n,
        scale: scale ?? -1n,
        code_seen: decoded,
      };
    },
    (before, row) => {
      if (isSet(row, 'rst')) return initial;
      const { state, left, runs, total, decoded } = before;
      const { count = 0n } = row;
      const next = following(before, row);
      const counted = state === 'count' && left !== 0n ? left - 1n : left;
      return {
        state: next,
        hot: followingHot(before, row),
        left: state === 'load' ? count : counted,
        runs: next === 'load' && state !== 'load' ? wrapped(runs + 1n) : runs,
        total: { 1: wrapped(total + count), 2: wrapped(total - count), 4: 0n }[Number(row.operation)] ?? total,
        decoded: { 0: 1n, 3: count, 5: wrapped(decoded + 1n) }[Number(row.code)] ?? decoded,
      };
    },
  );
}

interface SelectionState {
  readonly steps: bigint;
  /** Newest first; what has not entered yet is not known. */
  readonly entries: readonly { readonly data: bigint; readonly tag: bigint }[];
  readonly requests: readonly bigint[];
  readonly firsts: readonly bigint[];
}

export function selectionOutputs({ N = 1, W = 1, STAGES = 0 }: Numbers, inputs: readonly Row[]): Row[] {
  const entryAt = (row: Row, n: number) => ({
    data: ((row.entries_data ?? 0n) >> BigInt(n * W)) & mask(W),
    tag: ((row.entries_tag ?? 0n) >> BigInt(2 * n)) & 3n,
  });
  const none = { data: 0n, tag: 0n };
  const coefficients = [3n, -4n, 0n, -1n];
  const cleared = { steps: 0n, requests: Array<bigint>(STAGES + 1).fill(0n), firsts: [0n, 0n, 0n] };
  return run<SelectionState>(
    inputs,
    { ...cleared, entries: [] },
    ({ steps, entries, requests, firsts }, row) => {
      const request = row.request ?? 0n;
      const found = Array.from({ length: N }, (_, n) => n).find(n => ((request >> BigInt(n)) & 1n) === 1n);
      const urgent = found === undefined ? none : entryAt(row, found);
      const [first, second] = [isSet(row, 'first'), isSet(row, 'second')];
      const listed = first ? entryAt(row, 0) : second ? { data: mask(W), tag: 3n } : entryAt(row, N - 1);
      const late = STAGES === 0 ? entryAt(row, 0) : entries[STAGES - 1];
      const oneOf = first === second ? 0n : first ? entryAt(row, 0).data : mask(W) - 1n;
      return {
        grant: found === undefined ? 0n : 1n << BigInt(found),
        index: BigInt(found ?? 0),
        hot_index: BigInt(found ?? 0),
        hot_data: urgent.data,
        hot_tag: urgent.tag,
        urgent_data: urgent.data,
        urgent_tag: urgent.tag,
        listed_data: listed.data,
        listed_tag: listed.tag,
        one_of: oneOf,
        coefficient: coefficients[Number(row.which)] ?? 0n,
        count: steps,
        at_end: steps === BigInt(N) ? 1n : 0n,
        ...(late === undefined ? {} : { late_data: late.data, late_tag: late.tag }),
        late_request: requests[STAGES] ?? 0n,
        later: firsts[2] ?? 0n,
      };
    },
    ({ steps, entries, requests, firsts }, row) => {
      const counted = isSet(row, 'step') ? (steps === BigInt(N) ? 0n : steps + 1n) : steps;
      const moved = {
        steps: isSet(row, 'clear') ? 0n : counted,
        requests: [row.request ?? 0n, ...requests].slice(0, STAGES + 1),
        firsts: [row.first ?? 0n, ...firsts].slice(0, 3),
      };
      return {
        ...(isSet(row, 'rst') ? cleared : moved),
        entries: isSet(row, 'step') ? [entryAt(row, 0), ...entries].slice(0, STAGES + 1) : entries,
      };
    },
  );
}
