import { bool, constant, input, int, module, mux, output, uint, when } from '../../../../dsl/index.ts';

/**
 * Three nested loops as they are defined, for monitors: outer and middle by tiles, inner one by one. Moves on with next.
 * Unlike tile_walker it tells where it is.
 */
export const Loops = module(
  'loops',
  {
    params: { WIDTH: int(2, { min: 2, max: 31 }), OUTER_STEP: int(1, { min: 1 }), MIDDLE_STEP: int(1, { min: 1 }) },
    ports: ({ WIDTH }) => ({
      outer_size: input(uint(WIDTH)),
      middle_size: input(uint(WIDTH)),
      inner_size: input(uint(WIDTH)),
      next: input(bool),
      /** First elements of the tiles, and the step of the inner loop. */
      outer: output(uint(WIDTH)),
      middle: output(uint(WIDTH)),
      inner: output(uint(WIDTH)),
      last: output(bool),
    }),
  },
  (io, { WIDTH, OUTER_STEP, MIDDLE_STEP }, m) => {
    const size = uint(WIDTH);
    const at = m.regs({ outer_at: size, middle_at: size, inner_at: size });
    const outerStep = constant(uint(31), OUTER_STEP).truncate(WIDTH);
    const middleStep = constant(uint(31), MIDDLE_STEP).truncate(WIDTH);
    const isLast = {
      outer: io.outer_size.subWrap(at.outer_at).le(constant(uint(31), OUTER_STEP)),
      middle: io.middle_size.subWrap(at.middle_at).le(constant(uint(31), MIDDLE_STEP)),
      inner: at.inner_at.eq(io.inner_size.dec()),
    };
    io.outer.set(at.outer_at);
    io.middle.set(at.middle_at);
    io.inner.set(at.inner_at);
    io.last.set(isLast.outer.and(isLast.middle).and(isLast.inner));
    when(io.next, () => {
      at.inner_at.set(mux(isLast.inner, 0, at.inner_at.inc()));
      when(isLast.inner, () => {
        at.middle_at.set(mux(isLast.middle, 0, at.middle_at.addWrap(middleStep)));
        when(isLast.middle, () => at.outer_at.set(mux(isLast.outer, 0, at.outer_at.addWrap(outerStep))));
      });
    });
  },
);
