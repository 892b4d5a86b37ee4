// matmul_engine: takes commands for C = A * B, M x K times K x N, and their operands as streams in tile order.
//
// See weight_stationary (OUTPUT_STATIONARY 0) or output_stationary (1) for that order. Results leave N outer by COLS, M
// inner. A command says whether it starts a new sum or goes on with the one before, and whether it ends it: only then
// do results leave, with a bias, as they are (mode 0) or requantised (1, 2, 3; see requantiser). Parameters enter one a
// column, in order: N words, if the command ends its sum and has a bias, or takes a scale a column in modes 1 to 3;
// none otherwise.
//
// Every command is answered, in order: 0 when its last result has been taken (or its last sum kept), 1 a size is 0, 2
// M, or the size of a sum that one command does not both start and end, is too large, 3 no such mode here; or
// command_fault, what the sender found. command_code shows what the offered command will be answered with.
//
// Combinational paths: result_ready to the operands' ready; between the operands' valid and ready as in systolic_array.

`default_nettype none

module matmul_engine #(
  // Rows of elements: products summed in one dot product. 1 or more.
  parameter integer ROWS              = 4,
  // Columns of elements: dot products computed side by side. 1 or more.
  parameter integer COLS              = 4,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH           = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH           = 8,
  // Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more, OUT_WIDTH or more. At most 32.
  parameter integer ACC_WIDTH         = 32,
  // Columns and rows between extra registers, which 0 leaves out. 0 or more.
  parameter integer PIPELINE          = 0,
  // 1: sums stay in the array's elements; 0: weights do. 0 to 1.
  parameter integer OUTPUT_STATIONARY = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH        = 16,
  // Vectors of sums, the largest M, of a weight-stationary engine. 1 or more.
  parameter integer ACC_DEPTH         = 64,
  // Requantising lanes, up to COLS; 0: raw sums only. 0 or more.
  parameter integer REQUANT_LANES     = 4,
  // Bits of a requantised result. 2 to 31.
  parameter integer OUT_WIDTH         = 8,
  // 1: mode 3 is there. 0 to 1.
  parameter integer FLOAT             = 1,
  // Commands that are under way or wait; 2 or more for work without gaps. 1 or more.
  parameter integer COMMANDS          = 4
) (
  input  wire                               clk,
  // Synchronous, active high.
  input  wire                               rst,

  // As rst, for this engine alone.
  input  wire                               clear,

  // Commands. Scale and shift are those of all columns, unless per_channel; fault is 0, or what refuses it.
  input  wire                               command_valid,
  output wire                               command_ready,
  input  wire        [SIZE_WIDTH-1:0]       command_m,
  input  wire        [SIZE_WIDTH-1:0]       command_k,
  input  wire        [SIZE_WIDTH-1:0]       command_n,
  input  wire                               command_starts,
  input  wire                               command_ends,
  input  wire                               command_bias,
  input  wire        [1:0]                  command_mode,
  input  wire                               command_per_channel,
  input  wire        [31:0]                 command_scale,
  input  wire signed [5:0]                  command_shift,
  input  wire signed [OUT_WIDTH-1:0]        command_offset,
  input  wire signed [OUT_WIDTH-1:0]        command_low,
  input  wire signed [OUT_WIDTH-1:0]        command_high,
  input  wire        [2:0]                  command_fault,

  // What the offered command will be answered with.
  output wire        [2:0]                  command_code,

  // Answers.
  output wire                               response_valid,
  input  wire                               response_ready,
  output wire        [2:0]                  response_code,

  // Weights, column 0 in the low bits.
  input  wire                               weight_valid,
  output wire                               weight_ready,
  input  wire        [COLS*W_WIDTH-1:0]     weight_bits,

  // Activations, row 0 in the low bits.
  input  wire                               activation_valid,
  output wire                               activation_ready,
  input  wire        [ROWS*A_WIDTH-1:0]     activation_bits,

  // Shift, scale, bias, the bias in the low bits.
  input  wire                               parameter_valid,
  output wire                               parameter_ready,
  input  wire        [ACC_WIDTH + 37:0]     parameter_bits,

  // Results, column 0 in the low bits.
  output wire                               result_valid,
  input  wire                               result_ready,
  output wire        [COLS*ACC_WIDTH-1:0]   result_bits,

  // With each: how many columns are there (the others are 0), and whether it is the command's last.
  output wire        [$clog2(COLS + 1)-1:0] result_columns,
  output wire                               result_last,

  // Commands are not answered yet.
  output wire                               busy,

  // Cycles while busy, from the low end: operands moved; waiting for weights, activations, parameters, for results to
  // be taken; the rest (starting, draining).
  output wire        [191:0]                activity
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
    if (ACC_WIDTH < A_WIDTH + W_WIDTH)
      begin : illegal_acc_width_relation ACC_WIDTH_must_be_at_least_A_WIDTH_plus_W_WIDTH stop (); end
    if (REQUANT_LANES > COLS)
      begin : illegal_requant_lanes_relation REQUANT_LANES_must_be_at_most_COLS stop (); end
    if (ACC_WIDTH < OUT_WIDTH)
      begin : illegal_acc_width_relation_2 ACC_WIDTH_must_be_at_least_OUT_WIDTH stop (); end
  endgenerate

  localparam integer HEAD_WIDTH      = SIZE_WIDTH*3 + 2;
  localparam integer COMMAND_WIDTH   = HEAD_WIDTH + OUT_WIDTH*3 + 43;
  localparam integer PARAMETER_WIDTH = ACC_WIDTH + 38;

  wire weight_fire     = weight_valid && weight_ready;
  wire activation_fire = activation_valid && activation_ready;
  wire result_fire     = result_valid && result_ready;

  command_check #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .ACC_DEPTH         (ACC_DEPTH),
    .REQUANT_LANES     (REQUANT_LANES),
    .FLOAT             (FLOAT)
  ) check (
    .m      (command_m),
    .k      (command_k),
    .n      (command_n),
    .starts (command_starts),
    .ends   (command_ends),
    .mode   (command_mode),
    .fault  (command_fault),
    .code   (command_code)
  );

  // Commands: those that can be carried out are queued, all of them are answered.
  wire                        entry_valid;
  wire                        entry_ready;
  wire                        entry_bias;
  wire [1:0]                  entry_mode;
  wire                        entry_per_channel;
  wire [31:0]                 entry_scale;
  wire signed [5:0]           entry_shift;
  wire signed [OUT_WIDTH-1:0] entry_offset;
  wire signed [OUT_WIDTH-1:0] entry_low;
  wire signed [OUT_WIDTH-1:0] entry_high;
  wire                        entry_parametric;
  wire [SIZE_WIDTH-1:0]       entry_m;
  wire [SIZE_WIDTH-1:0]       entry_k;
  wire [SIZE_WIDTH-1:0]       entry_n;
  wire                        entry_starts;
  wire                        entry_ends;
  wire                        answer_valid;
  wire                        answer_ready;
  wire                        answer_leaves;
  wire [2:0]                  answer_code;
  wire [4:0]                  head_valid;
  wire [5*COMMAND_WIDTH-1:0]  head_bits;
  wire [4:0]                  take;
  wire                        kept;

  assign command_ready     = entry_ready && answer_ready;
  assign entry_valid       = command_valid && answer_ready && command_code == 3'd0;
  assign entry_bias        = command_bias;
  assign entry_mode        = command_mode;
  assign entry_per_channel = command_per_channel;
  assign entry_scale       = command_scale;
  assign entry_shift       = command_shift;
  assign entry_offset      = command_offset;
  assign entry_low         = command_low;
  assign entry_high        = command_high;
  assign entry_parametric  = command_ends && (command_bias || (command_per_channel && command_mode != 2'd0));
  assign entry_m           = command_m;
  assign entry_k           = command_k;
  assign entry_n           = command_n;
  assign entry_starts      = command_starts;
  assign entry_ends        = command_ends;
  assign answer_valid      = command_valid && entry_ready;
  assign answer_leaves     = command_ends;
  assign answer_code       = command_code;

  wire [COMMAND_WIDTH-1:0] bits = {
        entry_bias, entry_mode, entry_per_channel, entry_scale, entry_shift, entry_offset, entry_low, entry_high,
        entry_parametric, entry_m, entry_k, entry_n, entry_starts, entry_ends
      };

  broadcast_queue #(
    .WIDTH   (COMMAND_WIDTH),
    .DEPTH   (COMMANDS),
    .READERS (5)
  ) queue (
    .clk        (clk),
    .rst        (rst || clear),
    .enq_valid  (entry_valid),
    .enq_ready  (entry_ready),
    .enq_bits   (bits),
    .head_valid (head_valid),
    .head_bits  (head_bits),
    .take       (take)
  );

  wire left = result_fire && result_last;

  answer_queue #(
    .DEPTH      (COMMANDS),
    .CODE_WIDTH (3)
  ) answers (
    .clk            (clk),
    .rst            (rst || clear),
    .command_valid  (answer_valid),
    .command_ready  (answer_ready),
    .command_leaves (answer_leaves),
    .command_code   (answer_code),
    .left           (left),
    .kept           (kept),
    .response_valid (response_valid),
    .response_ready (response_ready),
    .response_code  (response_code),
    .busy           (busy)
  );

  // Sums.
  wire                      sum_valid;
  wire                      sum_ready;
  wire [COLS*ACC_WIDTH-1:0] sum_bits;
  wire [2:0]                side_valid;
  wire [3*HEAD_WIDTH-1:0]   side_heads;
  wire [2:0]                side_take;
  wire                      blocked;
  wire                      weight_waits;
  wire                      activation_waits;

  assign side_valid[0]                          = head_valid[0];
  assign side_valid[1]                          = head_valid[1];
  assign side_valid[2]                          = head_valid[2];
  assign side_heads[HEAD_WIDTH-1:0]             = head_bits[HEAD_WIDTH-1:0];
  assign side_heads[HEAD_WIDTH +: HEAD_WIDTH]   = head_bits[COMMAND_WIDTH +: HEAD_WIDTH];
  assign side_heads[2*HEAD_WIDTH +: HEAD_WIDTH] = head_bits[2*COMMAND_WIDTH +: HEAD_WIDTH];
  assign take[0]                                = side_take[0];
  assign take[1]                                = side_take[1];
  assign take[2]                                = side_take[2];

  generate
    if (OUTPUT_STATIONARY != 0) begin : outputs_stay
      output_stationary #(
        .ROWS       (ROWS),
        .COLS       (COLS),
        .A_WIDTH    (A_WIDTH),
        .W_WIDTH    (W_WIDTH),
        .ACC_WIDTH  (ACC_WIDTH),
        .PIPELINE   (PIPELINE),
        .SIZE_WIDTH (SIZE_WIDTH)
      ) multiply (
        .clk              (clk),
        .rst              (rst || clear),
        .head_valid       (side_valid),
        .head_bits        (side_heads),
        .take             (side_take),
        .weight_valid     (weight_valid),
        .weight_ready     (weight_ready),
        .weight_bits      (weight_bits),
        .activation_valid (activation_valid),
        .activation_ready (activation_ready),
        .activation_bits  (activation_bits),
        .sum_valid        (sum_valid),
        .sum_ready        (sum_ready),
        .sum_bits         (sum_bits),
        .kept             (kept),
        .blocked          (blocked),
        .weight_waits     (weight_waits),
        .activation_waits (activation_waits)
      );
    end else begin : weights_stay
      weight_stationary #(
        .ROWS       (ROWS),
        .COLS       (COLS),
        .A_WIDTH    (A_WIDTH),
        .W_WIDTH    (W_WIDTH),
        .ACC_WIDTH  (ACC_WIDTH),
        .PIPELINE   (PIPELINE),
        .SIZE_WIDTH (SIZE_WIDTH),
        .ACC_DEPTH  (ACC_DEPTH)
      ) multiply (
        .clk              (clk),
        .rst              (rst || clear),
        .head_valid       (side_valid),
        .head_bits        (side_heads),
        .take             (side_take),
        .weight_valid     (weight_valid),
        .weight_ready     (weight_ready),
        .weight_bits      (weight_bits),
        .activation_valid (activation_valid),
        .activation_ready (activation_ready),
        .activation_bits  (activation_bits),
        .sum_valid        (sum_valid),
        .sum_ready        (sum_ready),
        .sum_bits         (sum_bits),
        .kept             (kept),
        .blocked          (blocked),
        .weight_waits     (weight_waits),
        .activation_waits (activation_waits)
      );
    end
  endgenerate

  // Parameters load behind the columns before them.
  wire                            set_valid;
  wire [COLS*PARAMETER_WIDTH-1:0] set_bits;
  wire                            set_done;
  wire                            parameter_waits;

  parameter_sets #(
    .COLS       (COLS),
    .WIDTH      (PARAMETER_WIDTH),
    .SIZE_WIDTH (SIZE_WIDTH)
  ) sets (
    .clk             (clk),
    .rst             (rst || clear),
    .head_valid      (head_valid[3]),
    .head_n          (head_bits[3*COMMAND_WIDTH + 2 +: SIZE_WIDTH]),
    .head_parametric (head_bits[3*COMMAND_WIDTH + HEAD_WIDTH]),
    .take            (take[3]),
    .in_valid        (parameter_valid),
    .in_ready        (parameter_ready),
    .in_bits         (parameter_bits),
    .set_valid       (set_valid),
    .set_bits        (set_bits),
    .set_done        (set_done)
  );

  result_stage #(
    .COLS       (COLS),
    .ACC_WIDTH  (ACC_WIDTH),
    .LANES      (REQUANT_LANES),
    .OUT_WIDTH  (OUT_WIDTH),
    .FLOAT      (FLOAT),
    .SIZE_WIDTH (SIZE_WIDTH)
  ) results (
    .clk              (clk),
    .rst              (rst || clear),
    .head_valid       (head_valid[4]),
    .head_bias        (head_bits[COMMAND_WIDTH*4 + HEAD_WIDTH + OUT_WIDTH*3 + 42]),
    .head_mode        (head_bits[COMMAND_WIDTH*4 + HEAD_WIDTH + OUT_WIDTH*3 + 40 +: 2]),
    .head_per_channel (head_bits[COMMAND_WIDTH*4 + HEAD_WIDTH + OUT_WIDTH*3 + 39]),
    .head_scale       (head_bits[COMMAND_WIDTH*4 + HEAD_WIDTH + OUT_WIDTH*3 + 7 +: 32]),
    .head_shift       (head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 1 + 3*OUT_WIDTH +: 6]),
    .head_offset      (head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 1 + 2*OUT_WIDTH +: OUT_WIDTH]),
    .head_low         (head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 1 + OUT_WIDTH +: OUT_WIDTH]),
    .head_high        (head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 1 +: OUT_WIDTH]),
    .head_parametric  (head_bits[4*COMMAND_WIDTH + HEAD_WIDTH]),
    .head_m           (head_bits[4*COMMAND_WIDTH + 2 + 2*SIZE_WIDTH +: SIZE_WIDTH]),
    .head_k           (head_bits[4*COMMAND_WIDTH + 2 + SIZE_WIDTH +: SIZE_WIDTH]),
    .head_n           (head_bits[4*COMMAND_WIDTH + 2 +: SIZE_WIDTH]),
    .head_starts      (head_bits[4*COMMAND_WIDTH + 1]),
    .head_ends        (head_bits[4*COMMAND_WIDTH]),
    .take             (take[4]),
    .sum_valid        (sum_valid),
    .sum_ready        (sum_ready),
    .sum_bits         (sum_bits),
    .set_valid        (set_valid),
    .set_bits         (set_bits),
    .set_done         (set_done),
    .result_valid     (result_valid),
    .result_ready     (result_ready),
    .result_bits      (result_bits),
    .result_columns   (result_columns),
    .result_last      (result_last),
    .parameter_waits  (parameter_waits)
  );

  // Activity.
  wire moved = weight_fire || activation_fire;

  activity_counters #(
    .WIDTH (32)
  ) counters (
    .clk              (clk),
    .rst              (rst || clear),
    .busy             (busy),
    .moved            (moved),
    .blocked          (blocked),
    .weight_waits     (weight_waits),
    .activation_waits (activation_waits),
    .parameter_waits  (parameter_waits),
    .counts           (activity)
  );

  // The bits that nothing selects go nowhere.
  wire unused = &{1'b0, head_bits, 1'b0};

endmodule

`default_nettype wire
