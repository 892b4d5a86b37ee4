// matmul: a matmul_engine with buffers for its operands, which the user fills; it stands alone.
//
// Activations: word base + t*M + i holds row i, elements t*ROWS and up, of A (element t*ROWS in the low bits); with
// OUTPUT_STATIONARY, word base + t*K + p holds element p of rows t*ROWS and up. Weights: word base + t*K + p holds row
// p, columns t*COLS and up, of B. Parameters: word base + j holds column j's shift, scale and bias (in the low bits).
// What lies in a word beyond M, K or N is not looked at. A command's words must not change until it is answered.
//
// Commands are those of matmul_engine, and are answered as there, or with 4, 5 or 6: the activations, the weights or
// the parameters do not lie within their buffer.

`default_nettype none

module matmul #(
  // Rows of elements of the array. 1 or more.
  parameter integer ROWS              = 4,
  // Columns of elements of the array. 1 or more.
  parameter integer COLS              = 4,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH           = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH           = 8,
  // Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more, and OUT_WIDTH or more. At most 32.
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
    if (ACC_WIDTH < OUT_WIDTH)
      begin : illegal_acc_width_relation_2 ACC_WIDTH_must_be_at_least_OUT_WIDTH stop (); end
    if (REQUANT_LANES > COLS)
      begin : illegal_requant_lanes_relation REQUANT_LANES_must_be_at_most_COLS stop (); end
    if (BASE_WIDTH < $clog2(ACTIVATION_DEPTH))
      begin : illegal_base_width_relation BASE_WIDTH_must_be_at_least_clog2_ACTIVATION_DEPTH stop (); end
    if (BASE_WIDTH < $clog2(WEIGHT_DEPTH))
      begin : illegal_base_width_relation_2 BASE_WIDTH_must_be_at_least_clog2_WEIGHT_DEPTH stop (); end
    if (BASE_WIDTH < $clog2(PARAMETER_DEPTH))
      begin : illegal_base_width_relation_3 BASE_WIDTH_must_be_at_least_clog2_PARAMETER_DEPTH stop (); end
  endgenerate

  localparam integer REST_WIDTH       = OUT_WIDTH*3 + 44;
  localparam integer FETCH_WIDTH      = SIZE_WIDTH*3 + BASE_WIDTH*3 + 1;
  localparam integer ACTIVATION_WIDTH = ROWS*A_WIDTH;
  localparam integer WEIGHT_WIDTH     = COLS*W_WIDTH;
  localparam integer PARAMETER_WIDTH  = ACC_WIDTH + 38;

  wire                        offered_valid;
  wire                        offered_ready;
  wire [SIZE_WIDTH-1:0]       offered_m;
  wire [SIZE_WIDTH-1:0]       offered_k;
  wire [SIZE_WIDTH-1:0]       offered_n;
  wire [BASE_WIDTH-1:0]       offered_activation_base;
  wire [BASE_WIDTH-1:0]       offered_weight_base;
  wire [BASE_WIDTH-1:0]       offered_parameter_base;
  wire                        offered_parametric;
  wire [REST_WIDTH-1:0]       offered_rest;
  wire                        checked_valid;
  wire                        checked_ready;
  wire [SIZE_WIDTH-1:0]       checked_m;
  wire [SIZE_WIDTH-1:0]       checked_k;
  wire [SIZE_WIDTH-1:0]       checked_n;
  wire [BASE_WIDTH-1:0]       checked_activation_base;
  wire [BASE_WIDTH-1:0]       checked_weight_base;
  wire [BASE_WIDTH-1:0]       checked_parameter_base;
  wire                        checked_parametric;
  wire [REST_WIDTH-1:0]       checked_rest;
  wire                        ordered_valid;
  wire                        ordered_ready;
  wire [SIZE_WIDTH-1:0]       ordered_m;
  wire [SIZE_WIDTH-1:0]       ordered_k;
  wire [SIZE_WIDTH-1:0]       ordered_n;
  wire                        ordered_starts;
  wire                        ordered_ends;
  wire                        ordered_bias;
  wire [1:0]                  ordered_mode;
  wire                        ordered_per_channel;
  wire [31:0]                 ordered_scale;
  wire signed [5:0]           ordered_shift;
  wire signed [OUT_WIDTH-1:0] ordered_offset;
  wire signed [OUT_WIDTH-1:0] ordered_low;
  wire signed [OUT_WIDTH-1:0] ordered_high;
  wire [2:0]                  ordered_fault;

  assign offered_valid = command_valid;
  assign command_ready = offered_ready;

  wire                  parametric = command_ends && (command_bias || (command_per_channel && command_mode != 2'd0));
  wire [REST_WIDTH-1:0] rest       = {
        command_starts, command_ends, command_bias, command_mode, command_per_channel, command_scale, command_shift,
        command_offset, command_low, command_high
      };

  assign offered_m               = command_m;
  assign offered_k               = command_k;
  assign offered_n               = command_n;
  assign offered_activation_base = command_activation_base;
  assign offered_weight_base     = command_weight_base;
  assign offered_parameter_base  = command_parameter_base;
  assign offered_parametric      = parametric;
  assign offered_rest            = rest;

  wire [2:0] fault;
  wire [2:0] code;
  wire       fetch_ready;
  wire       engine_busy;

  fit_check #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .BASE_WIDTH        (BASE_WIDTH),
    .ACTIVATION_DEPTH  (ACTIVATION_DEPTH),
    .WEIGHT_DEPTH      (WEIGHT_DEPTH),
    .PARAMETER_DEPTH   (PARAMETER_DEPTH),
    .REST_WIDTH        (REST_WIDTH)
  ) check (
    .clk                 (clk),
    .rst                 (rst || clear),
    .in_valid            (offered_valid),
    .in_ready            (offered_ready),
    .in_m                (offered_m),
    .in_k                (offered_k),
    .in_n                (offered_n),
    .in_activation_base  (offered_activation_base),
    .in_weight_base      (offered_weight_base),
    .in_parameter_base   (offered_parameter_base),
    .in_parametric       (offered_parametric),
    .in_rest             (offered_rest),
    .out_valid           (checked_valid),
    .out_ready           (checked_ready),
    .out_m               (checked_m),
    .out_k               (checked_k),
    .out_n               (checked_n),
    .out_activation_base (checked_activation_base),
    .out_weight_base     (checked_weight_base),
    .out_parameter_base  (checked_parameter_base),
    .out_parametric      (checked_parametric),
    .out_rest            (checked_rest),
    .out_fault           (fault)
  );

  assign checked_ready = ordered_ready && fetch_ready;
  assign busy          = engine_busy || !command_ready || checked_valid;

  // Products whose operands are fetched; what is refused has none.
  wire [2:0]               head_valid;
  wire [3*FETCH_WIDTH-1:0] head_bits;
  wire [2:0]               take;

  wire                   fetchable = checked_valid && ordered_ready && code == 3'd0;
  wire [FETCH_WIDTH-1:0] bits      = {
        checked_m, checked_k, checked_n, checked_activation_base, checked_weight_base, checked_parameter_base,
        checked_parametric
      };

  broadcast_queue #(
    .WIDTH   (FETCH_WIDTH),
    .DEPTH   (COMMANDS),
    .READERS (3)
  ) fetches (
    .clk        (clk),
    .rst        (rst || clear),
    .enq_valid  (fetchable),
    .enq_ready  (fetch_ready),
    .enq_bits   (bits),
    .head_valid (head_valid),
    .head_bits  (head_bits),
    .take       (take)
  );

  wire [SIZE_WIDTH-1:0] a_m;
  wire [SIZE_WIDTH-1:0] a_k;
  wire [SIZE_WIDTH-1:0] a_n;
  wire [BASE_WIDTH-1:0] a_activation_base;
  wire [BASE_WIDTH-1:0] a_weight_base;
  wire [BASE_WIDTH-1:0] a_parameter_base;
  wire                  a_parametric;
  wire [SIZE_WIDTH-1:0] w_m;
  wire [SIZE_WIDTH-1:0] w_k;
  wire [SIZE_WIDTH-1:0] w_n;
  wire [BASE_WIDTH-1:0] w_activation_base;
  wire [BASE_WIDTH-1:0] w_weight_base;
  wire [BASE_WIDTH-1:0] w_parameter_base;
  wire                  w_parametric;
  wire [SIZE_WIDTH-1:0] p_m;
  wire [SIZE_WIDTH-1:0] p_k;
  wire [SIZE_WIDTH-1:0] p_n;
  wire [BASE_WIDTH-1:0] p_activation_base;
  wire [BASE_WIDTH-1:0] p_weight_base;
  wire [BASE_WIDTH-1:0] p_parameter_base;
  wire                  p_parametric;

  assign a_m               = head_bits[1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH + SIZE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign a_k               = head_bits[1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign a_n               = head_bits[1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH +: SIZE_WIDTH];
  assign a_activation_base = head_bits[1 + BASE_WIDTH + BASE_WIDTH +: BASE_WIDTH];
  assign a_weight_base     = head_bits[1 + BASE_WIDTH +: BASE_WIDTH];
  assign a_parameter_base  = head_bits[1 +: BASE_WIDTH];
  assign a_parametric      = head_bits[0];
  assign w_m               = head_bits[FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH + SIZE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign w_k               = head_bits[FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign w_n               = head_bits[FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH +: SIZE_WIDTH];
  assign w_activation_base = head_bits[FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH +: BASE_WIDTH];
  assign w_weight_base     = head_bits[FETCH_WIDTH + 1 + BASE_WIDTH +: BASE_WIDTH];
  assign w_parameter_base  = head_bits[SIZE_WIDTH*3 + BASE_WIDTH*3 + 2 +: BASE_WIDTH];
  assign w_parametric      = head_bits[FETCH_WIDTH];
  assign p_m               = head_bits[2*FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH + SIZE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign p_k               = head_bits[2*FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH];
  assign p_n               = head_bits[2*FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH + BASE_WIDTH +: SIZE_WIDTH];
  assign p_activation_base = head_bits[2*FETCH_WIDTH + 1 + BASE_WIDTH + BASE_WIDTH +: BASE_WIDTH];
  assign p_weight_base     = head_bits[2*FETCH_WIDTH + 1 + BASE_WIDTH +: BASE_WIDTH];
  assign p_parameter_base  = head_bits[2*FETCH_WIDTH + 1 +: BASE_WIDTH];
  assign p_parametric      = head_bits[2*FETCH_WIDTH];

  wire [BASE_WIDTH-1:0]       fetch_activation;
  wire [BASE_WIDTH-1:0]       fetch_weight;
  wire                        activation_next;
  wire                        weight_next;
  wire                        parameter_next;
  wire                        fetched_activation_valid;
  wire                        fetched_activation_ready;
  wire [ACTIVATION_WIDTH-1:0] fetched_activation_bits;
  wire                        fetched_weight_valid;
  wire                        fetched_weight_ready;
  wire [WEIGHT_WIDTH-1:0]     fetched_weight_bits;
  wire                        fetched_parameter_valid;
  wire                        fetched_parameter_ready;
  wire [PARAMETER_WIDTH-1:0]  fetched_parameter_bits;

  wire activation_taken = head_valid[0] && activation_next;

  activation_addresses #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .BASE_WIDTH        (BASE_WIDTH)
  ) activation_fetch (
    .clk     (clk),
    .rst     (rst || clear),
    .m       (a_m),
    .k       (a_k),
    .n       (a_n),
    .base    (a_activation_base),
    .next    (activation_taken),
    .address (fetch_activation),
    .done    (take[0])
  );

  operand_buffer #(
    .WIDTH (ACTIVATION_WIDTH),
    .DEPTH (ACTIVATION_DEPTH)
  ) activations (
    .clk           (clk),
    .rst           (rst || clear),
    .write         (activation_write),
    .write_address (activation_address),
    .write_bits    (activation_bits),
    .address_valid (head_valid[0]),
    .address_ready (activation_next),
    .address_bits  (fetch_activation[$clog2(ACTIVATION_DEPTH)-1:0]),
    .word_valid    (fetched_activation_valid),
    .word_ready    (fetched_activation_ready),
    .word_bits     (fetched_activation_bits)
  );

  wire weight_taken = head_valid[1] && weight_next;

  weight_addresses #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .BASE_WIDTH        (BASE_WIDTH)
  ) weight_fetch (
    .clk     (clk),
    .rst     (rst || clear),
    .m       (w_m),
    .k       (w_k),
    .n       (w_n),
    .base    (w_weight_base),
    .next    (weight_taken),
    .address (fetch_weight),
    .done    (take[1])
  );

  operand_buffer #(
    .WIDTH (WEIGHT_WIDTH),
    .DEPTH (WEIGHT_DEPTH)
  ) weights (
    .clk           (clk),
    .rst           (rst || clear),
    .write         (weight_write),
    .write_address (weight_address),
    .write_bits    (weight_bits),
    .address_valid (head_valid[1]),
    .address_ready (weight_next),
    .address_bits  (fetch_weight[$clog2(WEIGHT_DEPTH)-1:0]),
    .word_valid    (fetched_weight_valid),
    .word_ready    (fetched_weight_ready),
    .word_bits     (fetched_weight_bits)
  );

  // Column whose parameters are fetched: one word a column, in order.
  reg [SIZE_WIDTH-1:0] column;

  wire parameter_asked = head_valid[2] && p_parametric;
  wire column_done     = parameter_asked && parameter_next;
  wire columns_done    = column == p_n - {{(SIZE_WIDTH - 1){1'b0}}, 1'b1};

  wire [BASE_WIDTH-1:0] resized;

  generate
    if (BASE_WIDTH >= SIZE_WIDTH) begin : resized_extend
      assign resized = {{(BASE_WIDTH - SIZE_WIDTH){1'b0}}, column};
    end else begin : resized_truncate
      assign resized = column[BASE_WIDTH-1:0];
    end
  endgenerate

  wire [BASE_WIDTH-1:0] fetch_parameter = p_parameter_base + resized;

  assign take[2] = head_valid[2] && (!p_parametric || (column_done && columns_done));

  always @(posedge clk) begin
    if (column_done)
      column <= columns_done ? {SIZE_WIDTH{1'b0}} : column + {{(SIZE_WIDTH - 1){1'b0}}, 1'b1};
    if (clear)
      column <= {SIZE_WIDTH{1'b0}};
    if (rst)
      column <= {SIZE_WIDTH{1'b0}};
  end

  operand_buffer #(
    .WIDTH (PARAMETER_WIDTH),
    .DEPTH (PARAMETER_DEPTH)
  ) parameters (
    .clk           (clk),
    .rst           (rst || clear),
    .write         (parameter_write),
    .write_address (parameter_address),
    .write_bits    (parameter_bits),
    .address_valid (parameter_asked),
    .address_ready (parameter_next),
    .address_bits  (fetch_parameter[$clog2(PARAMETER_DEPTH)-1:0]),
    .word_valid    (fetched_parameter_valid),
    .word_ready    (fetched_parameter_ready),
    .word_bits     (fetched_parameter_bits)
  );

  assign ordered_valid       = checked_valid && fetch_ready;
  assign ordered_m           = checked_m;
  assign ordered_k           = checked_k;
  assign ordered_n           = checked_n;
  assign ordered_starts      = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 43];
  assign ordered_ends        = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 42];
  assign ordered_bias        = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 41];
  assign ordered_mode        = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 39 +: 2];
  assign ordered_per_channel = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 38];
  assign ordered_scale       = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH + 6 +: 32];
  assign ordered_shift       = checked_rest[OUT_WIDTH + OUT_WIDTH + OUT_WIDTH +: 6];
  assign ordered_offset      = checked_rest[OUT_WIDTH + OUT_WIDTH +: OUT_WIDTH];
  assign ordered_low         = checked_rest[OUT_WIDTH +: OUT_WIDTH];
  assign ordered_high        = checked_rest[OUT_WIDTH-1:0];
  assign ordered_fault       = fault;

  matmul_engine #(
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
    .COMMANDS          (COMMANDS)
  ) engine (
    .clk                 (clk),
    .rst                 (rst),
    .clear               (clear),
    .command_valid       (ordered_valid),
    .command_ready       (ordered_ready),
    .command_m           (ordered_m),
    .command_k           (ordered_k),
    .command_n           (ordered_n),
    .command_starts      (ordered_starts),
    .command_ends        (ordered_ends),
    .command_bias        (ordered_bias),
    .command_mode        (ordered_mode),
    .command_per_channel (ordered_per_channel),
    .command_scale       (ordered_scale),
    .command_shift       (ordered_shift),
    .command_offset      (ordered_offset),
    .command_low         (ordered_low),
    .command_high        (ordered_high),
    .command_fault       (ordered_fault),
    .command_code        (code),
    .response_valid      (response_valid),
    .response_ready      (response_ready),
    .response_code       (response_code),
    .weight_valid        (fetched_weight_valid),
    .weight_ready        (fetched_weight_ready),
    .weight_bits         (fetched_weight_bits),
    .activation_valid    (fetched_activation_valid),
    .activation_ready    (fetched_activation_ready),
    .activation_bits     (fetched_activation_bits),
    .parameter_valid     (fetched_parameter_valid),
    .parameter_ready     (fetched_parameter_ready),
    .parameter_bits      (fetched_parameter_bits),
    .result_valid        (result_valid),
    .result_ready        (result_ready),
    .result_bits         (result_bits),
    .result_columns      (result_columns),
    .result_last         (result_last),
    .busy                (engine_busy),
    .activity            (activity)
  );

  // Each reader looks at its own operand.
  // A base has bits for the largest buffer.
  wire unused = &{
        1'b0, a_m, a_k, a_n, a_activation_base, a_weight_base, a_parameter_base, a_parametric, w_m, w_k, w_n,
        w_activation_base, w_weight_base, w_parameter_base, w_parametric, p_m, p_k, p_n, p_activation_base,
        p_weight_base, p_parameter_base, p_parametric, fetch_activation, fetch_weight, fetch_parameter, 1'b0
      };

endmodule

`default_nettype wire
