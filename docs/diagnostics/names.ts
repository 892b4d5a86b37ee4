import { bool, input, module, output, uint } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const names = {
  'illegal-name': {
    meaning:
      'Names of modules, parameters, ports, registers, wires, instances and blocks are Verilog identifiers, and none of the ' +
      'reserved words of Verilog and SystemVerilog; `clk` and `rst` are taken.',
    wrong: () => {
      const Queue = module('queue', { params: {}, ports: () => ({ next: output(bool) }) }, ({ next }, _, m) => {
        const { final } = m.regs({ final: bool });
        final.set(final.not());
        next.set(final);
      });
      return Queue;
    },
    right: () => {
      const Queue = module('queue', { params: {}, ports: () => ({ next: output(bool) }) }, ({ next }, _, m) => {
        const { last } = m.regs({ last: bool });
        last.set(last.not());
        next.set(last);
      });
      return Queue;
    },
  },
  'duplicate-name': {
    meaning: 'Two things in one scope, or in a scope and a block inside it, have one name.',
    wrong: () => {
      const Hold = module(
        'hold',
        { params: {}, ports: () => ({ data: input(uint(8)), q: output(uint(8)) }) },
        ({ data: incoming, q }, _, m) => {
          const { data } = m.regs({ data: uint(8) });
          data.set(incoming);
          q.set(data);
        },
      );
      return Hold;
    },
    right: () => {
      const Hold = module(
        'hold',
        { params: {}, ports: () => ({ data: input(uint(8)), q: output(uint(8)) }) },
        ({ data, q }, _, m) => {
          const { held } = m.regs({ held: uint(8) });
          held.set(data);
          q.set(held);
        },
      );
      return Hold;
    },
  },
} satisfies Cases;
