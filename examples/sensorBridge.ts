import {
  bool,
  clock,
  clocked,
  filterStream,
  input,
  int,
  module,
  output,
  sink,
  source,
  synchronise,
  uint,
  when,
} from '../dsl/index.ts';
import { AsyncFifo } from '../generators/buffers/asyncFifo.ts';

/**
 * Takes samples from a sensor, which has a clock of its own, to a system that knows nothing of that clock.
 *
 * While `enable` is low, samples are taken and dropped. An accepted sample is offered to the system after two edges of
 * its clock; where the system is slow, the sensor is held by `sample_ready`, and `waited` tells of it.
 */
export const SensorBridge = module(
  'sensor_bridge',
  {
    params: {
      /** Bits of a sample. */
      WIDTH: int(12, { min: 1 }),
      /** Samples that wait for the system. */
      DEPTH: int(16, { min: 2, powerOfTwo: true }),
    },
    clocks: {
      /** Comes with the samples. */
      sensor: clock(),
      /** The rest of the chip. */
      system: clock(),
    },
    ports: ({ WIDTH }, { sensor, system }) => ({
      /** Samples arrive. */
      sample: sensor.port(sink(uint(WIDTH))),
      /** The same samples, in order. */
      word: system.port(source(uint(WIDTH))),
      /** Whether samples are wanted. */
      enable: system.port(input(bool)),
      /** A sample has had to wait, at any time since the reset. */
      waited: system.port(output(bool)),
    }),
  },
  ({ sample, word, enable, waited }, { WIDTH, DEPTH }, m, { sensor, system }) => {
    const { wanted } = clocked(system, () => m.regs({ wanted: bool }));
    wanted.set(enable);

    clocked(sensor, () => {
      const enabled = synchronise(wanted);
      const accepted = filterStream(sample, () => enabled);
      m.inst(
        'queue',
        AsyncFifo,
        { WIDTH, DEPTH },
        { enq: accepted, deq: word },
        { clocks: { write: sensor, read: system } },
      );

      const { waits } = m.regs({ waits: bool });
      when(sample.valid.and(sample.ready.not()), () => waits.set(true));
      const waitsSeen = clocked(system, () => synchronise(waits));
      waited.set(waitsSeen);
    });

    clocked(system, () => {
      const { offered } = m.regs({ offered: bool });
      const { last } = m.regs({ last: uint(WIDTH) }, { reset: 'none' });
      offered.set(word.valid.and(word.ready.not()));
      last.set(word.bits);
      m.assert(offered.not().or(word.valid.and(word.bits.eq(last))), 'a word that is offered stays until it is taken');
      m.cover(waited.and(word.valid.not()), 'the sensor has waited, and everything has been taken');
    });
  },
);
