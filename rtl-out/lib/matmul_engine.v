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
  localparam integer COUNT_WIDTH     = $clog2(COLS + 1);
  localparam integer TAG_WIDTH       = COUNT_WIDTH + 1;

  genvar c;

  wire weight_fire     = weight_valid && weight_ready;
  wire activation_fire = activation_valid && activation_ready;
  wire parameter_fire  = parameter_valid && parameter_ready;
  wire result_fire     = result_valid && result_ready;

  // Commands.
  wire                        entry_valid;
  wire                        entry_ready;
  wire [31:0]                 entry_scale;
  wire signed [5:0]           entry_shift;
  wire signed [OUT_WIDTH-1:0] entry_offset;
  wire signed [OUT_WIDTH-1:0] entry_low;
  wire signed [OUT_WIDTH-1:0] entry_high;
  wire [1:0]                  entry_mode;
  wire                        entry_bias;
  wire                        entry_parametric;
  wire                        entry_per_channel;
  wire [SIZE_WIDTH-1:0]       entry_m;
  wire [SIZE_WIDTH-1:0]       entry_k;
  wire [SIZE_WIDTH-1:0]       entry_n;
  wire                        entry_starts;
  wire                        entry_ends;
  wire                        answers_ready;
  wire [4:0]                  head_valid;
  wire [5*COMMAND_WIDTH-1:0]  head_bits;
  wire [4:0]                  take;
  wire                        kept;

  wire empty        = command_m == {SIZE_WIDTH{1'b0}} || command_k == {SIZE_WIDTH{1'b0}}
      || command_n == {SIZE_WIDTH{1'b0}};
  wire open         = !(command_starts && command_ends);
  wire many_columns = {{(31 - SIZE_WIDTH){1'b0}}, command_n} > COLS[30:0];

  wire too_large;

  generate
    if (OUTPUT_STATIONARY != 0) begin : in_elements
      wire too_large_2 = open && ({{(31 - SIZE_WIDTH){1'b0}}, command_m} > ROWS[30:0] || many_columns);

      assign too_large = too_large_2;
    end else begin : in_memory
      wire too_large_2 = {{(31 - SIZE_WIDTH){1'b0}}, command_m} > ACC_DEPTH[30:0] || (open && many_columns);

      assign too_large = too_large_2;
    end
  endgenerate

  wire no_mode;

  generate
    if (REQUANT_LANES == 0) begin : no_lanes
      wire no_mode_2 = command_mode != 2'd0;

      assign no_mode = no_mode_2;
    end else if (FLOAT == 0) begin : no_float
      wire no_mode_2 = command_mode == 2'd3;

      assign no_mode = no_mode_2;
    end else begin : all_modes
      assign no_mode = 1'b0;
    end
  endgenerate

  assign command_code  = empty ? 3'd1 : too_large ? 3'd2 : no_mode ? 3'd3 : command_fault;
  assign command_ready = entry_ready && answers_ready;
  assign entry_valid   = command_valid && answers_ready && command_code == 3'd0;

  wire parametric = command_ends && (command_bias || (command_per_channel && command_mode != 2'd0));

  assign entry_scale       = command_scale;
  assign entry_shift       = command_shift;
  assign entry_offset      = command_offset;
  assign entry_low         = command_low;
  assign entry_high        = command_high;
  assign entry_mode        = command_mode;
  assign entry_bias        = command_bias;
  assign entry_parametric  = parametric;
  assign entry_per_channel = command_per_channel;
  assign entry_m           = command_m;
  assign entry_k           = command_k;
  assign entry_n           = command_n;
  assign entry_starts      = command_starts;
  assign entry_ends        = command_ends;

  wire [COMMAND_WIDTH-1:0] bits = {
        entry_scale, entry_shift, entry_offset, entry_low, entry_high, entry_mode, entry_bias, entry_parametric,
        entry_per_channel, entry_m, entry_k, entry_n, entry_starts, entry_ends
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

  wire       answer_valid;
  wire       answer_ready;
  wire       answer_leaves;
  wire [2:0] answer_code;

  assign answer_valid  = command_valid && entry_ready;
  assign answer_leaves = command_ends;
  assign answer_code   = command_code;
  assign answers_ready = answer_ready;

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
  wire [SIZE_WIDTH-1:0]           p_n;
  wire                            p_parametric;
  wire [SIZE_WIDTH-1:0]           p_columns;
  wire [SIZE_WIDTH-1:0]           p_column;
  wire                            p_column_last;
  wire                            p_done;
  wire                            bank_ready;
  wire                            set_valid;
  wire [COLS*PARAMETER_WIDTH-1:0] set_bits;
  wire                            set_done;

  assign p_n          = head_bits[3*COMMAND_WIDTH + 2 +: SIZE_WIDTH];
  assign p_parametric = head_bits[3*COMMAND_WIDTH + HEAD_WIDTH + 1];

  wire p_wanted = head_valid[3] && p_parametric;

  assign parameter_ready = p_wanted && bank_ready;

  wire [SIZE_WIDTH-1:0] parameter_walker_middle_count;
  wire                  parameter_walker_outer_last;
  wire                  parameter_walker_middle_first;
  wire                  parameter_walker_middle_last;
  wire                  parameter_walker_inner_first;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (1),
    .INNER_IN_TILE (0)
  ) parameter_walker (
    .clk          (clk),
    .rst          (rst || clear),
    .outer_size   (p_n),
    .middle_size  ({{(SIZE_WIDTH - 1){1'b0}}, 1'b1}),
    .inner_size   (p_columns),
    .next         (parameter_fire),
    .outer_count  (p_columns),
    .middle_count (parameter_walker_middle_count),
    .outer_last   (parameter_walker_outer_last),
    .middle_first (parameter_walker_middle_first),
    .middle_last  (parameter_walker_middle_last),
    .inner_index  (p_column),
    .inner_first  (parameter_walker_inner_first),
    .inner_last   (p_column_last),
    .last         (p_done)
  );

  wire valid = parameter_valid && p_wanted;

  wire [((COLS > 1) ? $clog2(COLS) : 1)-1:0] in_column;

  generate
    if (((COLS > 1) ? $clog2(COLS) : 1) >= SIZE_WIDTH) begin : in_column_extend
      assign in_column = {{(((COLS > 1) ? $clog2(COLS) : 1) - SIZE_WIDTH){1'b0}}, p_column};
    end else begin : in_column_truncate
      assign in_column = p_column[((COLS > 1) ? $clog2(COLS) : 1)-1:0];
    end
  endgenerate

  parameter_bank #(
    .COLS  (COLS),
    .WIDTH (PARAMETER_WIDTH)
  ) bank (
    .clk       (clk),
    .rst       (rst || clear),
    .in_valid  (valid),
    .in_ready  (bank_ready),
    .in_bits   (parameter_bits),
    .in_column (in_column),
    .in_last   (p_column_last),
    .set_valid (set_valid),
    .set_bits  (set_bits),
    .done      (set_done)
  );

  // Results.
  wire [31:0]                 o_scale;
  wire signed [5:0]           o_shift;
  wire signed [OUT_WIDTH-1:0] o_offset;
  wire signed [OUT_WIDTH-1:0] o_low;
  wire signed [OUT_WIDTH-1:0] o_high;
  wire [1:0]                  o_mode;
  wire                        o_bias;
  wire                        o_parametric;
  wire                        o_per_channel;
  wire [SIZE_WIDTH-1:0]       o_m;
  wire [SIZE_WIDTH-1:0]       o_k;
  wire [SIZE_WIDTH-1:0]       o_n;
  wire                        o_starts;
  wire                        o_ends;
  wire [SIZE_WIDTH-1:0]       o_columns;
  wire                        o_row_last;
  wire                        o_done;
  wire                        path_ready;

  assign o_scale       = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 5 + OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 6 +: 32];
  assign o_shift       = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 5 + OUT_WIDTH + OUT_WIDTH + OUT_WIDTH +: 6];
  assign o_offset      = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 5 + OUT_WIDTH + OUT_WIDTH +: OUT_WIDTH];
  assign o_low         = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 5 + OUT_WIDTH +: OUT_WIDTH];
  assign o_high        = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 5 +: OUT_WIDTH];
  assign o_mode        = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 3 +: 2];
  assign o_bias        = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 2];
  assign o_parametric  = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH + 1];
  assign o_per_channel = head_bits[4*COMMAND_WIDTH + HEAD_WIDTH];
  assign o_m           = head_bits[4*COMMAND_WIDTH + 2 + SIZE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign o_k           = head_bits[4*COMMAND_WIDTH + 2 + SIZE_WIDTH +: SIZE_WIDTH];
  assign o_n           = head_bits[4*COMMAND_WIDTH + 2 +: SIZE_WIDTH];
  assign o_starts      = head_bits[4*COMMAND_WIDTH + 1];
  assign o_ends        = head_bits[4*COMMAND_WIDTH];

  wire o_leaves   = head_valid[4] && o_ends;
  wire o_provided = !o_parametric || set_valid;
  wire path_valid = sum_valid && o_leaves && o_provided;
  wire o_fire     = path_valid && path_ready;

  assign sum_ready = o_leaves && o_provided && path_ready;
  assign set_done  = o_fire && o_row_last && o_parametric;
  assign take[0]   = side_take[0];
  assign take[1]   = side_take[1];
  assign take[2]   = side_take[2];
  assign take[3]   = p_wanted ? parameter_fire && p_done : head_valid[3];
  assign take[4]   = o_leaves ? o_fire && o_done : head_valid[4];

  wire [SIZE_WIDTH-1:0] output_walker_middle_count;
  wire                  output_walker_outer_last;
  wire                  output_walker_middle_first;
  wire                  output_walker_middle_last;
  wire [SIZE_WIDTH-1:0] output_walker_inner_index;
  wire                  output_walker_inner_first;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (1),
    .INNER_IN_TILE (0)
  ) output_walker (
    .clk          (clk),
    .rst          (rst || clear),
    .outer_size   (o_n),
    .middle_size  ({{(SIZE_WIDTH - 1){1'b0}}, 1'b1}),
    .inner_size   (o_m),
    .next         (o_fire),
    .outer_count  (o_columns),
    .middle_count (output_walker_middle_count),
    .outer_last   (output_walker_outer_last),
    .middle_first (output_walker_middle_first),
    .middle_last  (output_walker_middle_last),
    .inner_index  (output_walker_inner_index),
    .inner_first  (output_walker_inner_first),
    .inner_last   (o_row_last),
    .last         (o_done)
  );

  wire [COLS*ACC_WIDTH-1:0] biased;
  wire [COLS*32-1:0]        scales;
  wire [COLS*6-1:0]         shifts;
  wire [COLS*ACC_WIDTH-1:0] path_bits;
  wire [COUNT_WIDTH:0]      path_tag;

  generate
    for (c = 0; c < COLS; c = c + 1) begin : column
      assign biased[c*ACC_WIDTH +: ACC_WIDTH] = sum_bits[c*ACC_WIDTH +: ACC_WIDTH]
          + (o_bias ? set_bits[c*PARAMETER_WIDTH +: ACC_WIDTH] : {ACC_WIDTH{1'b0}});
      assign scales[c*32 +: 32]               = o_per_channel ? set_bits[c*PARAMETER_WIDTH + ACC_WIDTH +: 32] : o_scale;
      assign shifts[c*6 +: 6]                 = o_per_channel
          ? set_bits[c*PARAMETER_WIDTH + ACC_WIDTH + 32 +: 6]
          : o_shift;
    end
  endgenerate

  wire [COUNT_WIDTH-1:0] resized;

  generate
    if (COUNT_WIDTH >= SIZE_WIDTH) begin : resized_extend
      assign resized = {{(COUNT_WIDTH - SIZE_WIDTH){1'b0}}, o_columns};
    end else begin : resized_truncate
      assign resized = o_columns[COUNT_WIDTH-1:0];
    end
  endgenerate

  wire [COUNT_WIDTH:0] in_tag = {resized, o_done};

  result_path #(
    .COLS      (COLS),
    .ACC_WIDTH (ACC_WIDTH),
    .LANES     (REQUANT_LANES),
    .OUT_WIDTH (OUT_WIDTH),
    .FLOAT     (FLOAT),
    .TAG_WIDTH (TAG_WIDTH)
  ) path (
    .clk       (clk),
    .rst       (rst || clear),
    .in_valid  (path_valid),
    .in_ready  (path_ready),
    .in_bits   (biased),
    .in_scale  (scales),
    .in_shift  (shifts),
    .in_mode   (o_mode),
    .in_offset (o_offset),
    .in_low    (o_low),
    .in_high   (o_high),
    .in_tag    (in_tag),
    .out_valid (result_valid),
    .out_ready (result_ready),
    .out_bits  (path_bits),
    .out_tag   (path_tag)
  );

  assign result_columns = path_tag[1 +: COUNT_WIDTH];
  assign result_last    = path_tag[0];

  lane_mask #(
    .LANES       (COLS),
    .WIDTH       (ACC_WIDTH),
    .COUNT_WIDTH (COUNT_WIDTH)
  ) result_mask (
    .in_bits  (path_bits),
    .count    (result_columns),
    .out_bits (result_bits)
  );

  // Activity.
  wire       moved          = weight_fire || activation_fire;
  wire       idle           = busy && !moved;
  wire       no_parameters  = sum_valid && o_leaves && !o_provided;
  wire       no_weights     = !blocked && weight_waits;
  wire       no_activations = !blocked && !no_weights && activation_waits;
  wire [5:0] kinds          = {
        idle && !blocked && !no_weights && !no_activations, idle && blocked && !no_parameters,
        idle && blocked && no_parameters, idle && no_activations, idle && no_weights, busy && moved
      };

  activity_counters #(
    .KINDS (6),
    .WIDTH (32)
  ) counters (
    .clk    (clk),
    .rst    (rst || clear),
    .kinds  (kinds),
    .counts (activity)
  );

  // There is no middle loop, and columns alone count here.
  // The bits that a narrowing drops go nowhere.
  // Nothing reads this.
  wire unused = &{
        1'b0, parameter_walker_middle_count, parameter_walker_outer_last, parameter_walker_middle_first,
        parameter_walker_middle_last, parameter_walker_inner_first, output_walker_middle_count,
        output_walker_outer_last, output_walker_middle_first, output_walker_middle_last, output_walker_inner_index,
        output_walker_inner_first, p_column, o_k, o_starts, o_columns, 1'b0
      };

endmodule

`default_nettype wire
