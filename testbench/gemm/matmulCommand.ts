/** Commands of matmul, by its ports, and what its contract says of them. */
import { answerOf, type EngineCommand, type EngineParameters, takesParameters } from './engineCommand.ts';

/** Values of the parameters of an engine with its buffers. */
export interface MatmulParameters extends EngineParameters {
  readonly ACTIVATION_DEPTH: number;
  readonly WEIGHT_DEPTH: number;
  readonly PARAMETER_DEPTH: number;
  readonly BASE_WIDTH: number;
}

/** First words of a command's operands in the buffers. */
export interface Bases {
  readonly activation: number;
  readonly weight: number;
  readonly parameter: number;
}

/** One beat of matmul's command stream. */
export type MatmulCommand = Omit<EngineCommand, 'fault'> & { readonly bases: Bases };

type Sizes = Pick<MatmulCommand, 'm' | 'k' | 'n'>;

/** Words of the buffers that a product's operands take. */
export function wordsOf({ m, k, n }: Sizes, { ROWS, COLS, OUTPUT_STATIONARY }: EngineParameters): Bases {
  const activation = OUTPUT_STATIONARY === 1 ? k * Math.ceil(m / ROWS) : m * Math.ceil(k / ROWS);
  return { activation, weight: k * Math.ceil(n / COLS), parameter: n };
}

/** After how many more tiles of so many words an operand is past its buffer; undefined where it lies within. */
function tilesInside(base: number, words: number, tiles: number, depth: number): number | undefined {
  if (base + words * tiles <= depth) return undefined;
  return base > depth ? 0 : Math.floor((depth - base) / words) + 1;
}

/**
 * What matmul answers: 0 done, 1 a size is 0, 2 too large, 3 no such mode, or 4, 5, 6: the activations, weights or
 * parameters do not lie within their buffer. Of 4 to 6 that which is found first counts: tiles are added up side by side.
 */
export function matmulAnswer(command: MatmulCommand, parameters: MatmulParameters): number {
  const { m, k, n, bases } = command;
  const { ROWS, COLS, OUTPUT_STATIONARY, ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH } = parameters;
  const [rows, words] = OUTPUT_STATIONARY === 1 ? [m, k] : [k, m];
  const late = Number.POSITIVE_INFINITY;
  const found = [
    { code: 4, after: tilesInside(bases.activation, words, Math.ceil(rows / ROWS), ACTIVATION_DEPTH) ?? late },
    { code: 5, after: tilesInside(bases.weight, k, Math.ceil(n / COLS), WEIGHT_DEPTH) ?? late },
    { code: 6, after: takesParameters(command) && bases.parameter + n > PARAMETER_DEPTH ? 0 : late },
  ];
  const first = Math.min(...found.map(({ after }) => after));
  const fault = first === late ? 0 : (found.find(({ after }) => after === first)?.code ?? 0);
  return answerOf({ ...command, fault }, parameters);
}
