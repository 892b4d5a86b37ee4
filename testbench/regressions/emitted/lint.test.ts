import { describe, expect, it } from 'vitest';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { findVerilator } from '../../../scripts/verilator/find.ts';
import { icarusAvailability } from '../../icarus/available.ts';
import { icarusFindings, verilatorFindings, yosysFindings } from '../../lint/cached.ts';
import { illegalBindings, libraryModules, librarySource, lintBindings, tops } from './designs.ts';

async function needsIcarus(): Promise<void> {
  const icarus = await icarusAvailability();
  skipUnless(icarus.available, icarus.available ? '' : icarus.reason);
}

const small = tops.filter(({ name }) => name !== 'systolic-64x64');

describe.each(libraryModules.map(module => ({ name: module.name, module })))('$name', ({ module }) => {
  const bindings = lintBindings(module);

  it(`is clean in Verilator's own version and in the pinned one at ${bindings.length} bindings`, async () => {
    const tools = [await findVerilator(), await findVerilator({ prefer: 'cache' })];
    for (const tool of tools)
      for (const values of bindings)
        expect(await verilatorFindings(librarySource(module, values), tool), JSON.stringify(values)).toEqual([]);
  });

  it('is clean in Icarus', async () => {
    await needsIcarus();
    for (const values of bindings)
      expect(await icarusFindings(librarySource(module, values)), JSON.stringify(values)).toEqual([]);
  });

  it('is read by Yosys as Verilog-2005', async () => {
    for (const values of [bindings[0], bindings[1], bindings.at(-1)])
      expect(await yosysFindings(librarySource(module, values)), JSON.stringify(values)).toEqual([]);
  });

  it('refuses illegal parameters at elaboration, with the sentence that says why, in all tools', async () => {
    const { available } = await icarusAvailability();
    for (const { values, sentence } of illegalBindings(module)) {
      const source = librarySource(module, values);
      expect((await verilatorFindings(source)).join('\n')).toContain(sentence);
      if (available) expect((await icarusFindings(source)).join('\n')).toContain(sentence);
    }
    const [first] = illegalBindings(module);
    if (first !== undefined)
      expect((await yosysFindings(librarySource(module, first.values))).join('\n')).toContain(first.sentence);
  });
});

describe.each(small)('$name', ({ source }) => {
  it('is clean in Verilator, Icarus and Yosys as it is configured', async () => {
    expect(await verilatorFindings(source)).toEqual([]);
    expect(await yosysFindings(source)).toEqual([]);
    await needsIcarus();
    expect(await icarusFindings(source)).toEqual([]);
  });
});

describe('systolic-64x64', () => {
  it('is clean in Verilator', async () => {
    const [large] = tops.filter(({ name }) => name === 'systolic-64x64');
    if (large === undefined) throw new Error('systolic-64x64 is gone');
    expect(await verilatorFindings(large.source)).toEqual([]);
  });
});
