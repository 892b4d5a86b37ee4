import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../scripts/verilator/paths.ts';
import { fixture } from '../streams/fixtures.ts';
import { VerilogError } from './compileModel.ts';
import { limitConcurrency } from './limit.ts';
import { buildModel } from './model.ts';
import { pruneModels } from './prune.ts';
import { readPorts } from './readPorts.ts';
import { runVectors } from './runVectors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-model-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

let modules = 0;

/** A module that nobody has built before: its text holds the name of this run's own folder. */
async function freshModule(): Promise<{ files: string[]; top: string }> {
  const file = join(folder, `fresh${modules++}.v`);
  const text = `// ${file}\nmodule fresh(input wire [7:0] x, output wire [7:0] y); assign y = x + 8'd1; endmodule\n`;
  await writeFile(file, text);
  return { files: [file], top: 'fresh' };
}

const increments = (model: Awaited<ReturnType<typeof buildModel>>): number | undefined =>
  runVectors(model, { cycles: 1, inputs: Uint8Array.of(41) }).outputs[0];

describe('buildModel', () => {
  it('reads ports at the given parameters', async () => {
    const model = await buildModel({ files: [fixture('fifo')], top: 'fifo', parameters: { WIDTH: 77, DEPTH: 5 } });
    expect(model.ports).toContainEqual({ name: 'deq_bits', direction: 'output', width: 77 });
    expect(model.ports).toContainEqual({ name: 'enq_last', direction: 'input', width: 1 });
    expect(model.ports.map(({ name }) => name)).toEqual(model.ports.map(({ name }) => name).sort());
  });

  it('builds once what is asked for twice at the same time, and finds it afterwards', async () => {
    const source = await freshModule();
    const [first, second] = await Promise.all([buildModel(source), buildModel(source)]);
    expect(second.library).toBe(first.library);
    const built = (await stat(first.library)).mtimeMs;
    const third = await buildModel(source);
    expect((await stat(third.library)).mtimeMs).toBe(built);
    expect(increments(third)).toBe(42);
  });

  it('does not use what a killed build left', async () => {
    const source = await freshModule();
    const { library } = await buildModel(source);
    const whole = join(library, '..');
    await rm(whole, { recursive: true });
    // A build that was killed has written a part of the library into its temporary folder.
    const left = `${whole}.tmp-killed`;
    await mkdir(left);
    await writeFile(join(left, 'model.so'), 'half');
    const again = await buildModel(source);
    expect(again.library).toBe(library);
    expect(increments(again)).toBe(42);
    expect(await readFile(join(left, 'model.so'), 'utf8')).toBe('half');
    await rm(left, { recursive: true });
  });

  it('builds anew when the content of a file changes', async () => {
    const source = await freshModule();
    const before = await buildModel(source);
    const [file = ''] = source.files;
    await writeFile(file, (await readFile(file, 'utf8')).replace("8'd1", "8'd2"));
    const after = await buildModel(source);
    expect(after.library).not.toBe(before.library);
    expect([increments(before), increments(after)]).toEqual([42, 43]);
  });

  it('gives Verilator’s words when it refuses a design, and leaves nothing behind', async () => {
    const file = join(folder, 'broken.v');
    await writeFile(file, 'module broken(input wire x, output wire y); assign y = z + x; endmodule\n');
    const before = await readdir(cacheFolder('models'));
    const refusal = buildModel({ files: [file], top: 'broken' });
    await expect(refusal).rejects.toThrow(VerilogError);
    await expect(refusal).rejects.toThrow(/broken\.v:1:56: Can't find definition of variable: 'z'/);
    const after = await readdir(cacheFolder('models'));
    expect(after.filter(name => name.includes('.tmp-') && !before.includes(name))).toEqual([]);
  });

  it('refuses a parameter that the top module has not, and a file that is not there', async () => {
    const files = [fixture('fifo')];
    await expect(buildModel({ files, top: 'fifo', parameters: { HEIGHT: 3 } })).rejects.toThrow(/not found.*HEIGHT/);
    await expect(buildModel({ files: ['nowhere.v'], top: 'x' })).rejects.toThrow(
      'Cannot read the Verilog file nowhere.v.',
    );
  });

  it('keeps warnings without failing', async () => {
    const file = join(folder, 'narrow.v');
    await writeFile(file, 'module narrow(input wire [7:0] x, output wire [3:0] y); assign y = x; endmodule\n');
    const { warnings } = await buildModel({ files: [file], top: 'narrow' });
    expect(warnings.join('\n')).toContain('%Warning-WIDTH');
  });
});

describe('readPorts', () => {
  it('undoes what Verilator does to names, and refuses what it cannot drive', () => {
    const header = '    VL_IN16(&half___05Fword,15,0);\n    VL_OUTW(&wide,127,0,4);\n    VL_IN8(&__SYM__int,0,0);\n';
    expect(readPorts(header)).toEqual([
      { name: 'half__word', member: 'half___05Fword', direction: 'input', width: 16 },
      { name: 'int', member: '__SYM__int', direction: 'input', width: 1 },
      { name: 'wide', member: 'wide', direction: 'output', width: 128 },
    ]);
    expect(() => readPorts('    VL_INOUT8(&pad,0,0);\n')).toThrow('cannot drive this port: VL_INOUT8(&pad,0,0);');
  });
});

describe('limitConcurrency', () => {
  it('runs no more than so many tasks at a time, and all of them, failures too', async () => {
    const queue = limitConcurrency(2);
    let running = 0;
    let most = 0;
    const tasks = Array.from({ length: 7 }, (_, index) =>
      queue(async () => {
        most = Math.max(most, ++running);
        await new Promise(resolve => setTimeout(resolve, 5));
        running--;
        if (index === 3) throw new Error('three');
        return index;
      }),
    );
    const settled = await Promise.allSettled(tasks);
    expect(most).toBe(2);
    expect(settled.map(({ status }) => status).filter(status => status === 'rejected')).toHaveLength(1);
  });
});

describe('pruneModels', () => {
  it('removes what was not used for longest, but nothing that may be in use or is being built', async () => {
    const models = join(folder, 'models');
    const names = ['a', 'b', 'c', 'd', 'e', 'f.tmp-1'];
    for (const name of names) await mkdir(join(models, name), { recursive: true });
    await pruneModels(models, 4, 60_000);
    expect(await readdir(models)).toEqual(names);
    await pruneModels(models, 4, -1);
    expect((await readdir(models)).filter(name => !name.includes('.tmp-'))).toHaveLength(3);
    expect(existsSync(join(models, 'f.tmp-1'))).toBe(true);
  });
});
