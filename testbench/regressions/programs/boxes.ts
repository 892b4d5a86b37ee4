import {
  blackBox,
  bool,
  cat,
  choice,
  clock,
  clocked,
  clog2,
  constant,
  flag,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  sint,
  uint,
  vec,
} from '../../../dsl/index.ts';

/** An output pad: its drive is a number, its slew rate a text. */
const Pad = blackBox(
  'VENDOR_PAD',
  {
    params: { DRIVE: int(12, { min: 2, max: 24 }), SLEW: choice('SLOW', 'FAST'), INVERT: flag(false) },
    ports: () => ({ I: input(bool), O: output(bool) }),
  },
  {
    simulate: ({ SLEW, INVERT }) => ({ outputs: { O: ({ I }) => (SLEW === 'FAST' || I) !== INVERT } }),
    verilog: `module VENDOR_PAD #(
  parameter integer DRIVE = 12,
  parameter SLEW = "SLOW",
  parameter INVERT = 0
) (
  input wire I,
  output wire O
);
  wire unused = &{1'b0, DRIVE[0], 1'b0};
  assign O = ((SLEW == "FAST") || I) != (INVERT != 0);
endmodule
`,
  },
);

/** Two pads of one kind with other parameters, and as many of a third as a loop makes. */
export const Pads = module(
  'pads',
  {
    params: { N: int(2, { min: 1, max: 23 }) },
    ports: ({ N }) => ({
      i: input(bool),
      slow: output(bool),
      fast: output(bool),
      bus: input(uint(N)),
      pins: output(vec(N, bool)),
    }),
  },
  ({ i, slow, fast, bus, pins }, { N }, m) => {
    m.inst('slow_pad', Pad, { DRIVE: 8, INVERT: true }, { I: i, O: slow });
    m.inst('fast_pad', Pad, { SLEW: 'FAST' }, { I: i, O: fast });
    genFor(N, 'pin', at => m.inst('pad', Pad, { DRIVE: at.plus(2) }, { I: bus.slice(at, 1).asBool(), O: pins.at(at) }));
  },
);

/** A multiplier with a register, a reset and an enable, of a vendor's library. */
const Multiplier = blackBox(
  'VENDOR_MAC',
  {
    params: { W: int(8, { min: 1 }) },
    clocks: {
      main: clock({ reset: 'synchronous', enable: true, ports: { clock: 'CLK', reset: 'RST', enable: 'CE' } }),
    },
    ports: ({ W }) => ({ A: input(sint(W)), P: output(sint(W.times(2))) }),
    depends: { P: [] },
  },
  {
    simulate: ({ W }) => {
      let product = 0n;
      return {
        outputs: { P: () => product },
        clock: ({ A, RST, CE }) => {
          if (RST === true) product = 0n;
          else if (CE === true) product = BigInt.asIntN(2 * W, A * A);
        },
      };
    },
    verilog: `module VENDOR_MAC #(parameter W = 8) (
  input wire CLK, RST, CE,
  input wire signed [W-1:0] A,
  output reg signed [2*W-1:0] P
);
  always @(posedge CLK)
    if (RST) P <= {2*W{1'b0}};
    else if (CE) P <= {{W{A[W-1]}}, A} * {{W{A[W-1]}}, A};
endmodule
`,
  },
);

/** The same black box with two widths, in a domain with an enable and in one without. */
export const Squares = module(
  'squares_of_two',
  {
    params: { W: int(5, { min: 1 }) },
    clocks: { main: clock(), gated: clock({ enable: true }) },
    ports: ({ W }, { main, gated }) => ({
      a: main.port(input(sint(W))),
      p: main.port(output(sint(W.times(2)))),
      b: gated.port(input(sint(3))),
      r: gated.port(output(sint(6))),
    }),
  },
  ({ a, p, b, r }, { W }, m, { main, gated }) => {
    clocked(main, () => m.inst('one', Multiplier, { W }, { A: a, P: p }));
    clocked(gated, () => m.inst('two', Multiplier, { W: 3 }, { A: b, P: r }));
  },
);

