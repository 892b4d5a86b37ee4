import {
  asynchronous,
  bool,
  clock,
  clocked,
  crossing,
  genFor,
  input,
  int,
  module,
  output,
  sink,
  source,
  synchronise,
  synchroniseReset,
  uint,
  vec,
  when,
} from '../../../dsl/index.ts';
import { AsyncFifo } from '../../../generators/buffers/asyncFifo.ts';

/** A queue for each lane between two clocks, and every other kind of crossing. */
export const Bridge = module(
  'bridge',
  {
    params: { LANES: int(2, { min: 1 }), WIDTH: int(8, { min: 2 }) },
    clocks: { core: clock(), bus: clock(), board: clock({ reset: 'asynchronous', active: 'low' }) },
    ports: ({ WIDTH }, { core, bus, board }) => ({
      button: asynchronous(input(bool)),
      pressed: core.port(output(bool)),
      d: core.port(input(uint(WIDTH))),
      first: core.port(sink(uint(WIDTH))),
      last: bus.port(source(uint(WIDTH))),
      sum: bus.port(output(uint(WIDTH))),
      limit: bus.port(output(uint(WIDTH))),
      ticks: board.port(output(uint(4))),
    }),
  },
  (io, { LANES, WIDTH }, m, { core, bus, board }) => {
    m.inst(
      'queue',
      AsyncFifo,
      { WIDTH, DEPTH: 4, MEMORY: 'block' },
      { enq: io.first, deq: io.last },
      { clocks: { write: core, read: bus } },
    );
    const pressed = clocked(core, () => synchronise(io.button, { stages: 3 }));
    io.pressed.set(pressed);
    const { toggles, held } = clocked(core, () => m.regs({ toggles: vec(LANES, bool), held: uint(WIDTH) }));
    const { seen } = m.wires({ seen: vec(LANES, bool) });
    genFor(LANES, 'lane', lane => {
      when(io.d.bit(0), () => toggles.at(lane).set(toggles.at(lane).not()));
      const change = clocked(bus, () => synchronise(toggles.at(lane)));
      seen.at(lane).set(change);
    });
    when(io.d.bit(1), () => held.set(io.d));
    const steady = clocked(bus, () =>
      crossing(held, { kind: 'quasi-static', reason: 'it is set before the bus starts' }),
    );
    io.limit.set(steady);
    clocked(bus, () => {
      const { total } = m.regs({ total: uint(WIDTH) });
      when(m.reduce(seen, 'or'), () => total.set(total.addWrap(steady)));
      io.sum.set(total);
    });
    clocked(synchroniseReset(board), () => {
      const { elapsed } = m.regs({ elapsed: uint(4) });
      elapsed.set(elapsed.inc());
      io.ticks.set(elapsed);
    });
  },
);
