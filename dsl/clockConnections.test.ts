import { expect, it } from 'vitest';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import { type AnyModule, bool, type ClockOptions, clock, clocked, input, module, output } from './index.ts';
import { modulesOf } from './passes/pipeline.ts';

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

/** What is said of an instance whose clock is of one kind in a domain of another. */
function said(child: ClockOptions, parent: ClockOptions): string[] {
  const Child = holding('child', { main: clock(child) });
  const Parent = module(
    'parent',
    { params: {}, clocks: { own: clock(parent) }, ports: () => ({ d: input(bool), q: output(bool) }) },
    ({ d, q }, _, m) => m.inst('inner', Child, {}, { d, q }),
  );
  try {
    Parent.elaborate();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ message }) => message);
    throw error;
  }
}

const cannot = (problem: string): string[] => [
  `Clock \`main\` of instance \`inner\` of \`child\` cannot be domain \`own\`: ${problem}.`,
];

it.each<[string, ClockOptions, ClockOptions, string[]]>([
  ['another level of the reset', { active: 'low' }, {}, []],
  ['another level of an asynchronous reset', { reset: 'asynchronous' }, { reset: 'asynchronous', active: 'low' }, []],
  ['an enable that the domain has not', { enable: true }, {}, []],
  ['no enable', {}, { enable: true }, cannot('it has no enable, and would go on while the domain stands still')],
  ['the other edge', { edge: 'falling' }, {}, cannot('it changes at the falling edge, the domain at the rising one')],
  ['no reset in the domain', {}, { reset: 'none' }, cannot('it needs a reset, and the domain has none')],
  [
    'an asynchronous reset of a synchronous one',
    { reset: 'asynchronous' },
    {},
    cannot('its reset is asynchronous, that of the domain synchronous'),
  ],
])('an instance with %s', (_, child, parent, expected) => {
  expect(said(child, parent)).toEqual(expected);
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
