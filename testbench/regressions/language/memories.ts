import { bool, indexWidth, input, int, module, output, sint, uint, when } from '../../../dsl/index.ts';
import type { Row } from './tools.ts';

/** Memories of every kind, under conditions and with addresses that are expressions. */
export const Memories = module(
  'memories',
  {
    params: { DEPTH: int(4, { min: 1 }), W: int(4, { min: 1 }), LANES: int(2, { min: 1 }) },
    ports: ({ DEPTH, W, LANES }) => ({
      write: input(bool),
      enable: input(bool),
      write_at: input(uint(indexWidth(DEPTH))),
      read_at: input(uint(indexWidth(DEPTH))),
      d: input(sint(W)),
      lanes: input(uint(LANES)),
      wide: input(uint(LANES.times(W))),
      asynchronous: output(sint(W)),
      old: output(sint(W)),
      old_enabled: output(sint(W)),
      fresh: output(sint(W)),
      fresh_enabled: output(sint(W)),
      lane_old: output(uint(LANES.times(W))),
      lane_new: output(uint(LANES.times(W))),
      lane_asynchronous: output(uint(LANES.times(W))),
      counts: output(uint(W)),
      flags: output(bool),
    }),
  },
  (io, { DEPTH, W, LANES }, m) => {
    const word = sint(W);
    const { enable, read_at } = io;
    const plain = m.mem('plain', word, DEPTH);
    const lasting = m.mem('lasting', word, DEPTH, { readDuringWrite: 'new', attributes: { ram_style: 'distributed' } });
    when(io.write, () => {
      plain.write(io.write_at, io.d);
      lasting.write(io.write_at, io.d);
    });
    io.asynchronous.set(plain.read(read_at));
    io.old.set(plain.readSync(read_at));
    io.old_enabled.set(plain.readSync(read_at, enable));
    io.fresh.set(lasting.readSync(read_at));
    io.fresh_enabled.set(lasting.readSync(read_at, enable));

    // The lanes are written after a word of theirs is read, from values that are made in between.
    const old = m.mem('lane_old', uint(LANES.times(W)), DEPTH, { laneWidth: W });
    const fresh = m.mem('lane_new', uint(LANES.times(W)), DEPTH, { laneWidth: W, readDuringWrite: 'new' });
    const seen = old.read(io.write_at);
    const mixed = seen.xor(io.wide).xor(seen.and(io.wide));
    when(io.write, () => {
      when(enable, () => old.write(io.write_at, mixed, io.lanes)).otherwise(() => old.write(io.write_at, io.wide));
      fresh.write(io.write_at, io.wide, io.lanes);
    });
    io.lane_asynchronous.set(seen);
    io.lane_old.set(old.readSync(read_at, enable));
    io.lane_new.set(fresh.readSync(read_at, enable));

    // Read, changed and written in one cycle; a memory of bools.
    const counts = m.mem('counts', uint(W), DEPTH);
    const counted = counts.read(io.write_at);
    when(io.write, () => counts.write(io.write_at, io.d.asUint())).elseWhen(enable, () =>
      counts.write(io.write_at, counted.inc()),
    );
    io.counts.set(counted);
    const flags = m.mem('flags', bool, DEPTH);
    when(enable, () => flags.write(read_at, io.write));
    io.flags.set(flags.read(io.write_at));
  },
);

export interface MemoryNumbers {
  readonly DEPTH: number;
  readonly W: number;
  readonly LANES: number;
}

type Word = bigint | undefined;

/** The same by definition; an output is missing while it depends on what nothing has written yet. */
export function memoryOutputs({ DEPTH, W, LANES }: MemoryNumbers, inputs: readonly Row[]): Row[] {
  const words = (): Word[] => new Array<Word>(DEPTH).fill(undefined);
  const lanesOf = (value: bigint): bigint[] =>
    Array.from({ length: LANES }, (_, lane) => BigInt.asUintN(W, value >> BigInt(lane * W)));
  const joined = (lanes: readonly Word[] | undefined): Word =>
    lanes?.reduceRight<Word>(
      (bits, lane) => (bits === undefined || lane === undefined ? undefined : (bits << BigInt(W)) | lane),
      0n,
    );
  const laneMemory = (): Word[][] => Array.from({ length: DEPTH }, () => new Array<Word>(LANES).fill(undefined));
  const [plain, counts, flags] = [words(), words(), words()];
  const [laneOld, laneNew] = [laneMemory(), laneMemory()];
  let [old, oldEnabled, laneOldRead]: Word[] = [];
  let [fresh, freshEnabled, laneNewRead]: Word[] = [];
  return inputs.map(row => {
    const { write = 0n, enable = 0n, d = 0n, lanes = 0n, wide = 0n } = row;
    const [at, from] = [Number(row.write_at ?? 0n), Number(row.read_at ?? 0n)];
    const known: Record<string, Word> = {
      asynchronous: plain[from],
      old,
      old_enabled: oldEnabled,
      fresh,
      fresh_enabled: freshEnabled,
      lane_old: laneOldRead,
      lane_new: laneNewRead,
      lane_asynchronous: joined(laneOld[at]),
      counts: counts[at],
      flags: flags[at],
    };
    old = plain[from];
    if (enable) {
      oldEnabled = plain[from];
      laneOldRead = joined(laneOld[from]);
      flags[from] = write;
    }
    if (write) plain[at] = d;
    const count = counts[at];
    if (write) counts[at] = d;
    else if (enable && count !== undefined) counts[at] = BigInt.asUintN(W, count + 1n);
    const seen = laneOld[at] ?? [];
    const given = lanesOf(wide);
    if (write)
      for (let lane = 0; lane < LANES; lane++) {
        const chosen = ((lanes >> BigInt(lane)) & 1n) === 1n;
        const before = seen[lane];
        const value = given[lane] ?? 0n;
        if (!enable) seen[lane] = value;
        else if (chosen) seen[lane] = before === undefined ? undefined : before | value;
        const other = laneNew[at];
        if (chosen && other !== undefined) other[lane] = value;
      }
    fresh = plain[from];
    if (enable) {
      freshEnabled = plain[from];
      laneNewRead = joined(laneNew[from]);
    }
    return Object.fromEntries(
      Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
  });
}
