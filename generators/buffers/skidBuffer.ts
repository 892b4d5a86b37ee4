import { bool, int, module, mux, sink, source, uint, when } from '../../dsl/index.ts';

/**
 * Cuts every path between two sides of a stream: valid, bits and ready all come from registers.
 *
 * Holds two elements: one is offered, and what arrives in the cycle in which the stall is noticed is spare.
 *
 * Latency: an element that enters an empty buffer is offered in the next cycle. Throughput: one element a cycle.
 */
export const SkidBuffer = module(
  'skid_buffer',
  {
    params: {
      /** Bits of an element. */
      WIDTH: int(8, { min: 1 }),
    },
    ports: ({ WIDTH }) => ({
      /** Elements enter. */
      enq: sink(uint(WIDTH)),
      /** Elements leave, oldest first. */
      deq: source(uint(WIDTH)),
    }),
  },
  ({ enq, deq }, { WIDTH }, m) => {
    const { offered, ready } = m.regs(
      {
        /** There is an element to offer. */
        offered: bool,
        /** The spare place is free. */
        ready: bool,
      },
      { reset: { ready: true } },
    );
    const { element, spare } = m.regs({ element: uint(WIDTH), spare: uint(WIDTH) }, { reset: 'none' });

    enq.ready.set(ready);
    deq.valid.set(offered);
    deq.bits.set(element);

    when(deq.ready.or(offered.not()), () => {
      offered.set(enq.valid.or(ready.not()));
      element.set(mux(ready, enq.bits, spare));
      ready.set(true);
    }).elseWhen(enq.fire, () => {
      spare.set(enq.bits);
      ready.set(false);
    });
  },
);
