import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../scripts/userError.ts';
import { findVerilator } from '../../scripts/verilator/find.ts';
import { random } from '../random.ts';
import { fixture } from '../streams/fixtures.ts';
import { packRows, unpackRows, vectorLayout } from '../streams/vectors.ts';
import { buildModel, type Model } from './model.ts';
import { runVectors } from './runVectors.ts';

describe.each(['environment', 'cache'] as const)('runVectors, Verilator of the %s', prefer => {
  let wide: Model | string;
  let accumulator: Model | string;
  beforeAll(async () => {
    try {
      const verilator = await findVerilator({ prefer });
      wide = await buildModel({ files: [fixture('wide')], top: 'wide', verilator });
      accumulator = await buildModel({ files: [fixture('accumulator')], top: 'accumulator', verilator });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      wide = accumulator = error.message;
    }
  });

  it('drives ports of every width, of thousands of bits too', ({ skip }) => {
    if (typeof wide === 'string') return skip(wide);
    const source = random(1);
    const { inputs, outputs } = vectorLayout(wide.ports, 'clk');
    const rows = Array.from({ length: 50 }, () =>
      Object.fromEntries(inputs.fields.map(({ name, width }) => [name, source.bits(width)])),
    );
    const result = runVectors(wide, { cycles: rows.length, inputs: packRows(inputs, rows) });
    const expected = rows.map(({ a = 0n, b = 0n, quad = 0n, over = 0n, half__word = 0n, bit_ = 0n }) => ({
      sum: a + b,
      quad_not: BigInt.asUintN(64, ~quad),
      over_not: BigInt.asUintN(33, ~over),
      half__not: BigInt.asUintN(16, ~half__word),
      bit_not: BigInt.asUintN(1, ~bit_),
    }));
    expect(unpackRows(outputs, result.outputs)).toEqual(expected);
  });

  it('samples after the inputs settle and before the edge; unset state differs by seed', ({ skip }) => {
    if (typeof accumulator === 'string') return skip(accumulator);
    const model = accumulator;
    const { inputs, outputs } = vectorLayout(model.ports, 'clk');
    const rows = [
      { rst: 1n, enable: 0n, x: 0n },
      { rst: 0n, enable: 1n, x: 5n },
      { rst: 0n, enable: 1n, x: 0xffffn },
      { rst: 0n, enable: 0n, x: 1n },
    ];
    const run = (seed: number) =>
      unpackRows(outputs, runVectors(model, { cycles: 4, inputs: packRows(inputs, rows), seed }).outputs);
    const first = run(1);
    expect(first.slice(1).map(({ sum }) => sum)).toEqual([0n, 5n, 4n]);
    expect(first.slice(2).map(({ never_reset }) => never_reset)).toEqual([5n, 0xffffn]);
    expect(run(1)).toEqual(first);
    expect(run(2)[0]).not.toEqual(first[0]);
    expect(run(2)[1]?.never_reset).not.toEqual(first[1]?.never_reset);
  });

  it('refuses rows that do not fit', ({ skip }) => {
    if (typeof accumulator === 'string') return skip(accumulator);
    const model = accumulator;
    expect(() => runVectors(model, { cycles: 2, inputs: new Uint8Array(5) })).toThrow('5 bytes are not 2 rows of 4.');
    expect(() => runVectors(model, { cycles: 1, inputs: Uint8Array.of(2, 0, 0, 0) })).toThrow(
      'Row 0 has bits above the 1 of enable.',
    );
    const { inputs } = vectorLayout(model.ports, 'clk');
    expect(() => packRows(inputs, [{ x: 1n, rst: 0n }])).toThrow('Row 0 has no value for enable.');
  });
});
