import { expect, it } from 'vitest';
import { describeDesign, emitDesign } from './emit/design.ts';
import {
  bool,
  type ClockOptions,
  choice,
  clock,
  DiagnosticError,
  input,
  int,
  module,
  output,
  uint,
  when,
} from './index.ts';
import { noSource } from './passes/lower/names.ts';
import { modulesOf } from './passes/pipeline.ts';
import { describeTop } from './top.ts';

const Summer = module(
  'summer',
  { params: { WIDTH: int(8, { min: 1 }) }, ports: ({ WIDTH }) => ({ en: input(bool), total: output(uint(WIDTH)) }) },
  (io, { WIDTH }, m) => {
    const { total } = m.regs({ total: uint(WIDTH) });
    when(io.en, () => total.set(total.inc()));
    io.total.set(total);
  },
);

const namesOf = (name: string): string[] =>
  modulesOf(describeTop({ name, description: 'Counts.', module: Summer, values: { WIDTH: 3 } })).map(each => each.name);

it('a top is called as its configuration', () => {
  expect(namesOf('summer-3')).toEqual(['summer', 'summer_3']);
});

it('a top is called as its configuration where values are structural, too', () => {
  const Chosen = module(
    'chosen',
    { params: { KIND: choice('wide', 'narrow') }, ports: () => ({ q: output(bool) }) },
    ({ q }, { KIND }) => q.set(KIND.value === 'wide'),
  );
  const top = describeTop({ name: 'chip', description: 'A test.', module: Chosen, values: { KIND: 'narrow' } });
  expect(modulesOf(top).map(({ name }) => name)).toEqual(['chosen_kind_narrow', 'chip']);
});

it.each([
  ['axi_summer', 'summer'],
  ['summer_8', 'summer_8'],
  ['window_3x3', 'window_3x3'],
  ['lookup_table', 'lookup_table'],
  ['divided_clk', 'divided_clk'],
])('a top of %s has the instance %s', (name, instance) => {
  const Named = module(name, { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }) => q.set(true));
  const configuration = { name: 'chip', description: 'A test.', module: Named, values: {} };
  const { top } = emitDesign(configuration, describeDesign(configuration), { source: noSource, prefix: '' });
  expect(top.text).toContain(`  ${name} ${instance} (`);
});

it('a configuration called as its module has a top of another name', () => {
  expect(namesOf('summer')).toEqual(['summer', 'summer_top']);
});

it('refuses to rename the clock of a top that declares its own', () => {
  const Clocked = module(
    'clocked_block',
    { params: {}, clocks: { main: clock() }, ports: () => ({ q: output(bool) }) },
    ({ q }) => q.set(true),
  );
  const configuration = { name: 'renamed', description: 'A test.', module: Clocked, values: {} };
  const emit = (clockName: string) =>
    emitDesign(configuration, describeDesign(configuration), { source: noSource, prefix: '', clock: clockName });
  expect(emit('clk').top.text).toContain('main_clk');
  expect(() => emit('board_clk')).toThrow('but `renamed` declares its clocks');
});

it('refuses clocks that a configuration cannot have', () => {
  const configured = (clocks: Readonly<Record<string, ClockOptions>>) => (): unknown =>
    describeTop({ name: 'summer-x', description: 'A test.', module: Summer, values: {}, clocks });
  expect(configured({ core: {} })).toThrow('`summer` has no clock `core`.');
  // @ts-expect-error: no kind of a reset
  expect(configured({ clk: { reset: 'later' } })).toThrow('`reset` of a clock is `later`');
  // @ts-expect-error: options are an object
  expect(configured({ clk: 'asynchronous' })).toThrow('The options of `clock` must be an object');
});

it('tells no place of its own where a register needs a reset that a configuration leaves out', () => {
  try {
    describeTop({
      name: 'summer-x',
      description: 'A test.',
      module: Summer,
      values: {},
      clocks: { clk: { reset: 'none' } },
    });
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics.map(({ message }) => message)).toEqual([
      'Register `total` has a value for the reset, but its domain `clk` has none.',
    ]);
    const files = error.diagnostics.flatMap(({ labels }) => labels.flatMap(({ location }) => location?.file ?? []));
    expect(new Set(files)).toEqual(new Set([import.meta.filename]));
  }
});

it('gives a module that declares no clocks the kind that its configuration says', () => {
  const configuration = {
    name: 'summer-async',
    description: 'A test.',
    module: Summer,
    values: {},
    clocks: { clk: { reset: 'asynchronous', active: 'low' } },
  } as const;
  const modules = describeDesign(configuration);
  const { top, library } = emitDesign(configuration, modules, { source: noSource, prefix: '' });
  expect(library.map(({ text }) => text.match(/always @\(.*\)/)?.[0])).toEqual([
    'always @(posedge clk or negedge rst_n)',
  ]);
  expect(top.text).toMatch(/input +wire +rst_n/);
  expect(top.text).toContain('summer_async_rst_n #(');
});
