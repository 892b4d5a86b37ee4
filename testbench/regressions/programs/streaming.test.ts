import { describe, expect, test } from 'vitest';
import { randomStalls, runStreams, simulate } from '../../../dsl/index.ts';
import { Cordic, StreamArbiter, Window3x3 } from './streaming.ts';

/** What the blocks of `streaming.ts` have to give, from their definitions, to the cycle. */

describe('the window', () => {
  const [columns, lines] = [5, 4];
  const pixels = Array.from({ length: 2 * columns * lines }, (_, at) => (at * 37 + 11) % 256);
  const windows = [0, 1].flatMap(image =>
    Array.from({ length: (lines - 2) * (columns - 2) }, (_, at) => {
      const [top, left] = [Math.floor(at / (columns - 2)), at % (columns - 2)];
      const pixel = (row: number, column: number): number =>
        pixels[(image * lines + top + row) * columns + left + column] ?? 0;
      return [0, 1, 2].map(row => [0, 1, 2].map(column => pixel(row, column)));
    }),
  );

  test('is that of each inner pixel, in the cycle after its last pixel', () => {
    const { outputs, inputs } = runStreams(simulate(Window3x3, { COLUMNS: columns, LINES: lines }), {
      inputs: { pixels: { beats: pixels } },
      outputs: { windows: { expected: windows } },
    });
    const entered = inputs.pixels ?? [];
    expect(entered.at(-1)).toBe((entered[0] ?? 0) + pixels.length - 1);
    expect(outputs.windows?.cycles.at(-1)).toBe((entered.at(-1) ?? 0) + 1);
  });

  test('is the same under stalls', () => {
    runStreams(simulate(Window3x3, { COLUMNS: columns, LINES: lines }, { seed: 3 }), {
      inputs: { pixels: { beats: pixels, stalls: randomStalls(1, 0.4) } },
      outputs: { windows: { expected: windows, stalls: randomStalls(2, 0.5) } },
    });
  });
});

describe('the rotation', () => {
  const beats = [
    { x: 10_000, y: 0, angle: 0 },
    { x: 10_000, y: 0, angle: 16_384 },
    { x: -7_000, y: 9_000, angle: -21_845 },
    { x: 32_767, y: -32_768, angle: 30_000 },
    { x: 0, y: 0, angle: 12_345 },
  ];
  const stages = 12;

  /** A step turns by the arc tangent of 2^-i, towards the angle that is left; shifts round down. */
  const rotated = beats.map(({ x: startX, y: startY, angle: start }) => {
    let [x, y, angle] = [startX, startY, start];
    for (let i = 0; i < stages; i++) {
      const [dx, dy] = [x >> i, y >> i];
      const step = Math.round((Math.atan(2 ** -i) / Math.PI) * 2 ** 16);
      [x, y, angle] = angle < 0 ? [x + dy, y - dx, angle + step] : [x - dy, y + dx, angle - step];
    }
    return { x, y };
  });

  test('is by the angle, and grows by the product of the steps', () => {
    const growth = Array.from({ length: stages }, (_, i) => Math.sqrt(1 + 4 ** -i)).reduce((a, b) => a * b);
    for (const [at, { x, y, angle }] of beats.entries()) {
      const turn = (angle / 2 ** 16) * Math.PI;
      const exact = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
      // The angle that is left is at most the last step, and every shift loses less than 1.
      const bound = Math.hypot(x, y) * growth * 2 ** (1 - stages) + 2 * stages;
      expect(Math.abs((rotated[at]?.x ?? 0) - growth * (exact[0] ?? 0))).toBeLessThan(bound);
      expect(Math.abs((rotated[at]?.y ?? 0) - growth * (exact[1] ?? 0))).toBeLessThan(bound);
    }
  });

  test('comes STAGES + 1 cycles behind, one a cycle', () => {
    const { inputs, outputs } = runStreams(simulate(Cordic, { STAGES: stages }), {
      inputs: { in: { beats } },
      outputs: { out: { expected: rotated } },
    });
    expect(outputs.out?.cycles).toEqual(inputs.in?.map(cycle => cycle + stages + 1));
  });

  test('is the same under stalls', () => {
    runStreams(simulate(Cordic, { STAGES: stages }, { seed: 5 }), {
      inputs: { in: { beats, stalls: randomStalls(3, 0.3) } },
      outputs: { out: { expected: rotated, stalls: randomStalls(4, 0.6) } },
    });
  });
});

test('the arbiter serves its requesters in turn, and keeps to what it offers', () => {
  const arbiter = simulate(StreamArbiter, { REQUESTERS: 3 });
  arbiter.poke('request_bits', [10, 20, 30]);
  const cycles = [
    { valid: 0b111, ready: true, from: 0, taken: 0b001 },
    { valid: 0b111, ready: true, from: 1, taken: 0b010 },
    { valid: 0b111, ready: true, from: 2, taken: 0b100 },
    { valid: 0b110, ready: true, from: 1, taken: 0b010 },
    // It offers requester 1, which stays though 2 would be the next.
    { valid: 0b010, ready: false, from: 1, taken: 0 },
    { valid: 0b111, ready: false, from: 1, taken: 0 },
    { valid: 0b111, ready: true, from: 1, taken: 0b010 },
    { valid: 0b111, ready: true, from: 2, taken: 0b100 },
  ];
  for (const { valid, ready, from, taken } of cycles) {
    arbiter.poke('request_valid', valid);
    arbiter.poke('granted_ready', ready);
    expect(arbiter.peek('granted_bits')).toEqual({ from, data: 10 * (from + 1) });
    expect(arbiter.peek('request_ready')).toBe(taken);
    arbiter.step();
  }
});
