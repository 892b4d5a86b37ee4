/** Parameters of skew; deskew has them but for STEP. */
export interface SkewShape {
  readonly LANES: number;
  /** Cycles from one lane to the next. */
  readonly STEP: number;
  /** Lanes between extra cycles, which 0 leaves out. */
  readonly PIPELINE: number;
}

/** The vector at the input, and whether the lanes move. */
export interface SkewCycle {
  readonly lanes: readonly number[];
  readonly advance: boolean;
}

/** Cycles by which skew delays a lane. */
export const skewDelay = (lane: number, { STEP, PIPELINE }: Pick<SkewShape, 'STEP' | 'PIPELINE'>): number =>
  lane * STEP + (PIPELINE === 0 ? 0 : Math.floor(lane / PIPELINE));

/** Cycles by which deskew delays a lane: what skew with a STEP of 1 delays the last lane by more. */
export const deskewDelay = (lane: number, { LANES, PIPELINE }: Pick<SkewShape, 'LANES' | 'PIPELINE'>): number =>
  skewDelay(LANES - 1, { STEP: 1, PIPELINE }) - skewDelay(lane, { STEP: 1, PIPELINE });

/**
 * Every lane delayed by so many of the cycles in which the lanes move, a lane without delay passing through; undefined
 * where what comes out has not entered since the start.
 */
export function delayedLanes(
  cycles: readonly SkewCycle[],
  delayOf: (lane: number) => number,
): (readonly (number | undefined)[])[] {
  const entered: (readonly number[])[] = [];
  return cycles.map(({ lanes, advance }) => {
    const out = lanes.map((value, lane) => {
      const delay = delayOf(lane);
      return delay === 0 ? value : entered[entered.length - delay]?.[lane];
    });
    if (advance) entered.push(lanes);
    return out;
  });
}
