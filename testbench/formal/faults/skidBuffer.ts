import { bool, int, module, mux, sink, source, uint, when } from '../../../dsl/index.ts';

export const skidBufferFaults = ['no-spare', 'spare-forgotten', 'half-speed', 'not-held'] as const;

/** The skid buffer with one mistake in it. */
export const faultySkidBuffer = (fault: (typeof skidBufferFaults)[number]) =>
  module(
    'skid_buffer',
    {
      params: { WIDTH: int(8, { min: 1 }) },
      ports: ({ WIDTH }) => ({ enq: sink(uint(WIDTH)), deq: source(uint(WIDTH)) }),
    },
    ({ enq, deq }, { WIDTH }, m) => {
      const { offered, ready } = m.regs({ offered: bool, ready: bool }, { reset: { ready: true } });
      const { element, spare } = m.regs({ element: uint(WIDTH), spare: uint(WIDTH) }, { reset: 'none' });

      enq.ready.set(fault === 'half-speed' ? ready.and(offered.not()) : ready);
      deq.valid.set(offered);
      deq.bits.set(fault === 'not-held' ? mux(ready, element, spare) : element);

      when(deq.ready.or(offered.not()), () => {
        offered.set(fault === 'spare-forgotten' ? enq.valid : enq.valid.or(ready.not()));
        element.set(fault === 'no-spare' ? enq.bits : mux(ready, enq.bits, spare));
        ready.set(true);
      }).elseWhen(enq.fire, () => {
        spare.set(enq.bits);
        ready.set(false);
      });
    },
  );
