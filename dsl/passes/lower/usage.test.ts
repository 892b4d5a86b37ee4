import { expect, it } from 'vitest';
import {
  bool,
  connect,
  input,
  module,
  output,
  registerStream,
  sink,
  source,
  struct,
  uint,
  unpack,
} from '../../index.ts';
import { loadSourceIndex } from '../../source/names.ts';
import { emitModule, sourceFiles, sourceLookup } from '../pipeline.ts';

it('a const in the source names its slice; a property and a whole that is taken apart do not', async () => {
  const Decode = module(
    'decode',
    {
      params: {},
      ports: () => ({
        instruction: input(uint(16)),
        isJump: output(bool),
        target: output(uint(8)),
        mode: output(uint(4)),
      }),
    },
    ({ instruction, isJump, target, mode }) => {
      // What to do.
      const opcode = instruction.slice(12, 4);
      const fields = unpack(struct({ mode: uint(4), target: uint(8) }), instruction.slice(0, 12));
      const held = { target: instruction.slice(0, 8) };
      isJump.set(opcode.eq(3));
      target.set(held.target);
      mode.set(fields.mode);
    },
  ).elaborate();
  const source = sourceLookup(await loadSourceIndex(sourceFiles([Decode])));
  const { text } = emitModule(Decode, { source, prefix: '' });
  expect(text).toContain(`
  // What to do.
  wire [3:0] opcode = instruction[15:12];

  assign isJump = opcode == 4'd3;
  assign target = instruction[7:0];
  assign mode   = instruction[11:8];
`);
});

it('a comment above a stream stands once: its fire has none of its own', async () => {
  const Pass = module(
    'pass',
    { params: {}, ports: () => ({ from: sink(uint(8)), to: source(uint(8)), moved: output(bool) }) },
    ({ from, to, moved }) => {
      // Held for a cycle.
      const held = registerStream(from);
      connect(held, to);
      moved.set(held.fire);
    },
  ).elaborate();
  const { text } = emitModule(Pass, { source: sourceLookup(await loadSourceIndex(sourceFiles([Pass]))), prefix: '' });
  expect(text.split('// Held for a cycle.').length).toBe(2);
  expect(text).toContain('held_fire');
});
