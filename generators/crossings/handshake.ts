import { bool, clock, clocked, crossing, int, module, sink, source, synchronise, uint, when } from '../../dsl/index.ts';

/**
 * Takes a stream from one clock to another, one word at a time, with no memory: the cheap way for what is rare, such as
 * commands and configuration. An `asyncFifo` is for what is not.
 *
 * The sender holds a word and changes a bit; the receiver sees the change, offers the word, and answers with a bit of its
 * own once the word has been taken. Reset both sides together.
 *
 * Latency: a word is offered after two edges of the receiving clock behind the edge at which it entered. Throughput: the
 * next one enters after two edges of the sending clock behind the edge at which it was taken.
 */
export const Handshake = module(
  'handshake',
  {
    params: {
      /** Bits of a word. */
      WIDTH: int(8, { min: 1 }),
    },
    clocks: {
      /** What enters belongs to this clock. */
      send: clock(),
      /** What leaves belongs to this clock. */
      receive: clock(),
    },
    ports: ({ WIDTH }, { send, receive }) => ({
      /** Words enter. */
      enq: send.port(sink(uint(WIDTH))),
      /** Words leave, in order. */
      deq: receive.port(source(uint(WIDTH))),
    }),
  },
  ({ enq, deq }, { WIDTH }, m, { send, receive }) => {
    // Words sent and words taken, modulo 2.
    const { sent } = clocked(send, () => m.regs({ sent: bool }));
    const { word } = clocked(send, () => m.regs({ word: uint(WIDTH) }, { reset: 'none' }));
    const { taken } = clocked(receive, () => m.regs({ taken: bool }));
    const takenSeen = clocked(send, () => synchronise(taken));
    const sentSeen = clocked(receive, () => synchronise(sent));
    const steady = clocked(receive, () =>
      crossing(word, { kind: 'handshake', reason: 'it is written only when the word before it has been taken' }),
    );

    enq.ready.set(sent.eq(takenSeen));
    when(enq.fire, () => {
      word.set(enq.bits);
      sent.set(sent.not());
    });

    deq.valid.set(sentSeen.ne(taken));
    deq.bits.set(steady);
    when(deq.fire, () => taken.set(taken.not()));
  },
);
