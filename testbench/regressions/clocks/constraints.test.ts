import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Configuration } from '../../../dsl/configuration.ts';
import { describeDesign, designFiles, emitDesign } from '../../../dsl/emit/design.ts';
import { sourceFiles, sourceLookup } from '../../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../../dsl/source/names.ts';
import { Fifo } from '../../../generators/buffers/fifo.ts';
import { hasNativeYosys } from '../../lint/yosys.ts';
import { Bridge } from './bridge.ts';

const bits = z.array(z.union([z.number(), z.string()]));
const named = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

/** What is looked at of a netlist that Yosys writes. */
const netlistShape = z.object({
  modules: named(
    z.object({
      ports: named(z.object({})),
      cells: named(z.object({ type: z.string(), connections: named(bits) })),
      netnames: named(z.object({ bits })),
      memories: named(z.object({})).default({}),
    }),
  ),
});

async function filesOf(configuration: Configuration) {
  const modules = describeDesign(configuration);
  const source = sourceLookup(await loadSourceIndex(sourceFiles(modules)));
  const design = emitDesign(configuration, modules, { source, prefix: '' });
  return { design, ...designFiles(design, '', () => 'hash') };
}

const bridge: Configuration = {
  name: 'bridge-3',
  description: 'Three lanes.',
  module: Bridge,
  values: { LANES: 3, WIDTH: 8 },
  periods: { core: 4, bus: 10.5 },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-constraints-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('come with a design that has crossings, in two dialects', async () => {
  const { files } = await filesOf(bridge);
  expect(files.get('constraints.sdc')).toMatchInlineSnapshot(`
    "# bridge_3
    # Clocks and their crossings, for tools that read Synopsys design constraints. A register \`name\` is the cell \`name_reg\`,
    # \`/\` leads into an instance: rename where a tool does otherwise. Give set_max_delay -ignore_clock_latency, where the
    # tool knows it, for clocks whose trees are not alike.
    # Instances and registers are those at the defaults of the parameters of the top.

    # Put in the periods that are not known here.
    create_clock -name core_clk -period 4 [get_ports core_clk]
    create_clock -name bus_clk -period 10.5 [get_ports bus_clk]
    # create_clock -name board_clk -period <ns> [get_ports board_clk]
    # set board_clk_period <ns>

    # Every crossing is told: set_clock_groups, which overrides what is said here of delays, is not wanted.

    # One bit, through registers in a row, from no clock to core_clk.
    set_false_path -from [get_ports {button}] -to [get_cells {bridge/pressed_1_reg}]

    # Stands still while it is read, from core_clk to bus_clk: it is set before the bus starts.
    set_false_path -from [get_cells {bridge/held_reg*}] -to [get_clocks bus_clk]

    # A reset that begins at once and ends at an edge, in board_clk.
    set_false_path -from [get_ports {board_rst_n}] -to [get_cells {bridge/board_released_1_reg bridge/board_released_2_reg}]

    # Gray code, of which one bit changes at a time, from bus_clk to core_clk: the count goes up by one at a time, in Gray code.
    set_max_delay 10.5 -from [get_cells {bridge/queue/head_code_reg*}] -to [get_cells {bridge/queue/head_seen_1_reg[*]}]
    set_false_path -hold -from [get_cells {bridge/queue/head_code_reg*}] -to [get_cells {bridge/queue/head_seen_1_reg[*]}]

    # Gray code, of which one bit changes at a time, from core_clk to bus_clk: the count goes up by one at a time, in Gray code.
    set_max_delay 4 -from [get_cells {bridge/queue/tail_code_reg*}] -to [get_cells {bridge/queue/tail_seen_1_reg[*]}]
    set_false_path -hold -from [get_cells {bridge/queue/tail_code_reg*}] -to [get_cells {bridge/queue/tail_seen_1_reg[*]}]

    # One bit, through registers in a row, from core_clk to bus_clk.
    set_false_path -from [get_cells {bridge/lane[*].toggles_element_reg*}] -to [get_cells {bridge/lane[*].change_1_reg}]

    # Words of a memory, from core_clk to bus_clk: a word is read after the count that says it is there has crossed, and not written again before it was.
    set_max_delay 4 -from [get_clocks core_clk] -through [get_cells {bridge/queue/ram_reg*}] -to [get_clocks bus_clk]
    set_false_path -hold -from [get_clocks core_clk] -through [get_cells {bridge/queue/ram_reg*}] -to [get_clocks bus_clk]
    "
  `);
  expect(files.get('constraints.xdc')).toMatchInlineSnapshot(`
    "# bridge_3
    # Clocks and their crossings, for Vivado. Below another top, leave out create_clock and read it for the module:
    # read_xdc -ref MODULE constraints.xdc.
    # Instances and registers are those at the defaults of the parameters of the top.

    # Put in the periods that are not known here.
    create_clock -name core_clk -period 4 [get_ports core_clk]
    create_clock -name bus_clk -period 10.5 [get_ports bus_clk]
    # create_clock -name board_clk -period <ns> [get_ports board_clk]

    # Every crossing is told: set_clock_groups, which overrides what is said here of delays, is not wanted.

    # One bit, through registers in a row, from no clock to core_clk.
    set_false_path -from [get_ports {button}] -to [get_cells {bridge/pressed_1_reg}]

    # Stands still while it is read, from core_clk to bus_clk: it is set before the bus starts.
    set_false_path -from [get_cells {bridge/held_reg*}] -to [get_clocks bus_clk]

    # A reset that begins at once and ends at an edge, in board_clk.
    set_false_path -from [get_ports {board_rst_n}] -to [get_cells {bridge/board_released_1_reg bridge/board_released_2_reg}]

    # Gray code, of which one bit changes at a time, from bus_clk to core_clk: the count goes up by one at a time, in Gray code.
    set_max_delay -datapath_only 10.5 -from [get_cells {bridge/queue/head_code_reg*}] -to [get_cells {bridge/queue/head_seen_1_reg[*]}]
    set_bus_skew 4 -from [get_cells {bridge/queue/head_code_reg*}] -to [get_cells {bridge/queue/head_seen_1_reg[*]}]

    # Gray code, of which one bit changes at a time, from core_clk to bus_clk: the count goes up by one at a time, in Gray code.
    set_max_delay -datapath_only 4 -from [get_cells {bridge/queue/tail_code_reg*}] -to [get_cells {bridge/queue/tail_seen_1_reg[*]}]
    set_bus_skew 4 -from [get_cells {bridge/queue/tail_code_reg*}] -to [get_cells {bridge/queue/tail_seen_1_reg[*]}]

    # One bit, through registers in a row, from core_clk to bus_clk.
    set_false_path -from [get_cells {bridge/lane[*].toggles_element_reg*}] -to [get_cells {bridge/lane[*].change_1_reg}]

    # Words of a memory, from core_clk to bus_clk: a word is read after the count that says it is there has crossed, and not written again before it was.
    set_max_delay -datapath_only 4 -from [get_clocks core_clk] -through [get_cells {bridge/queue/ram_reg*}] -to [get_clocks bus_clk]

    # Registers of synchronisers, close together.
    set_property ASYNC_REG TRUE [get_cells {bridge/pressed_1_reg bridge/pressed_2_reg bridge/pressed_3_reg bridge/board_released_1_reg bridge/board_released_2_reg bridge/queue/head_seen_1_reg[*] bridge/queue/head_seen_2_reg[*] bridge/queue/tail_seen_1_reg[*] bridge/queue/tail_seen_2_reg[*] bridge/lane[*].change_1_reg bridge/lane[*].change_2_reg}]
    "
  `);
});

it('take periods that are not known from the clocks that somebody else defines', async () => {
  const { files } = await filesOf({ ...bridge, periods: { core: 4 } });
  const skews = (name: string): string[] =>
    (files.get(name) ?? '').split('\n').filter(line => /^set_(bus_skew|max_delay).*head_code/.test(line));
  expect(skews('constraints.xdc').map(line => line.slice(0, line.indexOf(' -from')))).toEqual([
    'set_max_delay -datapath_only [get_property PERIOD [get_clocks bus_clk]]',
    'set_bus_skew [expr {min([get_property PERIOD [get_clocks bus_clk]], 4)}]',
  ]);
  expect(skews('constraints.sdc').map(line => line.slice(0, line.indexOf(' -from')))).toEqual([
    'set_max_delay $bus_clk_period',
  ]);
  expect(files.get('constraints.sdc')).toContain('# set bus_clk_period <ns>');
});

it('are told in the manifest, every crossing with its reason', async () => {
  const { manifest } = await filesOf(bridge);
  expect(manifest.clocks).toMatchInlineSnapshot(`
    [
      {
        "edge": "rising",
        "enable": undefined,
        "name": "core",
        "period": 4,
        "port": "core_clk",
        "reset": {
          "active": "high",
          "kind": "synchronous",
          "port": "core_rst",
        },
      },
      {
        "edge": "rising",
        "enable": undefined,
        "name": "bus",
        "period": 10.5,
        "port": "bus_clk",
        "reset": {
          "active": "high",
          "kind": "synchronous",
          "port": "bus_rst",
        },
      },
      {
        "edge": "rising",
        "enable": undefined,
        "name": "board",
        "period": undefined,
        "port": "board_clk",
        "reset": {
          "active": "low",
          "kind": "asynchronous",
          "port": "board_rst_n",
        },
      },
    ]
  `);
  expect(
    manifest.crossings?.map(({ kind, reason, from, to, clock }) => ({
      kind,
      reason,
      from: from.map(({ path }) => path).join(' '),
      to: to.map(({ path }) => path).join(' '),
      clock,
    })),
  ).toMatchInlineSnapshot(`
    [
      {
        "clock": "core_clk",
        "from": "button",
        "kind": "bit",
        "reason": undefined,
        "to": "bridge/pressed_1",
      },
      {
        "clock": "bus_clk",
        "from": "bridge/held",
        "kind": "quasi-static",
        "reason": "it is set before the bus starts",
        "to": "",
      },
      {
        "clock": "board_clk",
        "from": "board_rst_n",
        "kind": "reset",
        "reason": undefined,
        "to": "bridge/board_released_1 bridge/board_released_2",
      },
      {
        "clock": "core_clk",
        "from": "bridge/queue/head_code",
        "kind": "gray",
        "reason": "the count goes up by one at a time, in Gray code",
        "to": "bridge/queue/head_seen_1",
      },
      {
        "clock": "bus_clk",
        "from": "bridge/queue/tail_code",
        "kind": "gray",
        "reason": "the count goes up by one at a time, in Gray code",
        "to": "bridge/queue/tail_seen_1",
      },
      {
        "clock": "bus_clk",
        "from": "bridge/lane[*].toggles_element",
        "kind": "bit",
        "reason": undefined,
        "to": "bridge/lane[*].change_1",
      },
      {
        "clock": "bus_clk",
        "from": "bridge/queue/ram",
        "kind": "memory",
        "reason": "a word is read after the count that says it is there has crossed, and not written again before it was",
        "to": "",
      },
    ]
  `);
});

it('do not come with a design of one clock without crossings', async () => {
  const { files, manifest } = await filesOf({ name: 'queue-8', description: 'A queue.', module: Fifo, values: {} });
  expect([...files.keys()]).toEqual(['queue_8.v', 'files.f', 'design.json']);
  expect([manifest.clocks, manifest.crossings]).toEqual([undefined, undefined]);
});

it('refuse a period of a clock that there is not, and one that is none', async () => {
  await expect(filesOf({ ...bridge, periods: { fast: 3 } })).rejects.toThrow('`bridge_3` has no clock `fast`.');
  await expect(filesOf({ ...bridge, periods: { bus: 0 } })).rejects.toThrow('has a period of 0');
});

/** The registers, memories and ports of a design that Yosys has flattened, by their paths. */
async function objectsOf(
  texts: readonly string[],
  top: string,
): Promise<{ registers: Set<string>; ports: Set<string> }> {
  const files = await Promise.all(
    texts.map(async (text, position) => {
      const file = join(folder, `${top}_${position}.v`);
      await writeFile(file, text);
      return file;
    }),
  );
  const json = join(folder, `${top}.json`);
  await execa('yosys', [
    '-q',
    '-p',
    `read_verilog ${files.join(' ')}; hierarchy -top ${top}; proc -noopt; flatten; write_json ${json}`,
  ]);
  const module = netlistShape.parse(JSON.parse(await readFile(json, 'utf8'))).modules[top];
  if (module === undefined) throw new Error(`${top} is not in the netlist`);
  const driven = new Set<number | string>();
  for (const { type, connections } of Object.values(module.cells))
    if (/^\$a?dffe?$|^\$s?dffe?$/.test(type)) for (const bit of connections.Q ?? []) driven.add(bit);
  const registers = new Set<string>();
  for (const [name, { bits: own }] of Object.entries(module.netnames))
    if (own.every(bit => driven.has(bit))) registers.add(name);
  for (const name of Object.keys(module.memories)) registers.add(name);
  return { registers, ports: new Set(Object.keys(module.ports)) };
}

it('name only registers, memories and ports that the netlist has', async ({ skip }) => {
  if (!(await hasNativeYosys())) return skip('There is no yosys on PATH.');
  const { design, files } = await filesOf(bridge);
  const texts = [...design.library, design.top].map(({ text }) => text);
  const { registers, ports } = await objectsOf(texts, design.top.verilog.name);
  const matches = (pattern: string): string[] => {
    const path = pattern
      .replace(/_reg(\[\*\]|\*)?$/, '')
      .replaceAll('/', '.')
      .split('[*]')
      .map(part => part.replace(/[.[\]]/g, '\\$&'))
      .join('\\[\\d+\\]');
    return [...registers].filter(name => new RegExp(`^${path}$`).test(name));
  };
  let looked = 0;
  for (const name of ['constraints.sdc', 'constraints.xdc'])
    for (const [, command, list = ''] of (files.get(name) ?? '').matchAll(/\[(get_cells|get_ports) \{([^}]*)\}\]/g))
      for (const pattern of list.split(' ')) {
        looked++;
        if (command === 'get_ports') expect(ports, pattern).toContain(pattern.replace('[*]', ''));
        else expect(matches(pattern), `${name} ${pattern}`).not.toEqual([]);
      }
  expect(looked).toBeGreaterThan(20);
  expect(matches('bridge/lane[*].change_1_reg')).toHaveLength(3);
  expect(matches('bridge/lane[*].change_9_reg')).toEqual([]);
});
