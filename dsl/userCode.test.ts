import { expect, it } from 'vitest';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  bool,
  clock,
  clocked,
  fsm,
  genFor,
  genIf,
  input,
  int,
  match,
  module,
  output,
  uint,
  when,
} from './index.ts';

function codes(program: AnyModule): readonly string[] {
  try {
    program.elaborate();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
}

const head = {
  params: { N: int(2, { min: 1 }) },
  ports: () => ({ en: input(bool), kind: input(uint(1)), q: output(uint(8)) }),
};

it('a function that describes hardware may give anything that is there at once', () => {
  const made: unknown[] = [];
  const nothing = (): void => {};
  const program = module('harmless', head, ({ en, q }, { N }, m) => {
    const { held } = m.regs({ held: uint(8) });
    when(en, () => made.push(held))
      .elseWhen(en.not(), () => q)
      .otherwise(() => ({ held, list: [1] }));
    when(en, () => null).elseWhen(en, () => 'text');
    when(en, () => undefined).elseWhen(en, nothing);
    when(en, () => made.length === 0 && q.set(0)).otherwise(() => Symbol('one'));
    when(en, () => when(en, () => 12n));
    genFor(N, 'lane', index => index.plus(1));
    fsm('idle', { idle: go => when(en, () => go('idle')) });
    q.set(held);
    return held;
  });
  expect(codes(program)).toEqual([]);
});

it.each<[name: string, program: AnyModule]>([
  [
    'of a module',
    // @ts-expect-error
    module('m', head, async ({ q }) => q.set(0)),
  ],
  [
    'of when',
    module('m', head, ({ en, q }) => {
      q.set(0);
      // @ts-expect-error
      when(en, async () => q.set(1));
    }),
  ],
  [
    'of elseWhen, and of otherwise',
    module('m', head, ({ en, q }) => {
      // @ts-expect-error
      const chain = when(en, () => q.set(1)).elseWhen(en, async () => q.set(1));
      // @ts-expect-error
      chain.otherwise(async () => q.set(1));
    }),
  ],
  [
    'of a loop',
    module('m', head, ({ q }, { N }) => {
      q.set(0);
      // @ts-expect-error
      genFor(N, 'lane', async () => {});
    }),
  ],
  [
    'of a branch',
    module('m', head, ({ q }, { N }) => {
      q.set(0);
      // @ts-expect-error
      genIf(N.eq(1), ['one', async () => {}]);
    }),
  ],
  [
    'of an arm of match',
    module('m', head, ({ kind, q }) => {
      q.set(0);
      // @ts-expect-error
      match(kind, { 0: async () => {}, otherwise: () => {} });
    }),
  ],
  [
    'of a state',
    module('m', head, ({ q }) => {
      q.set(0);
      // @ts-expect-error
      fsm('idle', { idle: async go => go('idle') });
    }),
  ],
  [
    'of the entry of a state',
    module('m', head, ({ q }) => {
      q.set(0);
      // @ts-expect-error
      fsm('idle', { idle: { entry: async () => {}, run: go => go('idle') } });
    }),
  ],
  [
    'of what belongs to a clock',
    module('m', { ...head, clocks: { main: clock() } }, ({ q }, _, __, { main }) => {
      q.set(0);
      // @ts-expect-error
      clocked(main, async () => {});
    }),
  ],
])('an asynchronous function is refused by the checker and by elaboration: %s', (_, program) => {
  expect([...new Set(codes(program))]).toEqual(['asynchronous-body']);
});

it('a state is a function, or a record of two', () => {
  const program = module('m', head, ({ q }) => {
    q.set(0);
    // @ts-expect-error
    fsm('idle', { idle: { entry: () => {}, body: () => {} } });
  });
  expect(codes(program)).toEqual(['wrong-argument']);
});
