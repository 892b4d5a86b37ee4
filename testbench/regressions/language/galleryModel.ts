import { elementsOf, joinElements, type Row } from './tools.ts';

/** Parameters of the gallery. */
export interface GalleryNumbers {
  readonly N: number;
  readonly W: number;
  readonly PERIOD: number;
}

const bitOf = (value: bigint, index: number): bigint => (value >> BigInt(index)) & 1n;

const minimum = (values: readonly bigint[]): bigint => values.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
const maximum = (values: readonly bigint[]): bigint => values.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n;

/** A line of `length` registers: what is written leaves after as many cycles; `undefined` is what nobody knows. */
class Delay {
  readonly #stages: (bigint | undefined)[];

  constructor(length: number) {
    this.#stages = new Array<bigint | undefined>(length).fill(undefined);
  }

  get last(): bigint | undefined {
    return this.#stages.at(-1);
  }

  push(value: bigint): void {
    this.#stages.unshift(value);
    this.#stages.pop();
  }
}

/** The recipes by definition: the outputs of each cycle, without those that depend on state that nobody wrote. */
export function galleryOutputs({ N, W, PERIOD }: GalleryNumbers, inputs: readonly Row[]): Record<string, bigint>[] {
  const low = (value: bigint): bigint => BigInt.asUintN(W, value);
  let held = 0n;
  let position = 0;
  const ring = new Array<bigint | undefined>(N).fill(undefined);
  let kept = new Array<bigint>(N).fill(0n);
  const bytes = Array.from({ length: N }, () => new Array<bigint | undefined>(N).fill(undefined));
  let bytesRead = new Array<bigint | undefined>(N).fill(undefined);
  let hidden: { a: bigint | undefined; z: bigint | undefined }[] = Array.from({ length: N }, () => ({
    a: undefined,
    z: undefined,
  }));
  const cuts = Array.from({ length: N }, (_, column) => column).filter(
    column => column > 0 && PERIOD !== 0 && column % PERIOD === 0,
  );
  const line = new Delay(N + cuts.length);
  let looped: (bigint | undefined)[] = new Array<bigint | undefined>(N).fill(undefined);
  let owned = new Array<bigint>(N).fill(0n);
  const rows = Array.from({ length: N }, (_, row) => new Delay(row + Math.floor(row / (PERIOD > 0 ? PERIOD : N))));
  const star = new Array<bigint | undefined>(8).fill(undefined);

  return inputs.map(row => {
    const { rst = 0n, first = 0n, second = 0n, index = 0n, choice = 0n, number = 0n, d = 0n, mask = 0n } = row;
    const list = elementsOf(row.words ?? 0n, N, W);
    const signedList = elementsOf(row.signed_list ?? 0n, N, W).map(value => BigInt.asIntN(W, value));
    const data = elementsOf(row.bytes ?? 0n, N, 8);
    const at = Number(index);
    const address = Number(BigInt.asUintN(3, number));
    const granted = list.findIndex((_, lane) => bitOf(mask, lane) === 1n);
    const known: Record<string, bigint | undefined> = {
      star_y: address === 0 ? 0n : star[address],
      star_k: 3n,
      star_o: N > 2 ? (first & bitOf(number, 0)) << 2n : 0n,
      assertions_q: held,
      chain_y: joinElements(
        list.map((_, last) => list.slice(0, last + 1).reduce((a, b) => a + b, 0n)),
        W,
      ),
      below: number < BigInt(N) ? 1n : 0n,
      fitting: number <= BigInt(N) ? 1n : 0n,
      enough: number >= BigInt(N - 1) ? 1n : 0n,
      some: number > 0n ? 1n : 0n,
      table_y: low([5n, -1n, 0n, BigInt(W)][Number(choice)] ?? 0n),
      depth_q: ring[position],
      index_y: list[at],
      index_all: joinElements(kept, W),
      bytes_q: whole(bytesRead, 8),
      hidden_z: whole(
        hidden.map(({ z }) => z),
        1,
      ),
      hidden_q: whole(
        hidden.map(({ z }) => z),
        1,
      ),
      cuts_y: line.last,
      grant: granted < 0 ? 0n : 1n << BigInt(granted),
      grant_index: granted < 0 ? 0n : BigInt(granted),
      grant_y: granted < 0 ? 0n : list[granted],
      loop_y: whole(looped, W),
      owned_y: joinElements(owned, W),
      skew_y: whole(
        rows.map((delay, lane) => (lane === 0 ? list[0] : delay.last)),
        W,
      ),
      sum: list.reduce((a, b) => a + b),
      sum_signed: signedList.reduce((a, b) => a + b),
      all: list.reduce((a, b) => a & b),
      any: list.reduce((a, b) => a | b),
      parity: list.reduce((a, b) => a ^ b),
      least: minimum(list),
      most: maximum(list),
      least_signed: minimum(signedList),
      most_signed: maximum(signedList),
      guarded: BigInt(64 + 4 + 4),
    };

    // The clock edge.
    if (first === 1n) {
      star[address] = d;
      ring[position] = d;
      position = (position + 1) % N;
      if (at < N) kept[at] = d;
    }
    if (second === 1n) held = d;
    bytesRead = (bytes[at] ?? []).slice();
    for (let lane = 0; lane < N; lane++) {
      const word = bytes[at];
      if (word !== undefined && bitOf(mask, lane) === 1n) word[lane] = data[lane];
    }
    hidden = hidden.map(({ a }, lane) => {
      const inside = bitOf(row.bits ?? 0n, lane);
      if (a === undefined) return { a: inside === 1n ? 1n : undefined, z: undefined };
      const other = inside ^ a;
      const either = other | inside;
      const begin = either & other;
      return { a: inside | begin, z: begin ^ a ^ either };
    });
    line.push(d);
    looped = looped.map((value, lane) => {
      if (first === 1n) return 0n;
      const next = low((list[lane] ?? 0n) + 1n);
      return second === 0n ? value : value === undefined ? undefined : (next ^ value) & next;
    });
    owned = owned.map((value, lane) => (first === 1n ? 0n : second === 1n ? low((list[lane] ?? 0n) + 1n) : value));
    if (second === 1n) for (const [lane, delay] of rows.entries()) delay.push(list[lane] ?? 0n);
    if (rst === 1n) {
      held = 0n;
      position = 0;
      kept = kept.map(() => 0n);
      owned = owned.map(() => 0n);
    }
    return Object.fromEntries(
      Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
  });
}

/** Known only when all of it is. */
function whole(values: readonly (bigint | undefined)[], width: number): bigint | undefined {
  const known = values.flatMap(value => (value === undefined ? [] : [value]));
  return known.length === values.length ? joinElements(known, width) : undefined;
}
