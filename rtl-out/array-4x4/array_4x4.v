// array_4x4: the array of systolic-4x4 alone: one tile after another, sums over K added outside.
//
// systolic_array with other defaults.

`default_nettype none

module array_4x4 #(
  // Rows of elements: products summed in one dot product. 1 or more.
  parameter integer ROWS      = 4,
  // Columns of elements: dot products computed side by side. 1 or more.
  parameter integer COLS      = 4,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH   = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH   = 8,
  // Bits of a partial sum, signed; sums wrap. A_WIDTH + W_WIDTH or more.
  parameter integer ACC_WIDTH = 32,
  // Columns and rows between extra registers, which 0 leaves out. 0 or more.
  parameter integer PIPELINE  = 0
) (
  input  wire                      clk,
  // Synchronous, active high.
  input  wire                      rst,

  // One row of a tile's weights, column 0 in the low bits; last marks row 0.
  input  wire                      weight_valid,
  output wire                      weight_ready,
  input  wire [COLS*W_WIDTH-1:0]   weight_bits,
  input  wire                      weight_last,

  // Activation vectors, row 0 in the low bits; first marks the first of a tile.
  input  wire                      activation_valid,
  output wire                      activation_ready,
  input  wire [ROWS*A_WIDTH-1:0]   activation_bits,
  input  wire                      activation_first,

  // Result vectors, column 0 in the low bits.
  output wire                      result_valid,
  input  wire                      result_ready,
  output wire [COLS*ACC_WIDTH-1:0] result_bits,

  // Weights that wait, or activations, are in the array.
  output wire                      busy
);

  generate
    if (ROWS < 1)
      begin : illegal_rows ROWS_must_be_at_least_1 stop (); end
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (A_WIDTH < 2 || A_WIDTH > 16)
      begin : illegal_a_width A_WIDTH_must_be_2_to_16 stop (); end
    if (W_WIDTH < 2 || W_WIDTH > 16)
      begin : illegal_w_width W_WIDTH_must_be_2_to_16 stop (); end
    if (PIPELINE < 0)
      begin : illegal_pipeline PIPELINE_must_be_at_least_0 stop (); end
    if (ACC_WIDTH < A_WIDTH + W_WIDTH)
      begin : illegal_acc_width ACC_WIDTH_must_be_at_least_A_WIDTH_plus_W_WIDTH stop (); end
  endgenerate

  systolic_array #(
    .ROWS      (ROWS),
    .COLS      (COLS),
    .A_WIDTH   (A_WIDTH),
    .W_WIDTH   (W_WIDTH),
    .ACC_WIDTH (ACC_WIDTH),
    .PIPELINE  (PIPELINE)
  ) array (
    .clk              (clk),
    .rst              (rst),
    .weight_valid     (weight_valid),
    .weight_ready     (weight_ready),
    .weight_bits      (weight_bits),
    .weight_last      (weight_last),
    .activation_valid (activation_valid),
    .activation_ready (activation_ready),
    .activation_bits  (activation_bits),
    .activation_first (activation_first),
    .result_valid     (result_valid),
    .result_ready     (result_ready),
    .result_bits      (result_bits),
    .busy             (busy)
  );

endmodule

`default_nettype wire
