import { describe } from 'vitest';
import type { AnyModule } from '../../../dsl/index.ts';
import { testInEveryTool } from '../clocks/everyTool.ts';
import type { Numbers } from '../language/tools.ts';
import { DeviceRegisters, Framer, Scoreboard } from './bits.ts';
import { Pads, SharedMemory, Squares } from './boxes.ts';
import {
  CountAcross,
  DataPath,
  Debounced,
  Divided,
  SerialPins,
  SettingsAcross,
  SharedReset,
  TwoWays,
} from './clocks.ts';
import {
  ByteEnables,
  Coefficients,
  EntryTable,
  PortModes,
  RegisterFile,
  Tables,
  TwoClockMemory,
  TwoPorts,
} from './memories.ts';
import { AxiLiteRegisters } from './registersOnAxi.ts';
import { Cordic, StreamArbiter, Window3x3 } from './streaming.ts';

/** What an engineer writes every day, each at its defaults and at other sizes. */
const programs: readonly (readonly [AnyModule, ...Numbers[]])[] = [
  [ByteEnables, {}, { BYTES: 1, DEPTH: 4 }],
  [PortModes, {}],
  [Tables, {}],
  [Coefficients, {}, { DEPTH: 4 }],
  [RegisterFile, {}, { W: 1 }],
  [TwoPorts, {}],
  [TwoClockMemory, {}, { W: 70 }],
  [EntryTable, {}, { DEPTH: 2 }],
  [SharedReset, {}],
  [Divided, {}, { DIV: 2 }],
  [SettingsAcross, {}],
  [CountAcross, {}],
  [DataPath, {}],
  [SerialPins, {}],
  [Debounced, {}, { PERIOD: 2 }],
  [TwoWays, {}],
  [Pads, {}, { N: 1 }],
  [Squares, {}, { W: 1 }],
  [SharedMemory, {}, { WIDTH: 33 }],
  [Scoreboard, {}, { ENTRIES: 2 }, { ENTRIES: 64 }],
  [DeviceRegisters, {}, { EVENTS: 32 }],
  [Framer, {}, { PAYLOAD: 1 }, { PAYLOAD: 40 }],
  [AxiLiteRegisters, {}, { REGS: 2, ADDR_WIDTH: 5 }],
  [StreamArbiter, {}, { REQUESTERS: 1 }, { REQUESTERS: 5, WIDTH: 33 }],
  [Window3x3, { COLUMNS: 4, LINES: 3 }, { COLUMNS: 3, LINES: 3, WIDTH: 1 }],
  [Cordic, { STAGES: 3 }, { STAGES: 1, WIDTH: 4 }],
];

/** The payloads of streams mean something while their valid is high. */
const payloads: Readonly<Record<string, string>> = {
  windows_bits: 'windows_valid',
  out_x: 'out_valid',
  out_y: 'out_valid',
};

const settling = 8;

describe.each(programs.map(([program, ...sizes]) => ({ name: program.name, program, sizes })))(
  '$name',
  ({ program, sizes }) => {
    testInEveryTool(program, sizes, {
      trace: { seed: 9, instants: 300, settling, settle: () => ({}), resets: 0.03 },
      from: 2 * settling + 2,
      isMeant: (output, outputs) => {
        const valid = payloads[output];
        return valid === undefined || outputs[valid] !== 0n;
      },
    });
  },
);
