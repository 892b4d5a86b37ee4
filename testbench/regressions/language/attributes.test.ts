import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bool, input, module, output, uint, when } from '../../../dsl/index.ts';
import { hasNativeYosys } from '../../lint/yosys.ts';
import { emitFiles, emitTexts, findings, linters } from './tools.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-attributes-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();

const Stage = module(
  'kept_stage',
  {
    params: {},
    ports: () => ({ d: input(uint(4)), q: output(uint(4)) }),
    attributes: { keep_hierarchy: 'yes' },
  },
  ({ d, q }, _, m) => {
    const { held } = m.regs({ held: uint(4) }, { attributes: { ASYNC_REG: 'TRUE', weight: 3 } });
    held.set(d);
    q.set(held);
  },
);

/** Attributes on everything that can have them. */
const Marked = module(
  'marked',
  {
    params: {},
    ports: () => ({ write: input(bool), at: input(uint(2)), d: input(uint(4)), q: output(uint(4)) }),
    attributes: { top_note: 'a "quoted" \\ text' },
  },
  ({ write, at, d, q }, _, m) => {
    const { probe } = m.wires({ probe: uint(4) }, { attributes: { keep: true, mark_debug: 'true' } });
    const words = m.mem('words', uint(4), 4, { attributes: { ram_style: 'distributed' } });
    when(write, () => words.write(at, d));
    probe.set(words.read(at));
    m.inst('stage', Stage, {}, { d: probe, q }, { attributes: { keep: true, LOC: 'X1Y2' } });
  },
);

it('come out where they were given', async () => {
  const text = (await emitTexts(Marked)).map(own => own.text).join('\n');
  expect(text.match(/^.*\(\*.*$/gm)).toMatchInlineSnapshot(`
    [
      "(* keep_hierarchy = "yes" *)",
      "  (* ASYNC_REG = "TRUE", weight = 3 *) reg [3:0] held;",
      "(* top_note = "a \\"quoted\\" \\\\ text" *)",
      "  (* keep, mark_debug = "true" *) wire [3:0] probe;",
      "  (* ram_style = "distributed" *) reg [3:0]  words [0:3];",
      "  (* keep, LOC = "X1Y2" *)",
    ]
  `);
});

it.for(tools)('are clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  expect(await findings(linter, await emitFiles(folder, Marked), [{}])).toEqual([]);
});

it('reach Yosys', async ({ skip }) => {
  if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
  const { files } = await emitFiles(folder, Marked);
  const selections = [
    'marked/w:probe marked/a:mark_debug=true %i',
    'marked/c:stage marked/a:LOC=X1Y2 %i',
    'marked/a:keep marked/w:probe %i',
    'marked/a:ram_style=distributed',
    'kept_stage/a:ASYNC_REG=TRUE kept_stage/w:held %i',
    'kept_stage/a:weight=3',
    'A:keep_hierarchy=yes kept_stage %i',
    'A:top_note=* marked %i',
  ];
  for (const selection of selections) {
    const script = [...files.map(file => `read_verilog "${file}"`), `select -assert-min 1 ${selection}`].join('; ');
    const run = await execa('yosys', ['-q', '-p', script], { reject: false, all: true });
    expect([selection, run.exitCode, run.all]).toEqual([selection, 0, '']);
  }
});
