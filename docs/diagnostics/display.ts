import { bool, display, input, module, output, uint, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const displayCases = {
  'display-misuse': {
    meaning:
      'The text of a `display` and its values do not fit: one value for each `{}`, of which `{x}` and `{b}` write all bits; ' +
      'values are numbers, bools and enumerations; the text is one line of printable ASCII.',
    wrong: () => {
      const Sum = module(
        'sum',
        { params: {}, ports: () => ({ go: input(bool), a: input(uint(8)), b: input(uint(8)), q: output(uint(9)) }) },
        ({ go, a, b, q }, _, m) => {
          const { held } = m.regs({ held: uint(9) });
          when(go, () => {
            held.set(a.add(b));
            display('{} and {x}', a);
          });
          q.set(held);
        },
      );
      return Sum;
    },
    right: () => {
      const Sum = module(
        'sum',
        { params: {}, ports: () => ({ go: input(bool), a: input(uint(8)), b: input(uint(8)), q: output(uint(9)) }) },
        ({ go, a, b, q }, _, m) => {
          const { held } = m.regs({ held: uint(9) });
          when(go, () => {
            held.set(a.add(b));
            display('{} and {x}', a, b);
          });
          q.set(held);
        },
      );
      return Sum;
    },
  },
} satisfies Cases;
