import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintVerilog } from '../../testbench/lint/verilator.ts';
import { readSources, type VerilogSource } from '../../testbench/verilator/verilogSource.ts';
import { type Cells, cellsOf } from '../cells.ts';
import { leastTimes, TimeLimitError } from '../measure.ts';
import type { Emitter, Peer } from './peer.ts';

/** Sizes at which emission is timed; the second is simulated. */
export const sizes = { small: 4, middle: 16, large: 64 } as const;

/**
 * Rows and columns of the array whose cells are counted: so many that the edges weigh little. In the second row Yosys
 * may find the high bits of a sum to be all alike, as the sums above are products; of 3 rows that would be a third.
 */
export const areaSize = 6;

/** What one peer's array is and costs, but for the speed of its simulation, which is measured against others. */
export interface Figures {
  readonly sourceLines: number;
  /** CPU seconds at each size, whole process; a text where there is no figure, and why. */
  readonly emit: readonly (number | string)[];
  readonly lines: number;
  /** At the large size; `undefined` where it was not emitted in time. */
  readonly bytes: number | undefined;
  readonly keepsParameters: boolean;
  readonly lint: number;
  readonly cells: Cells;
  /** The array of the middle size. */
  readonly design: VerilogSource;
}

/** Lines that are neither empty nor all comment, in TypeScript, Scala, Python or Verilog. */
export function sourceLines(text: string): number {
  return text.split('\n').filter(line => !/^\s*($|\/\/|#|\/\*|\*)/.test(line)).length;
}

const withoutComments = (text: string): string => text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');

/** Whether Verilog still has parameters that a user can set. */
export const hasParameters = (text: string): boolean => /\bparameter\b/.test(withoutComments(text));

/** The number of warnings and errors among what `verilator --lint-only -Wall` prints. */
export function findingCount(lines: readonly string[]): number {
  return lines.filter(line => /^%(Warning|Error)/.test(line) && !/^%Error: Exiting due to/.test(line)).length;
}

async function textOf(design: VerilogSource): Promise<string> {
  return (await readSources(design)).map(({ text }) => text).join('');
}

/**
 * Emits the arrays of one peer and measures them.
 *
 * @param limitSeconds wall time of all its emissions together; the first two sizes are needed
 * @throws UserError, TimeLimitError when the array cannot be had
 */
export async function measurePeer(
  peer: Peer & { readonly source: string },
  emitter: Emitter,
  folder: string,
  limitSeconds: number,
  progress: (state: string) => void,
): Promise<Figures> {
  const deadline = performance.now() + 1000 * limitSeconds;
  const emitted = async (
    size: number,
    runs: number,
    words: readonly string[] = [],
  ): Promise<{ design: VerilogSource; cpu: number | undefined }> => {
    const out = join(folder, String(size));
    await mkdir(out, { recursive: true });
    const { command, env = {}, design } = emitter;
    if (command === undefined) return { design: design(size, out), cpu: undefined };
    progress(`emitting ${size} x ${size}`);
    const left = Math.max(1, Math.round((deadline - performance.now()) / 1000));
    const { cpu } = await leastTimes(runs, [...command(size, out), ...words], { env, limitSeconds: left });
    return { design: design(size, out), cpu };
  };
  // First the one that is not timed: it fills what caches a language has.
  const forArea = await emitted(areaSize, 1, emitter.forSynthesis);
  const small = await emitted(sizes.small, 3);
  const middle = await emitted(sizes.middle, 3);
  const large = await emitted(sizes.large, 1).catch((error: unknown) => {
    if (error instanceof TimeLimitError) return undefined;
    throw error;
  });
  const text = await textOf(middle.design);
  progress('lint');
  const lint = findingCount(await lintVerilog(middle.design));
  progress('synthesis');
  const cells = await cellsOf(forArea.design);
  return {
    sourceLines: sourceLines(await readFile(peer.source, 'utf8')),
    emit:
      emitter.command === undefined
        ? []
        : [small.cpu ?? 0, middle.cpu ?? 0, large === undefined ? `over ${limitSeconds} in all` : (large.cpu ?? 0)],
    lines: text.split('\n').length - 1,
    bytes: large === undefined ? undefined : Buffer.byteLength(await textOf(large.design)),
    keepsParameters: hasParameters(text),
    lint,
    cells,
    design: middle.design,
  };
}
