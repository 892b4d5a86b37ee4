import { describe, expect, it } from 'vitest';
import { around, inverter, inverterPorts, thrown } from './blackBox.fixture.ts';
import { blackBox, bool, choice, clock, enumeration, flag, input, int, module, output, uint, vec } from './index.ts';
import type { HwModule } from './ir/hwModule.ts';
import { checkDesign } from './passes/check/checkDesign.ts';
import { noSource } from './passes/lower/names.ts';
import { emitModule, modulesOf } from './passes/pipeline.ts';
import { simulate } from './simulate/simulate.ts';

describe('a model', () => {
  it('is needed by the built-in simulator', () => {
    expect(thrown(() => simulate(around(inverter())))).toMatchInlineSnapshot(`
      "error[black-box]: Black box \`inverter\` has no model for the built-in simulator.

        blackBoxModels.test.ts
        | expect(thrown(() => simulate(around(inverter())))).toMatchInlineSnapshot(\`
        |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Give it one with \`simulate\`, or simulate the design in Verilator or Icarus.
        See docs/diagnostics.md#black-box
      "
    `);
  });

  it('gives each output a value of its type', () => {
    const simulator = simulate(around(inverter({ simulate: () => ({ outputs: { q: ({ a }) => ~a } }) })));
    expect(thrown(() => simulator.peek('q'))).toMatchInlineSnapshot(`
      "error[black-box]: Black box \`inverter\` gives -1 for \`q\` of instance \`box\`, which is one number of 4 bits.

        blackBoxModels.test.ts
        | const simulator = simulate(around(inverter({ simulate: () => ({ outputs: { q: ({ a }) => ~a } }) })));
        |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        A model gives whole numbers in the range of the port, true or false for a bool, names for an enumeration.
        See docs/diagnostics.md#black-box
      "
    `);
    const right = simulate(around(inverter({ simulate: () => ({ outputs: { q: ({ a }) => 15n - a } }) })));
    right.poke('a', 6);
    expect(right.peek('q')).toBe(9);
  });

  it('is of the types of the ports', () => {
    const Mode = enumeration('idle', 'busy');
    blackBox(
      'typed',
      { params: {}, ports: () => ({ mode: input(Mode), list: input(vec(2, uint(4))), on: output(bool) }) },
      { simulate: () => ({ outputs: { on: ({ mode, list }) => mode === 'busy' && (list[0] ?? 0n) > 1n } }) },
    );
    blackBox(
      'wrong',
      { params: {}, ports: () => ({ a: input(bool), on: output(bool) }) },
      // @ts-expect-error a bool is no number
      { simulate: () => ({ outputs: { on: ({ a }) => (a ? 1 : 0) } }) },
    );
    blackBox(
      'missing',
      { params: {}, ports: () => ({ a: input(bool), on: output(bool) }) },
      // @ts-expect-error an output is missing
      { simulate: () => ({ outputs: {} }) },
    );
    expect(Mode.names).toEqual(['idle', 'busy']);
  });

  it('has a state of its own in every instance, and sees the values of its parameters', () => {
    const Delay = blackBox(
      'delay',
      { params: { N: int(1) }, ports: () => ({ a: input(uint(4)), q: output(uint(4)) }) },
      { simulate: ({ N }) => ({ outputs: { q: ({ a }) => (a + BigInt(N)) % 16n } }) },
    );
    const Two = module('two', { params: {}, ports: inverterPorts }, ({ a, q }, _, m) => {
      const { between } = m.wires({ between: uint(4) });
      m.inst('one', Delay, { N: 3 }, { a, q: between });
      m.inst('two', Delay, { N: 5 }, { a: between, q });
    });
    const simulator = simulate(Two);
    simulator.poke('a', 9);
    expect([simulator.peek('between'), simulator.peek('q')]).toEqual([12, 1]);
  });
});

