import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configurations } from '../../../examples/configurations.ts';
import { projectRoot } from '../../../scripts/verilator/paths.ts';
import { benchFiles } from '../../cocotb/benchFiles.ts';
import { blocks } from '../../cocotb/registry.ts';
import { benchSubjects } from '../../cocotb/subjects.ts';
import { benchOf } from './inIcarus.ts';

const text = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const page = text('docs/cocotb.md');

const codeBlocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``, 'g'))].map(([, code = '']) => code);

async function pythonOf(name: string): Promise<string> {
  const [fifo] = await benchSubjects(undefined, ['fifo']);
  const configuration = configurations.find(found => found.name === name);
  const subject = configuration === undefined ? fifo : { name, configuration, block: undefined };
  if (subject === undefined) throw new Error(`there is no ${name}`);
  const files = await benchFiles(await benchOf(subject));
  return [...files].map(([file, content]) => (file.endsWith('.py') ? content : '')).join('\n');
}

it('the Python on the page is what is written', async () => {
  const written = [await pythonOf('fifo'), await pythonOf('sequencer-64')].join('\n');
  const shown = codeBlocks('python');
  expect(shown).toHaveLength(3);
  for (const code of shown) expect(written).toContain(code);
});

it('the entry on the page stands in the table of blocks, and the page names them all', () => {
  const [code = ''] = codeBlocks('ts');
  expect(text('testbench/cocotb/blocks/roundRobin.ts')).toContain(code);
  for (const { module } of blocks) expect(page).toContain(`\`${module.name}\``);
});
