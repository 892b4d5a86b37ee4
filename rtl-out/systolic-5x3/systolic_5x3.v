// systolic_5x3: neither square nor a power of two, with a register cut every two: what most generators get wrong.
//
// matmul with other defaults.

`default_nettype none

module systolic_5x3 #(
  // Rows of elements: products summed in one dot product. 1 or more.
  parameter integer ROWS              = 5,
  // Columns of elements: dot products computed side by side. 1 or more.
  parameter integer COLS              = 3,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH           = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH           = 8,
  // Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more, OUT_WIDTH or more. At most 32.
  parameter integer ACC_WIDTH         = 32,
  // Columns and rows between extra registers, which 0 leaves out. 0 or more.
  parameter integer PIPELINE          = 2,
  // 1: sums stay in the array's elements; 0: weights do. 0 to 1.
  parameter integer OUTPUT_STATIONARY = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH        = 16,
  // Vectors of sums, the largest M, of a weight-stationary engine. 1 or more.
  parameter integer ACC_DEPTH         = 64,
  // Requantising lanes, up to COLS; 0: raw sums only. 0 or more.
  parameter integer REQUANT_LANES     = 2,
  // Bits of a requantised result. 2 to 31.
  parameter integer OUT_WIDTH         = 8,
  // 1: mode 3 is there. 0 to 1.
  parameter integer FLOAT             = 1,
  // Commands that are under way or wait; 2 or more for work without gaps. 1 or more.
  parameter integer COMMANDS          = 4,
  // Words of the activations' buffer, ROWS elements each. 2 or more.
  parameter integer ACTIVATION_DEPTH  = 256,
  // Words of the weights' buffer, COLS elements each. 2 or more.
  parameter integer WEIGHT_DEPTH      = 256,
  // Words of the parameters' buffer, one a column. 2 or more.
  parameter integer PARAMETER_DEPTH   = 64,
  // Bits of a base: those of the largest buffer's addresses, or more. 1 or more.
  parameter integer BASE_WIDTH        = 16
) (
  input  wire                                       clk,
  // Synchronous, active high.
  input  wire                                       rst,

  // As rst, for this block alone.
  input  wire                                       clear,

  // Fills the buffers.
  input  wire                                       activation_write,
  input  wire        [$clog2(ACTIVATION_DEPTH)-1:0] activation_address,
  input  wire        [ROWS*A_WIDTH-1:0]             activation_bits,
  input  wire                                       weight_write,
  input  wire        [$clog2(WEIGHT_DEPTH)-1:0]     weight_address,
  input  wire        [COLS*W_WIDTH-1:0]             weight_bits,
  input  wire                                       parameter_write,
  input  wire        [$clog2(PARAMETER_DEPTH)-1:0]  parameter_address,
  input  wire        [ACC_WIDTH + 37:0]             parameter_bits,

  // Commands. Scale and shift are those of all columns, unless per_channel.
  input  wire                                       command_valid,
  output wire                                       command_ready,
  input  wire        [SIZE_WIDTH-1:0]               command_m,
  input  wire        [SIZE_WIDTH-1:0]               command_k,
  input  wire        [SIZE_WIDTH-1:0]               command_n,
  input  wire        [BASE_WIDTH-1:0]               command_activation_base,
  input  wire        [BASE_WIDTH-1:0]               command_weight_base,
  input  wire        [BASE_WIDTH-1:0]               command_parameter_base,
  input  wire                                       command_starts,
  input  wire                                       command_ends,
  input  wire                                       command_bias,
  input  wire        [1:0]                          command_mode,
  input  wire                                       command_per_channel,
  input  wire        [31:0]                         command_scale,
  input  wire signed [5:0]                          command_shift,
  input  wire signed [OUT_WIDTH-1:0]                command_offset,
  input  wire signed [OUT_WIDTH-1:0]                command_low,
  input  wire signed [OUT_WIDTH-1:0]                command_high,

  // Answers, in the order of the commands.
  output wire                                       response_valid,
  input  wire                                       response_ready,
  output wire        [2:0]                          response_code,

  // Results, column 0 in the low bits.
  output wire                                       result_valid,
  input  wire                                       result_ready,
  output wire        [COLS*ACC_WIDTH-1:0]           result_bits,

  // Columns of the result that are there (the others are 0), and whether it is the command's last.
  output wire        [$clog2(COLS + 1)-1:0]         result_columns,
  output wire                                       result_last,

  // Commands are not answered yet.
  output wire                                       busy,

  // Cycles while the engine is busy, from the low end: operands moved; waiting for weights, activations, parameters,
  // for results to be taken; the rest (starting, draining).
  output wire        [191:0]                        activity
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
    if (ACC_WIDTH > 32)
      begin : illegal_acc_width ACC_WIDTH_must_be_at_most_32 stop (); end
    if (PIPELINE < 0)
      begin : illegal_pipeline PIPELINE_must_be_at_least_0 stop (); end
    if (OUTPUT_STATIONARY < 0 || OUTPUT_STATIONARY > 1)
      begin : illegal_output_stationary OUTPUT_STATIONARY_must_be_0_to_1 stop (); end
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (ACC_DEPTH < 1)
      begin : illegal_acc_depth ACC_DEPTH_must_be_at_least_1 stop (); end
    if (REQUANT_LANES < 0)
      begin : illegal_requant_lanes REQUANT_LANES_must_be_at_least_0 stop (); end
    if (OUT_WIDTH < 2 || OUT_WIDTH > 31)
      begin : illegal_out_width OUT_WIDTH_must_be_2_to_31 stop (); end
    if (FLOAT < 0 || FLOAT > 1)
      begin : illegal_float FLOAT_must_be_0_to_1 stop (); end
    if (COMMANDS < 1)
      begin : illegal_commands COMMANDS_must_be_at_least_1 stop (); end
    if (ACTIVATION_DEPTH < 2)
      begin : illegal_activation_depth ACTIVATION_DEPTH_must_be_at_least_2 stop (); end
    if (WEIGHT_DEPTH < 2)
      begin : illegal_weight_depth WEIGHT_DEPTH_must_be_at_least_2 stop (); end
    if (PARAMETER_DEPTH < 2)
      begin : illegal_parameter_depth PARAMETER_DEPTH_must_be_at_least_2 stop (); end
    if (BASE_WIDTH < 1)
      begin : illegal_base_width BASE_WIDTH_must_be_at_least_1 stop (); end
    if (ACC_WIDTH < A_WIDTH + W_WIDTH)
      begin : illegal_acc_width_relation ACC_WIDTH_must_be_at_least_A_WIDTH_plus_W_WIDTH stop (); end
    if (REQUANT_LANES > COLS)
      begin : illegal_requant_lanes_relation REQUANT_LANES_must_be_at_most_COLS stop (); end
    if (ACC_WIDTH < OUT_WIDTH)
      begin : illegal_acc_width_relation_2 ACC_WIDTH_must_be_at_least_OUT_WIDTH stop (); end
    if (BASE_WIDTH < $clog2(ACTIVATION_DEPTH))
      begin : illegal_base_width_relation BASE_WIDTH_must_be_at_least_clog2_ACTIVATION_DEPTH stop (); end
    if (BASE_WIDTH < $clog2(WEIGHT_DEPTH))
      begin : illegal_base_width_relation_2 BASE_WIDTH_must_be_at_least_clog2_WEIGHT_DEPTH stop (); end
    if (BASE_WIDTH < $clog2(PARAMETER_DEPTH))
      begin : illegal_base_width_relation_3 BASE_WIDTH_must_be_at_least_clog2_PARAMETER_DEPTH stop (); end
  endgenerate

  matmul #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .A_WIDTH           (A_WIDTH),
    .W_WIDTH           (W_WIDTH),
    .ACC_WIDTH         (ACC_WIDTH),
    .PIPELINE          (PIPELINE),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .ACC_DEPTH         (ACC_DEPTH),
    .REQUANT_LANES     (REQUANT_LANES),
    .OUT_WIDTH         (OUT_WIDTH),
    .FLOAT             (FLOAT),
    .COMMANDS          (COMMANDS),
    .ACTIVATION_DEPTH  (ACTIVATION_DEPTH),
    .WEIGHT_DEPTH      (WEIGHT_DEPTH),
    .PARAMETER_DEPTH   (PARAMETER_DEPTH),
    .BASE_WIDTH        (BASE_WIDTH)
  ) matmul (
    .clk                     (clk),
    .rst                     (rst),
    .clear                   (clear),
    .activation_write        (activation_write),
    .activation_address      (activation_address),
    .activation_bits         (activation_bits),
    .weight_write            (weight_write),
    .weight_address          (weight_address),
    .weight_bits             (weight_bits),
    .parameter_write         (parameter_write),
    .parameter_address       (parameter_address),
    .parameter_bits          (parameter_bits),
    .command_valid           (command_valid),
    .command_ready           (command_ready),
    .command_m               (command_m),
    .command_k               (command_k),
    .command_n               (command_n),
    .command_activation_base (command_activation_base),
    .command_weight_base     (command_weight_base),
    .command_parameter_base  (command_parameter_base),
    .command_starts          (command_starts),
    .command_ends            (command_ends),
    .command_bias            (command_bias),
    .command_mode            (command_mode),
    .command_per_channel     (command_per_channel),
    .command_scale           (command_scale),
    .command_shift           (command_shift),
    .command_offset          (command_offset),
    .command_low             (command_low),
    .command_high            (command_high),
    .response_valid          (response_valid),
    .response_ready          (response_ready),
    .response_code           (response_code),
    .result_valid            (result_valid),
    .result_ready            (result_ready),
    .result_bits             (result_bits),
    .result_columns          (result_columns),
    .result_last             (result_last),
    .busy                    (busy),
    .activity                (activity)
  );

endmodule

`default_nettype wire
