// deskew: undoes skew with STEP = 1. Lane i is delayed by what skew delays the last lane by more than lane i.
//
// This is not skew with the lanes the other way round: where PIPELINE does not divide LANES the extra cycles fall
// between other lanes.

`default_nettype none

module deskew #(
  // Lanes of the vector. 1 or more.
  parameter integer LANES    = 4,
  // Bits of a lane. 1 or more.
  parameter integer WIDTH    = 8,
  // Lanes between extra cycles, which 0 leaves out. 0 or more.
  parameter integer PIPELINE = 0
) (
  input  wire                   clk,

  // 0 freezes the lanes.
  input  wire                   advance,

  // Lane 0 in the low bits.
  input  wire [LANES*WIDTH-1:0] skewed,
  output wire [LANES*WIDTH-1:0] straight
);

  generate
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (PIPELINE < 0)
      begin : illegal_pipeline PIPELINE_must_be_at_least_0 stop (); end
  endgenerate

  localparam integer STRIDE = (PIPELINE > 0) ? PIPELINE : LANES;
  localparam integer LAST   = LANES - 1 + (LANES - 1)/STRIDE;

  genvar i;
  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane
      localparam integer DELAY = LAST - i - i/STRIDE;

      if (DELAY < 1) begin : direct
        assign straight[i*WIDTH +: WIDTH] = skewed[i*WIDTH +: WIDTH];
      end else begin : delayed
        // The oldest in the high bits.
        reg [DELAY*WIDTH-1:0] taps;

        wire [DELAY*WIDTH + WIDTH - 1:0] shifted = {taps, skewed[i*WIDTH +: WIDTH]};

        always @(posedge clk)
          if (advance)
            taps <= shifted[DELAY*WIDTH-1:0];

        assign straight[i*WIDTH +: WIDTH] = shifted[DELAY*WIDTH +: WIDTH];
      end
    end
  endgenerate

  // At some sizes nothing reads this.
  wire unused = &{1'b0, clk, advance, 1'b0};

endmodule

`default_nettype wire
