import { describe, expect, it } from 'vitest';
import { input, int, module, output, sint, uint } from '../../index.ts';
import { reported } from './rendered.fixture.ts';

describe('the five commonest mistakes of a newcomer', () => {
  it('8 bits into 4', () => {
    const text = reported(() =>
      module('narrow', { params: {}, ports: () => ({ a: input(uint(8)), y: output(uint(4)) }) }, ({ a, y }) => {
        // @ts-expect-error 8 bits do not fit 4
        y.set(a);
      }),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[width-mismatch]: \`y\` holds 4 bits, but the value has 8.

        wrongPrograms.test.ts
        | y.set(a);
        |   ^^^^^^
        wrongPrograms.test.ts
        | module('narrow', { params: {}, ports: () => ({ a: input(uint(8)), y: output(uint(4)) }) }, ({ a, y }) => {
        |                                                                      ^^^^^^^^^^^^^^^ declared here

        Say what becomes of the difference: \`.truncate(4)\` drops the high bits, \`.saturate(4)\` clamps; \`addWrap\` is \`add\` without its carry.
        See docs/diagnostics.md#width-mismatch
      "
    `);
  });

  it('a sum with its carry, which only elaboration knows the width of', () => {
    const text = reported(() =>
      module(
        'sum',
        { params: { N: int(8, { min: 1 }) }, ports: ({ N }) => ({ a: input(uint(N)), y: output(uint(N)) }) },
        ({ a, y }) => {
          y.set(a.add(a));
        },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[width-mismatch]: \`y\` holds N bits, but the value has N + 1.

        wrongPrograms.test.ts
        | y.set(a.add(a));
        |         ^^^^^^ \`add\` keeps the carry: one bit more than its operands
        wrongPrograms.test.ts
        | { params: { N: int(8, { min: 1 }) }, ports: ({ N }) => ({ a: input(uint(N)), y: output(uint(N)) }) },
        |                                                                                 ^^^^^^^^^^^^^^^ declared here

        Say what becomes of the difference: \`.truncate(N)\` drops the high bits, \`.saturate(N)\` clamps; \`addWrap\` is \`add\` without its carry.
        See docs/diagnostics.md#width-mismatch
      "
    `);
  });

  it('an output that nothing drives', () => {
    const text = reported(() =>
      module('idle', { params: {}, ports: () => ({ a: input(uint(8)), y: output(uint(8)) }) }, () => {}),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[undriven]: Output \`y\` is never given a value.

        wrongPrograms.test.ts
        | module('idle', { params: {}, ports: () => ({ a: input(uint(8)), y: output(uint(8)) }) }, () => {}),
        |                                                                    ^^^^^^^^^^^^^^^ declared here

        Assign it, or remove it if nothing needs it.
        See docs/diagnostics.md#undriven
      "
    `);
  });

  it('a combinational loop', () => {
    const text = reported(() =>
      module('loop', { params: {}, ports: () => ({ a: input(uint(8)), y: output(uint(8)) }) }, ({ a, y }, _, m) => {
        const { left, right } = m.wires({ left: uint(8), right: uint(8) });
        left.set(right.xor(a));
        right.set(left.inc());
        y.set(left);
      }),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[combinational-loop]: The value of \`left\` depends on itself without a register in between: \`left\` → \`right\` → \`left\`.

        wrongPrograms.test.ts
        | left.set(right.xor(a));
        |      ^^^^^^^^^^^^^^^^^ \`left\` depends on \`right\`
        wrongPrograms.test.ts
        | right.set(left.inc());
        |       ^^^^^^^^^^^^^^^ \`right\` depends on \`left\`

        Put a register into the path, or break it.
        See docs/diagnostics.md#combinational-loop
      "
    `);
  });

  it('signed with unsigned', () => {
    const text = reported(() =>
      module(
        'mixed',
        { params: {}, ports: () => ({ a: input(uint(8)), b: input(sint(8)), y: output(uint(8)) }) },
        ({ a, b, y }) => {
          // @ts-expect-error a uint and a sint
          y.set(a.addWrap(b));
        },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[sign-mismatch]: \`addWrap\` mixes uint(8) with sint(8).

        wrongPrograms.test.ts
        | y.set(a.addWrap(b));
        |         ^^^^^^^^^^

        Cast one side: \`asSint()\` and \`asUint()\` keep the bits, \`toSint()\` adds a sign bit and keeps the value.
        See docs/diagnostics.md#sign-mismatch
      "
    `);
  });

  it('a parameter out of range, in a configuration and in an instance', () => {
    const Fifo = module(
      'fifo',
      { params: { DEPTH: int(16, { min: 2 }) }, ports: ({ DEPTH }) => ({ level: input(uint(DEPTH)) }) },
      () => {},
    );
    expect(reported(() => Fifo, [{ DEPTH: 1 }])).toMatchInlineSnapshot(`
      "error[parameter-out-of-range]: DEPTH of \`fifo\` is 1, but must be at least 2.

        wrongPrograms.test.ts
        | { params: { DEPTH: int(16, { min: 2 }) }, ports: ({ DEPTH }) => ({ level: input(uint(DEPTH)) }) },
        |                    ^^^^^^^^^^^^^^^^^^^ declared here

        Choose a value in its range.
        See docs/diagnostics.md#parameter-out-of-range
      "
    `);
    const text = reported(() =>
      module(
        'parent',
        { params: { N: int(4, { min: 1 }) }, ports: ({ N }) => ({ x: input(uint(N)) }) },
        ({ x }, { N }, m) => {
          m.inst('u_fifo', Fifo, { DEPTH: N }, { level: x });
        },
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "error[illegal-instance]: Instance \`u_fifo\` of \`fifo\` is not legal when N = 1: DEPTH is 1, but must be at least 2.

        wrongPrograms.test.ts
        | m.inst('u_fifo', Fifo, { DEPTH: N }, { level: x });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        wrongPrograms.test.ts
        | { params: { DEPTH: int(16, { min: 2 }) }, ports: ({ DEPTH }) => ({ level: input(uint(DEPTH)) }) },
        |                    ^^^^^^^^^^^^^^^^^^^ stated here

        Give arguments that are legal for every value of the parameters around the instance, or rule values out with a range or a relation in \`where\`.
        See docs/diagnostics.md#illegal-instance
      "
    `);
    const constant = reported(() =>
      module('fixed', { params: {}, ports: () => ({ x: input(uint(1)) }) }, ({ x }, _, m) => {
        m.inst('u_fifo', Fifo, { DEPTH: 1 }, { level: x });
      }),
    );
    expect(constant).toMatchInlineSnapshot(`
      "error[parameter-out-of-range]: DEPTH of \`fifo\` is 1, but must be at least 2.

        wrongPrograms.test.ts
        | m.inst('u_fifo', Fifo, { DEPTH: 1 }, { level: x });
        |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Choose a value in its range.
        See docs/diagnostics.md#parameter-out-of-range
      "
    `);
  });
});
