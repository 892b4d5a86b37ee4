import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../random.ts';
import { type OperandValues, Operators, operatorCases, type ParameterNumbers } from './operators.ts';
import { type Emitted, emitFiles, findings, linters, missingSimulator, type Row, simulate } from './tools.ts';

let folder = '';
let emitted: Emitted;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-operators-'));
  emitted = await emitFiles(folder, Operators);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const widths = { a: 'W', b: 'W', x: 'W', y: 'W', c: 'V', z: 'V', n: 'A', f: 5, g: 5, p: 1, q: 1 } as const;

/** Rows of operands, the corners of every width first. */
function operandRows(parameters: ParameterNumbers, count: number, seed: number): Row[] {
  const source = random(seed);
  const widthOf = (name: keyof typeof widths): number => {
    const width = widths[name];
    return typeof width === 'number' ? width : parameters[width];
  };
  const corners = (width: number): bigint[] => {
    const half = 1n << BigInt(width - 1);
    return [0n, 1n, half - 1n, half, (half << 1n) - 1n].map(value => BigInt.asUintN(width, value));
  };
  const draw = (width: number): bigint => (source.chance(0.3) ? source.pick(corners(width)) : source.bits(width));
  const draws = (name: keyof typeof widths): readonly [string, bigint] => [name, draw(widthOf(name))];
  const names = ['a', 'b', 'x', 'y', 'c', 'z', 'n', 'f', 'g', 'p', 'q'] as const;
  return Array.from({ length: count }, () => Object.fromEntries(names.map(draws)));
}

function operandValues(row: Row, parameters: ParameterNumbers): OperandValues {
  const { W, V } = parameters;
  const { a = 0n, b = 0n, c = 0n, n = 0n, f = 0n, p = 0n, q = 0n, x = 0n, y = 0n, z = 0n, g = 0n } = row;
  const asSigned = BigInt.asIntN;
  return { a, b, c, n, f, p, q, x: asSigned(W, x), y: asSigned(W, y), z: asSigned(V, z), g: asSigned(5, g) };
}

const bindings: readonly ParameterNumbers[] = [
  { W: 8, V: 5, A: 4, K: 3 },
  { W: 1, V: 1, A: 1, K: 0 },
  { W: 2, V: 3, A: 2, K: 1 },
  { W: 3, V: 1, A: 3, K: 31 },
  { W: 33, V: 70, A: 7, K: 16 },
];

/** The widths at which models are built: equal and different, one, and beyond 32 and 64 bits. */
const simulated = bindings.filter(({ W }) => [1, 2, 33].includes(W));

const tools = await linters();
const missing = await missingSimulator();

describe('every operator', () => {
  it('equals its definition in Verilator and Icarus', async ({ skip }) => {
    if (missing !== undefined) return skip(missing);
    const wrong = new Set<string>();
    for (const parameters of simulated) {
      const inputs = operandRows(parameters, 300, 11);
      for (const { simulator, rows, unknown, widths: outputs } of await simulate(emitted, parameters, inputs)) {
        expect(unknown.flatMap(row => Object.values(row)).every(mask => mask === 0n)).toBe(true);
        inputs.forEach((row, cycle) => {
          const values = operandValues(row, parameters);
          for (const [name, { value }] of Object.entries(operatorCases)) {
            const actual = rows[cycle]?.[`out_${name}`] ?? 0n;
            const width = outputs[`out_${name}`] ?? 0;
            const expected = BigInt.asUintN(width, value(values, parameters));
            if (actual !== expected) wrong.add(`${name} in ${simulator} at ${JSON.stringify(parameters)}`);
          }
        });
      }
    }
    expect([...wrong]).toEqual([]);
  });

  it.for(tools)('is clean in $name', async (linter, { skip }) => {
    if (linter.absent !== undefined) return skip(linter.absent);
    expect(await findings(linter, emitted, bindings)).toEqual([]);
  });
});
