import { bool, fsm, int, module, output, sink, uint, when } from '../dsl/index.ts';

/**
 * Serial transmitter: one start bit, DATA_BITS data bits from the lowest up, one stop bit. The line rests high.
 *
 * A character takes (DATA_BITS + 2) * CLOCKS_PER_BIT cycles on the line; the next one is taken in the cycle after.
 */
export const UartTransmitter = module(
  'uart_transmitter',
  {
    params: {
      /** Clock cycles a bit: clock frequency divided by baud rate. */
      CLOCKS_PER_BIT: int(868, { min: 1 }),
      /** Data bits of a character. */
      DATA_BITS: int(8, { min: 2, max: 16 }),
    },
    ports: ({ DATA_BITS }) => ({
      /** Characters to send. */
      data: sink(uint(DATA_BITS)),
      /** The serial line. */
      line: output(bool),
    }),
  },
  ({ data, line }, { CLOCKS_PER_BIT, DATA_BITS }, m) => {
    const { waiting, countsBits } = m.wires({ waiting: bool, countsBits: bool });
    const { shift } = m.regs({ shift: uint(DATA_BITS) }, { reset: 'none' });
    const clocks = m.counter('clocks', CLOCKS_PER_BIT, { clear: waiting });
    const bitEnds = clocks.isLast;
    const bits = m.counter('bits', DATA_BITS, { enable: countsBits });

    waiting.set(false);
    countsBits.set(false);
    line.set(true);
    const transmitter = fsm('idle', {
      idle: go => {
        waiting.set(true);
        when(data.fire, () => {
          shift.set(data.bits);
          go('start');
        });
      },
      start: go => {
        line.set(false);
        when(bitEnds, () => go('data'));
      },
      data: go => {
        line.set(shift.bit(0));
        when(bitEnds, () => {
          shift.set(shift.shiftRightBy(1).extend(DATA_BITS));
          countsBits.set(true);
          when(bits.isLast, () => go('stop'));
        });
      },
      stop: go => {
        when(bitEnds, () => go('idle'));
      },
    });
    data.ready.set(transmitter.is('idle'));
  },
);
