/** What enters the array in one cycle; vectors hold N numbers, element 0 first. */
export interface ArrayInputs {
  readonly rst: boolean;
  readonly in_valid: boolean;
  readonly in_bank: boolean;
  readonly in_act: readonly number[];
  readonly load: boolean;
  readonly load_bank: boolean;
  readonly in_wgt: readonly number[];
}

/**
 * The result vector of every cycle, `undefined` where out_valid is low.
 *
 * A vector that enters in cycle t leaves 2N - 1 cycles later, unless rst is high in one of them. Its column c is the sum
 * over rows r of activation * weight, where element (r, c) takes part in cycle t + r + c with its weight of the vector's
 * bank: what entered column c r loads of that bank before the latest one before that cycle. Sums wrap at `sumWidth` bits
 * (32 at most).
 *
 * @throws RangeError when an element takes part before its weight was loaded
 */
export function goldenArray(
  size: number,
  sumWidth: number,
  cycles: readonly ArrayInputs[],
): (readonly number[] | undefined)[] {
  const loads = [false, true].map(bank =>
    cycles.flatMap(({ load, load_bank }, cycle) => (load && load_bank === bank ? [cycle] : [])),
  );
  const weightAt = (cycle: number, bank: boolean, row: number, column: number): number => {
    const before = (loads[bank ? 1 : 0] ?? []).filter(load => load < cycle);
    const value = cycles[before.at(-1 - row) ?? -1]?.in_wgt[column];
    if (value === undefined) throw new RangeError(`Element ${row}, ${column} has no weight in cycle ${cycle}.`);
    return value;
  };
  const wrap = (sum: number): number => (sum << (32 - sumWidth)) >> (32 - sumWidth);
  const latency = 2 * size - 1;
  const lanes = Array.from({ length: size }, (_, lane) => lane);
  return cycles.map((_, cycle) => {
    const entered = cycle - latency;
    const inputs = cycles[entered];
    if (inputs === undefined || !inputs.in_valid) return undefined;
    if (cycles.slice(entered, cycle).some(({ rst }) => rst)) return undefined;
    return lanes.map(column =>
      wrap(
        lanes.reduce(
          (sum, row) => sum + (inputs.in_act[row] ?? 0) * weightAt(entered + row + column, inputs.in_bank, row, column),
          0,
        ),
      ),
    );
  });
}
