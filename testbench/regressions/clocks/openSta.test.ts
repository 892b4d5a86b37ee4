import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Configuration } from '../../../dsl/configuration.ts';
import { describeDesign, designFiles, emitDesign } from '../../../dsl/emit/design.ts';
import { clock, clocked, connect, int, module, registerStream, sink, source, uint } from '../../../dsl/index.ts';
import { sourceFiles, sourceLookup } from '../../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../../dsl/source/names.ts';
import { configurations as examples } from '../../../examples/configurations.ts';
import { asyncFifoConfigurations } from '../../../generators/configs/asyncFifo.ts';
import { Handshake } from '../../../generators/crossings/handshake.ts';
import { skipUnless } from '../../../scripts/test/skip.ts';
import { hasNativeYosys } from '../../lint/yosys.ts';
import { openStaAvailability, runOpenSta } from '../../timing/openSta.ts';
import { Bridge } from './bridge.ts';
import { Nested } from './nested.ts';

const sta = await openStaAvailability();
const hasYosys = await hasNativeYosys();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-sta-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bridge: Configuration = {
  name: 'bridge-3',
  description: 'Three lanes.',
  module: Bridge,
  values: { LANES: 3, WIDTH: 8 },
  periods: { core: 4, bus: 10.5, board: 20 },
};

/** As the others, but of a size that does not take minutes to map to gates. */
const small = asyncFifoConfigurations.map(configuration => ({
  ...configuration,
  values: { ...configuration.values, WIDTH: 4, DEPTH: 8 },
}));

/** A handshake whose words go into registers. */
const Command = module(
  'command',
  {
    params: { WIDTH: int(4, { min: 1 }) },
    clocks: { send: clock(), receive: clock() },
    ports: ({ WIDTH }, { send, receive }) => ({
      in: send.port(sink(uint(WIDTH))),
      out: receive.port(source(uint(WIDTH))),
    }),
  },
  (io, { WIDTH }, m, clocks) => {
    clocked(clocks.receive, () => {
      const { word } = m.streams({ word: uint(WIDTH) });
      m.inst('handshake', Handshake, { WIDTH }, { enq: io.in, deq: word }, { clocks });
      connect(registerStream(word), io.out);
    });
  },
);
const command: Configuration = {
  name: 'command-4',
  description: 'Words of four bits.',
  module: Command,
  values: { WIDTH: 4 },
  periods: { send: 5, receive: 12 },
};

const nested: Configuration = {
  name: 'nested-2',
  description: 'Two lanes.',
  module: Nested,
  values: { LANES: 2 },
  periods: { near: 5, far: 12 },
};

const designs = [bridge, nested, command, ...examples.filter(({ name }) => name.startsWith('sensor-bridge')), ...small];

async function filesOf(configuration: Configuration) {
  const modules = describeDesign(configuration);
  const source = sourceLookup(await loadSourceIndex(sourceFiles(modules)));
  const design = emitDesign(configuration, modules, { source, prefix: '' });
  const { files } = designFiles(design, '', () => 'hash');
  return { design, files, texts: [...design.library, design.top].map(({ text }) => text) };
}

/** Asks for all paths between two clocks, and whether they have just what a crossing allows them. */
const between = (from: string, to: string): string[] =>
  ['max', 'min'].map(
    delay =>
      `puts "${delay} ${from} ${to}"; report_checks -path_delay ${delay} -from [get_clocks ${from}] -to [get_clocks ${to}] -group_count 1000 -format full`,
  );

describe.each(designs.map(configuration => ({ name: configuration.name, configuration })))(
  'the constraints of $name',
  ({ configuration }) => {
    skipUnless(sta.available, sta.available ? '' : sta.reason);
    skipUnless(hasYosys, 'There is no yosys on PATH.');
    const { periods = {} } = configuration;
    const clocks = Object.keys(periods).map(name => `${name}_clk`);
    const pairs = clocks.flatMap(from => clocks.flatMap(to => (from === to ? [] : [[from, to] as const])));

    it.each(['sdc', 'xdc'] as const)('are read, and leave no path between clocks to chance (%s)', async dialect => {
      if (!sta.available) return;
      const { design, files, texts } = await filesOf(configuration);
      const constraints = files.get(`constraints.${dialect}`) ?? '';
      const top = design.top.verilog.name;
      const lines = await runOpenSta(
        sta.program,
        folder,
        { texts, top, constraints, dialect },
        pairs.flatMap(([from, to]) => between(from, to)),
      );
      expect(lines.filter(line => /warning|error/i.test(line))).toEqual([]);
      const expected = design.timing?.crossings ?? [];
      for (const [from, to] of pairs) {
        const section = (delay: string): string[] => {
          const start = lines.indexOf(`${delay} ${from} ${to}`);
          const rest = lines.slice(start + 1);
          const end = rest.findIndex(line => /^(max|min) \w+ \w+$/.test(line));
          return rest.slice(0, end < 0 ? undefined : end);
        };
        const paths = section('max').filter(line => line.startsWith('Startpoint'));
        const timed = section('max')
          .filter(line => / max_delay$/.test(line))
          .map(line => Number(line.trim().split(/\s+/)[0]));
        const periodOf = (port: string): number | undefined => periods[port.replace(/_clk$/, '')];
        const delays = expected
          .filter(({ clock, from: ends }) => clock === to && ends[0]?.clock === from)
          .flatMap(({ kind }) =>
            kind === 'gray' || kind === 'memory' ? [periodOf(from)] : kind === 'handshake' ? [periodOf(to)] : [],
          );
        expect(timed).toHaveLength(paths.length);
        expect(new Set(timed)).toEqual(new Set(delays));
        // Vivado's `-datapath_only` leaves nothing to hold.
        if (dialect === 'sdc') expect(section('min')).toEqual(['No paths found.']);
      }
      const skews = lines.filter(line => line.startsWith('skew '));
      expect(skews).toHaveLength(dialect === 'xdc' ? expected.filter(({ kind }) => kind === 'gray').length : 0);
      for (const line of skews) {
        const [, skew, from, to] = line.split(' ').map(Number);
        expect(skew).toBe(Math.min(...Object.values(periods).slice(0, 2)));
        expect([from, to]).toEqual([to, from]);
        expect(from).toBeGreaterThan(1);
      }
      const marked = lines.filter(line => line.startsWith('property ASYNC_REG TRUE'));
      expect(marked).toHaveLength(dialect === 'xdc' ? 1 : 0);
    });
  },
);

it('a path that no constraint tells of is seen', async ({ skip }) => {
  if (!sta.available) return skip(sta.reason);
  if (!hasYosys) return skip('There is no yosys on PATH.');
  const { design, files, texts } = await filesOf(bridge);
  const constraints = (files.get('constraints.sdc') ?? '').replace(/set_false_path .*toggles_element.*/, '');
  const top = design.top.verilog.name;
  const lines = await runOpenSta(
    sta.program,
    folder,
    { texts, top, constraints, dialect: 'sdc' },
    between('core_clk', 'bus_clk'),
  );
  expect(lines.filter(line => line.includes('Endpoint: bridge/lane[0].change_1_reg'))).not.toEqual([]);
  expect(lines.filter(line => line.startsWith('Startpoint')).length).toBeGreaterThan(
    lines.filter(line => / max_delay$/.test(line)).length,
  );
});