/** A memory of the technology with two ports, each with a clock of its own that reads and writes. */
const DualPortRam = blackBox(
  'VENDOR_DPRAM',
  {
    params: { WIDTH: int(8, { min: 1 }), DEPTH: int(16, { min: 2 }) },
    clocks: {
      a: clock({ reset: 'none', ports: { clock: 'CLKA' } }),
      b: clock({ reset: 'none', ports: { clock: 'CLKB' } }),
    },
    ports: ({ WIDTH, DEPTH }, { a, b }) => ({
      WEA: a.port(input(bool)),
      ADDRA: a.port(input(uint(clog2(DEPTH)))),
      DA: a.port(input(uint(WIDTH))),
      QA: a.port(output(uint(WIDTH))),
      WEB: b.port(input(bool)),
      ADDRB: b.port(input(uint(clog2(DEPTH)))),
      DB: b.port(input(uint(WIDTH))),
      QB: b.port(output(uint(WIDTH))),
    }),
    depends: { QA: [], QB: [] },
  },
  {
    simulate: ({ DEPTH }) => {
      const words = Array.from({ length: DEPTH }, () => 0n);
      let [qa, qb] = [0n, 0n];
      return {
        outputs: { QA: () => qa, QB: () => qb },
        clock: ({ WEA, ADDRA, DA, WEB, ADDRB, DB }, clocks) => {
          const [readA, readB] = [words[Number(ADDRA)] ?? 0n, words[Number(ADDRB)] ?? 0n];
          if (clocks.includes('a')) {
            qa = readA;
            if (WEA) words[Number(ADDRA)] = DA;
          }
          if (clocks.includes('b')) {
            qb = readB;
            if (WEB) words[Number(ADDRB)] = DB;
          }
        },
      };
    },
    verilog: `/* verilator lint_off MULTIDRIVEN */
module VENDOR_DPRAM #(parameter WIDTH = 8, parameter DEPTH = 16) (
  input wire CLKA, CLKB, WEA, WEB,
  input wire [$clog2(DEPTH)-1:0] ADDRA, ADDRB,
  input wire [WIDTH-1:0] DA, DB,
  output reg [WIDTH-1:0] QA, QB
);
  reg [WIDTH-1:0] words [0:DEPTH-1];
  integer i;
  initial begin
    for (i = 0; i < DEPTH; i = i + 1) words[i] = {WIDTH{1'b0}};
    QA = {WIDTH{1'b0}};
    QB = {WIDTH{1'b0}};
  end
  always @(posedge CLKA) begin
    if (WEA) words[ADDRA] <= DA;
    QA <= words[ADDRA];
  end
  always @(posedge CLKB) begin
    if (WEB) words[ADDRB] <= DB;
    QB <= words[ADDRB];
  end
endmodule
`,
  },
);

/** Two masters under clocks of their own in one memory: each writes its half, and reads everything. */
export const SharedMemory = module(
  'shared_memory',
  {
    params: { WIDTH: int(8, { min: 1 }) },
    clocks: { one: clock({ reset: 'none' }), two: clock({ reset: 'none' }) },
    ports: ({ WIDTH }, { one, two }) => {
      const master = {
        we: input(bool),
        to: input(uint(3)),
        from: input(uint(4)),
        d: input(uint(WIDTH)),
        q: output(uint(WIDTH)),
      };
      return { first: one.port(master), second: two.port(master) };
    },
  },
  ({ first, second }, { WIDTH }, m, { one, two }) => {
    const address = ({ we, to, from }: typeof first, half: boolean) => mux(we, cat(constant(bool, half), to), from);
    m.inst(
      'ram',
      DualPortRam,
      { WIDTH, DEPTH: 16 },
      {
        WEA: first.we,
        ADDRA: address(first, false),
        DA: first.d,
        QA: first.q,
        WEB: second.we,
        ADDRB: address(second, true),
        DB: second.d,
        QB: second.q,
      },
      { clocks: { a: one, b: two } },
    );
  },
);
