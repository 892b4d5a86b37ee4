import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verilator } from '../../scripts/verilator/find.ts';
import { showVersion } from '../../scripts/verilator/versions.ts';
import { packRows, unpackRows, vectorLayout } from '../streams/vectors.ts';
import { buildModel } from '../verilator/model.ts';
import { runVectors } from '../verilator/runVectors.ts';
import { trustedVerilator } from './engines.ts';

/** Two fields of one vector, each at its place, and zeros between: IEEE 1364-2005, 5.1.12 and 5.1.14. */
const fields = `module m(input clk, input rst, input [11:0] x, output reg [11:0] y);
  always @(posedge clk) y <= {x[11:8], 3'd0, x[4:0]} >> 7;
endmodule
`;

async function run(text: string, verilator: Verilator, rows: readonly bigint[]): Promise<bigint[]> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-shifted-fields-'));
  try {
    const file = join(folder, 'm.v');
    await writeFile(file, text);
    const model = await buildModel({ files: [file], top: 'm', verilator });
    const { inputs, outputs } = vectorLayout(model.ports, model.signals.clock);
    // A cycle more, as `y` is a register: what the first shows is what it began with.
    const given = [...rows, 0n].map(x => ({ x, rst: 0n }));
    const result = runVectors(model, { cycles: given.length, inputs: packRows(inputs, given) });
    return unpackRows(outputs, result.outputs)
      .map(({ y = -1n }) => y)
      .slice(1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('fields of one vector with zeros between, shifted right by more than the low field is wide', () => {
  const rows = [0xfffn, 0x8ffn, 0x100n, 0x0ffn];
  const wanted = rows.map(x => (x & 0xf1fn) >> 7n);

  it('Verilator shifts as it is run here', async () => {
    expect(await run(fields, await trustedVerilator(), rows)).toEqual(wanted);
  });

  it('Verilator 5.052 takes for zero without the cure', async ({ skip }) => {
    const verilator = await trustedVerilator();
    const version = showVersion(verilator.version);
    if (version !== '5.052') return skip(`This is Verilator ${version}.`);
    expect(await run(fields, { ...verilator, extraFlags: [] }, rows)).toEqual(rows.map(() => 0n));
  });
});
