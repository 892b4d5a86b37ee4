import { describe, expect, it } from 'vitest';
import { printTrace, type Trace } from './trace.ts';
import { vcdOf } from './vcd.ts';

const trace: Trace = {
  cycles: 3,
  signals: [
    { name: 'valid', width: 1, values: [0n, 1n, 1n] },
    { name: 'fifo.valid', width: 1, values: [0n, 1n, 1n] },
    { name: 'fifo.head', width: 5, values: [17n, 0n, 31n] },
    { name: 'fifo.unused', width: 1, values: [0n, 0n, 0n] },
    { name: 'fifo.lane[0].inner.deep', width: 1, values: [1n, 0n, 1n] },
  ],
};

describe('a trace', () => {
  it('is printed with a column a cycle, in hexadecimal, each signal once', () => {
    expect(printTrace(trace, '')).toBe(
      ['cycle      0   1  2', '---------  --  -  --', 'valid      0   1  1', 'fifo.head  11  0  1f', ''].join('\n'),
    );
  });

  it('shows what is near the assertion', () => {
    expect(printTrace(trace, 'fifo.lane[0].inner')).toContain('fifo.lane[0].inner.deep  1');
  });

  it('is cut to its last cycles', () => {
    const cycles = 40;
    const values = Array.from({ length: cycles }, (_, cycle) => BigInt(cycle));
    const text = printTrace({ cycles, signals: [{ name: 'count', width: 6, values }] }, '');
    expect(text.split('\n').slice(0, 2).join('\n')).toBe(
      '(the last 16 of 40 cycles)\ncycle  24  25  26  27  28  29  30  31  32  33  34  35  36  37  38  39',
    );
  });

  it('becomes a waveform with scopes and a clock', () => {
    expect(vcdOf({ ...trace, signals: trace.signals.slice(1, 3) }, 'top')).toBe(
      [
        '$timescale 1ns $end',
        '$scope module top $end',
        '$var wire 1 ! clk $end',
        '$scope module fifo $end',
        '$var wire 1 " valid $end',
        '$var wire 5 # head [4:0] $end',
        '$upscope $end',
        '$upscope $end',
        '$enddefinitions $end',
        ...['#0', '1!', '0"', 'b10001 #', '#5', '0!'],
        ...['#10', '1!', '1"', 'b0 #', '#15', '0!'],
        ...['#20', '1!', 'b11111 #', '#25', '0!'],
        '#30',
        '',
      ].join('\n'),
    );
  });
});
