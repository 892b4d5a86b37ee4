import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellsOf, sum } from './cells.ts';
import { gridTop, writeGrids } from './grids.ts';
import { round } from './measure.ts';
import type { Topic, TopicResult } from './topic.ts';
import { runYosys } from './yosys.ts';

const size = 3;
const elements = size * size;

const parameters = { ROWS: size, COLS: size };

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    const grids = await writeGrids(folder);
    progress('area: the emitted grid');
    const emitted = await cellsOf({ files: [grids.emitted], top: gridTop, parameters });
    progress('area: the grid written by hand');
    const byHand = await cellsOf({ files: [grids.byHand], top: gridTop, parameters });
    const { kind } = await runYosys([grids.emitted], []);
    const types = [...new Set([...emitted.ecp5.keys(), ...byHand.ecp5.keys()])].sort();
    const row = (what: string, own: number, other: number) => [
      what,
      round(own / elements),
      round(other / elements),
      other === 0 ? '' : (own / other).toFixed(3),
    ];
    const [own, other] = [sum(emitted.ecp5.values()), sum(byHand.ecp5.values())];
    return {
      tables: [
        {
          title: `Cells an element of a ${size} x ${size} grid`,
          headings: ['', 'emitted', 'by hand', 'ratio'],
          rows: [
            ...types.map(type => row(`ECP5 ${type}`, emitted.ecp5.get(type) ?? 0, byHand.ecp5.get(type) ?? 0)),
            row('ECP5, all cells', own, other),
            row('NAND2 equivalents without flip-flops', emitted.nands, byHand.nands),
            row('flip-flops', emitted.flipFlops, byHand.flipFlops),
          ],
          notes: [
            `Yosys (${kind === 'native' ? 'on PATH' : 'the npm package @yowasp/yosys'}): synth_ecp5; synth and abc -g NAND.`,
            'The whole grid through its elements: edges included.',
          ],
        },
      ],
      goals: [
        {
          name: 'ECP5 cells, emitted over by hand',
          measured: round(own / other, 3),
          limit: 1.02,
          sense: 'at most',
          unit: '',
        },
        {
          name: 'NAND2 equivalents, emitted over by hand',
          measured: round(emitted.nands / byHand.nands, 3),
          limit: 1.02,
          sense: 'at most',
          unit: '',
        },
      ],
      data: {
        yosys: kind,
        emitted: { ...emitted, ecp5: Object.fromEntries(emitted.ecp5) },
        byHand: { ...byHand, ecp5: Object.fromEntries(byHand.ecp5) },
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const area: Topic = {
  name: 'area',
  summary: 'Yosys cells of an element, emitted and by hand',
  run,
};
