import { describe, expect, it } from 'vitest';
import {
  asynchronous,
  bool,
  clock,
  clocked,
  crossing,
  genFor,
  input,
  int,
  module,
  output,
  synchronise,
  uint,
  unused,
  vec,
  when,
} from '../../index.ts';
import type { AnyModule } from '../../module.ts';
import { checkDesign } from './checkDesign.ts';
import { reported } from './rendered.fixture.ts';

/** What is said of a design and everything in it. */
const said = (described: AnyModule): string[] =>
  [...checkDesign(described.elaborate()).values()].flatMap(({ diagnostics }) =>
    diagnostics.map(({ message }) => message),
  );

const two = { one: clock(), two: clock() };

/** Has no clock: what it gives changes with what it is given. */
const Gate = module(
  'gate',
  { params: {}, ports: () => ({ a: input(bool), b: input(bool), q: output(bool) }) },
  ({ a, b, q }) => q.set(a.and(b)),
);

/** Holds its input. */
const Hold = module('hold', { params: {}, ports: () => ({ d: input(bool), q: output(bool) }) }, ({ d, q }, _, m) => {
  const { held } = m.regs({ held: bool });
  held.set(d);
  q.set(held);
});

describe('clock-domain-crossing', () => {
  it('shows the way through wires and an instance without a clock, each with its place', () => {
    expect(
      reported(() =>
        module(
          'described',
          {
            params: {},
            clocks: two,
            ports: (_, { one, two: other }) => ({ d: one.port(input(bool)), q: other.port(output(bool)) }),
          },
          ({ d, q }, _, m, { one, two: other }) => {
            const { first } = clocked(one, () => m.regs({ first: bool }));
            first.set(d);
            const { gated, turned } = m.wires({ gated: bool, turned: bool });
            m.inst('gate', Gate, {}, { a: first, b: first, q: gated });
            turned.set(gated.not());
            const { second } = clocked(other, () => m.regs({ second: bool }));
            second.set(turned);
            q.set(second);
          },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[clock-domain-crossing]: A value of domain \`one\` reaches register \`second\` of domain \`two\`, and no crossing is declared: \`first\` → \`gate.a\` → \`gate.q\` → \`gated\` → \`turned\` → \`second\`.

        clockDomains.test.ts
        | second.set(turned);
        |        ^^^^^^^^^^^ reaches register \`second\` here
        clockDomains.test.ts
        | turned.set(gated.not());
        |        ^^^^^^^^^^^^^^^^ by way of \`turned\`
        clockDomains.test.ts
        | m.inst('gate', Gate, {}, { a: first, b: first, q: gated });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ by way of \`gated\`
        clockDomains.test.ts
        | ({ a, b, q }) => q.set(a.and(b)),
        |                    ^^^^^^^^^^^^^ by way of \`gate.q\`
        clockDomains.test.ts
        | m.inst('gate', Gate, {}, { a: first, b: first, q: gated });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ by way of \`gate.a\`
        clockDomains.test.ts
        | const { first } = clocked(one, () => m.regs({ first: bool }));
        |                                        ^^^^^^^^^^^^^^^^^^^^^ \`first\` belongs to domain \`one\`

        Take it across with \`synchronise\`, or say with \`crossing\` why it is safe as it is.
        See docs/diagnostics.md#clock-domain-crossing
      "
    `);
  });

  it('takes an output of another clock for what it is, and the inputs and resets of an instance as sinks', () => {
    const Design = module(
      'described',
      {
        params: {},
        clocks: two,
        ports: (_, { one, two: other }) => ({
          d: one.port(input(bool)),
          q: other.port(output(bool)),
          late: other.port(output(bool)),
          cleared: other.port(output(bool)),
        }),
      },
      ({ d, q, late, cleared }, _, m, { one, two: other }) => {
        const { first } = clocked(one, () => m.regs({ first: bool }));
        first.set(d);
        q.set(first);
        clocked(other, () => {
          m.inst('inner', Hold, {}, { d: first, q: late });
          m.inst('again', Hold, {}, { d: cleared, q: cleared }, { alsoReset: first });
        });
      },
    );
    expect(said(Design)).toEqual([
      'A value of domain `one` reaches output `q` of domain `two`, and no crossing is declared: `first` → `q`.',
      'A value of domain `one` reaches input `inner.d` of domain `two`, and no crossing is declared: `first` → `inner.d`.',
      'A value of domain `one` reaches the reset of instance `again` of domain `two`, and no crossing is declared: `first` → `again`.',
    ]);
  });

  it('looks at memories, assertions and conditions', () => {
    const Design = module(
      'described',
      {
        params: {},
        clocks: two,
        ports: (_, { one, two: other }) => ({ d: one.port(input(bool)), q: other.port(output(bool)) }),
      },
      ({ d, q }, _, m, { one, two: other }) => {
        const ram = m.mem('ram', bool, 4);
        const { at } = clocked(one, () => m.regs({ at: uint(2) }));
        at.set(at.inc());
        clocked(one, () => ram.write(at, d));
        clocked(other, () => {
          const { index } = m.regs({ index: uint(2) });
          when(d, () => index.set(index.inc()));
          m.assert(at.ne(3), 'never three');
          q.set(ram.read(index));
        });
      },
    );
    expect(said(Design)).toEqual([
      'A value of domain `one` reaches register `index` of domain `two`, and no crossing is declared: `d` → `index`.',
      'A value of domain `one` reaches `assert` "never three" of domain `two`, and no crossing is declared: `at` → `assert`.',
      'A value of domain `one` reaches output `q` of domain `two`, and no crossing is declared: `ram` → `q`.',
    ]);
  });

  it('refuses what belongs to no clock, in a module with one clock too, and mixes of two clocks at a port', () => {
    const Button = module(
      'button',
      {
        params: {},
        ports: () => ({ button: asynchronous(input(bool)), q: output(bool), raw: asynchronous(output(bool)) }),
      },
      ({ button, q, raw }, _, m) => {
        const { held } = m.regs({ held: bool });
        held.set(button);
        q.set(held);
        raw.set(button);
      },
    );
    expect(said(Button)).toEqual([
      'A value of no clock reaches register `held` of domain `clk`, and no crossing is declared: `button` → `held`.',
    ]);
    const Around = module(
      'around',
      { params: {}, ports: () => ({ button: asynchronous(input(bool)), q: output(bool) }) },
      ({ button, q }, _, m) => {
        const Pass = module(
          'pass',
          { params: {}, ports: () => ({ i: asynchronous(input(bool)), o: asynchronous(output(bool)) }) },
          ({ i, o }) => o.set(i),
        );
        const { passed } = m.wires({ passed: bool });
        m.inst('pass', Pass, {}, { i: button, o: passed });
        q.set(passed);
      },
    );
    expect(said(Around)).toEqual([
      'A value of no clock reaches output `q` of domain `clk`, and no crossing is declared: `button` → `pass.i` → `pass.o` → `passed` → `q`.',
    ]);
    const Mix = module(
      'mix',
      {
        params: {},
        clocks: two,
        ports: (_, { one, two: other }) => ({
          a: one.port(input(bool)),
          b: other.port(input(bool)),
          q: other.port(output(bool)),
        }),
      },
      ({ a, b, q }) => q.set(a.xor(b)),
    );
    expect(said(Mix)).toEqual([
      'A value of domain `one` reaches output `q` of domain `two`, and no crossing is declared: `a` → `q`.',
    ]);
  });

  it('is content with declared crossings, with both clocks of an instance on one, and with elements of one domain each', () => {
    const Two = module(
      'two',
      { params: {}, clocks: two, ports: (_, c) => ({ d: c.one.port(input(bool)), q: c.two.port(output(bool)) }) },
      ({ d, q }, _, m, c) => {
        const seen = clocked(c.two, () => synchronise(d));
        const steady = clocked(c.two, () => crossing(d, { kind: 'quasi-static', reason: 'it stands still' }));
        q.set(seen.and(steady));
        m.unused({ d }, 'only crossed');
      },
    );
    const Design = module(
      'described',
      {
        params: { N: int(2, { min: 1 }) },
        clocks: two,
        ports: ({ N }, c) => ({
          d: c.one.port(input(vec(N, bool))),
          e: c.two.port(input(bool)),
          q: c.two.port(output(bool)),
        }),
      },
      ({ d, e, q }, { N }, m, c) => {
        m.inst('both', Two, {}, { d: e, q }, { clocks: { one: c.two, two: c.two } });
        const { kept } = clocked(c.one, () => m.regs({ kept: vec(N, bool) }));
        genFor(N, 'lane', i => kept.at(i).set(d.at(i)));
        clocked(c.one, () => m.inst('hold', Hold, {}, { d: kept.at(0), q: unused('a test') }));
      },
    );
    expect(said(Design)).toEqual([]);
  });

  it('refuses a memory that two clocks write', () => {
    const Design = module(
      'described',
      {
        params: {},
        clocks: two,
        ports: (_, c) => ({ d: c.one.port(input(bool)), e: c.two.port(input(bool)), q: c.two.port(output(bool)) }),
      },
      ({ d, e, q }, _, m, c) => {
        const ram = m.mem('ram', bool, 2, { crossing: 'a test' });
        clocked(c.one, () => ram.write(d.asUint(), d));
        clocked(c.two, () => ram.write(e.asUint(), e));
        q.set(ram.read(e.asUint()));
      },
    );
    expect(said(Design)).toEqual(['Two clocks, one and two, write words of memory `ram`.']);
  });
});

it('looks once at every value, however they are shared', () => {
  const Deep = module(
    'deep',
    { params: {}, clocks: two, ports: (_, c) => ({ d: c.one.port(input(uint(8))), q: c.two.port(output(uint(8))) }) },
    ({ d, q }, _, m, c) => {
      let value = d.addWrap(d);
      for (let depth = 0; depth < 3000; depth++) value = value.xor(value.addWrap(value));
      const { held } = clocked(c.two, () => m.regs({ held: uint(8) }));
      held.set(value);
      q.set(held);
    },
  );
  expect(said(Deep)).toEqual([
    'A value of domain `one` reaches register `held` of domain `two`, and no crossing is declared: `d` → `held`.',
  ]);
});
