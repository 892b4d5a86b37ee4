import { expect, it } from 'vitest';
import { type Diagnostic, DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  bool,
  type ClockOptions,
  clock,
  clocked,
  enabledClock,
  input,
  module,
  output,
} from './index.ts';
import type { HwModule } from './ir/hwModule.ts';
import { modulesOf } from './passes/pipeline.ts';
import { describeTop } from './top.ts';

const holding = (
  name: string,
  clocks: { readonly main: ReturnType<typeof clock> },
): AnyModule & ReturnType<typeof hold> => hold(name, clocks);
const hold = (name: string, clocks: { readonly main: ReturnType<typeof clock> }) =>
  module(name, { params: {}, clocks, ports: () => ({ d: input(bool), q: output(bool) }) }, ({ d, q }, _, m) => {
    const { held } = m.regs({ held: bool });
    held.set(d);
    q.set(held);
  });

function diagnosticsOf(described: AnyModule): readonly Diagnostic[] {
  try {
    described.elaborate();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** What is said of an instance whose clock is of one kind in a domain of another. */
function said(child: ClockOptions, parent: ClockOptions): string[] {
  const Child = holding('child', { main: clock(child) });
  const Parent = module(
    'parent',
    { params: {}, clocks: { own: clock(parent) }, ports: () => ({ d: input(bool), q: output(bool) }) },
    ({ d, q }, _, m) => m.inst('inner', Child, {}, { d, q }),
  );
  return diagnosticsOf(Parent).map(({ message }) => message);
}

const cannot = (problem: string): string[] => [
  `Clock \`main\` of instance \`inner\` of \`child\` cannot be domain \`own\`: ${problem}.`,
];

it.each<[string, ClockOptions, ClockOptions, string[]]>([
  ['another level of the reset', { active: 'low' }, {}, []],
  ['another level of an asynchronous reset', { reset: 'asynchronous' }, { reset: 'asynchronous', active: 'low' }, []],
  ['an enable that the domain has not', { enable: true }, {}, []],
  [
    'no enable',
    { enable: false },
    { enable: true },
    cannot('it has no enable, and would go on while the domain stands still'),
  ],
  ['the other edge', { edge: 'falling' }, {}, cannot('it changes at the falling edge, the domain at the rising one')],
  [
    'no reset in the domain',
    { reset: 'synchronous' },
    { reset: 'none' },
    cannot('it needs a reset, and the domain has none'),
  ],
  [
    'a level, and no reset in the domain',
    { active: 'low' },
    { reset: 'none' },
    cannot('it needs a reset, and the domain has none'),
  ],
  [
    'a name for the port, and no reset in the domain',
    { ports: { reset: 'clear' } },
    { reset: 'none' },
    cannot('it needs a reset, and the domain has none'),
  ],
  [
    'an asynchronous reset of a synchronous one',
    { reset: 'asynchronous' },
    {},
    cannot('its reset is asynchronous, that of the domain synchronous'),
  ],
  [
    'a synchronous reset of an asynchronous one',
    { reset: 'synchronous' },
    { reset: 'asynchronous' },
    cannot('its reset is synchronous, that of the domain asynchronous'),
  ],
  ['everything left open', {}, { reset: 'asynchronous', active: 'low', enable: true, edge: 'falling' }, []],
])('an instance with %s', (_, child, parent, expected) => {
  expect(said(child, parent)).toEqual(expected);
});

it('a conflict is told with both places and what to do', () => {
  const Child = holding('child', { main: clock({ reset: 'synchronous' }) });
  const Parent = module(
    'parent',
    {
      params: {},
      clocks: { own: clock({ reset: 'asynchronous' }) },
      ports: () => ({ d: input(bool), q: output(bool) }),
    },
    ({ d, q }, _, m) => m.inst('inner', Child, {}, { d, q }),
  );
  const found = diagnosticsOf(Parent);
  expect(found.map(({ code, remedy }) => [code, remedy])).toEqual([
    ['clock-mismatch', "Leave `reset` out where the instance's clock is declared, and it takes that of the domain."],
  ]);
  expect(found[0]?.labels.map(({ message }) => message)).toEqual([
    '',
    "the instance's clock is declared here",
    'the domain is declared here',
  ]);
});

it('a register that cannot do without a reset is told with the instance whose domain has none', () => {
  const Parent = module(
    'parent',
    { params: {}, clocks: { own: clock({ reset: 'none' }) }, ports: () => ({ d: input(bool), q: output(bool) }) },
    ({ d, q }, _, m) => m.inst('inner', holding('child', { main: clock() }), {}, { d, q }),
  );
  const [found] = diagnosticsOf(Parent);
  expect(found?.message).toBe('Register `held` has a value for the reset, but its domain `main` has none.');
  expect(found?.labels.map(({ message }) => message)).toEqual(['', 'this instance stands in a domain without one']);
});

it('a module without clocks comes out once for each kind of domain in which it stands', () => {
  const Plain = module(
    'plain',
    { params: {}, ports: () => ({ d: input(bool), q: output(bool) }) },
    ({ d, q }, _, m) => {
      const { held } = m.regs({ held: bool }, { reset: 'none' });
      held.set(d);
      q.set(held);
    },
  );
  const Gate = module('gate', { params: {}, ports: () => ({ d: input(bool), q: output(bool) }) }, ({ d, q }) =>
    q.set(d.not()),
  );
  const kinds = {
    high: clock(),
    low: clock({ active: 'low' }),
    atOnce: clock({ reset: 'asynchronous' }),
    bare: clock({ reset: 'none' }),
    gated: clock({ enable: true, edge: 'falling' }),
    again: clock({ reset: 'asynchronous' }),
  };
  const Top = module(
    'top',
    {
      params: {},
      clocks: kinds,
      ports: (_, clocks) => ({
        high: clocks.high.port({ d: input(bool), q: output(bool), g: output(bool) }),
        low: clocks.low.port({ d: input(bool), q: output(bool), g: output(bool) }),
        atOnce: clocks.atOnce.port({ d: input(bool), q: output(bool), g: output(bool) }),
        bare: clocks.bare.port({ d: input(bool), q: output(bool), g: output(bool) }),
        gated: clocks.gated.port({ d: input(bool), q: output(bool), g: output(bool) }),
        again: clocks.again.port({ d: input(bool), q: output(bool), g: output(bool) }),
      }),
    },
    (io, _, m, clocks) => {
      for (const name of ['high', 'low', 'atOnce', 'bare', 'gated', 'again'] as const)
        clocked(clocks[name], () => {
          const { d, q, g } = io[name];
          m.inst(`hold_${name}`, Plain, {}, { d, q });
          m.inst(`gate_${name}`, Gate, {}, { d, q: g });
        });
    },
  );
  expect(modulesOf(Top.elaborate()).map(({ name }) => name)).toEqual([
    'plain',
    'gate',
    'plain_async_rst',
    'plain_no_rst',
    'plain_en_falling',
    'top',
  ]);
});

/** Two registers in a row of one clock each, and what they leave open. */
const twoClocks = (name: string, a: ClockOptions, b: ClockOptions) =>
  module(
    name,
    {
      params: {},
      clocks: { a: clock(a), b: clock(b) },
      ports: (_, clocks) => ({
        a: clocks.a.port({ d: input(bool), q: output(bool) }),
        b: clocks.b.port({ d: input(bool), q: output(bool) }),
      }),
    },
    (io, _, m, clocks) => {
      for (const name of ['a', 'b'] as const)
        clocked(clocks[name], () => {
          const { held } = m.regs({ held: bool });
          held.set(io[name].d);
          io[name].q.set(held);
        });
    },
  );

/** Clock ports of the modules below a top in whose domains a child with two clocks stands. */
function namesBelow(child: ReturnType<typeof twoClocks>, pairs: readonly (readonly [ClockOptions, ClockOptions])[]) {
  const clocks = Object.fromEntries(
    pairs.flatMap(([a, b], at) => [
      [`a${at}`, clock(a)],
      [`b${at}`, clock(b)],
    ]),
  );
  const Top = module(
    'top',
    {
      params: {},
      clocks,
      ports: (_, own) =>
        Object.fromEntries(
          Object.entries(own).map(([name, each]) => [name, each.port({ d: input(bool), q: output(bool) })]),
        ),
    },
    (io, _, m, own) => {
      for (const at of pairs.keys()) {
        const [a, b] = [own[`a${at}`], own[`b${at}`]];
        const [forA, forB] = [io[`a${at}`], io[`b${at}`]];
        if (a !== undefined && b !== undefined && forA !== undefined && forB !== undefined)
          m.inst(`pair_${at}`, child, {}, { a: forA, b: forB }, { clocks: { a, b } });
      }
    },
  );
  return modulesOf(Top.elaborate())
    .slice(0, -1)
    .map(({ name, clocks: own }) =>
      [name, ...own.flatMap(({ reset, enable }) => [reset?.signal.key ?? '-', enable?.key ?? '-'])].join(' '),
    );
}

it('each clock of a module takes over the kind of its domain, and each mix of kinds comes out once', () => {
  const low = { reset: 'asynchronous', active: 'low' } as const;
  expect(
    namesBelow(twoClocks('pair', {}, {}), [
      [{}, {}],
      [low, low],
      [low, {}],
      [{ active: 'low' }, { enable: true, edge: 'falling' }],
      [low, low],
      [{ reset: 'asynchronous' }, low],
    ]),
  ).toEqual([
    'pair a_rst - b_rst -',
    'pair_async_rst_n a_rst_n - b_rst_n -',
    'pair_a_async_rst_n a_rst_n - b_rst -',
    'pair_b_en_falling a_rst - b_rst b_en',
    'pair_a_async_rst_b_async_rst_n a_rst - b_rst_n -',
  ]);
});

it('what a clock states stays, and so do the names of its ports', () => {
  const low = { reset: 'asynchronous', active: 'low' } as const;
  const Pair = twoClocks('pair', { active: 'low', ports: { reset: 'clear_n' } }, { reset: 'asynchronous' });
  expect(namesBelow(Pair, [[low, low]])).toEqual(['pair_a_async_rst_n clear_n - b_rst -']);
});

it('modules below a module take over its kinds too', () => {
  const Inner = twoClocks('inner', {}, {});
  const Outer = module(
    'outer',
    {
      params: {},
      clocks: { a: clock(), b: clock() },
      ports: (_, clocks) => ({
        a: clocks.a.port({ d: input(bool), q: output(bool) }),
        b: clocks.b.port({ d: input(bool), q: output(bool) }),
      }),
    },
    (io, _, m, clocks) => m.inst('inner', Inner, {}, io, { clocks }),
  );
  const configuration = {
    name: 'chip',
    description: 'A test.',
    module: Outer,
    values: {},
    clocks: { a: { reset: 'asynchronous', active: 'low' }, b: { enable: true } },
  } as const;
  expect(modulesOf(describeTop(configuration)).map(({ name }) => name)).toEqual([
    'inner_a_async_rst_n_b_en',
    'outer_a_async_rst_n_b_en',
    'chip',
  ]);
  expect(() => describeTop({ ...configuration, clocks: { c: {} } })).toThrow('`outer` has no clock `c`.');
});

it('a clock called `clk` has ports without its name in front, of whatever kind it is', () => {
  const Own = module(
    'own',
    { params: {}, clocks: { clk: clock() }, ports: () => ({ d: input(bool), q: output(bool) }) },
    ({ d, q }, _, m, { clk }) => {
      const { held } = clocked(enabledClock(clk, d), () => m.regs({ held: bool }));
      held.set(held.not());
      q.set(held);
    },
  );
  const Top = module(
    'top',
    {
      params: {},
      clocks: { low: clock({ reset: 'asynchronous', active: 'low', enable: true }) },
      ports: () => ({ d: input(bool), q: output(bool) }),
    },
    ({ d, q }, _, m) => m.inst('own', Own, {}, { d, q }),
  );
  const portsOf = ({ clocks }: HwModule): (string | undefined)[] =>
    clocks.flatMap(own => [own.clock, own.reset?.signal.key, own.enable?.key]);
  expect(portsOf(Own.elaborate())).toEqual(['clk', 'rst', undefined]);
  const [inner] = modulesOf(Top.elaborate());
  expect([inner?.name, ...(inner === undefined ? [] : portsOf(inner))]).toEqual([
    'own_async_rst_n_en',
    'clk',
    'rst_n',
    'en',
  ]);
});
