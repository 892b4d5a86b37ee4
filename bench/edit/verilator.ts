import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emitModule, sourceFiles, sourceLookup } from '../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../dsl/source/names.ts';
import { packValues, unpackValues } from '../../testbench/streams/bits.ts';
import { buildModel } from '../../testbench/verilator/model.ts';
import { runStreams } from '../../testbench/verilator/runStreams.ts';
import { beats, requireSame } from './beats.ts';
import { Fifo } from './fifo.ts';

/** The queue's test in Verilator, from its description on. */
export async function main(): Promise<number> {
  const module = Fifo.elaborate();
  const source = sourceLookup(await loadSourceIndex(sourceFiles([module])));
  const { text } = emitModule(module, { source, prefix: '' });
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    const file = join(folder, 'bench_fifo.v');
    await writeFile(file, text);
    const model = await buildModel({ files: [file], top: 'bench_fifo', parameters: { DEPTH: 5 } });
    const bits = packValues(beats.map(BigInt), 8);
    const { outputs } = runStreams(model, {
      inputs: { enq: { fields: { bits }, beats: beats.length } },
      outputs: { deq: { beats: beats.length } },
    });
    requireSame(unpackValues(outputs.deq?.fields.bits ?? new Uint8Array(), 8));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
