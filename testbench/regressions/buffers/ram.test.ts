import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ram } from '../../../generators/buffers/ram.ts';
import { type RamCycle, ramReads } from '../../golden/buffers/ram.ts';
import { random } from '../../random.ts';
import { differences, emitFiles, simulate } from '../language/tools.ts';

const [LANES, LANE_WIDTH, DEPTH] = [3, 5, 6];
const CYCLES = 2000;

/** A foundry's macro: the same module in another hand, words whole and lanes as a mask. */
const macro = `module ram #(
  parameter integer LANES = 1, parameter integer LANE_WIDTH = 8, parameter integer DEPTH = 256
) (
  input wire clk, input wire write_enable, input wire [2:0] write_address, input wire [LANES-1:0] write_lanes,
  input wire [LANES*LANE_WIDTH-1:0] write_data, input wire read_enable, input wire [2:0] read_address,
  output reg [LANES*LANE_WIDTH-1:0] read_data
);
  reg [LANES*LANE_WIDTH-1:0] array [0:DEPTH-1];
  reg [LANES*LANE_WIDTH-1:0] mask;
  integer i;
  always @* for (i = 0; i < LANES; i = i + 1) mask[i*LANE_WIDTH +: LANE_WIDTH] = {LANE_WIDTH{write_lanes[i]}};
  always @(posedge clk) begin
    if (read_enable) read_data <= array[read_address];
    if (write_enable) array[write_address] <= (write_data & mask) | (array[write_address] & ~mask);
  end
endmodule
`;

/** Every word is written whole first, so that nothing depends on what the memory held before. */
function stimulus(seed: number): RamCycle[] {
  const values = random(seed);
  const below = (limit: number): bigint => BigInt(values.integer(0, limit - 1));
  return Array.from({ length: CYCLES }, (_, cycle) => {
    const filling = cycle < DEPTH;
    return {
      write_enable: filling ? 1n : below(2),
      write_address: filling ? BigInt(cycle) : below(DEPTH),
      write_lanes: filling ? (1n << BigInt(LANES)) - 1n : below(2 ** LANES),
      write_data: below(2 ** (LANES * LANE_WIDTH)),
      read_enable: cycle <= DEPTH ? BigInt(cycle === DEPTH) : below(2),
      read_address: below(DEPTH),
    };
  });
}

/** What read_data shows in each cycle; nothing is known before the first read. */
const expected = (cycles: readonly RamCycle[]): Record<string, bigint>[] =>
  ramReads(cycles, { LANES, LANE_WIDTH, DEPTH }).map(
    (read_data): Record<string, bigint> => (read_data === undefined ? {} : { read_data }),
  );

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-ram-'));
});
afterAll(() => rm(folder, { recursive: true }));

const cycles = stimulus(20_261);
const rows = cycles.map(cycle => ({ ...cycle }));
const parameters = { LANES, LANE_WIDTH, DEPTH };

it('reads what was written, lane by lane, as it was before a write in the same cycle (seed 20261)', async () => {
  const results = await simulate(await emitFiles(folder, Ram), parameters, rows);
  expect(differences(results, expected(cycles))).toEqual([]);
});

it('can be replaced by a macro with the same ports', async () => {
  const file = join(folder, 'macro.v');
  await writeFile(file, macro);
  const results = await simulate({ top: 'ram', files: [file], text: macro }, parameters, rows);
  expect(differences(results, expected(cycles))).toEqual([]);
});
