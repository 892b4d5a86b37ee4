import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { constructNames, languagePage, renderLanguagePage } from '../../../docs/language/page.ts';
import * as language from '../../../dsl/index.ts';
import { EventCounter } from '../../../examples/counter.ts';

/** The page is made of real code and real output: UPDATE_GOLDEN=1 npx vitest run testbench/regressions/examples */
const update = process.env.UPDATE_GOLDEN === '1';
const page = await readFile(languagePage, 'utf8');

it('the reference shows the code and the Verilog of today (else: UPDATE_GOLDEN=1, as above)', async () => {
  const rendered = await renderLanguagePage(page);
  if (update) await writeFile(languagePage, rendered);
  else expect(page).toBe(rendered);
});

it('the reference shows every construct of the snippets', () => {
  for (const name of constructNames) expect(page).toMatch(new RegExp(`<!-- show: ${name}( whole)? -->`));
});

it('the reference names everything that the language exports', () => {
  const missing = Object.keys(language).filter(name => !new RegExp(`\\b${name}\\b`).test(page));
  expect(missing).toEqual([]);
});

it('the simulator’s page names what there is to call, and shows the counter’s waveform', async () => {
  const text = await readFile(new URL('../../../docs/simulator.md', import.meta.url), 'utf8');
  const counter = language.simulate(EventCounter, { LIMIT: 3 });
  const missing = Object.keys(counter).filter(name => !['design', 'cycle'].includes(name) && !text.includes(name));
  expect(missing).toEqual([]);
  const recording = counter.record(['up', 'clear', 'count', 'wraps']);
  counter.reset();
  counter.poke('up', true);
  counter.step(5);
  counter.poke('clear', true);
  counter.step();
  counter.poke('clear', false);
  counter.poke('up', false);
  counter.step(2);
  expect(text).toContain(recording.waves());
});
