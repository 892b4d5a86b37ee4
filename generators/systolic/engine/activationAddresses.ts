import { genIf, module, mux, uint, when } from '../../../dsl/index.ts';
import { operandAddressParameters, operandAddressPorts } from './operandAddresses.ts';
import { TileWalker, tilePosition } from './tileWalker.ts';

/**
 * Where a product's activations lie, in the order in which the engine takes them: the words from base on, once for every
 * COLS columns. Moves on with next; done with the last.
 */
export const ActivationAddresses = module(
  'activation_addresses',
  { params: operandAddressParameters, ports: operandAddressPorts },
  (io, { ROWS, COLS, OUTPUT_STATIONARY, SIZE_WIDTH, BASE_WIDTH }, m) => {
    const { passed } = m.regs({
      /** Words before the present one. */
      passed: uint(BASE_WIDTH),
    });
    const size = uint(SIZE_WIDTH);
    const walk = m.wires(tilePosition(size));
    const { middle_size, inner_size } = genIf(
      OUTPUT_STATIONARY.eq(1),
      ['sums_stay', () => ({ middle_size: io.m, inner_size: io.k })],
      ['weights_stay', () => ({ middle_size: io.k, inner_size: io.m })],
    );

    m.inst(
      'walker',
      TileWalker,
      { WIDTH: SIZE_WIDTH, OUTER_STEP: COLS, MIDDLE_STEP: ROWS, INNER_IN_TILE: 0 },
      { outer_size: io.n, middle_size, inner_size, next: io.next, ...walk },
    );
    io.address.set(io.base.addWrap(passed));
    io.done.set(io.next.and(walk.last));
    when(io.next, () => passed.set(mux(walk.middle_last.and(walk.inner_last), 0, passed.inc())));

    const { outer_count, middle_count, inner_index, outer_last, middle_first, inner_first } = walk;
    m.unused(
      { outer_count, middle_count, inner_index, outer_last, middle_first, inner_first },
      'the words are counted on their own',
    );
  },
);
