import {
  blackBox,
  bool,
  clock,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  sint,
  struct,
  uint,
  vec,
} from '../../../../dsl/index.ts';

const multiplier = `
// A multiplier as a vendor delivers it, with parameters and ports of either style.
module VENDOR_MULT (CLK, CE, A, B, P, BUSY);
  parameter WIDTH = 8;
  input CLK, CE;
  input signed [WIDTH-1:0] A, B;
  output reg signed [2*WIDTH-1:0] P;
  output BUSY;
  always @(posedge CLK)
    if (CE) P <= A * B;
  assign BUSY = CE;
endmodule
`;

/** A registered multiplier: P follows A and B a cycle later, while CE is high. */
export const Multiplier = blackBox(
  'VENDOR_MULT',
  {
    params: { WIDTH: int(8, { min: 2 }) },
    clocks: { main: clock({ reset: 'none', ports: { clock: 'CLK' } }) },
    ports: ({ WIDTH }) => ({
      CE: input(bool),
      A: input(sint(WIDTH)),
      B: input(sint(WIDTH)),
      P: output(sint(WIDTH.times(2))),
      BUSY: output(bool),
    }),
    depends: { P: [], BUSY: ['CE'] },
  },
  {
    verilog: multiplier,
    simulate: () => {
      let product = 0n;
      return {
        outputs: { P: () => product, BUSY: ({ CE }) => CE },
        clock: ({ CE, A, B }) => {
          if (CE) product = A * B;
        },
      };
    },
  },
);

const sorter = `
module sort_pair #(parameter integer W = 4) (
  input  wire [2*W-1:0] items,
  input  wire           mark,
  output wire [2*W-1:0] sorted_items,
  output wire           sorted_mark
);
  wire swap = items[0 +: W] > items[W +: W];
  assign sorted_items = swap ? {items[0 +: W], items[W +: W]} : items;
  assign sorted_mark  = mark ^ swap;
endmodule
`;

/** Two items in order; combinational, with a vec and a struct at its ports. */
export const SortPair = blackBox(
  'sort_pair',
  {
    params: { W: int(4, { min: 1 }) },
    ports: ({ W }) => ({
      items: input(vec(2, uint(W))),
      mark: input(bool),
      sorted: output(struct({ items: vec(2, uint(W)), mark: bool })),
    }),
  },
  {
    verilog: sorter,
    simulate: () => ({
      outputs: {
        sorted: ({ items, mark }) => {
          const [low = 0n, high = 0n] = items;
          return low > high ? { items: [high, low], mark: !mark } : { items, mark };
        },
      },
    }),
  },
);

/** What reads a product back into its own factor: no loop, because P depends on nothing in the same cycle. */
export const UsesBoxes = module(
  'uses_boxes',
  {
    params: { N: int(2, { min: 1 }), W: int(4, { min: 2 }) },
    ports: ({ N, W }) => ({
      clear: input(bool),
      enable: input(bool),
      index: input(uint(indexWidth(N))),
      a: input(sint(W)),
      pair: input(vec(2, uint(W))),
      product: output(sint(W.times(2))),
      busy: output(bool),
      low: output(uint(W)),
      high: output(uint(W)),
      swapped: output(bool),
    }),
  },
  (io, { N, W }, m) => {
    const { whole, factor, sorted } = m.wires({
      whole: sint(W.times(2)),
      factor: sint(W),
      sorted: struct({ items: vec(2, uint(W)), mark: bool }),
    });
    factor.set(mux(io.clear, 1, whole.truncate(W).addWrap(1)));
    m.inst('multiplier', Multiplier, { WIDTH: W }, { CE: io.enable, A: io.a, B: factor, P: whole, BUSY: io.busy });
    m.inst('sorter', SortPair, { W }, { items: io.pair, mark: io.index.eq(N.minus(1)), sorted });
    io.product.set(whole);
    io.low.set(sorted.items.at(0));
    io.high.set(sorted.items.at(1));
    io.swapped.set(sorted.mark);
  },
);
