// operand_fetch: buffers for operands, which the user fills, and what reads them in the order in which matmul_engine
// takes them: for each product that enters, its activations, its weights, and its parameters if it is parametric. The
// three run side by side, each as far ahead as it is let, up to COMMANDS products.
//
// Latency: the first words of a product are offered two cycles after it entered. Throughput: a word of each a cycle.

`default_nettype none

module operand_fetch #(
  // Rows of the array. 1 or more.
  parameter integer ROWS              = 4,
  // Columns of the array. 1 or more.
  parameter integer COLS              = 4,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH           = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH           = 8,
  // Bits of a bias, signed. 1 to 32.
  parameter integer ACC_WIDTH         = 32,
  // 1: sums stay in the array's elements; 0: weights do. 0 to 1.
  parameter integer OUTPUT_STATIONARY = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH        = 16,
  // Bits of a base: those of the largest buffer's addresses, or more. 1 or more.
  parameter integer BASE_WIDTH        = 16,
  // Products that are under way or wait. 1 or more.
  parameter integer COMMANDS          = 4,
  // Words of the buffers: ROWS activations, COLS weights, a column's parameters. 2 or more.
  parameter integer ACTIVATION_DEPTH  = 256,
  // 2 or more.
  parameter integer WEIGHT_DEPTH      = 256,
  // 2 or more.
  parameter integer PARAMETER_DEPTH   = 64
) (
  input  wire                                clk,
  // Synchronous, active high.
  input  wire                                rst,

  // Fills the buffers.
  input  wire                                activation_write,
  input  wire [$clog2(ACTIVATION_DEPTH)-1:0] activation_address,
  input  wire [ROWS*A_WIDTH-1:0]             activation_bits,
  input  wire                                weight_write,
  input  wire [$clog2(WEIGHT_DEPTH)-1:0]     weight_address,
  input  wire [COLS*W_WIDTH-1:0]             weight_bits,
  input  wire                                parameter_write,
  input  wire [$clog2(PARAMETER_DEPTH)-1:0]  parameter_address,
  input  wire [ACC_WIDTH + 37:0]             parameter_bits,

  // Products whose operands are to be read; those of a product lie within the buffers.
  input  wire                                product_valid,
  output wire                                product_ready,
  input  wire [SIZE_WIDTH-1:0]               product_m,
  input  wire [SIZE_WIDTH-1:0]               product_k,
  input  wire [SIZE_WIDTH-1:0]               product_n,
  input  wire [BASE_WIDTH-1:0]               product_activation_base,
  input  wire [BASE_WIDTH-1:0]               product_weight_base,
  input  wire [BASE_WIDTH-1:0]               product_parameter_base,
  input  wire                                product_parametric,

  // Their operands.
  output wire                                activations_valid,
  input  wire                                activations_ready,
  output wire [ROWS*A_WIDTH-1:0]             activations_bits,

  output wire                                weights_valid,
  input  wire                                weights_ready,
  output wire [COLS*W_WIDTH-1:0]             weights_bits,

  output wire                                parameters_valid,
  input  wire                                parameters_ready,
  output wire [ACC_WIDTH + 37:0]             parameters_bits
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
    if (ACC_WIDTH < 1 || ACC_WIDTH > 32)
      begin : illegal_acc_width ACC_WIDTH_must_be_1_to_32 stop (); end
    if (OUTPUT_STATIONARY < 0 || OUTPUT_STATIONARY > 1)
      begin : illegal_output_stationary OUTPUT_STATIONARY_must_be_0_to_1 stop (); end
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (BASE_WIDTH < 1)
      begin : illegal_base_width BASE_WIDTH_must_be_at_least_1 stop (); end
    if (COMMANDS < 1)
      begin : illegal_commands COMMANDS_must_be_at_least_1 stop (); end
    if (ACTIVATION_DEPTH < 2)
      begin : illegal_activation_depth ACTIVATION_DEPTH_must_be_at_least_2 stop (); end
    if (WEIGHT_DEPTH < 2)
      begin : illegal_weight_depth WEIGHT_DEPTH_must_be_at_least_2 stop (); end
    if (PARAMETER_DEPTH < 2)
      begin : illegal_parameter_depth PARAMETER_DEPTH_must_be_at_least_2 stop (); end
    if (BASE_WIDTH < $clog2(ACTIVATION_DEPTH))
      begin : illegal_base_width_relation BASE_WIDTH_must_be_at_least_clog2_ACTIVATION_DEPTH stop (); end
    if (BASE_WIDTH < $clog2(WEIGHT_DEPTH))
      begin : illegal_base_width_relation_2 BASE_WIDTH_must_be_at_least_clog2_WEIGHT_DEPTH stop (); end
    if (BASE_WIDTH < $clog2(PARAMETER_DEPTH))
      begin : illegal_base_width_relation_3 BASE_WIDTH_must_be_at_least_clog2_PARAMETER_DEPTH stop (); end
  endgenerate

  localparam integer PRODUCT_WIDTH    = SIZE_WIDTH*3 + BASE_WIDTH*3 + 1;
  localparam integer ACTIVATION_WIDTH = ROWS*A_WIDTH;
  localparam integer WEIGHT_WIDTH     = COLS*W_WIDTH;
  localparam integer WIDTH            = ACC_WIDTH + 38;

  wire [2:0]                 head_valid;
  wire [3*PRODUCT_WIDTH-1:0] head_bits;
  wire [2:0]                 take;

  wire [PRODUCT_WIDTH-1:0] bits = {
        product_m, product_k, product_n, product_activation_base, product_weight_base, product_parameter_base,
        product_parametric
      };

  broadcast_queue #(
    .WIDTH   (PRODUCT_WIDTH),
    .DEPTH   (COMMANDS),
    .READERS (3)
  ) queue (
    .clk        (clk),
    .rst        (rst),
    .enq_valid  (product_valid),
    .enq_ready  (product_ready),
    .enq_bits   (bits),
    .head_valid (head_valid),
    .head_bits  (head_bits),
    .take       (take)
  );

  // Activations.
  wire                        activation_next;
  wire [BASE_WIDTH-1:0]       activation_place;
  wire [ACTIVATION_WIDTH-1:0] activation_word;

  wire activation_taken = head_valid[0] && activation_next;

  activation_addresses #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .BASE_WIDTH        (BASE_WIDTH)
  ) activation_addresses (
    .clk     (clk),
    .rst     (rst),
    .m       (head_bits[1 + 3*BASE_WIDTH + 2*SIZE_WIDTH +: SIZE_WIDTH]),
    .k       (head_bits[1 + 3*BASE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH]),
    .n       (head_bits[1 + 3*BASE_WIDTH +: SIZE_WIDTH]),
    .base    (head_bits[1 + 2*BASE_WIDTH +: BASE_WIDTH]),
    .next    (activation_taken),
    .address (activation_place),
    .done    (take[0])
  );

  operand_buffer #(
    .WIDTH (ACTIVATION_WIDTH),
    .DEPTH (ACTIVATION_DEPTH)
  ) activation_buffer (
    .clk           (clk),
    .rst           (rst),
    .write         (activation_write),
    .write_address (activation_address),
    .write_bits    (activation_bits),
    .address_valid (head_valid[0]),
    .address_ready (activation_next),
    .address_bits  (activation_place[$clog2(ACTIVATION_DEPTH)-1:0]),
    .word_valid    (activations_valid),
    .word_ready    (activations_ready),
    .word_bits     (activation_word)
  );

  assign activations_bits = activation_word;

  // Weights.
  wire                    weight_next;
  wire [BASE_WIDTH-1:0]   weight_place;
  wire [WEIGHT_WIDTH-1:0] weight_word;

  wire weight_taken = head_valid[1] && weight_next;

  weight_addresses #(
    .ROWS              (ROWS),
    .COLS              (COLS),
    .OUTPUT_STATIONARY (OUTPUT_STATIONARY),
    .SIZE_WIDTH        (SIZE_WIDTH),
    .BASE_WIDTH        (BASE_WIDTH)
  ) weight_addresses (
    .clk     (clk),
    .rst     (rst),
    .m       (head_bits[PRODUCT_WIDTH + 1 + 3*BASE_WIDTH + 2*SIZE_WIDTH +: SIZE_WIDTH]),
    .k       (head_bits[PRODUCT_WIDTH + 1 + 3*BASE_WIDTH + SIZE_WIDTH +: SIZE_WIDTH]),
    .n       (head_bits[PRODUCT_WIDTH + 1 + 3*BASE_WIDTH +: SIZE_WIDTH]),
    .base    (head_bits[PRODUCT_WIDTH + 1 + BASE_WIDTH +: BASE_WIDTH]),
    .next    (weight_taken),
    .address (weight_place),
    .done    (take[1])
  );

  operand_buffer #(
    .WIDTH (WEIGHT_WIDTH),
    .DEPTH (WEIGHT_DEPTH)
  ) weight_buffer (
    .clk           (clk),
    .rst           (rst),
    .write         (weight_write),
    .write_address (weight_address),
    .write_bits    (weight_bits),
    .address_valid (head_valid[1]),
    .address_ready (weight_next),
    .address_bits  (weight_place[$clog2(WEIGHT_DEPTH)-1:0]),
    .word_valid    (weights_valid),
    .word_ready    (weights_ready),
    .word_bits     (weight_word)
  );

  assign weights_bits = weight_word;

  // Parameters. A product that needs none goes by.
  wire                  parameter_next;
  wire [BASE_WIDTH-1:0] parameter_place;
  wire                  parameters_done;

  wire parameter_asked = head_valid[2] && head_bits[2*PRODUCT_WIDTH];
  wire parameter_taken = parameter_asked && parameter_next;
  wire goes_by         = head_valid[2] && !head_bits[2*PRODUCT_WIDTH];

  assign take[2] = parameters_done || goes_by;

  parameter_addresses #(
    .SIZE_WIDTH (SIZE_WIDTH),
    .BASE_WIDTH (BASE_WIDTH)
  ) parameter_addresses (
    .clk     (clk),
    .rst     (rst),
    .n       (head_bits[2*PRODUCT_WIDTH + 1 + 3*BASE_WIDTH +: SIZE_WIDTH]),
    .base    (head_bits[2*PRODUCT_WIDTH + 1 +: BASE_WIDTH]),
    .next    (parameter_taken),
    .address (parameter_place),
    .done    (parameters_done)
  );

  operand_buffer #(
    .WIDTH (WIDTH),
    .DEPTH (PARAMETER_DEPTH)
  ) parameter_buffer (
    .clk           (clk),
    .rst           (rst),
    .write         (parameter_write),
    .write_address (parameter_address),
    .write_bits    (parameter_bits),
    .address_valid (parameter_asked),
    .address_ready (parameter_next),
    .address_bits  (parameter_place[$clog2(PARAMETER_DEPTH)-1:0]),
    .word_valid    (parameters_valid),
    .word_ready    (parameters_ready),
    .word_bits     (parameters_bits)
  );

  // Each reader looks at its own operand.
  // A base has bits for the largest buffer.
  wire unused = &{1'b0, head_bits, activation_place, weight_place, parameter_place, 1'b0};

endmodule

`default_nettype wire
