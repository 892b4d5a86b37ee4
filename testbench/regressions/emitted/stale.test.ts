import { describe, expect, it } from 'vitest';
import { configurations } from '../../../generators/configs/all.ts';
import { generateDesigns } from '../../../scripts/generate/designs.ts';
import { sharedOutput, staleFolders, standaloneOutput } from '../../../scripts/generate/output.ts';
import { rtlFolder } from './designs.ts';

describe('rtl-out', () => {
  it('is what `npm run generate` writes now', async () => {
    const output = await sharedOutput(await generateDesigns(configurations, { prefix: '' }));
    expect(await staleFolders(rtlFolder, output), 'stale folders: run `npm run generate` and commit').toEqual([]);
  });

  it('comes out the same again, byte for byte', async () => {
    const first = await sharedOutput(await generateDesigns(configurations, { prefix: '' }));
    const second = await sharedOutput(await generateDesigns(configurations, { prefix: '' }));
    expect([...second]).toEqual([...first]);
  });

  it('has one text for every size and dataflow of an engine', async () => {
    const sizes = configurations.filter(({ name }) => /^systolic-(4x4|16x16-os|64x64)$/.test(name));
    const [small, ...others] = (await generateDesigns(sizes, { prefix: '' })).map(({ library }) =>
      library.map(({ text }) => text),
    );
    expect(others).toHaveLength(2);
    for (const library of others) expect(library).toEqual(small);
  });

  it('puts a prefix before every module name and every instance of one', async () => {
    const [design] = await generateDesigns(configurations.slice(0, 1), { prefix: 'soc_' });
    if (design === undefined) throw new Error('there is no configuration');
    const files = await standaloneOutput(design);
    for (const [name, text] of files) {
      if (!name.endsWith('.v')) continue;
      expect(name).toMatch(/^soc_/);
      const defined = text.match(/^module (\w+)/m)?.[1];
      expect(`${defined}.v`).toBe(name);
    }
    const used = [...files.values()].join('\n').match(/^ +(\w+) #\($/gm) ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const instance of used) expect(instance).toMatch(/^ +soc_/);
  });
});
