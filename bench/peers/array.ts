import { bool, genFor, genIf, input, int, module, mux, output, sint, vec, when, zero } from '../../dsl/index.ts';

const widths = {
  /** Bits of an activation and of a weight, signed. */
  AW: int(8, { min: 2, max: 32 }),
  /** Bits of a sum, signed; sums wrap. 2 * AW or more. */
  PW: int(32),
};

/** One multiply-accumulate element with two banks of weights. */
export const Element = module(
  'PE',
  {
    params: widths,
    where: ({ AW, PW }) => [PW.atLeast(AW.times(2))],
    ports: ({ AW, PW }) => ({
      in_valid: input(bool),
      /** The weight that the activation meets. */
      in_bank: input(bool),
      in_act: input(sint(AW)),
      in_psum: input(sint(PW)),
      load: input(bool),
      /** The weight that moves south. */
      load_bank: input(bool),
      in_wgt: input(sint(AW)),
      out_valid: output(bool),
      out_bank: output(bool),
      out_act: output(sint(AW)),
      out_psum: output(sint(PW)),
      out_wgt: output(sint(AW)),
    }),
  },
  (io, { AW, PW }, m) => {
    const { valid } = m.regs({ valid: bool });
    const { w0, w1, bank, act, psum } = m.regs(
      { w0: sint(AW), w1: sint(AW), bank: bool, act: sint(AW), psum: sint(PW) },
      { reset: 'none' },
    );
    valid.set(io.in_valid);
    when(io.in_valid, () => {
      bank.set(io.in_bank);
      act.set(io.in_act);
      psum.set(io.in_psum.addWrap(io.in_act.mul(mux(io.in_bank, w1, w0))));
    });
    when(io.load, () => {
      when(io.load_bank, () => w1.set(io.in_wgt)).otherwise(() => w0.set(io.in_wgt));
    });
    io.out_valid.set(valid);
    io.out_bank.set(bank);
    io.out_act.set(act);
    io.out_psum.set(psum);
    io.out_wgt.set(mux(io.load_bank, w1, w0));
  },
);

/**
 * N x N weight-stationary elements.
 *
 * Activations move one column east a cycle and sums one row south, each gaining activation * weight of the bank that came
 * with the activations. While load is high the weights of load_bank move one row south. A vector that enters with
 * in_valid in cycle t leaves with out_valid in cycle t + 2 * N - 1; skew and deskew are inside.
 */
export const SystolicArray = module(
  'SystolicArray',
  {
    params: { /** Rows and columns of elements. */ N: int(16, { min: 1, max: 256 }), ...widths },
    where: ({ AW, PW }) => [PW.atLeast(AW.times(2))],
    ports: ({ N, AW, PW }) => ({
      in_valid: input(bool),
      in_bank: input(bool),
      /** Element 0 in the low bits, here and below. */
      in_act: input(vec(N, sint(AW))),
      load: input(bool),
      load_bank: input(bool),
      in_wgt: input(vec(N, sint(AW))),
      out_valid: output(bool),
      out_psum: output(vec(N, sint(PW))),
    }),
  },
  (io, { N, AW, PW }, m) => {
    const { valid, bank, act, wgt, psum } = m.wires({
      valid: vec(N, vec(N, bool)),
      bank: vec(N, vec(N, bool)),
      act: vec(N, vec(N, sint(AW))),
      wgt: vec(N, vec(N, sint(AW))),
      psum: vec(N, vec(N, sint(PW))),
    });

    genFor(N, 'row', r =>
      genFor(N, 'col', c => {
        const { in_valid, in_bank, in_act } = genIf(
          c.eq(0),
          [
            'west_edge',
            () => {
              const late_valid = m.pipe(io.in_valid, r, { reset: 'zero' });
              const late_bank = m.pipe(io.in_bank, r);
              const late_act = m.pipe(io.in_act.at(r), r);
              return { in_valid: late_valid, in_bank: late_bank, in_act: late_act };
            },
          ],
          [
            'west_neighbour',
            () => {
              const west = c.minus(1);
              return { in_valid: valid.at(r).at(west), in_bank: bank.at(r).at(west), in_act: act.at(r).at(west) };
            },
          ],
        );
        const { in_wgt, in_psum } = genIf(
          r.eq(0),
          ['north_edge', () => ({ in_wgt: io.in_wgt.at(c), in_psum: zero(sint(PW)) })],
          ['north_neighbour', () => ({ in_wgt: wgt.at(r.minus(1)).at(c), in_psum: psum.at(r.minus(1)).at(c) })],
        );
        m.inst(
          'pe',
          Element,
          { AW, PW },
          {
            ...{ in_valid, in_bank, in_act, in_psum, in_wgt, load: io.load, load_bank: io.load_bank },
            out_valid: valid.at(r).at(c),
            out_bank: bank.at(r).at(c),
            out_act: act.at(r).at(c),
            out_psum: psum.at(r).at(c),
            out_wgt: wgt.at(r).at(c),
          },
        );
      }),
    );

    const last = N.minus(1);
    io.out_valid.set(valid.at(last).at(last));
    genFor(N, 'lane', i => {
      const result = m.pipe(psum.at(last).at(i), last.minus(i));
      io.out_psum.at(i).set(result);
    });
    m.unused({ valid, bank, act, wgt }, 'what the east and south edges hand on goes nowhere');
  },
);
