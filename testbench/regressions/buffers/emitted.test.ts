import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fifo } from '../../../generators/buffers/fifo.ts';
import { Ram } from '../../../generators/buffers/ram.ts';
import { RoundRobin } from '../../../generators/buffers/roundRobin.ts';
import { SkidBuffer } from '../../../generators/buffers/skidBuffer.ts';
import { emitFiles, findings, linters } from '../language/tools.ts';

const blocks = [
  { block: Fifo, bindings: [{}, { WIDTH: 1, DEPTH: 2 }, { WIDTH: 3, DEPTH: 5 }] },
  { block: Ram, bindings: [{}, { DEPTH: 1 }, { LANES: 4, DEPTH: 16 }, { LANES: 2, LANE_WIDTH: 1, DEPTH: 3 }] },
  { block: SkidBuffer, bindings: [{}, { WIDTH: 1 }] },
  { block: RoundRobin, bindings: [{}, { PORTS: 1 }, { PORTS: 2 }, { PORTS: 5 }] },
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-buffers-'));
});
afterAll(() => rm(folder, { recursive: true }));

const tools = await linters();

describe.each(blocks.map(entry => ({ name: entry.block.name, ...entry })))('$name', ({ block, bindings }) => {
  it.for(tools)('is clean in $name', async (linter, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    expect(await findings(linter, await emitFiles(folder, block), bindings)).toEqual([]);
  });
});
