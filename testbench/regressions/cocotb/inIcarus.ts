import { join } from 'node:path';
import { UserError } from '../../../scripts/userError.ts';
import { cocotbPython } from '../../../scripts/wheels/cocotb.ts';
import type { Bench } from '../../cocotb/bench.ts';
import { benchFiles } from '../../cocotb/benchFiles.ts';
import { writeBench } from '../../cocotb/benchFolder.ts';
import { makeBench } from '../../cocotb/makeBench.ts';
import { type BenchRun, runBench } from '../../cocotb/runBench.ts';
import { cocotbSimulator } from '../../cocotb/simulators.ts';
import type { BenchSubject } from '../../cocotb/subjects.ts';

/** Runs benches in Icarus, or says why it can not. */
export type InIcarus =
  | { readonly available: true; readonly run: (folder: string, bench: Bench, edit?: Edit) => Promise<BenchRun> }
  | { readonly available: false; readonly reason: string };

/** A mistake: what is written in a file of the bench, and what stands in its place. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const SEED = 1;

function planted(files: ReadonlyMap<string, string>, { file, from, to }: Edit): Map<string, string> {
  const text = files.get(file);
  if (text === undefined || text.split(from).length !== 2) throw new Error(`${file} does not have "${from}" once`);
  return new Map([...files, [file, text.replace(from, () => to)]]);
}

/** Icarus and cocotb; the latter is installed into the cache where it is not there. */
export async function inIcarus(): Promise<InIcarus> {
  try {
    const simulator = await cocotbSimulator('icarus', () => undefined);
    const python = await cocotbPython(() => undefined);
    return {
      available: true,
      run: async (folder, bench, edit) => {
        const files = await benchFiles(bench);
        const own = join(folder, edit === undefined ? bench.name : `${bench.name}-faulty`);
        await writeBench(own, edit === undefined ? files : planted(files, edit));
        return runBench(own, python, simulator, SEED);
      },
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { available: false, reason: error.message };
  }
}

/** The bench of a block or a configuration. */
export async function benchOf(subject: BenchSubject): Promise<Bench> {
  return (await makeBench(subject, SEED, subject.name)).bench;
}
