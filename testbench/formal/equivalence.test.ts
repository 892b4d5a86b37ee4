import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyModule } from '../../dsl/index.ts';
import { noSource } from '../../dsl/passes/lower/names.ts';
import { emitModule, modulesOf, sourceFiles, sourceLookup } from '../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../dsl/source/names.ts';
import { AsyncFifo } from '../../generators/buffers/asyncFifo.ts';
import { Fifo } from '../../generators/buffers/fifo.ts';
import { RoundRobin } from '../../generators/buffers/roundRobin.ts';
import { SkidBuffer } from '../../generators/buffers/skidBuffer.ts';
import { SystolicArray } from '../../generators/systolic/array.ts';
import { skipUnless } from '../../scripts/test/skip.ts';
import { Domains } from '../regressions/clocks/domains.ts';
import { recipes } from '../regressions/language/gallery.ts';
import { Parts } from '../regressions/language/parts.ts';
import { DeviceRegisters, Framer, Scoreboard } from '../regressions/programs/bits.ts';
import { differencesBetween, type VerilogText } from './equivalence.ts';
import { referenceVerilog } from './reference.ts';
import { findYosys } from './yosys.ts';

const yosys = await findYosys();
const isQuick = yosys.kind === 'native';
const whySkipped = 'There is no yosys on PATH, and with the WebAssembly one these take minutes.';

type Values = Readonly<Record<string, number>>;

/** A module and all that it instantiates, with the names of the source or with poorer ones. */
async function emitted(module: AnyModule, parameters: Values, named: boolean): Promise<VerilogText> {
  const modules = modulesOf(module.elaborate());
  const source = named ? sourceLookup(await loadSourceIndex(sourceFiles(modules))) : noSource;
  const texts = modules.map(each => emitModule(each, { source, prefix: '' }));
  return { top: texts.at(-1)?.verilog.name ?? '', text: texts.map(({ text }) => text).join('\n'), parameters };
}

const reference = (module: AnyModule, values: Values): VerilogText => ({
  top: 'reference',
  text: referenceVerilog(module.elaborate(), values),
});

/** Sizes at which SAT is quick; parameters that a recipe does not have are left out. */
const small: Values = { N: 3, W: 3, A: 3, DEPTH: 3, LANES: 2, ROWS: 2, COLS: 4, PERIOD: 2, STEP: 1, WIDTH: 2 };

function smallValues(module: AnyModule): Values {
  const values = Object.keys(module.params).flatMap(name => {
    const { min = 0, max = Number.POSITIVE_INFINITY } = module.params[name] ?? {};
    const value = small[name];
    return value === undefined || value < min || value > max ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

interface Compared {
  readonly name: string;
  readonly module: AnyModule;
  readonly values: Values;
  /** Registers are called as in the description, not after the constants of the source. */
  readonly isUnnamed?: true;
}

const blocks: readonly Compared[] = [
  ...Object.entries(recipes).map(([name, module]) => ({ name, module, values: smallValues(module) })),
  { name: 'parts', module: Parts, values: { N: 3, W: 2 } },
  { name: 'scoreboard', module: Scoreboard, values: { ENTRIES: 4 } },
  { name: 'device_registers', module: DeviceRegisters, values: { EVENTS: 3 } },
  { name: 'framer', module: Framer, values: { PAYLOAD: 4 } },
  { name: 'fifo', module: Fifo, values: { WIDTH: 2, DEPTH: 3 } },
  { name: 'skid_buffer', module: SkidBuffer, values: { WIDTH: 3 } },
  { name: 'domains', module: Domains, values: { W: 2 }, isUnnamed: true },
  { name: 'async_fifo', module: AsyncFifo, values: { WIDTH: 2, DEPTH: 4 }, isUnnamed: true },
  { name: 'round_robin', module: RoundRobin, values: { PORTS: 5 } },
  {
    name: 'systolic_array',
    module: SystolicArray,
    values: { ROWS: 2, COLS: 2, A_WIDTH: 2, W_WIDTH: 2, ACC_WIDTH: 5, PIPELINE: 1 },
  },
];

describe('what is emitted is what was described, for all inputs', () => {
  skipUnless(isQuick, whySkipped);

  it.each(blocks)('$name $values', async ({ module, values, isUnnamed }) => {
    const described = reference(module, values);
    const text = await emitted(module, values, isUnnamed !== true);
    expect(await differencesBetween(described, text, yosys)).toEqual([]);
  });
});

describe('names do not change what is emitted', () => {
  skipUnless(isQuick, whySkipped);

  it.each(Object.entries(recipes))('%s', async (name, module) => {
    const values = smallValues(module);
    const file = join(import.meta.dirname, '../regressions/language/recipes', `${name}.v`);
    const instantiated = (await emitted(module, values, true)).text;
    const own = readFileSync(file, 'utf8');
    // The golden file is of the recipe alone; what it instantiates is emitted.
    const text = instantiated.includes(own) ? instantiated : own;
    const golden = { top: module.name, text, parameters: values };
    expect(await differencesBetween(golden, await emitted(module, values, false), yosys)).toEqual([]);
  });
});

describe('a changed operator is noticed', () => {
  skipUnless(isQuick, whySkipped);

  it.each([
    ['next_tail == head', 'next_tail != head', /full/],
    ['full || head != tail', 'full && head != tail', /deq_valid/],
    ['ram[tail] <= enq_bits', 'ram[head] <= enq_bits', /ram/],
    ["full <= 1'b0", "full <= 1'b1", /full/],
    ['enq_fire != deq_fire', 'enq_fire == deq_fire', /full/],
  ])('%s becomes %s', async (from, to, where) => {
    const values = { WIDTH: 2, DEPTH: 3 };
    const { text, ...rest } = await emitted(Fifo, values, true);
    expect(text.split(from).length).toBe(2);
    const changed = { ...rest, text: text.replace(from, to) };
    const found = await differencesBetween(reference(Fifo, values), changed, yosys);
    expect(found.join(' ')).toMatch(where);
  });
});
