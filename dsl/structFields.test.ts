import { expect, it } from 'vitest';
import { bool, input, module, output, simulate, struct, uint } from './index.ts';
import { checkDesign } from './passes/check/checkDesign.ts';

const faults = (described: { elaborate: () => Parameters<typeof checkDesign>[0] }): string[] =>
  [...checkDesign(described.elaborate()).values()].flatMap(report =>
    [...report.diagnostics, ...report.warnings].map(({ message }) => message),
  );

it('a struct can be spread: the fields are copied, and those given after it take their place', () => {
  const Packet = struct({ data: uint(8), last: bool });
  const Closing = module(
    'closing',
    { params: {}, ports: () => ({ packet: input(Packet), close: input(bool), q: output(Packet) }) },
    ({ packet, close, q }) => q.set({ ...packet, last: close }),
  );
  expect(faults(Closing)).toEqual([]);
  const simulator = simulate(Closing);
  simulator.poke('packet', { data: 77, last: true });
  simulator.poke('close', false);
  expect(simulator.peek('q')).toEqual({ data: 77, last: 0 });
});

it('fields may be called as the parts of a stream are, or as what leaves an output unread', () => {
  const Odd = struct({ valid: bool, ready: bool, bits: uint(4), unused: bool });
  const ports = () => ({ d: input(Odd), r: output(Odd) });
  const Inner = module('inner', { params: {}, ports }, ({ d, r }) => r.set({ ...d, bits: d.bits.not() }));
  const Outer = module('outer', { params: {}, ports }, ({ d, r }, _, m) => {
    m.inst('inner', Inner, {}, { d, r });
  });
  expect(faults(Outer)).toEqual([]);
});
