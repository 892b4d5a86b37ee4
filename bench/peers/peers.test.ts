import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { vectorLayout } from '../../testbench/streams/vectors.ts';
import { buildModel } from '../../testbench/verilator/model.ts';
import { timeProcess } from '../measure.ts';
import { findingCount, hasParameters, sourceLines } from './figures.ts';
import { reasonIn } from './install.ts';
import { compareSpeeds, inputRows, type NamedModel } from './simulation.ts';
import { cellHeadings, cellRow, headings, type Row, rowCells, sizeText, speedRatio } from './table.ts';

describe('what is read from a peer', () => {
  it('counts the lines of a source that say something', () => {
    expect(sourceLines('import x\n\n// a comment\n  # another\n/**\n * doc\n */\ncode // with a comment\n')).toBe(2);
  });

  it('sees parameters, but not in comments or names', () => {
    expect(hasParameters('module a #(parameter int N = 4) ();')).toBe(true);
    expect(hasParameters('// parameter N\n/* parameter\n M */ module a; wire parameters; endmodule')).toBe(false);
  });

  it('counts findings, not their explanations, nor the line that counts them', () => {
    const lint = [
      "%Warning-UNUSED: a.sv:78:13: Signal is not used: 'b'",
      '   78 |     wire v, b;',
      '... For warning description see elsewhere',
      '%Warning-WIDTH: a.sv:80:13: Operator ADD expects 32 bits',
      '%Error: a.sv:81:1: syntax error',
      '%Error: Exiting due to 2 warning(s)',
    ];
    expect(findingCount(lint)).toBe(3);
    expect(findingCount([])).toBe(0);
  });

  it('gives the reason of an installer that fails', () => {
    expect(reasonIn('Collecting a\n  ERROR: No matching distribution\nnotice\n', 'pip')).toBe(
      'pip: ERROR: No matching distribution',
    );
    expect(reasonIn('one\ntwo\n', 'mvn')).toBe('mvn: two');
    expect(reasonIn('', 'mvn')).toBe('mvn: it says nothing');
  });
});

describe('the table', () => {
  const measured: Row = {
    kind: 'measured',
    name: 'Mine',
    figures: {
      sourceLines: 90,
      emit: [0.5, 1.234, 'over 240 in all'],
      lines: 100,
      bytes: undefined,
      keepsParameters: true,
      lint: 0,
      cells: {
        ecp5: new Map([
          ['LUT4', 36],
          ['CCU2C', 72],
        ]),
        nands: 360,
        flipFlops: 36,
      },
      design: { files: [], top: 'x' },
    },
    speeds: { random: [100, 300, 200], steady: [500, 500, 500] },
  };

  it('has a cell a heading, and the ratio of what ran in one round', () => {
    const cells = rowCells(measured, { random: [200, 300, 400], steady: [1000, 500, 250] });
    expect(cells).toEqual([
      ...['Mine', 90, '0.5 / 1.23 / over 240 in all', 100, '', 'yes', 0, '200 / 500', '0.50 / 1.00'],
      'measured',
    ]);
    expect(cells.length).toBe(headings.length);
    expect(cellRow(measured)).toEqual(['Mine', 3, 10, 1]);
    expect(cellHeadings.length).toBe(4);
  });

  it('leaves out ratios where nothing stands against it', () => {
    expect(rowCells(measured, undefined)[8]).toBe('');
  });

  it('marks what is quoted, and has no figures that were not', () => {
    const figures = { lines: 17_486, keepsParameters: false, lint: 648, speed: [92, 249] } as const;
    const cells = rowCells({ kind: 'quoted', name: 'Mesh', figures, reason: 'why' }, measured.speeds);
    expect(cells).toEqual(['Mesh', '', '', 17_486, '', 'no', 648, '92 / 249', '', 'quoted']);
    expect(cells.length).toBe(headings.length);
  });

  it('takes the median of ratios, not the ratio of medians', () => {
    expect(speedRatio([1, 10, 100], [2, 10, 50])).toBe(1);
    expect(sizeText(21_800)).toBe('22 KB');
    expect(sizeText(4_400_000)).toBe('4.4 MB');
  });
});

describe('the comparison of simulations', () => {
  const options = { size: 2, cycles: 1000, rounds: 2 };
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scoville-peers-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A design with some of the array's ports, whose output is `sum`. */
  async function model(name: string, sum: string, reset: string, width = 8): Promise<NamedModel> {
    const file = join(folder, `${name}.v`);
    writeFileSync(
      file,
      `module t(input wire clk, input wire ${reset}, input wire in_valid, input wire load, input wire load_bank,
        input wire [${width - 1}:0] in_act, output reg [7:0] out_psum);
        always @(posedge clk) out_psum <= ${reset} ? 8'd0 : ${sum};
      endmodule\n`,
    );
    return { name, model: await buildModel({ files: [file], top: 't', signals: { reset } }) };
  }

  it('takes results that are alike, whatever the reset is called', async () => {
    const models = [
      await model('one', "in_act + {7'd0, in_valid}", 'rst'),
      await model('two', "{7'd0, in_valid} + in_act", 'reset'),
    ];
    const speeds = compareSpeeds(models, options, () => undefined);
    expect([...speeds.keys()]).toEqual(['one', 'two']);
    for (const { random, steady } of speeds.values()) expect([random.length, steady.length]).toEqual([2, 2]);
  });

  it('refuses other results, and other ports', async () => {
    const one = await model('one', 'in_act', 'rst');
    const wrong = await model('wrong', "in_act + {7'd0, load && in_act == 8'd77}", 'rst');
    expect(() => compareSpeeds([one, wrong], { ...options, cycles: 4000 }, () => undefined)).toThrow(
      new UserError('wrong computes other results than one with random inputs.'),
    );
    const narrow = await model('narrow', "{1'b0, in_act}", 'rst', 7);
    expect(() => compareSpeeds([one, narrow], options, () => undefined)).toThrow(/^narrow has the ports in_act:7 /);
  });

  it('loads both banks before anything else, and in steady runs nothing after', async () => {
    const { model: built } = await model('one', 'in_act', 'rst');
    const layout = vectorLayout(built.ports, 'clk');
    const rows = inputRows(layout, 'rst', 'steady', options);
    const field = (name: string): string => {
      const offset = layout.inputs.fields.find(found => found.name === name)?.offset ?? -1;
      return Array.from({ length: 9 }, (_, cycle) => rows[cycle * layout.inputs.rowBytes + offset]).join('');
    };
    expect(field('rst')).toBe('110000000');
    expect(field('load')).toBe('111111000');
    expect(field('load_bank')).toBe('000011111');
    expect(field('in_valid')).toBe('000000111');
  });
});

it('a command that takes longer than it may is ended', async () => {
  const run = timeProcess([process.execPath, '-e', 'setTimeout(() => {}, 60_000)'], { limitSeconds: 0.5 });
  await expect(run).rejects.toThrow(/was ended after 0.5 s/);
});

it('a command that fails is no measurement', async () => {
  await expect(timeProcess([process.execPath, '-e', 'process.exit(3)'])).rejects.toThrow(/fails/);
});
