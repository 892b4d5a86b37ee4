// weight_stationary: operands in tile order to sums, for commands of M x K times K x N.
//
// A command's weights enter N outer by COLS, K inner by ROWS, a tile's rows last first; its activations for every such
// tile in that order, M vectors. What lies beyond K or N is masked. Sums leave in the order N outer, M inner: those of
// the last tile of K, where the command ends the sum.
//
// Each side has its own view of the command queue (broadcast_queue): weights 0, activations 1, sums 2.

`default_nettype none

module weight_stationary #(
  // Rows of elements: products summed in one dot product. 1 or more.
  parameter integer ROWS       = 4,
  // Columns of elements: dot products computed side by side. 1 or more.
  parameter integer COLS       = 4,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH    = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH    = 8,
  // Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more.
  parameter integer ACC_WIDTH  = 32,
  // Columns and rows between extra registers, which 0 leaves out. 0 or more.
  parameter integer PIPELINE   = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH = 16,
  // Vectors of sums: the largest M. 1 or more.
  parameter integer ACC_DEPTH  = 64
) (
  input  wire                      clk,
  // Synchronous, active high.
  input  wire                      rst,

  // Per side: M, K, N, starts, ends, of which ends has the lowest bit.
  input  wire [2:0]                head_valid,
  input  wire [SIZE_WIDTH*9 + 5:0] head_bits,

  // Per side: it is through with the command.
  output wire [2:0]                take,

  // One row of a tile's weights, column 0 in the low bits.
  input  wire                      weight_valid,
  output wire                      weight_ready,
  input  wire [COLS*W_WIDTH-1:0]   weight_bits,

  // Activation vectors, row 0 in the low bits.
  input  wire                      activation_valid,
  output wire                      activation_ready,
  input  wire [ROWS*A_WIDTH-1:0]   activation_bits,

  // Sums, column 0 in the low bits.
  output wire                      sum_valid,
  input  wire                      sum_ready,
  output wire [COLS*ACC_WIDTH-1:0] sum_bits,

  // The last sums of a command that does not end its sum are kept.
  output wire                      kept,

  // Sums are held up; a side waits for its operand.
  output wire                      blocked,
  output wire                      weight_waits,
  output wire                      activation_waits
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
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (ACC_DEPTH < 1)
      begin : illegal_acc_depth ACC_DEPTH_must_be_at_least_1 stop (); end
    if (ACC_WIDTH < A_WIDTH + W_WIDTH)
      begin : illegal_acc_width ACC_WIDTH_must_be_at_least_A_WIDTH_plus_W_WIDTH stop (); end
  endgenerate

  localparam integer ACC_DEPTH_INDEX_WIDTH = (ACC_DEPTH > 1) ? $clog2(ACC_DEPTH) : 1;

  wire weight_fire     = weight_valid && weight_ready;
  wire activation_fire = activation_valid && activation_ready;

  wire                      product_valid;
  wire                      product_ready;
  wire [COLS*ACC_WIDTH-1:0] product_bits;

  wire product_fire = product_valid && product_ready;

  // Weights.
  wire [SIZE_WIDTH-1:0] w_m;
  wire [SIZE_WIDTH-1:0] w_k;
  wire [SIZE_WIDTH-1:0] w_n;
  wire                  w_starts;
  wire                  w_ends;

  assign w_m      = head_bits[2 + 2*SIZE_WIDTH +: SIZE_WIDTH];
  assign w_k      = head_bits[2 + SIZE_WIDTH +: SIZE_WIDTH];
  assign w_n      = head_bits[2 +: SIZE_WIDTH];
  assign w_starts = head_bits[1];
  assign w_ends   = head_bits[0];

  wire [SIZE_WIDTH-1:0]   w_columns;
  wire                    w_row_last;
  wire                    w_done;
  wire [COLS*W_WIDTH-1:0] w_masked;
  wire                    array_weight_ready;

  assign weight_ready = array_weight_ready && head_valid[0];

  wire [SIZE_WIDTH-1:0] weight_walker_middle_count;
  wire                  weight_walker_outer_last;
  wire                  weight_walker_middle_first;
  wire                  weight_walker_middle_last;
  wire [SIZE_WIDTH-1:0] weight_walker_inner_index;
  wire                  weight_walker_inner_first;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (ROWS),
    .INNER_IN_TILE (1)
  ) weight_walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (w_n),
    .middle_size  (w_k),
    .inner_size   (w_m),
    .next         (weight_fire),
    .outer_count  (w_columns),
    .middle_count (weight_walker_middle_count),
    .outer_last   (weight_walker_outer_last),
    .middle_first (weight_walker_middle_first),
    .middle_last  (weight_walker_middle_last),
    .inner_index  (weight_walker_inner_index),
    .inner_first  (weight_walker_inner_first),
    .inner_last   (w_row_last),
    .last         (w_done)
  );

  lane_mask #(
    .LANES       (COLS),
    .WIDTH       (W_WIDTH),
    .COUNT_WIDTH (SIZE_WIDTH)
  ) weight_mask (
    .in_bits  (weight_bits),
    .count    (w_columns),
    .out_bits (w_masked)
  );

  // Activations.
  wire [SIZE_WIDTH-1:0] a_m;
  wire [SIZE_WIDTH-1:0] a_k;
  wire [SIZE_WIDTH-1:0] a_n;
  wire                  a_starts;
  wire                  a_ends;

  assign a_m      = head_bits[SIZE_WIDTH*5 + 4 +: SIZE_WIDTH];
  assign a_k      = head_bits[SIZE_WIDTH*4 + 4 +: SIZE_WIDTH];
  assign a_n      = head_bits[SIZE_WIDTH*3 + 4 +: SIZE_WIDTH];
  assign a_starts = head_bits[SIZE_WIDTH*3 + 3];
  assign a_ends   = head_bits[SIZE_WIDTH*3 + 2];

  wire [SIZE_WIDTH-1:0]   a_rows;
  wire                    a_first;
  wire                    a_done;
  wire [ROWS*A_WIDTH-1:0] a_masked;
  wire                    array_activation_ready;

  wire array_activation_valid = activation_valid && head_valid[1];

  assign activation_ready = array_activation_ready && head_valid[1];

  wire [SIZE_WIDTH-1:0] activation_walker_outer_count;
  wire                  activation_walker_outer_last;
  wire                  activation_walker_middle_first;
  wire                  activation_walker_middle_last;
  wire [SIZE_WIDTH-1:0] activation_walker_inner_index;
  wire                  activation_walker_inner_last;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (ROWS),
    .INNER_IN_TILE (0)
  ) activation_walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (a_n),
    .middle_size  (a_k),
    .inner_size   (a_m),
    .next         (activation_fire),
    .outer_count  (activation_walker_outer_count),
    .middle_count (a_rows),
    .outer_last   (activation_walker_outer_last),
    .middle_first (activation_walker_middle_first),
    .middle_last  (activation_walker_middle_last),
    .inner_index  (activation_walker_inner_index),
    .inner_first  (a_first),
    .inner_last   (activation_walker_inner_last),
    .last         (a_done)
  );

  lane_mask #(
    .LANES       (ROWS),
    .WIDTH       (A_WIDTH),
    .COUNT_WIDTH (SIZE_WIDTH)
  ) activation_mask (
    .in_bits  (activation_bits),
    .count    (a_rows),
    .out_bits (a_masked)
  );

  wire valid = weight_valid && head_valid[0];

  wire array_busy;

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
    .weight_valid     (valid),
    .weight_ready     (array_weight_ready),
    .weight_bits      (w_masked),
    .weight_last      (w_row_last),
    .activation_valid (array_activation_valid),
    .activation_ready (array_activation_ready),
    .activation_bits  (a_masked),
    .activation_first (a_first),
    .result_valid     (product_valid),
    .result_ready     (product_ready),
    .result_bits      (product_bits),
    .busy             (array_busy)
  );

  // Sums.
  wire [SIZE_WIDTH-1:0] s_m;
  wire [SIZE_WIDTH-1:0] s_k;
  wire [SIZE_WIDTH-1:0] s_n;
  wire                  s_starts;
  wire                  s_ends;

  assign s_m      = head_bits[SIZE_WIDTH*8 + 6 +: SIZE_WIDTH];
  assign s_k      = head_bits[SIZE_WIDTH*7 + 6 +: SIZE_WIDTH];
  assign s_n      = head_bits[SIZE_WIDTH*6 + 6 +: SIZE_WIDTH];
  assign s_starts = head_bits[SIZE_WIDTH*6 + 5];
  assign s_ends   = head_bits[SIZE_WIDTH*6 + 4];

  wire [SIZE_WIDTH-1:0] s_row;
  wire                  s_first;
  wire                  s_last;
  wire                  s_done;

  assign take[0] = weight_fire && w_done;
  assign take[1] = activation_fire && a_done;
  assign take[2] = product_fire && s_done;
  assign kept    = take[2] && !s_ends;

  wire [SIZE_WIDTH-1:0] sum_walker_outer_count;
  wire [SIZE_WIDTH-1:0] sum_walker_middle_count;
  wire                  sum_walker_outer_last;
  wire                  sum_walker_inner_first;
  wire                  sum_walker_inner_last;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (ROWS),
    .INNER_IN_TILE (0)
  ) sum_walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (s_n),
    .middle_size  (s_k),
    .inner_size   (s_m),
    .next         (product_fire),
    .outer_count  (sum_walker_outer_count),
    .middle_count (sum_walker_middle_count),
    .outer_last   (sum_walker_outer_last),
    .middle_first (s_first),
    .middle_last  (s_last),
    .inner_index  (s_row),
    .inner_first  (sum_walker_inner_first),
    .inner_last   (sum_walker_inner_last),
    .last         (s_done)
  );

  wire [ACC_DEPTH_INDEX_WIDTH-1:0] in_address;

  generate
    if (ACC_DEPTH_INDEX_WIDTH >= SIZE_WIDTH) begin : in_address_extend
      assign in_address = {{(ACC_DEPTH_INDEX_WIDTH - SIZE_WIDTH){1'b0}}, s_row};
    end else begin : in_address_truncate
      assign in_address = s_row[ACC_DEPTH_INDEX_WIDTH-1:0];
    end
  endgenerate

  wire in_start = s_first && s_starts;
  wire in_leave = s_last && s_ends;

  accumulator #(
    .LANES (COLS),
    .WIDTH (ACC_WIDTH),
    .DEPTH (ACC_DEPTH)
  ) accumulate (
    .clk        (clk),
    .rst        (rst),
    .in_valid   (product_valid),
    .in_ready   (product_ready),
    .in_bits    (product_bits),
    .in_address (in_address),
    .in_start   (in_start),
    .in_leave   (in_leave),
    .out_valid  (sum_valid),
    .out_ready  (sum_ready),
    .out_bits   (sum_bits)
  );

  assign blocked          = product_valid && !product_ready;
  assign weight_waits     = (head_valid[0] && array_weight_ready && !weight_valid) || array_activation_valid;
  assign activation_waits = head_valid[1] && !activation_valid;

  // The other sides follow what this one does not.
  // The commands tell.
  // A product says that there is a command for it.
  // Nothing reads this.
  // The bits that nothing selects go nowhere.
  wire unused = &{
        1'b0, weight_walker_middle_count, weight_walker_outer_last, weight_walker_middle_first,
        weight_walker_middle_last, weight_walker_inner_index, weight_walker_inner_first, activation_walker_outer_count,
        activation_walker_outer_last, activation_walker_middle_first, activation_walker_middle_last,
        activation_walker_inner_index, activation_walker_inner_last, array_busy, sum_walker_outer_count,
        sum_walker_middle_count, sum_walker_outer_last, sum_walker_inner_first, sum_walker_inner_last, head_valid,
        w_starts, w_ends, a_starts, a_ends, s_row, 1'b0
      };

endmodule

`default_nettype wire
