/** Commands of matmul_engine, by their ports, and what the engine's contract says of them. */

/** Values of the engine's parameters. */
export interface EngineParameters {
  readonly ROWS: number;
  readonly COLS: number;
  readonly A_WIDTH: number;
  readonly W_WIDTH: number;
  readonly ACC_WIDTH: number;
  readonly PIPELINE: number;
  readonly OUTPUT_STATIONARY: 0 | 1;
  readonly SIZE_WIDTH: number;
  readonly ACC_DEPTH: number;
  readonly REQUANT_LANES: number;
  readonly OUT_WIDTH: number;
  readonly FLOAT: 0 | 1;
  readonly COMMANDS: number;
}

/** How a column's sums are scaled: q, or the bits of a float32; and e, which mode 3 does not look at. */
export interface ColumnScaling {
  readonly scale: number;
  readonly shift: number;
}

/** One beat of the command stream. */
export interface EngineCommand extends ColumnScaling {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly starts: boolean;
  readonly ends: boolean;
  readonly bias: boolean;
  readonly mode: number;
  readonly perChannel: boolean;
  readonly offset: number;
  readonly low: number;
  readonly high: number;
  readonly fault: number;
}

export const modes = { raw: 0, single: 1, double: 2, float: 3 } as const;

/** The modes that an engine has. */
export function modesOf({ REQUANT_LANES, FLOAT }: EngineParameters): number[] {
  if (REQUANT_LANES === 0) return [modes.raw];
  return FLOAT === 0 ? [modes.raw, modes.single, modes.double] : [modes.raw, modes.single, modes.double, modes.float];
}

/** What an engine answers: 0 done, 1 a size is 0, 2 too large, 3 no such mode, or the fault that came with it. */
export function answerOf(command: EngineCommand, parameters: EngineParameters): number {
  const { m, k, n, starts, ends, mode, fault } = command;
  const { ROWS, COLS, ACC_DEPTH, OUTPUT_STATIONARY } = parameters;
  const open = !(starts && ends);
  const tooLarge = (open && n > COLS) || (OUTPUT_STATIONARY === 1 ? open && m > ROWS : m > ACC_DEPTH);
  if (m === 0 || k === 0 || n === 0) return 1;
  if (tooLarge) return 2;
  return modesOf(parameters).includes(mode) ? fault : 3;
}

/** Whether a word of parameters enters for every column. */
export function takesParameters({ ends, bias, perChannel, mode }: Omit<EngineCommand, 'fault'>): boolean {
  return ends && (bias || (perChannel && mode !== modes.raw));
}
