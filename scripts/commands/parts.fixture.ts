import type { Configuration } from '../../dsl/configuration.ts';
import { blackBox, bool, hexFile, input, module, output, uint } from '../../dsl/index.ts';
import { Ram } from '../../generators/buffers/ram.ts';

/** The bits of a byte, turned round. */
const SwapBits = blackBox(
  'swap_bits',
  { params: {}, ports: () => ({ a: input(uint(8)), y: output(uint(8)) }) },
  { verilog: 'module swap_bits (input [7:0] a, output [7:0] y);\n  assign y = {a[3:0], a[7:4]};\nendmodule\n' },
);

/** What an analog team delivers. */
const AnalogFront = blackBox('analog_front', {
  params: {},
  ports: () => ({ level: input(uint(8)), ready: output(bool) }),
});

/** Parts that the language does not write, or not alone. */
const Block = module(
  'block',
  {
    params: {},
    ports: () => ({ address: input(uint(2)), data: input(uint(8)), q: output(uint(8)), ready: output(bool) }),
  },
  ({ address, data, q, ready }, _, m) => {
    const sine = m.mem('sine', uint(8), 4, { init: hexFile('sine.hex', '00 5a 7f 5a\n') });
    const { swapped, one } = m.wires({ swapped: uint(8), one: bool });
    one.set(true);
    m.inst('swap', SwapBits, {}, { a: sine.readSync(address), y: swapped });
    m.inst('front', AnalogFront, {}, { level: swapped, ready });
    m.inst(
      'store',
      Ram,
      { LANES: 1, LANE_WIDTH: 8, DEPTH: 4 },
      {
        write_enable: one,
        write_address: address,
        write_lanes: one.asUint(),
        write_data: data,
        read_enable: one,
        read_address: address,
        read_data: q,
      },
    );
  },
);

export const configurations: readonly Configuration[] = [
  { name: 'parts', description: 'Parts of every origin.', module: Block, values: {} },
];
