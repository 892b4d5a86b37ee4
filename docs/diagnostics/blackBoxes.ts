import { blackBox, input, int, module, output, uint } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const blackBoxes = {
  'black-box': {
    meaning:
      'What is said of a black box does not fit: its Verilog has other ports, directions or parameters, its `depends` names ' +
      'ports that it does not have, or its model is missing or gives something else than a value of the port. The header of ' +
      'the Verilog is read lightly, without macros.',
    wrong: () => {
      const Inverter = blackBox(
        'inverter',
        { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ d: input(uint(W)), q: output(uint(W)) }) },
        { verilog: 'module inverter #(parameter W = 8) (input [W-1:0] a, output [W-1:0] q); assign q = ~a; endmodule' },
      );
      const Wrapper = module(
        'wrapper',
        { params: {}, ports: () => ({ a: input(uint(4)), y: output(uint(4)) }) },
        ({ a, y }, _, m) => m.inst('inverter', Inverter, { W: 4 }, { d: a, q: y }),
      );
      return Wrapper;
    },
    right: () => {
      const Inverter = blackBox(
        'inverter',
        { params: { W: int(8, { min: 1 }) }, ports: ({ W }) => ({ a: input(uint(W)), q: output(uint(W)) }) },
        { verilog: 'module inverter #(parameter W = 8) (input [W-1:0] a, output [W-1:0] q); assign q = ~a; endmodule' },
      );
      const Wrapper = module(
        'wrapper',
        { params: {}, ports: () => ({ a: input(uint(4)), y: output(uint(4)) }) },
        ({ a, y }, _, m) => m.inst('inverter', Inverter, { W: 4 }, { a, q: y }),
      );
      return Wrapper;
    },
  },
} satisfies Cases;
