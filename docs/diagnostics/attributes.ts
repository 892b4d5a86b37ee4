import { input, module, output, uint } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const attributeCases = {
  'illegal-attribute': {
    meaning:
      'An attribute has a name that Verilog does not allow, or a value that is neither a text of printable ASCII, nor a whole ' +
      'number, nor `true`. What names and values a tool understands is for its manual to say.',
    wrong: () => {
      const Delay = module(
        'delay',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }, _, m) => {
          const { held } = m.regs({ held: uint(8) }, { attributes: { 'shreg-extract': 'no' } });
          held.set(a);
          q.set(held);
        },
      );
      return Delay;
    },
    right: () => {
      const Delay = module(
        'delay',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }, _, m) => {
          const { held } = m.regs({ held: uint(8) }, { attributes: { shreg_extract: 'no' } });
          held.set(a);
          q.set(held);
        },
      );
      return Delay;
    },
  },
} satisfies Cases;
