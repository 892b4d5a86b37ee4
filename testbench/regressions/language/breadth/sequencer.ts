import {
  bool,
  enumeration,
  fsm,
  input,
  int,
  match,
  module,
  oneHotEnumeration,
  output,
  uint,
  when,
} from '../../../../dsl/index.ts';

export const Operation = enumeration({ add: 1, subtract: 2, clear: 4, hold: 6 });
export const Level = oneHotEnumeration('low', 'middle', 'high');

/** Waits for a start, loads a count, counts it down, and tells; twice, with codes that count and with one bit each. */
export const Sequencer = module(
  'sequencer',
  {
    params: { W: int(8, { min: 4 }) },
    ports: ({ W }) => ({
      start: input(bool),
      cancel: input(bool),
      count: input(uint(W)),
      operation: input(Operation),
      level: input(Level),
      code: input(uint(3)),
      busy: output(bool),
      done: output(bool),
      remaining: output(uint(W)),
      /** How often the machine was started. */
      starts: output(uint(W)),
      hot_busy: output(bool),
      hot_done: output(bool),
      sum: output(uint(W)),
      chosen: output(uint(W)),
      scale: output(uint(2)),
      code_seen: output(uint(W)),
    }),
  },
  (io, { W }, m) => {
    const { left, runs } = m.regs({ left: uint(W), runs: uint(W) });
    io.done.set(false);
    const control = fsm('idle', {
      idle: go => when(io.start, () => go('load')),
      load: {
        entry: () => runs.set(runs.inc()),
        run: go => {
          left.set(io.count);
          go('count');
        },
      },
      count: go => {
        when(left.eq(0), () => go('tell')).otherwise(() => left.set(left.dec()));
        when(io.cancel, () => go('rest'));
      },
      tell: go => {
        io.done.set(true);
        go('idle');
      },
      rest: go => go('idle'),
    });
    io.busy.set(control.is('idle').not());
    io.remaining.set(left);
    io.starts.set(runs);

    io.hot_done.set(false);
    const hot = fsm(
      'idle',
      {
        idle: go => when(io.start, () => go('run')),
        run: go => when(io.cancel.or(control.is('tell')), () => go('done')),
        done: go => {
          io.hot_done.set(true);
          go('idle');
        },
      },
      { encoding: 'one-hot', name: 'hot_state' },
    );
    io.hot_busy.set(hot.is('run'));

    const { total, decoded } = m.regs({ total: uint(W), decoded: uint(W) });
    match(io.operation, {
      add: () => total.set(total.addWrap(io.count)),
      subtract: () => total.set(total.subWrap(io.count)),
      clear: () => total.set(0),
      hold: () => undefined,
    });
    const chosen = match(io.operation, {
      add: () => io.count,
      subtract: () => io.count.not(),
      clear: () => left,
      hold: () => total,
    });
    io.chosen.set(chosen);
    const { scale } = match(io.level, {
      low: () => ({ scale: io.code.truncate(2) }),
      middle: () => ({ scale: io.code.slice(1, 2) }),
      high: () => ({ scale: io.code.truncate(2).not() }),
    });
    io.scale.set(scale);
    match(io.code, {
      0: () => decoded.set(1),
      3: () => decoded.set(io.count),
      5: () => decoded.set(decoded.inc()),
      otherwise: () => undefined,
    });
    io.sum.set(total);
    io.code_seen.set(decoded);
  },
);
