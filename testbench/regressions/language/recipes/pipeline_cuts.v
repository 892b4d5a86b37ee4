// pipeline_cuts: a delay of COLS cycles, and of one more at every cut: before each column whose number PERIOD divides.

`default_nettype none

module pipeline_cuts #(
  // 1 or more.
  parameter integer COLS   = 6,
  // 1 or more.
  parameter integer W      = 8,
  // 0 or more.
  parameter integer PERIOD = 2
) (
  input  wire         clk,

  input  wire [W-1:0] x,
  output wire [W-1:0] y
);

  generate
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
    if (PERIOD < 0)
      begin : illegal_period PERIOD_must_be_at_least_0 stop (); end
  endgenerate

  genvar c;

  wire [COLS*W-1:0] east;

  generate
    for (c = 0; c < COLS; c = c + 1) begin : col
      wire [W-1:0] west;

      if (c == 0) begin : west_edge
        assign west = x;
      end else if (PERIOD != 0 && c % ((PERIOD > 1) ? PERIOD : 1) == 0) begin : cut
        reg [W-1:0] extra;

        always @(posedge clk)
          extra <= east[(c - 1)*W +: W];

        assign west = extra;
      end else begin : direct
        assign west = east[(c - 1)*W +: W];
      end

      reg [W-1:0] stage;

      always @(posedge clk)
        stage <= west;

      assign east[c*W +: W] = stage;
    end
  endgenerate

  assign y = east[(COLS - 1)*W +: W];

endmodule

`default_nettype wire
