import { bool, genIf, input, int, module, output, uint, when } from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const host = {
  'host-condition': {
    meaning:
      'JavaScript takes every object as true, and the TypeScript checker lets it. An `if`, `&&`, `!` or `?:` on a hardware ' +
      'value is therefore decided once, while the module is described, and half of the hardware is missing. `scoville ' +
      'check` reads the sources for it, and `generate` does so first.',
    readsSource: true,
    wrong: () => {
      const Enabled = module(
        'enabled',
        { params: {}, ports: () => ({ en: input(bool), q: output(uint(4)) }) },
        ({ en, q }, _, m) => {
          const { count } = m.regs({ count: uint(4) });
          if (en) count.set(count.inc());
          q.set(count);
        },
      );
      return Enabled;
    },
    right: () => {
      const Enabled = module(
        'enabled',
        { params: {}, ports: () => ({ en: input(bool), q: output(uint(4)) }) },
        ({ en, q }, _, m) => {
          const { count } = m.regs({ count: uint(4) });
          when(en, () => count.set(count.inc()));
          q.set(count);
        },
      );
      return Enabled;
    },
  },
  'hardware-value': {
    meaning:
      'JavaScript’s operators, template strings and `Math` ask a value for a number. Hardware has none while it is described: ' +
      'its values come later, a new one in every cycle.',
    wrong: () => {
      const Next = module(
        'next',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }) => {
          // @ts-expect-error
          q.set(a + 1);
        },
      );
      return Next;
    },
    right: () => {
      const Next = module(
        'next',
        { params: {}, ports: () => ({ a: input(uint(8)), q: output(uint(8)) }) },
        ({ a, q }) => {
          q.set(a.addWrap(1));
        },
      );
      return Next;
    },
  },
  'symbolic-value': {
    meaning:
      'A parameter is kept as a Verilog parameter: the module is described once, for all its values, so that JavaScript ' +
      'cannot compare or compute with it.',
    wrong: () => {
      const Delay = module(
        'delay',
        { params: { STAGES: int(1, { min: 0, max: 4 }) }, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }, { STAGES }, m) => {
          const { held } = m.regs({ held: bool });
          held.set(a);
          // @ts-expect-error
          q.set(STAGES > 0 ? held : a);
        },
      );
      return Delay;
    },
    right: () => {
      const Delay = module(
        'delay',
        { params: { STAGES: int(1, { min: 0, max: 4 }) }, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }, { STAGES }, m) => {
          const { held } = m.regs({ held: bool });
          held.set(a);
          q.set(genIf(STAGES.atLeast(1), ['delayed', () => held], ['direct', () => a]));
        },
      );
      return Delay;
    },
  },
  'assignment-operator': {
    meaning: 'JavaScript’s `=` gives a name another object. Hardware is driven by `.set(...)`.',
    wrong: () => {
      const Copy = module('copy', { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) }, io => {
        // @ts-expect-error
        io.q = io.a;
      });
      return Copy;
    },
    right: () => {
      const Copy = module('copy', { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) }, io => {
        io.q.set(io.a);
      });
      return Copy;
    },
  },
  'asynchronous-body': {
    meaning:
      'The functions that describe hardware run once, at once. An `async` function stops at its first `await` and goes on ' +
      'when the module is finished: what it makes then is lost. TypeScript’s checker refuses it, unless a variable’s type ' +
      'hides it.',
    wrong: () => {
      const widthOf = async () => 8;
      // @ts-expect-error
      const Wide = module('wide', { params: {}, ports: () => ({ q: output(bool) }) }, async ({ q }, _, m) => {
        q.set(true);
        const { sum } = m.regs({ sum: uint(await widthOf()) });
        sum.set(sum.inc());
      });
      return Wide;
    },
    right: () => {
      const width = 8; // or awaited here
      const Wide = module('wide', { params: {}, ports: () => ({ q: output(bool) }) }, ({ q }, _, m) => {
        const { sum } = m.regs({ sum: uint(width) });
        sum.set(sum.inc());
        q.set(sum.ne(0));
      });
      return Wide;
    },
  },
  exception: {
    meaning:
      'The program that describes the module threw an error of its own. The place is the innermost one that is not the ' +
      'language’s. Where anything else is wrong as well, only that is told: the error is mostly its consequence.',
    wrong: () => {
      const Constants = module('constants', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }) => {
        const settings = JSON.parse('{ "level": 3, }');
        q.set(Number(settings.level));
      });
      return Constants;
    },
    right: () => {
      const Constants = module('constants', { params: {}, ports: () => ({ q: output(uint(8)) }) }, ({ q }) => {
        const settings = JSON.parse('{ "level": 3 }');
        q.set(Number(settings.level));
      });
      return Constants;
    },
  },
} satisfies Cases;
