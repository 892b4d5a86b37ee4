import { parameterLiterals, type VerilogSource } from '../testbench/verilator/verilogSource.ts';
import { cellCounts, runYosys } from './yosys.ts';

/** What a design costs, flattened. */
export interface Cells {
  /** Cells on ECP5, by type. */
  readonly ecp5: ReadonlyMap<string, number>;
  /** Two-input NANDs, an inverter being half of one, without the flip-flops. */
  readonly nands: number;
  readonly flipFlops: number;
}

export const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

/** @throws UserError when Yosys refuses the design */
export async function cellsOf({ files, top, parameters }: VerilogSource): Promise<Cells> {
  const bound = parameterLiterals(parameters).map(([name, literal]) => `chparam -set ${name} ${literal} ${top}`);
  const ecp5 = cellCounts((await runYosys(files, [...bound, `synth_ecp5 -top ${top}`, 'stat'])).text);
  // Flip-flops with any initial value: some languages give every register one.
  const toFlipFlops = 'dfflegalize -cell $_DFF_P_ 01';
  const nandScript = [`synth -flatten -top ${top}`, toFlipFlops, 'abc -g NAND', 'opt_clean', 'stat'];
  const gates = cellCounts((await runYosys(files, [...bound, ...nandScript])).text);
  const flipFlops = sum([...gates].filter(([name]) => name.includes('DFF')).map(([, count]) => count));
  return { ecp5, nands: (gates.get('$_NAND_') ?? 0) + (gates.get('$_NOT_') ?? 0) / 2, flipFlops };
}
