import { describe, expect, it } from 'vitest';
import { random } from '../testbench/random.ts';
import { bool, input, int, module, output, sint, struct, uint } from './index.ts';
import { noSource } from './passes/lower/names.ts';
import { emitModule } from './passes/pipeline.ts';
import { simulate } from './simulate/simulate.ts';

const Beat = struct({ value: sint(70), tag: uint(3) });

/** The same delay with a number of stages that the parameters give, 0 included, and with constant ones. */
const Delays = module(
  'delays',
  {
    params: { STAGES: int(3, { min: 0 }) },
    ports: () => ({
      go: input(bool),
      beat: input(Beat),
      free: output(Beat),
      held: output(Beat),
      cleared: output(uint(3)),
      one: output(uint(3)),
      four: output(uint(3)),
      five: output(uint(3)),
    }),
  },
  (io, { STAGES }, m) => {
    io.free.set(m.pipe(io.beat, STAGES));
    io.held.set(m.pipe(io.beat, STAGES.plus(1), { enable: io.go }));
    io.cleared.set(m.pipe(io.beat.tag, STAGES, { reset: 'zero' }));
    io.one.set(m.pipe(io.beat.tag, 1));
    io.four.set(m.pipe(io.beat.tag, 4, { name: 'tags' }));
    io.five.set(m.pipe(io.beat.tag, 5));
  },
);

describe('a delay', () => {
  const seed = 20261124;
  it.each([0, 1, 2, 5, 9])(`is so many moves long with %i stages (seed ${seed})`, STAGES => {
    const draw = random(seed);
    const simulator = simulate(Delays, { STAGES });
    simulator.reset();
    const beats: { value: bigint; tag: number }[] = [];
    const moved: { value: bigint; tag: number }[] = [];
    for (let cycle = 0; cycle < 60; cycle++) {
      const beat = { value: BigInt.asIntN(70, draw.bits(70)), tag: draw.integer(0, 7) };
      const go = draw.chance(0.5);
      simulator.poke('go', go);
      simulator.poke('beat', beat);
      beats.push(beat);
      const expectDelay = (port: string, expected: unknown): void => {
        if (expected !== undefined) expect([cycle, port, simulator.peek(port)]).toEqual([cycle, port, expected]);
      };
      expectDelay('free', beats.at(-1 - STAGES));
      expectDelay('held', moved.at(-1 - STAGES));
      expectDelay('one', beats.at(-2)?.tag);
      expectDelay('four', beats.at(-5)?.tag);
      expectDelay('five', beats.at(-6)?.tag);
      expectDelay('cleared', cycle < STAGES ? 0 : beats.at(-1 - STAGES)?.tag);
      simulator.step();
      if (go) moved.push(beat);
    }
  });

  it('has a register a stage: beside each other where they are few, in a generate loop where not', () => {
    const { text } = emitModule(Delays.elaborate(), { source: noSource, prefix: '' });
    // Without stages nothing is reset.
    expect(text.match(/wire unused.*/g)).toEqual(["wire unused = &{1'b0, rst, 1'b0};"]);
    for (const line of [
      'for (s = 0; s < STAGES; s = s + 1) begin : stage',
      'assign choice_tag   = stage[STAGES - 1].tap_tag;',
      'assign held_value = stage_2[STAGES].tap_value;',
      'assign one = tap;',
      'tags_4 <= tags_3;',
      'for (s = 0; s < 5; s = s + 1) begin : stage_3',
    ])
      expect(text).toContain(line);
  });
});
