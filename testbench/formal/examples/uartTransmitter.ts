import { bool, input, int, module, output, sink, uint, when } from '../../../dsl/index.ts';
import { UartTransmitter } from '../../../examples/uartTransmitter.ts';
import type { Proof } from '../proof.ts';

/** The example's transmitter, whose line is read by the definition of the protocol. */
export const MonitoredUart = module(
  'monitored_uart',
  {
    params: { CLOCKS_PER_BIT: int(3, { min: 1, max: 7 }), DATA_BITS: int(2, { min: 2, max: 6 }) },
    ports: ({ DATA_BITS }) => ({
      data: sink(uint(DATA_BITS)),
      line: output(bool),
      /** Free: which of a character's bits is looked at. */
      chosen: input(uint(3)),
    }),
  },
  ({ data, line, chosen }, { CLOCKS_PER_BIT, DATA_BITS }, m) => {
    const { sent } = m.wires({ sent: bool });
    m.inst('uart', UartTransmitter, { CLOCKS_PER_BIT, DATA_BITS }, { data, line: sent });
    line.set(sent);

    const { sending, clock, place, character } = m.regs({
      sending: bool,
      /** Cycles of the present bit. */
      clock: uint(3),
      /** The present bit: 0 start, then the data, then stop. */
      place: uint(3),
      character: uint(DATA_BITS),
    });
    const bitEnds = clock.inc().eq(CLOCKS_PER_BIT);
    when(data.fire, () => {
      sending.set(true);
      clock.set(0);
      place.set(0);
      character.set(data.bits);
    }).elseWhen(sending, () => {
      clock.set(clock.inc());
      when(bitEnds, () => {
        clock.set(0);
        place.set(place.inc());
        when(place.eq(DATA_BITS.plus(1)), () => sending.set(false));
      });
    });
    const isData = sending.and(place.ne(0)).and(place.le(DATA_BITS));
    const present = chosen.inc().eq(place).and(isData);
    m.assert(data.ready.eq(sending.not()), 'a character is taken whenever none is on the line');
    m.assert(sending.or(sent), 'the line rests high');
    m.assert(sending.not().or(place.ne(0)).or(sent.not()), 'the start bit is low');
    m.assert(
      sending
        .not()
        .or(place.ne(DATA_BITS.plus(1)))
        .or(sent),
      'the stop bit is high',
    );
    m.assert(
      present.not().or(sent.eq(character.shiftRight(chosen).bit(0))),
      'the data bits are those of the character, the lowest first',
    );
    m.cover(place.eq(DATA_BITS.plus(1)).and(bitEnds), 'a character has been sent');
  },
);

export const uartProofs: readonly Proof[] = [
  {
    name: 'examples-uart-transmitter',
    description: 'the transmitter of the examples puts every bit of a character on the line for its time, in order',
    module: MonitoredUart,
    values: { CLOCKS_PER_BIT: 3, DATA_BITS: 2 },
  },
];
