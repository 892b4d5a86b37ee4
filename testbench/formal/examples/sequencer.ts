import { bool, indexWidth, input, int, module, output, struct, uint, when } from '../../../dsl/index.ts';
import { instruction, Sequencer } from '../../../examples/sequencer.ts';
import type { Proof } from '../proof.ts';

/** The example's processor with any program in its memory. */
export const MonitoredSequencer = module(
  'monitored_sequencer',
  {
    params: { LENGTH: int(2, { min: 2, max: 256 }) },
    ports: ({ LENGTH }) => ({
      load: input(bool),
      address: input(uint(indexWidth(LENGTH))),
      program: input(instruction),
      emitted: output(struct({ strobe: bool, word: uint(8) })),
      halted: output(bool),
    }),
  },
  ({ load, address, program, emitted, halted }, { LENGTH }, m) => {
    m.inst('sequencer', Sequencer, { LENGTH }, { load, address, program, emitted, halted });
    const { loaded, stopped } = m.regs({
      /** A program has been loaded since the reset. */
      loaded: bool,
      /** It had halted in the cycle before, and nothing was loaded. */
      stopped: bool,
    });
    when(load, () => loaded.set(true));
    stopped.set(halted.and(load.not()));
    m.assert(loaded.or(halted), 'it rests until a program is loaded');
    m.assert(stopped.not().or(halted), 'it rests once it has halted, until a program is loaded');
    m.assert(emitted.strobe.not().or(halted.or(load).not()), 'it emits only while it runs');
    m.assert(emitted.strobe.or(emitted.word.eq(0)), 'the word is 0 when nothing is emitted');
    m.cover(loaded.and(halted), 'a program has halted');
    m.cover(emitted.strobe.and(emitted.word.eq(5)), 'a program emits a word');
  },
);

export const sequencerProofs: readonly Proof[] = [
  {
    name: 'examples-sequencer',
    description:
      'the processor of the examples rests until it is loaded and when it has halted, and emits only while it runs',
    module: MonitoredSequencer,
    values: { LENGTH: 2 },
  },
];
