import { bool, input, int, module, mux, output, uint, when } from '../../../dsl/index.ts';

/**
 * Where a product's parameters lie, in the order in which the engine takes them: N words from base on, one a column.
 * Moves on with next; done with the last.
 */
export const ParameterAddresses = module(
  'parameter_addresses',
  {
    params: {
      /** Bits of N. */
      SIZE_WIDTH: int(16, { min: 2, max: 31 }),
      /** Bits of an address. */
      BASE_WIDTH: int(16, { min: 1 }),
    },
    ports: ({ SIZE_WIDTH, BASE_WIDTH }) => ({
      /** The product's columns, and its first word; they stay until done. */
      n: input(uint(SIZE_WIDTH)),
      base: input(uint(BASE_WIDTH)),
      /** To the next address. */
      next: input(bool),
      address: output(uint(BASE_WIDTH)),
      /** next, at the last address. */
      done: output(bool),
    }),
  },
  (io, { SIZE_WIDTH, BASE_WIDTH }, m) => {
    const { column } = m.regs({ column: uint(SIZE_WIDTH) });
    const last = column.eq(io.n.dec());

    io.address.set(io.base.addWrap(column.fit(BASE_WIDTH)));
    io.done.set(io.next.and(last));
    when(io.next, () => column.set(mux(last, 0, column.inc())));
  },
);
