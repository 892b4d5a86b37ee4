import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blackBox, bool, clock, input, int, module, output, uint } from '../../../../dsl/index.ts';
import { checkDesign } from '../../../../dsl/passes/check/checkDesign.ts';
import { simulate as simulateBuiltIn } from '../../../../dsl/simulate/simulate.ts';
import { randomRows } from '../inputs.ts';
import {
  differences,
  elementsOf,
  emitFiles,
  findings,
  linters,
  missingSimulator,
  type Numbers,
  type Row,
  simulate,
} from '../tools.ts';
import { UsesBoxes } from './boxes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-boxes-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const tools = await linters();
const missing = await missingSimulator();

/** What the boxes and the module around them give, by what their comments say. */
function expectedOf({ N = 1, W = 2 }: Numbers, inputs: readonly Row[]): Row[] {
  let product: bigint | undefined;
  return inputs.map(({ clear = 0n, enable = 0n, index = 0n, a = 0n, pair = 0n }) => {
    const [low = 0n, high = 0n] = elementsOf(pair, 2, W);
    const swap = low > high;
    const mark = index === BigInt(N - 1);
    const outputs = {
      ...(product === undefined ? {} : { product }),
      busy: enable,
      low: swap ? high : low,
      high: swap ? low : high,
      swapped: BigInt(mark !== swap),
    };
    const factor = clear === 1n ? 1n : product === undefined ? undefined : BigInt.asIntN(W, product + 1n);
    if (enable === 1n) product = factor === undefined ? undefined : BigInt.asIntN(W, a) * factor;
    return outputs;
  });
}

function rows({ N = 1, W = 2 }: Numbers): Row[] {
  const bits = Math.max(1, Math.ceil(Math.log2(N)));
  return randomRows({ clear: 1, enable: 1, index: bits, a: W, pair: 2 * W }, 200, 5).map((row, cycle) => ({
    ...row,
    index: (row.index ?? 0n) % BigInt(N),
    ...(cycle === 0 ? { clear: 1n, enable: 1n } : {}),
  }));
}

const bindings: readonly Numbers[] = [
  { N: 2, W: 4 },
  { N: 1, W: 2 },
  { N: 3, W: 40 },
];

it('black boxes have nothing wrong in them, a product fed back without a loop included', () => {
  const found = [...checkDesign(UsesBoxes.elaborate(), bindings).values()];
  expect(found.flatMap(({ diagnostics, warnings }) => [...diagnostics, ...warnings])).toEqual([]);
});

it.for(bindings)('their models do what the Verilog does, %o', parameters => {
  const simulator = simulateBuiltIn(UsesBoxes, parameters);
  const inputs = rows(parameters);
  const { W = 2 } = parameters;
  const wrong = new Set<string>();
  expectedOf(parameters, inputs).forEach((outputs, cycle) => {
    const { a = 0n, pair = 0n, ...row } = inputs[cycle] ?? {};
    for (const [port, value] of Object.entries(row)) simulator.poke(port, value);
    simulator.poke('a', BigInt.asIntN(W, a));
    simulator.poke('pair', elementsOf(pair, 2, W));
    for (const [port, value] of Object.entries(outputs)) {
      const width = port === 'product' ? 2 * W : W;
      if (simulator.peekBits(port) !== BigInt.asUintN(width, value)) wrong.add(port);
    }
    simulator.step();
  });
  expect([...wrong]).toEqual([]);
});

it.for(bindings)('the Verilog that they bring runs in Verilator and Icarus, %o', async (parameters, { skip }) => {
  if (missing !== undefined) return skip(missing);
  const inputs = rows(parameters);
  const results = await simulate(await emitFiles(folder, UsesBoxes), parameters, inputs);
  expect(differences(results, expectedOf(parameters, inputs))).toEqual([]);
});

/** A box of which only the interface is known, with ports of every kind. */
const External = blackBox('external_part', {
  params: { WIDTH: int(4, { min: 1 }) },
  clocks: {
    main: clock({
      reset: 'asynchronous',
      active: 'low',
      enable: true,
      ports: { clock: 'ck', reset: 'rn', enable: 'ce' },
    }),
  },
  ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), flag: input(bool), y: output(uint(WIDTH)), z: output(bool) }),
});

const UsesExternal = module(
  'uses_external',
  {
    params: { WIDTH: int(4, { min: 1 }) },
    clocks: { main: clock({ reset: 'asynchronous', active: 'low' }) },
    ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), flag: input(bool), y: output(uint(WIDTH)), z: output(bool) }),
  },
  (io, { WIDTH }, m) => m.inst('part', External, { WIDTH }, { a: io.a, flag: io.flag, y: io.y, z: io.z }),
);

it.for(tools)('a stub stands in for what is not here, clean in $name', async (linter, { skip }) => {
  if (linter.absent !== undefined) return skip(linter.absent);
  const emitted = await emitFiles(folder, UsesExternal);
  expect(emitted.text).toContain('(* blackbox *)\nmodule external_part #(');
  expect(await findings(linter, emitted, [{ WIDTH: 4 }, { WIDTH: 1 }])).toEqual([]);
});
