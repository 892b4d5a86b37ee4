import { bool, clog2, input, int, module, sink, source, uint, when } from '../../../dsl/index.ts';

/**
 * A memory behind streams: an address enters, its word leaves a cycle later or when it can. One word a cycle.
 *
 * A word that is written in the cycle in which its address enters leaves as it was before.
 *
 * Combinational path: word_ready to address_ready (and to the memory's read enable).
 */
export const OperandBuffer = module(
  'operand_buffer',
  {
    params: {
      /** Bits of a word. */
      WIDTH: int(32, { min: 1 }),
      /** Words; need not be a power of two. */
      DEPTH: int(256, { min: 2 }),
    },
    ports: ({ WIDTH, DEPTH }) => ({
      /** Writes a word. */
      write: input(bool),
      write_address: input(uint(clog2(DEPTH))),
      write_bits: input(uint(WIDTH)),
      /** Addresses of the words that are wanted, and the words, in the same order. */
      address: sink(uint(clog2(DEPTH))),
      word: source(uint(WIDTH)),
    }),
  },
  ({ write, write_address, write_bits, address, word }, { WIDTH, DEPTH }, m) => {
    const words = m.mem('words', uint(WIDTH), DEPTH);
    const { held } = m.regs({
      /** A word is offered. */
      held: bool,
    });

    address.ready.set(held.not().or(word.ready));
    word.valid.set(held);
    word.bits.set(words.readSync(address.bits, address.fire));

    when(write, () => words.write(write_address, write_bits));
    when(address.ready, () => held.set(address.valid));
  },
);
