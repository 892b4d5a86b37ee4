import type { Verilator } from '../../scripts/verilator/find.ts';
import { fstLibraries } from '../../scripts/verilator/fstLibraries.ts';
import type { Compiler } from './compiler.ts';

/** Which kind of waveform a model can write. */
export type Waves = 'none' | 'vcd' | 'fst';

/** What a kind of waveform asks of a model's build. */
export interface WaveSupport {
  /** Options of Verilator. */
  readonly verilatorFlags: readonly string[];
  /** Header, class and source of the runtime's writer. */
  readonly header: string | undefined;
  readonly traceClass: string;
  readonly sources: readonly string[];
  /** Options of the C++ compiler. */
  readonly compileFlags: readonly string[];
  readonly linkFlags: readonly string[];
}

/** @throws UserError when FST needs libraries that are missing and cannot be had. */
export async function waveSupport(waves: Waves, verilator: Verilator, compiler: Compiler): Promise<WaveSupport> {
  switch (waves) {
    case 'none':
      return { verilatorFlags: [], header: undefined, traceClass: '', sources: [], compileFlags: [], linkFlags: [] };
    case 'vcd':
      return {
        verilatorFlags: ['--trace'],
        header: 'verilated_vcd_c.h',
        traceClass: 'VerilatedVcdC',
        sources: ['verilated_vcd_c.cpp'],
        compileFlags: [],
        linkFlags: [],
      };
    case 'fst':
      return {
        verilatorFlags: ['--trace-fst'],
        header: 'verilated_fst_c.h',
        traceClass: 'VerilatedFstC',
        sources: ['verilated_fst_c.cpp'],
        ...(await fstLibraries(verilator, compiler.command)),
      };
  }
}
