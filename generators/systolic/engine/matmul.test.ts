import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { scaleSingle } from '../../../testbench/golden/requantise.ts';
import { random } from '../../../testbench/random.ts';
import { Matmul } from './matmul.ts';

const ROWS = 3;
const COLS = 2;
const Q = 2 ** 30;

interface Product {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly mode: number;
}

/** A matmul whose buffers hold the operands of one product, word by word as an engine takes them. */
function filled(stay: boolean, { m, k, n }: Product) {
  const next = random(m * 100 + k * 10 + n);
  const matrix = (rows: number, columns: number, most: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => next.integer(-most, most)));
  const a = matrix(m, k, 127);
  const b = matrix(k, n, 127);
  const bias = matrix(1, n, 1000)[0] ?? [];
  const at = (values: number[][], row: number, column: number) => values[row]?.[column] ?? 99;
  const core = simulate(Matmul, {
    ROWS,
    COLS,
    OUTPUT_STATIONARY: stay ? 1 : 0,
    SIZE_WIDTH: 6,
    ACC_DEPTH: 16,
    REQUANT_LANES: 2,
    FLOAT: 0,
    COMMANDS: 2,
    ACTIVATION_DEPTH: 64,
    WEIGHT_DEPTH: 64,
    PARAMETER_DEPTH: 16,
    BASE_WIDTH: 7,
  });
  const write = (name: string, words: readonly (bigint | number[])[]) => {
    for (const [address, word] of words.entries()) {
      core.poke(`${name}_write`, 1);
      core.poke(`${name}_address`, address);
      core.poke(`${name}_bits`, word);
      core.step();
    }
    core.poke(`${name}_write`, 0);
  };
  const lanes = Array.from({ length: ROWS }, (_, lane) => lane);
  const words = (tiles: number, length: number, word: (tile: number, index: number) => number[]) =>
    Array.from({ length: tiles * length }, (_, index) => word(Math.floor(index / length), index % length));
  write(
    'activation',
    stay
      ? words(Math.ceil(m / ROWS), k, (t, p) => lanes.map(r => at(a, t * ROWS + r, p)))
      : words(Math.ceil(k / ROWS), m, (t, i) => lanes.map(r => at(a, i, t * ROWS + r))),
  );
  write(
    'weight',
    words(Math.ceil(n / COLS), k, (t, p) => [at(b, p, t * COLS), at(b, p, t * COLS + 1)]),
  );
  // Shift 2, scale 2^30, the bias in the low bits.
  write(
    'parameter',
    bias.map(value => (2n << 64n) | (BigInt(Q) << 32n) | BigInt.asUintN(32, BigInt(value))),
  );
  const sums = a.map(row => bias.map((value, j) => row.reduce((sum, x, p) => sum + x * at(b, p, j), value)));
  return { core, sums };
}

describe.each([
  { stay: false, name: 'weight-stationary' },
  { stay: true, name: 'output-stationary' },
])('matmul, $name', ({ stay }) => {
  it.each<Product>([
    { m: 1, k: 1, n: 1, mode: 0 },
    { m: 4, k: 7, n: 5, mode: 0 },
    { m: 7, k: 4, n: 4, mode: 1 },
  ])('$m x $k times $k x $n with biases, mode $mode, twice', ({ m, k, n, mode }) => {
    const { core, sums } = filled(stay, { m, k, n, mode });
    const command = { m, k, n, starts: 1, ends: 1, bias: 1, mode, per_channel: 1, low: -100, high: 100, offset: 5 };
    for (const [name, value] of Object.entries(command)) core.poke(`command_${name}`, value);
    core.poke('command_valid', 1);
    core.poke('response_ready', 1);
    core.poke('result_ready', 1);
    const expected: number[][] = [];
    for (let j = 0; j < n; j += COLS)
      for (const row of sums) {
        const there = row.slice(j, j + COLS);
        const results = there.map(sum => Math.min(Math.max(scaleSingle(sum, Q, 2) + 5, -100), 100));
        expected.push([...(mode === 0 ? there : results), 0].slice(0, COLS));
      }
    const seen: number[][] = [];
    let accepted = 0;
    let answered = 0;
    for (let cycle = 0; answered < 2 && cycle < 400; cycle++) {
      core.poke('command_valid', accepted < 2);
      if (accepted < 2 && core.peekNumber('command_ready') === 1) accepted++;
      if (core.peekNumber('result_valid') === 1) {
        seen.push(core.peekNumbers('result_bits'));
        const last = seen.length % expected.length === 0;
        expect(core.peekNumber('result_last')).toBe(last ? 1 : 0);
      }
      if (core.peekNumber('response_valid') === 1) {
        expect(core.peekNumber('response_code')).toBe(0);
        answered++;
      }
      core.step();
    }
    expect(seen).toEqual([...expected, ...expected]);
    expect(core.peekNumber('busy')).toBe(0);
  });

  it.each([
    { name: 'activation_base', base: 70, code: 4 },
    { name: 'weight_base', base: 70, code: 5 },
    { name: 'parameter_base', base: 20, code: 6 },
  ])('answers a command whose $name is beyond its buffer with $code, and fetches nothing', ({ name, base, code }) => {
    const { core, sums } = filled(stay, { m: 1, k: 2, n: 2, mode: 0 });
    const command = { m: 1, k: 2, n: 2, starts: 1, ends: 1, bias: 1, valid: 1, [name]: base };
    for (const [port, value] of Object.entries(command)) core.poke(`command_${port}`, value);
    core.poke('response_ready', 1);
    expect(core.peekNumber('command_ready')).toBe(1);
    core.step();
    core.poke('command_valid', 0);
    for (let cycle = 0; core.peekNumber('response_valid') === 0 && cycle < 20; cycle++) core.step();
    expect(core.peekNumber('response_code')).toBe(code);
    core.step();

    // What fits gives its result afterwards.
    core.poke(`command_${name}`, 0);
    core.poke('command_valid', 1);
    core.poke('result_ready', 1);
    core.step();
    core.poke('command_valid', 0);
    for (let cycle = 0; core.peekNumber('result_valid') === 0 && cycle < 40; cycle++) core.step();
    expect(core.peekNumbers('result_bits')).toEqual(sums[0]);
  });
});
