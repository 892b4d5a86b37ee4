import { bool, clock, clog2, genFor, input, int, module, output, struct, uint, when } from '../../../dsl/index.ts';

/** Which entries are in use: one is taken and one given back in a cycle, and one that is taken twice waits. */
export const Scoreboard = module(
  'scoreboard',
  {
    params: { ENTRIES: int(8, { powerOfTwo: true, min: 2 }) },
    clocks: { clk: clock({ reset: 'asynchronous', active: 'low', enable: true }) },
    ports: ({ ENTRIES }) => ({
      issue: input(bool),
      to: input(uint(clog2(ENTRIES))),
      retire: input(bool),
      from: input(uint(clog2(ENTRIES))),
      busy: output(uint(ENTRIES)),
      accepted: output(bool),
    }),
  },
  ({ issue, to, retire, from, busy, accepted }, { ENTRIES }, m) => {
    const { used } = m.regs({ used: uint(ENTRIES) });
    const free = used.bit(to).not();
    when(retire, () => used.bit(from).set(false));
    when(issue.and(free), () => used.bit(to).set(true));
    busy.set(used);
    accepted.set(issue.and(free));
  },
);

/** A device's registers on a bus with byte strobes: control keeps what is written, events are cleared by writing ones. */
export const DeviceRegisters = module(
  'device_registers',
  {
    params: { EVENTS: int(11, { min: 2, max: 32 }) },
    clocks: { clk: clock() },
    ports: ({ EVENTS }) => ({
      write: input(bool),
      address: input(bool),
      strobes: input(uint(4)),
      data: input(uint(32)),
      happened: input(uint(EVENTS)),
      control: output(uint(32)),
      events: output(uint(EVENTS)),
      request: output(bool),
    }),
  },
  ({ write, address, strobes, data, happened, ...io }, { EVENTS }, m) => {
    const { held } = m.regs(
      { held: struct({ control: uint(32), events: uint(EVENTS) }) },
      { reset: { held: { control: 0x8000_00a5, events: 0 } } },
    );
    const { control, events } = held;
    genFor(4, 'byte_lane', i =>
      when(write.and(address.not()).and(strobes.bit(i)), () =>
        control.slice(i.times(8), 8).set(data.slice(i.times(8), 8)),
      ),
    );
    // The device's own: the busy bit.
    when(happened.bit(0), () => control.bit(31).set(false));
    genFor(EVENTS, 'each_event', i => {
      when(write.and(address).and(data.bit(i)), () => events.bit(i).set(false));
      when(happened.bit(i), () => events.bit(i).set(true));
    });
    io.control.set(control);
    io.events.set(events);
    io.request.set(events.ne(0));
  },
);

/** A frame out of its fields: a mark, a length, the payload, with its parity in the last bit. */
export const Framer = module(
  'framer',
  {
    params: { PAYLOAD: int(16, { min: 1 }) },
    ports: ({ PAYLOAD }) => ({
      payload: input(uint(PAYLOAD)),
      length: input(uint(5)),
      urgent: input(bool),
      corrupt: input(bool),
      place: input(uint(3)),
      frame: output(uint(PAYLOAD.plus(9))),
    }),
  },
  ({ payload, length, urgent, corrupt, place, frame }, { PAYLOAD }, m) => {
    const { head } = m.wires({ head: uint(8) });
    head.slice(5, 3).set(0b101);
    head.slice(0, 5).set(length);
    when(urgent, () => head.bit(7).set(false));
    // For tests of the receiver.
    when(corrupt, () => head.bit(place).set(true));
    frame.slice(PAYLOAD.plus(1), 8).set(head);
    frame.slice(1, PAYLOAD).set(payload);
    frame.bit(0).set(payload.reduceXor());
  },
);
