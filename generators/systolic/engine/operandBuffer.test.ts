import { expect, it } from 'vitest';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { randomStalls, runStreams } from '../../../dsl/simulate/streams.ts';
import { random } from '../../../testbench/random.ts';
import { OperandBuffer } from './operandBuffer.ts';

it.each([0, 0.4])('operand_buffer gives the words in the order of their addresses, %s of the cycles stalled', part => {
  const DEPTH = 5;
  const buffer = simulate(OperandBuffer, { WIDTH: 8, DEPTH });
  const next = random(7);
  const words = Array.from({ length: DEPTH }, () => next.integer(0, 255));
  for (const [address, word] of words.entries()) {
    buffer.poke('write', 1);
    buffer.poke('write_address', address);
    buffer.poke('write_bits', word);
    buffer.step();
  }
  buffer.poke('write', 0);
  const addresses = Array.from({ length: 50 }, () => next.integer(0, DEPTH - 1));
  const outcome = runStreams(buffer, {
    inputs: { address: { beats: addresses, stalls: randomStalls(1, part) } },
    outputs: { word: { expected: addresses.map(address => words[address] ?? -1), stalls: randomStalls(2, part) } },
  });
  if (part === 0) expect(outcome.cycles).toBe(51);
});
