import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator } from '../../scripts/verilator/find.ts';
import { showVersion } from '../../scripts/verilator/versions.ts';
import { buildModel } from '../../testbench/verilator/model.ts';
import { round, TimeLimitError } from '../measure.ts';
import type { Goal, Topic, TopicResult } from '../topic.ts';
import { areaSize, type Figures, measurePeer, sizes } from './figures.ts';
import { languages, reference, requireSource, scoville } from './languages.ts';
import type { Peer } from './peer.ts';
import { compareSpeeds, kinds, type NamedModel, type Speeds } from './simulation.ts';
import {
  cellHeadings,
  cellRow,
  ecp5PerElement,
  headings,
  nandsPerElement,
  type Row,
  rowCells,
  speedRatio,
} from './table.ts';

/** Wall time of all emissions of one peer. */
const limitSeconds = 420;
const rounds = 31;
const cycles = 20_000;

interface Measured {
  readonly peer: Peer;
  readonly figures: Figures;
  readonly model: NamedModel;
}

/** @throws UserError, TimeLimitError when the peer cannot be had */
async function measured(peer: Peer, folder: string, progress: (state: string) => void): Promise<Measured> {
  const say = (state: string): void => progress(`peers: ${peer.name}: ${state}`);
  requireSource(peer);
  const emitter = await peer.prepare(say);
  const { source } = peer;
  if (source === undefined) throw new UserError('it has no source');
  const figures = await measurePeer({ ...peer, source }, emitter, folder, limitSeconds, say);
  say('compiling its simulation');
  const model = await buildModel({
    ...figures.design,
    ...(peer.signals === undefined ? {} : { signals: peer.signals }),
  });
  return { peer, figures, model: { name: peer.name, model } };
}

function goals(own: Figures, ownSpeeds: Speeds, other: { figures: Figures; speeds: Speeds } | undefined): Goal[] {
  const lint: Goal = { name: 'peers: lint findings', measured: own.lint, limit: 0, sense: 'at most', unit: '' };
  if (other === undefined) return [lint];
  return [
    lint,
    ...kinds.map(
      (kind): Goal => ({
        name: `peers: simulation speed, Scoville over by hand, ${kind} inputs`,
        measured: round(speedRatio(ownSpeeds[kind], other.speeds[kind]), 3),
        limit: 0.95,
        sense: 'at least',
        unit: '',
      }),
    ),
    {
      name: 'peers: ECP5 cells, Scoville over by hand',
      measured: round(ecp5PerElement(own) / ecp5PerElement(other.figures), 3),
      limit: 1.05,
      sense: 'at most',
      unit: '',
    },
    {
      name: 'peers: NAND2 equivalents, Scoville over by hand',
      measured: round(nandsPerElement(own) / nandsPerElement(other.figures), 3),
      limit: 1.02,
      sense: 'at most',
      unit: '',
    },
  ];
}

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-bench-'));
  try {
    const verilator = showVersion((await findVerilator()).version);
    const found = new Map<Peer, Measured>();
    const reasons = new Map<Peer, string>();
    for (const [index, peer] of languages.entries()) {
      try {
        found.set(peer, await measured(peer, join(folder, String(index)), progress));
      } catch (error) {
        // Scoville itself has to be there; a peer need not.
        const isExpected = error instanceof UserError || error instanceof TimeLimitError;
        if (!isExpected || peer.quoted === undefined) throw error;
        reasons.set(
          peer,
          error instanceof UserError ? error.message.replace(/\.$/, '') : `it took more than ${limitSeconds} s`,
        );
      }
    }
    // The reference first: the others' results are compared with its.
    const models = [...found.values()].sort((a, b) => Number(b.peer === reference) - Number(a.peer === reference));
    const speeds = compareSpeeds(
      models.map(({ model }) => model),
      { size: sizes.middle, cycles, rounds },
      done => progress(`peers: simulation, round ${done + 1} of ${2 * rounds}`),
    );
    const rows = languages.flatMap((peer): Row[] => {
      const own = found.get(peer);
      const ownSpeeds = speeds.get(peer.name);
      if (own !== undefined && ownSpeeds !== undefined)
        return [{ kind: 'measured', name: peer.name, figures: own.figures, speeds: ownSpeeds }];
      if (peer.quoted === undefined) return [];
      return [{ kind: 'quoted', name: peer.name, figures: peer.quoted, reason: reasons.get(peer) ?? '' }];
    });
    const measuredRow = (peer: Peer): (Row & { readonly kind: 'measured' }) | undefined =>
      rows.flatMap(row => (row.kind === 'measured' && row.name === peer.name ? [row] : [])).at(0);
    const own = measuredRow(scoville);
    const byHand = measuredRow(reference);
    return {
      tables: [
        {
          title: `The same array in other languages, Verilator ${verilator}`,
          headings,
          rows: rows.map(row => rowCells(row, byHand?.speeds)),
          notes: [
            'Emission: the least of three whole processes, at N = 64 one. Scala’s compiler comes on top.',
            `Simulation: 16 x 16, ${rounds} rounds of ${cycles} cycles in which all take turns, medians; the ratio is the median of the`,
            'rounds’ ratios. Every output equals that of the array written by hand, bit for bit.',
            ...rows.flatMap(row =>
              row.kind === 'quoted'
                ? [`${row.name} is quoted, its speed from another harness, November 2026: ${row.reason}.`]
                : [],
            ),
          ],
        },
        {
          title: `Cells an element of a ${areaSize} x ${areaSize} array`,
          headings: cellHeadings,
          rows: rows.flatMap(row => (row.kind === 'measured' ? [cellRow(row)] : [])),
          notes: [
            'Yosys: synth_ecp5; synth and abc -g NAND, an inverter being half a gate. The whole array through its elements,',
            'delays at the edges included.',
          ],
        },
      ],
      goals: own === undefined ? [] : goals(own.figures, own.speeds, byHand),
      data: { verilator, rounds, cycles, rows: rows.map(row => dataOf(row)) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A row for the JSON file: Maps as records, and no paths of what is deleted. */
function dataOf(row: Row): unknown {
  if (row.kind === 'quoted') return row;
  const { design: _, cells, ...figures } = row.figures;
  return { ...row, figures: { ...figures, cells: { ...cells, ecp5: Object.fromEntries(cells.ecp5) } } };
}

export const peers: Topic = {
  name: 'peers',
  summary: 'one array in Scoville, by hand, and in the other languages that can be installed here',
  run,
};
