// comparisons_at_bounds: comparisons with parameters that may be 0 or 2^width.

`default_nettype none

module comparisons_at_bounds #(
  // 1 to 16.
  parameter integer DEPTH = 12,
  // 0 to 15.
  parameter integer LEAST = 0
) (
  input  wire [3:0] n,
  output wire       below,
  output wire       fitting,
  output wire       enough,
  output wire       some
);

  generate
    if (DEPTH < 1 || DEPTH > 16)
      begin : illegal_depth DEPTH_must_be_1_to_16 stop (); end
    if (LEAST < 0 || LEAST > 15)
      begin : illegal_least LEAST_must_be_0_to_15 stop (); end
  endgenerate

  assign below   = {1'b0, n} < DEPTH[4:0];
  assign fitting = {1'b0, n} <= DEPTH[4:0];
  assign enough  = $signed({1'b0, n}) >= $signed(LEAST[4:0]);
  assign some    = n > 4'd0;

endmodule

`default_nettype wire