describe('the clocks of a model', () => {
  const Ticks = blackBox(
    'ticks',
    {
      params: {},
      clocks: { main: clock({ enable: true, ports: { clock: 'ck', reset: 'rs', enable: 'ce' } }) },
      ports: () => ({ q: output(uint(4)) }),
      depends: { q: [] },
    },
    {
      simulate: () => {
        let count = 9n;
        return {
          outputs: { q: () => count },
          clock: ({ rs, ce }) => {
            if (rs === true) count = 0n;
            else if (ce === true) count = (count + 1n) % 16n;
          },
        };
      },
    },
  );

  it('have their reset and their enable as inputs', () => {
    const Plain = module('plain', { params: {}, ports: () => ({ q: output(uint(4)) }) }, ({ q }, _, m) =>
      m.inst('ticks', Ticks, {}, { q }),
    );
    const simulator = simulate(Plain);
    expect(simulator.peek('q')).toBe(9);
    simulator.reset();
    simulator.step(3);
    expect(simulator.peek('q')).toBe(3);
  });

  it('are those of the domain in which it stands, and no others', () => {
    const Two = module(
      'two_clocks',
      {
        params: {},
        clocks: { fast: clock({ enable: true }), slow: clock({ enable: true }) },
        ports: (_, { fast, slow }) => ({ quick: fast.port(output(uint(4))), lazy: slow.port(output(uint(4))) }),
      },
      ({ quick, lazy }, _, m, { fast, slow }) => {
        m.inst('first', Ticks, {}, { q: quick }, { clocks: { main: fast } });
        m.inst('second', Ticks, {}, { q: lazy }, { clocks: { main: slow } });
      },
    );
    const found = [...checkDesign(Two.elaborate()).values()];
    expect(found.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual([]);
    const simulator = simulate(Two, {}, { periods: { fast: 10, slow: 30 } });
    simulator.reset(3);
    simulator.step(6);
    expect([simulator.peek('quick'), simulator.peek('lazy')]).toEqual([6, 2]);
    simulator.poke('fast_en', false);
    simulator.step(3);
    expect([simulator.peek('quick'), simulator.peek('lazy')]).toEqual([6, 3]);
  });
});

/** A pad whose drive is a text, as vendors have them; two instances of it differ. */
const Pad = blackBox(
  'VENDOR_PAD',
  {
    params: { DRIVE: int(12, { min: 2 }), SLEW: choice('SLOW', 'FAST'), INVERT: flag(false) },
    ports: () => ({ I: input(bool), O: output(bool) }),
  },
  { simulate: ({ SLEW, INVERT }) => ({ outputs: { O: ({ I }) => (SLEW === 'FAST' && I) !== INVERT } }) },
);
const Pads = module(
  'pads',
  { params: {}, ports: () => ({ i: input(bool), slow: output(bool), fast: output(bool) }) },
  ({ i, slow, fast }, _, m) => {
    m.inst('slow_pad', Pad, { INVERT: true }, { I: i, O: slow });
    m.inst('fast_pad', Pad, { DRIVE: 16, SLEW: 'FAST' }, { I: i, O: fast });
  },
);

it('options of a black box are texts in its Verilog, and told to its model', () => {
  const [box, top] = modulesOf(Pads.elaborate());
  const text = (hw: HwModule | undefined): string =>
    hw === undefined ? '' : emitModule(hw, { source: noSource, prefix: '' }).text;
  expect(text(top)).toContain('.DRIVE  (12),\n    .SLEW   ("SLOW"),\n    .INVERT (1)\n');
  expect(text(top)).toContain('.DRIVE  (16),\n    .SLEW   ("FAST"),\n    .INVERT (0)\n');
  expect(text(box)).toContain('parameter SLEW   = "SLOW",');
  const pads = simulate(Pads);
  pads.poke('i', true);
  expect([pads.peek('slow'), pads.peek('fast')]).toEqual([1, 1]);
});

it('an option that a black box does not have is refused', () => {
  const Wrong = module('wrong', { params: {}, ports: () => ({ i: input(bool), o: output(bool) }) }, ({ i, o }, _, m) =>
    // @ts-expect-error: no such option
    m.inst('pad', Pad, { SLEW: 'fast' }, { I: i, O: o }),
  );
  expect(() => Wrong.elaborate()).toThrow('SLEW of `VENDOR_PAD` is fast, but must be one of SLOW, FAST.');
});
