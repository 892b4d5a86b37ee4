import { describe, expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { random } from '../../../testbench/random.ts';
import { CommandCheck } from './commandCheck.ts';

const ROWS = 3;
const COLS = 2;
const ACC_DEPTH = 5;

describe.each([
  { OUTPUT_STATIONARY: 0, REQUANT_LANES: 0, FLOAT: 1 },
  { OUTPUT_STATIONARY: 0, REQUANT_LANES: 1, FLOAT: 0 },
  { OUTPUT_STATIONARY: 1, REQUANT_LANES: 1, FLOAT: 1 },
])('command_check $OUTPUT_STATIONARY, REQUANT_LANES $REQUANT_LANES, FLOAT $FLOAT', values => {
  it('says for every command of sizes up to 7 why it cannot be carried out', () => {
    const check = simulate(CommandCheck, { ROWS, COLS, ACC_DEPTH, SIZE_WIDTH: 3, ...values });
    const stay = values.OUTPUT_STATIONARY === 1;
    const modes = values.REQUANT_LANES === 0 ? 1 : 3 + values.FLOAT;
    const next = random(1);
    const seen = new Set<number>();
    for (let bits = 0; bits < 2 ** 13; bits++) {
      const field = (low: number, width: number): number => (bits >> low) & (2 ** width - 1);
      const [m, k, n, starts, ends, mode] = [
        field(0, 3),
        field(3, 3),
        field(6, 3),
        field(9, 1),
        field(10, 1),
        field(11, 2),
      ];
      const fault = next.integer(0, 7);
      for (const [name, value] of Object.entries({ m, k, n, starts, ends, mode, fault })) check.poke(name, value);
      const open = starts === 0 || ends === 0;
      const tooLarge = (open && (n > COLS || (stay && m > ROWS))) || (!stay && m > ACC_DEPTH);
      const code = m * k * n === 0 ? 1 : tooLarge ? 2 : mode >= modes ? 3 : fault;
      if (check.peekNumber('code') !== code)
        expect({ m, k, n, starts, ends, mode, code: check.peekNumber('code') }).toEqual({ code });
      seen.add(code);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
