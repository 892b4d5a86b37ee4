import { expect, test } from 'vitest';
import { runStreams, simulate } from '../dsl/index.ts';
import { UartTransmitter } from './uartTransmitter.ts';

test('start bit, data from the lowest bit up, stop bit', () => {
  const uart = simulate(UartTransmitter, { CLOCKS_PER_BIT: 2, DATA_BITS: 4 });
  const recording = uart.record(['data_valid', 'data_ready', 'state', 'clocks', 'bits', 'line']);
  uart.reset();
  uart.poke('data_bits', 0b0110);
  uart.poke('data_valid', true);
  uart.step();
  uart.poke('data_valid', false);
  uart.step(14);
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle       0  1  2  3  4  5  6  7  8  9  10 11 12 13 14 15
    data_valid  ▁▁▁▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    data_ready  ▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔
    state       │idle │start│data                   │stop │idle
    clocks      ▁▁▁▁▁▁▁▁▁▔▔▔▁▁▁▔▔▔▁▁▁▔▔▔▁▁▁▔▔▔▁▁▁▔▔▔▁▁▁▔▔▔▁▁▁▁▁▁
    bits        │0                │1    │2    │3    │0
    line        ▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔"
  `);
});

/** What a receiver makes of the line, looking at the middle of each bit. */
function receive(line: readonly number[], clocksPerBit: number, dataBits: number): number[] {
  const characters: number[] = [];
  for (let cycle = 0; cycle < line.length; cycle++) {
    if (line[cycle] !== 0) continue;
    const bit = (index: number): number => line[cycle + Math.floor((index + 0.5) * clocksPerBit)] ?? 1;
    let character = 0;
    for (let index = 0; index < dataBits; index++) character |= bit(index + 1) << index;
    expect(bit(dataBits + 1)).toBe(1);
    characters.push(character);
    cycle += (dataBits + 2) * clocksPerBit - 1;
  }
  return characters;
}

test.each([1, 3, 16])('characters arrive, at %i clocks a bit', CLOCKS_PER_BIT => {
  const uart = simulate(UartTransmitter, { CLOCKS_PER_BIT });
  const text = [...'Scoville'].map(letter => letter.charCodeAt(0));
  const line: number[] = [];
  uart.reset();
  uart.observe(() => line.push(uart.peekNumber('line')));
  const { inputs } = runStreams(uart, { inputs: { data: { beats: text } }, drain: 11 * CLOCKS_PER_BIT });
  expect(receive(line, CLOCKS_PER_BIT, 8)).toEqual(text);
  const period = 10 * CLOCKS_PER_BIT + 1;
  expect(inputs.data).toEqual(text.map((_, index) => index * period));
});
