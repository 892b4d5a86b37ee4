import { expect, it } from 'vitest';
import {
  type AnyModule,
  asynchronous,
  blackBox,
  bool,
  clock,
  clocked,
  DiagnosticError,
  input,
  int,
  module,
  output,
  struct,
  synchronise,
  synchroniseReset,
  uint,
  when,
} from '../../../dsl/index.ts';
import { checkDesign } from '../../../dsl/passes/check/checkDesign.ts';

const two = { a: clock(), b: clock() };
const settings = struct({ on: bool, gain: uint(6) });
const Pll = blackBox('PLL', {
  params: {},
  clocks: { reference: clock({ reset: 'none', ports: { clock: 'CLKIN' } }) },
  ports: () => ({ CLKOUT: asynchronous(output(bool)) }),
});

/** What an engineer tries, and may not do. */
const programs: Readonly<Record<string, () => AnyModule>> = {
  'a word in registers in a row': () =>
    module(
      'word',
      { params: {}, clocks: two, ports: (_, { a, b }) => ({ d: a.port(input(uint(4))), q: b.port(output(uint(4))) }) },
      // @ts-expect-error: four bits need a code
      ({ d, q }, _, __, { b }) => q.set(clocked(b, () => synchronise(d))),
    ),
  'a struct in registers in a row': () =>
    module(
      'fields',
      {
        params: {},
        clocks: two,
        ports: (_, { a, b }) => ({ d: a.port(input(settings)), q: b.port(output(settings)) }),
      },
      // @ts-expect-error: seven bits need a code
      ({ d, q }, _, __, { b }) => q.set(clocked(b, () => synchronise(d))),
    ),
  'a word of the other clock': () =>
    module(
      'taken',
      { params: {}, clocks: two, ports: (_, { a, b }) => ({ d: a.port(input(uint(4))), q: b.port(output(uint(4))) }) },
      ({ d, q }, _, m, { b }) =>
        clocked(b, () => {
          const { held } = m.regs({ held: uint(4) });
          held.set(d);
          q.set(held);
        }),
    ),
  'a memory under two clocks, for no reason': () =>
    module(
      'words',
      {
        params: {},
        clocks: two,
        ports: (_, { a, b }) => ({
          we: a.port(input(bool)),
          to: a.port(input(uint(2))),
          d: a.port(input(uint(4))),
          from: b.port(input(uint(2))),
          q: b.port(output(uint(4))),
        }),
      },
      ({ we, to, d, from, q }, _, m, { a, b }) => {
        const ram = m.mem('ram', uint(4), 4);
        clocked(a, () => when(we, () => ram.write(to, d)));
        clocked(b, () => q.set(ram.readSync(from)));
      },
    ),
  'a memory with a write port under each of two clocks': () =>
    module(
      'dual',
      {
        params: {},
        clocks: two,
        ports: (_, { a, b }) => {
          const master = { we: input(bool), at: input(uint(2)), d: input(uint(4)), q: output(uint(4)) };
          return { first: a.port(master), second: b.port(master) };
        },
      },
      ({ first, second }, _, m, { a, b }) => {
        const ram = m.mem('ram', uint(4), 4, { crossing: 'software sees to it' });
        for (const [own, io] of [
          [a, first],
          [b, second],
        ] as const)
          clocked(own, () => {
            when(io.we, () => ram.write(io.at, io.d));
            io.q.set(ram.readSync(io.at));
          });
      },
    ),
  'logic of the other clock in a synchroniser': () =>
    module(
      'glitches',
      {
        params: {},
        clocks: two,
        ports: (_, { a, b }) => ({ d: a.port(input(uint(4))), q: b.port(output(bool)) }),
      },
      ({ d, q }, _, __, { b }) => {
        const full = d.eq(15);
        q.set(clocked(b, () => synchronise(full)));
      },
    ),
  'the output of a PLL as a clock': () =>
    module(
      'pll',
      {
        params: {},
        clocks: { board: clock({ reset: 'none' }) },
        ports: () => ({ q: output(bool) }),
      },
      ({ q }, _, m) => {
        const { fast } = m.wires({ fast: bool });
        m.inst('pll', Pll, {}, { CLKOUT: fast });
        // @ts-expect-error: a value is no clock
        clocked(fast, () => q.set(true));
      },
    ),
  'a clock port declared for each of its edges': () =>
    module(
      'edges',
      {
        params: {},
        clocks: {
          main: clock({ ports: { clock: 'clk', reset: 'rst' } }),
          late: clock({ edge: 'falling', reset: 'none', ports: { clock: 'clk' } }),
        },
        ports: (_, { main, late }) => ({ d: main.port(input(bool)), q: late.port(output(bool)) }),
      },
      ({ d, q }) => q.set(d),
    ),
  'a synchroniser for a reset that is one already': () =>
    module(
      'settled',
      { params: {}, clocks: { main: clock() }, ports: () => ({ q: output(bool) }) },
      ({ q }, _, m, { main }) => {
        const { held } = clocked(synchroniseReset(main), () => m.regs({ held: bool }));
        held.set(true);
        q.set(held);
      },
    ),
  'a black box without an enable in a domain with one': () =>
    module(
      'gated',
      { params: {}, clocks: { main: clock({ enable: true }) }, ports: () => ({ q: output(bool) }) },
      ({ q }, _, m) => {
        const Counter = blackBox('VENDOR_COUNT', {
          params: { N: int(4) },
          clocks: { clk: clock({ reset: 'none', ports: { clock: 'CLK' } }) },
          ports: () => ({ Q: output(bool) }),
        });
        m.inst('count', Counter, {}, { Q: q });
      },
    ),
};

