import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGolden } from '../goldenFile.ts';
import { Gallery, recipes } from './gallery.ts';
import { type GalleryNumbers, galleryOutputs } from './galleryModel.ts';
import { randomRows, withReset } from './inputs.ts';
import {
  differences,
  type Emitted,
  emitFiles,
  emitTexts,
  findings,
  linters,
  missingSimulator,
  simulate,
} from './tools.ts';

/**
 * Every recipe for an awkward construct comes out of a description, as the file beside it says. To write those files
 * anew, after a change of the text on purpose: UPDATE_GOLDEN=1 npx vitest run testbench/regressions/language
 */

describe.each(Object.entries(recipes))('recipe %s', (name, recipe) => {
  it('comes out as expected', async () => {
    const file = join(import.meta.dirname, 'recipes', `${name}.v`);
    const [own] = (await emitTexts(recipe)).slice(-1);
    expectGolden(file, own?.text ?? '');
  });
});

let folder = '';
let gallery: Emitted;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-recipes-'));
  gallery = await emitFiles(folder, Gallery);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Sizes of one, two, three, a power of two and one more; no cuts, a cut everywhere. */
const bindings = [
  { N: 5, W: 8, PERIOD: 2 },
  { N: 1, W: 3, PERIOD: 0 },
  { N: 2, W: 4, PERIOD: 1 },
  { N: 3, W: 5, PERIOD: 3 },
  { N: 4, W: 32, PERIOD: 2 },
  { N: 16, W: 33, PERIOD: 5 },
];

const tools = await linters();
const missing = await missingSimulator();

describe('all recipes', () => {
  it.for(tools)('are clean in $name', async (linter, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    expect(await findings(linter, gallery, bindings)).toEqual([]);
  });

  it.for<GalleryNumbers>(bindings.filter(({ N }) => [5, 1, 4].includes(N)))(
    'compute what they say, %o',
    async (parameters, { skip }) => {
      if (missing !== undefined) return skip(missing);
      const { N, W } = parameters;
      const indexWidth = Math.max(1, Math.ceil(Math.log2(N)));
      const widths = {
        ...{ first: 1, second: 1, index: indexWidth, choice: 2, number: 4, d: W, mask: N, bytes: 8 * N },
        ...{ words: N * W, signed_list: N * W, bits: N },
      };
      const inputs = withReset(randomRows(widths, 250, 21), 22).map(row => ({
        ...row,
        index: (row.index ?? 0n) % BigInt(N),
      }));
      // Before the first edge no reset has been seen.
      const expected = galleryOutputs(parameters, inputs).map((outputs, cycle) => (cycle === 0 ? {} : outputs));
      expect(differences(await simulate(gallery, { ...parameters }, inputs), expected)).toEqual([]);
    },
  );
});
