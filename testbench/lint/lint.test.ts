import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator, type Verilator } from '../../scripts/verilator/find.ts';
import { icarusAvailability } from '../icarus/available.ts';
import { fixture } from '../streams/fixtures.ts';
import { lintIcarus } from './icarus.ts';
import { lintVerilog } from './verilator.ts';
import { hasNativeYosys, lintYosys } from './yosys.ts';

const clean = { files: [fixture('fifo')], top: 'fifo' };
const bindings = [{}, { WIDTH: 1, DEPTH: 2 }, { WIDTH: 77, DEPTH: 5 }];
const sloppy = { files: [fixture('sloppy')], top: 'sloppy' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville lint-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A module in a file whose path has a space, with parameters of every kind. */
async function parameterised() {
  const file = join(folder, 'parameters.v');
  await writeFile(
    file,
    `module parameters #(parameter integer N = 1, parameter [69:0] K = 70'd0) (output wire [31:0] n, output wire [69:0] k);
  assign n = N;
  assign k = K;
  generate if (N != -5 || K != 70'h123456789abcdef012) begin : wrong no_such_module stop (); end endgenerate
endmodule
`,
  );
  return { files: [file], top: 'parameters', parameters: { N: -5, K: { width: 70, value: 0x123456789abcdef012n } } };
}

/** The tool, or why it cannot be had. */
async function verilatorOf(prefer: 'environment' | 'cache'): Promise<Verilator | string> {
  return findVerilator({ prefer }).catch(error => {
    if (error instanceof UserError) return error.message;
    throw error;
  });
}

describe.each(['environment', 'cache'] as const)('lintVerilog, Verilator of the %s', prefer => {
  it('says nothing of a clean design, at several bindings', async ({ skip }) => {
    const verilator = await verilatorOf(prefer);
    if (typeof verilator === 'string') return skip(verilator);
    for (const parameters of bindings) expect(await lintVerilog({ ...clean, parameters }, verilator)).toEqual([]);
    expect(await lintVerilog(await parameterised(), verilator)).toEqual([]);
  });

  it('gives every finding', async ({ skip }) => {
    const verilator = await verilatorOf(prefer);
    if (typeof verilator === 'string') return skip(verilator);
    const lines = (await lintVerilog({ ...sloppy, parameters: { WIDTH: 3 } }, verilator)).join('\n');
    for (const rule of ['WIDTH', 'IMPLICIT', 'PINMISSING', 'UNDRIVEN']) expect(lines).toContain(`-${rule}`);
  });
});

const icarus = await icarusAvailability();

describe.skipIf(!icarus.available)(`lintIcarus${icarus.available ? '' : ` (skipped: ${icarus.reason})`}`, () => {
  it('says nothing of a clean design, at several bindings', async () => {
    for (const parameters of bindings) expect(await lintIcarus({ ...clean, parameters })).toEqual([]);
    expect(await lintIcarus(await parameterised())).toEqual([]);
  });

  it('gives every finding, and a parameter that is not there', async () => {
    const lines = (await lintIcarus({ ...sloppy, parameters: { WIDTH: 3 } })).join('\n');
    for (const text of ['implicit', 'floating']) expect(lines).toContain(text);
    expect((await lintIcarus({ ...clean, parameters: { HEIGHT: 3 } })).join('\n')).toContain('HEIGHT');
  });
});

describe.each(['native', 'npm'] as const)('lintYosys, %s', kind => {
  it('says nothing of a clean design, at several bindings', async ({ skip }) => {
    if (kind === 'native' && !(await hasNativeYosys())) return skip('there is no yosys on PATH');
    for (const parameters of bindings) expect(await lintYosys({ ...clean, parameters }, kind)).toEqual([]);
    expect(await lintYosys(await parameterised(), kind)).toEqual([]);
  });

  it('gives every finding, and errors with the file’s name', async ({ skip }) => {
    if (kind === 'native' && !(await hasNativeYosys())) return skip('there is no yosys on PATH');
    const lines = (await lintYosys({ ...sloppy, parameters: { WIDTH: 3 } }, kind)).join('\n');
    expect(lines).toMatch(/Warning: .*dangling.* used but has no driver/);
    expect(lines).toContain('undeclared');
    const broken = join(folder, 'broken.v');
    await writeFile(broken, 'module broken(input wire x); wire logic y = ; endmodule\n');
    expect((await lintYosys({ files: [broken], top: 'broken' }, kind)).join('\n')).toMatch(/broken\.v:1: ERROR/);
    expect((await lintYosys({ ...clean, parameters: { HEIGHT: 3 } }, kind)).join('\n')).toContain('HEIGHT');
  });
});