/** What is said of a program, and what to do. */
function said(program: () => AnyModule): string[] {
  const told = (all: DiagnosticError['diagnostics']): string[] =>
    all.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`);
  try {
    return [...checkDesign(program().elaborate()).values()].flatMap(({ diagnostics }) => told(diagnostics));
  } catch (error) {
    if (error instanceof DiagnosticError) return told(error.diagnostics);
    throw error;
  }
}

it('what is refused is told with what to do instead', () => {
  expect(
    Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, said(program)])),
  ).toMatchInlineSnapshot(`
    {
      "a black box without an enable in a domain with one": [
        "clock-mismatch: Clock \`clk\` of instance \`count\` of \`VENDOR_COUNT\` cannot be domain \`main\`: it has no enable, and would go on while the domain stands still. Give it the clock that has no enable, and hold it by an input.",
      ],
      "a clock port declared for each of its edges": [
        "clock-misuse: Clocks \`main\` and \`late\` of \`edges\` have one port, \`clk\`. Declare \`main\`, and make the other of it in the body, with \`oppositeEdge\` or \`enabledClock\`.",
      ],
      "a memory under two clocks, for no reason": [
        "clock-domain-crossing: A value of domain \`a\` reaches register \`ram_read\` of domain \`b\`, and no crossing is declared: \`ram\` → \`ram_read\`. Say why no word is read while it changes where the memory is made: \`m.mem('ram', …, { crossing: reason })\`.",
      ],
      "a memory with a write port under each of two clocks": [
        "memory-misuse: Two clocks, a and b, write words of memory \`ram\`. Write it in one domain, or take a memory of the technology with two write ports, in a \`blackBox\`.",
      ],
      "a struct in registers in a row": [
        "wide-synchroniser: \`synchronise\` takes 7 bits across, which need not arrive in one cycle. Say what makes that safe: \`code: 'gray'\`, 'one-hot' or 'quasi-static', with a \`reason\`; or use \`Handshake\` or \`AsyncFifo\` of the generators.",
      ],
      "a synchroniser for a reset that is one already": [
        "clock-misuse: \`main\` has no asynchronous reset to synchronise. Declare it with \`reset: 'asynchronous'\`.",
      ],
      "a word in registers in a row": [
        "wide-synchroniser: \`synchronise\` takes 4 bits across, which need not arrive in one cycle. Say what makes that safe: \`code: 'gray'\`, 'one-hot' or 'quasi-static', with a \`reason\`; or use \`Handshake\` or \`AsyncFifo\` of the generators.",
      ],
      "a word of the other clock": [
        "clock-domain-crossing: A value of domain \`a\` reaches register \`held\` of domain \`b\`, and no crossing is declared: \`d\` → \`held\`. Its 4 bits may arrive apart: take them across by \`AsyncFifo\` or \`Handshake\` of the generators, or with \`synchronise\` in a code that stands that, or say with \`crossing\` why they stand still.",
      ],
      "logic of the other clock in a synchroniser": [
        "crossing-of-logic: \`synchronised_1\` takes over what logic computes from values of domain \`a\`: \`d\` → \`synchronised_1\`. Logic has glitches, which another clock may catch: put the value into a register first.",
      ],
      "the output of a PLL as a clock": [
        "wrong-argument: A clock must be one of those that the body of a module is given, but is a hardware value. A clock that a PLL or a gate makes comes in by a port: declare it in \`clocks\`, and join both in the top of the chip.",
      ],
    }
  `);
});
