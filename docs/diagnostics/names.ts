import { bool, input, int, module, output, uint } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const names = {
  'illegal-name': {
    meaning:
      'Names of modules, parameters, ports, registers, wires, instances and blocks are Verilog identifiers, and none of the ' +
      'reserved words of Verilog and SystemVerilog; `clk` and `rst` are taken. A port is no word of C++ either, such as `list` ' +
      'or `bool`: Verilator makes a member of a class of it, and warns. Nothing has the name of a property of every ' +
      'JavaScript object, such as `constructor`. What the language names itself, and what a `const` names, gets a suffix ' +
      'where the name is taken.',
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
  'module-name-clash': {
    meaning:
      'Two descriptions that differ would come out under one name, and one file. A function that makes a module is fine while ' +
      'it makes the same one; what it varies belongs into the name, or into a parameter.',
    wrong: () => {
      const delayOf = (stages: number) =>
        module('delay', { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) }, ({ a, q }, _, m) => {
          q.set(m.pipe(a, stages));
        });
      const Top = module(
        'top',
        { params: {}, ports: () => ({ a: input(bool), q: output(bool), r: output(bool) }) },
        ({ a, q, r }, _, m) => {
          m.inst('short', delayOf(1), {}, { a, q });
          m.inst('long', delayOf(2), {}, { a, q: r });
        },
      );
      return Top;
    },
    right: () => {
      const Delay = module(
        'delay',
        { params: { STAGES: int(1, { min: 1 }) }, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }, { STAGES }, m) => {
          q.set(m.pipe(a, STAGES));
        },
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ a: input(bool), q: output(bool), r: output(bool) }) },
        ({ a, q, r }, _, m) => {
          m.inst('short', Delay, { STAGES: 1 }, { a, q });
          m.inst('long', Delay, { STAGES: 2 }, { a, q: r });
        },
      );
      return Top;
    },
  },
} satisfies Cases;
