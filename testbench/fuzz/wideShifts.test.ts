import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { constant, input, int, module, output, sint, uint } from '../../dsl/index.ts';
import { simulate as builtIn } from '../../dsl/simulate/simulate.ts';
import { nativeYosys, npmYosys, type Yosys } from '../formal/yosys.ts';
import { emitFiles, simulate } from '../regressions/language/tools.ts';

/** Amounts of more than 32 bits: constants as they stand, cast and brought to other widths, and a value. */
const Wide = module(
  'wide',
  {
    params: { W: int(8, { min: 2, max: 40 }) },
    ports: ({ W }) => ({
      x: input(uint(10)),
      y: input(sint(70)),
      n: input(uint(70)),
      right: output(uint(10)),
      left: output(uint(10)),
      arithmetic: output(sint(70)),
      by_value: output(uint(10)),
      parametric: output(uint(W)),
      truncated: output(uint(10)),
      undecided: output(uint(10)),
    }),
  },
  (io, { W }) => {
    io.right.set(io.x.shiftRight(constant(uint(90), 2n ** 65n)));
    io.left.set(io.x.shiftLeft(constant(sint(90), 2n ** 65n).asUint()));
    io.arithmetic.set(io.y.shiftRight(constant(uint(33), 2n ** 32n - 1n).fit(40)));
    io.by_value.set(io.x.shiftRight(io.n));
    io.parametric.set(io.x.fit(W).shiftRight(constant(sint(90), -1n).asUint()));
    io.truncated.set(io.x.shiftLeft(constant(uint(40), 2n ** 33n + 3n).truncate(33)));
    io.undecided.set(io.x.shiftLeft(constant(uint(W), 1n)));
  },
);

const given = [
  { x: 1023n, y: -5n, n: 3n },
  { x: 512n, y: 5n, n: 2n ** 65n },
  { x: 700n, y: -(2n ** 69n), n: 2n ** 32n + 1n },
];
const wanted = given.map(({ x, y, n }) => ({
  right: 0n,
  left: 0n,
  arithmetic: y < 0n ? -1n : 0n,
  by_value: n < 10n ? x >> n : 0n,
  parametric: 0n,
  truncated: BigInt.asUintN(10, x << 3n),
  undecided: BigInt.asUintN(10, x << 1n),
}));

const inEmitted = async <R>(use: (emitted: Awaited<ReturnType<typeof emitFiles>>) => Promise<R>): Promise<R> => {
  const folder = await mkdtemp(join(tmpdir(), 'scoville-wide-shifts-'));
  try {
    return await use(await emitFiles(folder, Wide, { named: false }));
  } finally {
    await rm(folder, { recursive: true });
  }
};

const native = await nativeYosys();

/** Whether Yosys holds `output` for `value` always, once constants are folded. */
async function holds(yosys: Yosys, text: string, commands: string, proofs: readonly (readonly [string, string])[]) {
  const proved = proofs.map(([output, value]) => `-prove ${output} ${value}`).join(' ');
  const script = `read_verilog m.v; ${commands}; sat -verify ${proved}`;
  const run = await yosys.run(script, new Map([['m.v', text]]), []);
  return run.failed ? run.text : 'holds';
}

describe('shifts by more than any vector has bits', () => {
  it('are written with an amount of 31 bits', async () => {
    const lines = await inEmitted(async ({ text }) => text.split('\n').filter(line => /<<|>>/.test(line)));
    expect(lines.map(line => line.trim())).toMatchInlineSnapshot(`
      [
        "assign right = x >> 1073741824;",
        "assign left  = x << 1073741824;",
        "wire signed [69:0] shifted = y >>> 1073741824;",
        "assign by_value   = x >> n;",
        "assign parametric = resized >> 1073741824;",
        "assign truncated  = x << 3;",
        "assign undecided  = x << 1;",
      ]
    `);
  });

  it('give 0, or the sign, in every simulator', async () => {
    const simulator = builtIn(Wide, {}, { seed: 1 });
    given.forEach((row, cycle) => {
      for (const [name, value] of Object.entries(row)) simulator.poke(name, value);
      for (const [name, value] of Object.entries(wanted[cycle] ?? {}))
        expect(`${name} ${simulator.peek(name)}`).toBe(`${name} ${value}`);
    });
    await inEmitted(async emitted => {
      const rows = given.map(({ x, y, n }) => ({ x, y: BigInt.asUintN(70, y), n }));
      const expected = wanted.map(row => ({ ...row, arithmetic: BigInt.asUintN(70, row.arithmetic) }));
      for (const { simulator: name, rows: results } of await simulate(emitted, { W: 8 }, rows))
        expect({ name, results }).toEqual({ name, results: expected });
    });
  });

  it.for(['on PATH', 'of npm'] as const)('give 0 in the Yosys %s', async (which, { skip }) => {
    const yosys = which === 'of npm' ? await npmYosys() : native;
    if (yosys === undefined) return skip('There is no Yosys 0.23 or newer on PATH.');
    await inEmitted(async ({ text }) => {
      const zeros = ['right', 'left', 'parametric'].map(output => [output, '0'] as const);
      expect(await holds(yosys, text, 'hierarchy -top wide; proc; opt', zeros)).toBe('holds');
    });
  });
});

/**
 * IEEE 1364-2005, 5.1.12: the amount is a number without a sign, and zeros take the places of the bits that are shifted
 * out, so that all of `y` is 0.
 */
const computed = `module m(input [9:0] x, output [9:0] y);
  wire [89:0] amount = 90'h20000000000000000;
  assign y = x >> amount;
endmodule
`;

describe('a constant amount of more than 32 bits that is computed, of which the fuzzer draws none', () => {
  const zero = [['y', '0']] as const;

  it('Yosys up to 0.53 takes modulo two to the 32 as it folds', async ({ skip }) => {
    if (native === undefined || native.minor >= 54) return skip('There is no Yosys of 0.23 to 0.53 on PATH.');
    expect(await holds(native, computed, 'proc -noopt', zero)).toBe('holds');
    expect(await holds(native, computed, 'proc', zero)).not.toBe('holds');
    expect(await holds(native, computed, 'proc', [['y', 'x']])).toBe('holds');
  });

  it('later ones keep', async () => {
    expect(await holds(await npmYosys(), computed, 'proc', zero)).toBe('holds');
  });
});
