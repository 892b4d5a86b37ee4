// skew: delays lane i of a vector by i * STEP + floor(i / P) cycles, P being PIPELINE (no such term when it is 0).

`default_nettype none

module skew #(
  // Lanes of the vector. 1 or more.
  parameter integer LANES    = 4,
  // Bits of a lane. 1 or more.
  parameter integer WIDTH    = 8,
  // Cycles from one lane to the next. 0 or more.
  parameter integer STEP     = 1,
  // Lanes between extra cycles, which 0 leaves out. 0 or more.
  parameter integer PIPELINE = 0
) (
  input  wire                   clk,

  // 0 freezes the lanes.
  input  wire                   advance,

  // Lane 0 in the low bits.
  input  wire [LANES*WIDTH-1:0] straight,
  output wire [LANES*WIDTH-1:0] skewed
);

  generate
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (STEP < 0)
      begin : illegal_step STEP_must_be_at_least_0 stop (); end
    if (PIPELINE < 0)
      begin : illegal_pipeline PIPELINE_must_be_at_least_0 stop (); end
  endgenerate

  localparam integer STRIDE = (PIPELINE > 0) ? PIPELINE : LANES;

  genvar i;
  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane
      localparam integer DELAY = i*STEP + i/STRIDE;

      if (DELAY < 1) begin : direct
        assign skewed[i*WIDTH +: WIDTH] = straight[i*WIDTH +: WIDTH];
      end else begin : delayed
        // The oldest in the high bits.
        reg [DELAY*WIDTH-1:0] taps;

        wire [DELAY*WIDTH + WIDTH - 1:0] shifted = {taps, straight[i*WIDTH +: WIDTH]};

        always @(posedge clk)
          if (advance)
            taps <= shifted[DELAY*WIDTH-1:0];

        assign skewed[i*WIDTH +: WIDTH] = shifted[DELAY*WIDTH +: WIDTH];
      end
    end
  endgenerate

  // At some sizes nothing reads this.
  wire unused = &{1'b0, clk, advance, 1'b0};

endmodule

`default_nettype wire
