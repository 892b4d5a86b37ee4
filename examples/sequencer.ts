import {
  bool,
  enumeration,
  indexWidth,
  input,
  int,
  match,
  module,
  mux,
  output,
  struct,
  uint,
  when,
} from '../dsl/index.ts';

/**
 * What an instruction does: `set` its target to its constant; combine two registers; `branch` to its constant where a
 * register is zero; `emit` a register's word; `halt`.
 */
export const Operation = enumeration('set', 'add', 'sub', 'xor', 'branch', 'emit', 'halt');

/** An instruction: 3 + 2 + 2 + 2 + 8 bits. */
export const instruction = struct({
  operation: Operation,
  /** Register that is written. */
  target: uint(2),
  /** Registers that are read. */
  left: uint(2),
  right: uint(2),
  /** A constant, or where a jump goes. */
  immediate: uint(8),
});

/**
 * A processor of seven instructions and four registers, one instruction a cycle, that runs a program of its own memory.
 *
 * It rests after a reset, and while `load` is high and instructions are written; then it runs, from address 0 on, until
 * it halts.
 */
export const Sequencer = module(
  'sequencer',
  {
    params: {
      /** Instructions that a program can have. */
      LENGTH: int(32, { min: 2, max: 256 }),
    },
    ports: ({ LENGTH }) => ({
      load: input(bool),
      address: input(uint(indexWidth(LENGTH))),
      program: input(instruction),
      /** The word that the program emits in this cycle; else 0. */
      emitted: output(struct({ strobe: bool, word: uint(8) })),
      halted: output(bool),
    }),
  },
  ({ load, address, program, emitted, halted }, { LENGTH }, m) => {
    const code = m.mem('code', instruction, LENGTH);
    const registers = m.mem('registers', uint(8), 4);
    const { counter, stopped } = m.regs({ counter: address.type, stopped: bool }, { reset: { stopped: true } });

    const { current } = m.wires({ current: instruction });
    current.set(code.read(counter));
    const { operation, target, left, right, immediate } = current;
    const x = registers.read(left);
    const y = registers.read(right);
    const write = (word: typeof x): void => registers.write(target, word);
    const runs = load.or(stopped).not();

    const emits = runs.and(operation.is('emit'));
    emitted.set({ strobe: emits, word: mux(emits, x, 0) });
    halted.set(stopped);
    when(load, () => {
      code.write(address, program);
      counter.set(0);
      stopped.set(false);
    }).elseWhen(stopped.not(), () => {
      counter.set(counter.incMod(LENGTH));
      match(operation, {
        set: () => write(immediate),
        add: () => write(x.addWrap(y)),
        sub: () => write(x.subWrap(y)),
        xor: () => write(x.xor(y)),
        branch: () => {
          when(x.eq(0), () => counter.set(immediate.fit(indexWidth(LENGTH))));
        },
        emit: () => undefined,
        halt: () => stopped.set(true),
      });
    });
  },
);
