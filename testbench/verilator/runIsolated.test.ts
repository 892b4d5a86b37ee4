import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../streams/fixtures.ts';
import { DesignStoppedError, HangError, SimulationCrashError } from '../streams/simulationErrors.ts';
import { buildModel } from './model.ts';
import { runStreamsIsolated, runVectorsIsolated } from './runIsolated.ts';
import { runStreams } from './runStreams.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-isolated-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const job = { inputs: { in: { beats: 30, fields: { bits: new Uint8Array(30) } } }, outputs: { out: { beats: 30 } } };
const rude = (MODE: number) => buildModel({ files: [fixture('rude')], top: 'rude', parameters: { MODE } });

describe('a run in a process of its own', () => {
  it('gives the same result', async () => {
    const model = await rude(0);
    expect(await runStreamsIsolated(model, job)).toEqual(runStreams(model, job));
  });

  it('gives the same errors', async () => {
    await expect(runStreamsIsolated(await rude(4), { ...job, hangAfter: 10 })).rejects.toThrow(HangError);
    await expect(runStreamsIsolated(await rude(5), job)).rejects.toThrow(DesignStoppedError);
    await expect(runStreamsIsolated(await rude(0), { ...job, seed: -1 })).rejects.toThrow(RangeError);
  });

  it('survives a model that never ends', async () => {
    const file = join(folder, 'endless.v');
    const text =
      "module endless(input wire [7:0] x, output reg [7:0] y); always @* begin y = x; while (y != 8'd0) y = y | 8'd1; end endmodule\n";
    await writeFile(file, text);
    const model = await buildModel({ files: [file], top: 'endless' });
    const vectors = { cycles: 1, inputs: Uint8Array.of(1) };
    await expect(runVectorsIsolated(model, vectors, { timeoutMilliseconds: 3000 })).rejects.toThrow(
      SimulationCrashError,
    );
    const result = await runVectorsIsolated(model, { cycles: 1, inputs: Uint8Array.of(0) });
    expect([...result.outputs]).toEqual([0]);
  });

  it('survives a library that kills its process', async () => {
    const model = await rude(0);
    const library = join(folder, 'killer.so');
    const { execa } = await import('execa');
    await writeFile(
      join(folder, 'killer.c'),
      '#include <stdlib.h>\nvoid scoville_run_vectors(void) {}\nvoid scoville_run_streams(void) { abort(); }\n',
    );
    await execa('g++', ['-x', 'c', '-shared', '-fPIC', '-o', library, join(folder, 'killer.c')]);
    await expect(runStreamsIsolated({ ...model, library }, job)).rejects.toThrow(
      'The simulation crashed: rude: its process was killed by SIGABRT.',
    );
  });
});
