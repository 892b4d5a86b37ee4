import type { Numbers, Row } from '../tools.ts';

/** Bits that are known, or nothing. */
type Word = bigint | undefined;

const known = (outputs: Readonly<Record<string, Word>>): Row =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

const number = (row: Row, name: string): number => Number(row[name] ?? 0n);

/** What `MemoryPorts` gives, by the definition of its ports; an output is missing while it is not known. */
export function portOutputs({ DEPTH = 1, W = 1, LANES = 1 }: Numbers, inputs: readonly Row[]): Row[] {
  const words = (): Word[] => new Array<Word>(DEPTH).fill(undefined);
  const laneWords = (): Word[][] => Array.from({ length: DEPTH }, () => new Array<Word>(LANES).fill(undefined));
  const [ordered, apart, pairs] = [words(), words(), words()];
  const [lanes, lanesApart] = [laneWords(), laneWords()];
  const joined = (word: readonly Word[] | undefined): Word =>
    word?.reduceRight<Word>(
      (bits, lane) => (bits === undefined || lane === undefined ? undefined : (bits << BigInt(W)) | lane),
      0n,
    );
  let shown: Record<string, Word> = {};
  let [late, pairLate]: Word[] = [];
  return inputs.map(row => {
    const outputs = known(shown);
    const { first = 0n, second = 0n, enable = 0n, mask = 0n, wide = 0n, first_data = 0n, second_data = 0n } = row;
    const [one, two, at] = [number(row, 'first_at'), number(row, 'second_at'), number(row, 'at')];
    const meets = (first === 1n && one === at) || (second === 1n && two === at);
    const before = { ordered: ordered[at], apart: apart[at], lanes: [...(lanes[at] ?? [])] };
    const apartBefore = joined(lanesApart[at]);
    const inverted = BigInt.asUintN(LANES * W, ~wide);
    const laneOf = (bits: bigint, lane: number): bigint => BigInt.asUintN(W, bits >> BigInt(lane * W));
    const isMasked = (lane: number): boolean => ((mask >> BigInt(lane)) & 1n) === 1n;
    const store = (memory: Word[][], address: number, bits: bigint, chosen: (lane: number) => boolean): void => {
      for (let lane = 0; lane < LANES; lane++) {
        const word = memory[address];
        if (word !== undefined && chosen(lane)) word[lane] = laneOf(bits, lane);
      }
    };
    if (first === 1n) {
      ordered[one] = first_data;
      apart[one] = first_data;
      pairs[one] = (first_data << 1n) | second;
      store(lanes, one, wide, isMasked);
      store(lanesApart, one, wide, isMasked);
    }
    if (second === 1n) {
      ordered[two] = second_data;
      if (one !== two || first === 0n) apart[two] = second_data;
      store(lanes, two, inverted, () => true);
      store(lanesApart, one, inverted, lane => !isMasked(lane));
    }
    const kept = shown;
    shown = {
      ...kept,
      ordered_late: late,
      apart_old: before.apart,
      apart_new: apart[at],
      lanes_apart: apartBefore,
      pair_word: pairLate === undefined ? undefined : pairLate >> 1n,
      pair_mark: pairLate === undefined ? undefined : pairLate & 1n,
    };
    if (enable === 1n) {
      late = ordered[at];
      pairLate = pairs[at];
      const touched = second === 1n && two === at;
      const laneMeets = (lane: number): boolean => touched || (first === 1n && one === at && isMasked(lane));
      Object.assign(shown, {
        ordered_old: before.ordered,
        ordered_new: ordered[at],
        ordered_undefined: meets ? undefined : before.ordered,
        lanes_old: joined(before.lanes),
        lanes_new: joined(lanes[at]),
        lanes_undefined: joined(before.lanes.map((lane, position) => (laneMeets(position) ? undefined : lane))),
      });
    }
    return outputs;
  });
}

/** What `InitialMemories` gives, by the definition of its words. */
export function initialOutputs({ DEPTH = 4, W = 8, LANES = 1, STEP = 0 }: Numbers, inputs: readonly Row[]): Row[] {
  const listed = Array.from({ length: DEPTH }, (_, at) => [-3n, 100n, 7n][at] ?? -1n);
  const file = [0x0bn, 0x0cn, 0xffn, 0x10n];
  const wide = [1n << 69n, 5n, 0n, 1n << 64n];
  const rest = { cost: 0n, flag: 1n, is_load: 0n };
  const entries = [{ cost: -7n, flag: 0n, is_load: 1n }, { cost: 15n, flag: 1n, is_load: 0n }, rest, rest];
  let [listedRead, filedRead, filedLate, lanesRead]: Word[] = [];
  return inputs.map(row => {
    const [at, few] = [number(row, 'at'), number(row, 'few')];
    const outputs = known({
      listed: listedRead,
      squared: BigInt((at % 10) ** 2 - 5),
      filed: filedLate,
      wide: wide[few],
      narrow: BigInt(few + 2),
      ...entries[few],
      lane_words: lanesRead,
      lane_each: BigInt.asUintN(LANES * 8, BigInt(at % 200)),
      stepped: [BigInt(STEP), BigInt(2 * STEP), -4n, 0n][few],
      same: 5n,
      same_step: BigInt(STEP),
      lane_bits: BigInt(at % 2),
    });
    listedRead = listed[at];
    filedLate = filedRead;
    filedRead = file[at] ?? 3n;
    lanesRead = BigInt.asUintN(LANES * W, [5n, 6n, 255n][at] ?? 1n);
    if (row.write === 1n) listed[number(row, 'write_at')] = row.d ?? 0n;
    return outputs;
  });
}
