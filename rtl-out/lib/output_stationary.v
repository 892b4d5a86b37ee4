// output_stationary: operands in tile order to sums, for commands of M x K times K x N.
//
// Weights and activations enter side by side, N outer by COLS, M middle by ROWS, K inner: a beat holds one row of B,
// COLS columns of it, and one column of A, ROWS rows of it. What lies beyond M or N is masked. Sums leave in the order
// N outer, M inner, where the command ends the sum. A command that does not start or end its sum has M up to ROWS and N
// up to COLS. Its view of the command queue is 0; views 1 and 2 are for weight_stationary and go by.
//
// Latency: the first of a tile's sums is offered LATENCY cycles (as in systolic_array) after its last beat; the others
// follow it. Throughput: tiles' last beats are max(K, ROWS + floor((ROWS - 1) / P)) cycles apart, without PIPELINE
// max(K, ROWS).
//
// Combinational paths: sum_ready to both operands' ready, and from the valid of either to the ready of the other.

`default_nettype none

module output_stationary #(
  // Rows of elements. 1 or more.
  parameter integer ROWS       = 4,
  // Columns of elements. 1 or more.
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
  parameter integer SIZE_WIDTH = 16
) (
  input  wire                      clk,
  // Synchronous, active high.
  input  wire                      rst,

  // Views of the command queue: M, K, N, whether the command starts its sum, whether it ends it.
  input  wire [2:0]                head_valid,
  input  wire [SIZE_WIDTH*9 + 5:0] head_bits,
  output wire [2:0]                take,

  // A row of B, column 0 in the low bits.
  input  wire                      weight_valid,
  output wire                      weight_ready,
  input  wire [COLS*W_WIDTH-1:0]   weight_bits,

  // A column of A, row 0 in the low bits.
  input  wire                      activation_valid,
  output wire                      activation_ready,
  input  wire [ROWS*A_WIDTH-1:0]   activation_bits,

  // A row of sums, column 0 in the low bits.
  output wire                      sum_valid,
  input  wire                      sum_ready,
  output wire [COLS*ACC_WIDTH-1:0] sum_bits,

  // The last beat of a command whose sum stays.
  output wire                      kept,

  // What holds a command up: sums that are not taken, weights, activations.
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
    if (ACC_WIDTH < A_WIDTH + W_WIDTH)
      begin : illegal_acc_width ACC_WIDTH_must_be_at_least_A_WIDTH_plus_W_WIDTH stop (); end
  endgenerate

  localparam integer STRIDE     = (PIPELINE > 0) ? PIPELINE : ROWS + COLS;
  localparam integer ROW_CUTS   = (ROWS - 1)/STRIDE;
  localparam integer SPACE      = ROWS + ROW_CUTS;
  localparam integer DRAIN      = SPACE + 1;
  localparam integer ROW_WIDTH  = $clog2(DRAIN);
  localparam integer LATENCY    = SPACE + COLS + (COLS - 1)/STRIDE;
  localparam integer GAP        = SPACE - 1;
  localparam integer BEAT_WIDTH = A_WIDTH + 3;

  genvar r;

  wire [SIZE_WIDTH-1:0] command_m;
  wire [SIZE_WIDTH-1:0] command_k;
  wire [SIZE_WIDTH-1:0] command_n;
  wire                  command_starts;
  wire                  command_ends;

  assign command_m      = head_bits[2 + 2*SIZE_WIDTH +: SIZE_WIDTH];
  assign command_k      = head_bits[2 + SIZE_WIDTH +: SIZE_WIDTH];
  assign command_n      = head_bits[2 +: SIZE_WIDTH];
  assign command_starts = head_bits[1];
  assign command_ends   = head_bits[0];

  // Cycles until the next tile's last beat may come.
  reg [ROW_WIDTH-1:0] gap;

  // Sums of the present tile that are still to drain.
  reg [ROW_WIDTH-1:0] left;

  // Changes from tile to tile.
  reg parity;

  // Bit i: a sum has been drained, as seen by the beats, i + 1 cycles ago.
  reg [LATENCY-1:0] in_flight;

  // Parity of the tile that drains, beside the first bits of in_flight.
  reg [DRAIN-1:0]       parities;
  wire [SIZE_WIDTH-1:0] outer_count;
  wire [SIZE_WIDTH-1:0] middle_count;
  wire [SIZE_WIDTH-1:0] inner_index;
  wire                  outer_last;
  wire                  middle_first;
  wire                  middle_last;
  wire                  inner_first;
  wire                  inner_last;
  wire                  last;

  wire advance  = !sum_valid || sum_ready;
  wire finishes = inner_last && command_ends;
  wire open     = head_valid[0] && advance && !(finishes && gap != {ROW_WIDTH{1'b0}});
  wire fire     = open && weight_valid && activation_valid;
  wire finish   = fire && finishes;
  wire done     = fire && last;

  assign weight_ready     = open && activation_valid;
  assign activation_ready = open && weight_valid;
  assign take[0]          = done;
  assign take[1]          = head_valid[1];
  assign take[2]          = head_valid[2];
  assign kept             = done && !command_ends;
  assign sum_valid        = in_flight[LATENCY - 1];
  assign blocked          = !advance;
  assign weight_waits     = head_valid[0] && !weight_valid;
  assign activation_waits = head_valid[0] && !activation_valid;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (ROWS),
    .INNER_IN_TILE (0)
  ) walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (command_n),
    .middle_size  (command_m),
    .inner_size   (command_k),
    .next         (fire),
    .outer_count  (outer_count),
    .middle_count (middle_count),
    .outer_last   (outer_last),
    .middle_first (middle_first),
    .middle_last  (middle_last),
    .inner_index  (inner_index),
    .inner_first  (inner_first),
    .inner_last   (inner_last),
    .last         (last)
  );

  wire [COLS*W_WIDTH-1:0] weights;
  wire [ROWS*A_WIDTH-1:0] activations;

  wire [SIZE_WIDTH-1:0] count = fire ? outer_count : {SIZE_WIDTH{1'b0}};

  lane_mask #(
    .LANES       (COLS),
    .WIDTH       (W_WIDTH),
    .COUNT_WIDTH (SIZE_WIDTH)
  ) weight_mask (
    .in_bits  (weight_bits),
    .count    (count),
    .out_bits (weights)
  );

  wire [SIZE_WIDTH-1:0] count_2 = fire ? middle_count : {SIZE_WIDTH{1'b0}};

  lane_mask #(
    .LANES       (ROWS),
    .WIDTH       (A_WIDTH),
    .COUNT_WIDTH (SIZE_WIDTH)
  ) activation_mask (
    .in_bits  (activation_bits),
    .count    (count_2),
    .out_bits (activations)
  );

  wire next_parity = finish != parity;

  wire [ROW_WIDTH-1:0] resized;

  generate
    if (ROW_WIDTH >= SIZE_WIDTH) begin : resized_extend
      assign resized = {{(ROW_WIDTH - SIZE_WIDTH){1'b0}}, middle_count};
    end else begin : resized_truncate
      assign resized = middle_count[ROW_WIDTH-1:0];
    end
  endgenerate

  always @(posedge clk) begin
    if (advance) begin
      in_flight <= (in_flight << 1) | {{(LATENCY - 1){1'b0}}, finish || left != {ROW_WIDTH{1'b0}}};
      parities  <= (parities << 1) | {{SPACE{1'b0}}, next_parity};
      parity    <= next_parity;
      if (finish) begin
        gap  <= GAP[ROW_WIDTH-1:0];
        left <= resized - {{(ROW_WIDTH - 1){1'b0}}, 1'b1};
      end else begin
        if (gap != {ROW_WIDTH{1'b0}})
          gap <= gap - {{(ROW_WIDTH - 1){1'b0}}, 1'b1};
        if (left != {ROW_WIDTH{1'b0}})
          left <= left - {{(ROW_WIDTH - 1){1'b0}}, 1'b1};
      end
    end
    if (rst) begin
      gap       <= {ROW_WIDTH{1'b0}};
      left      <= {ROW_WIDTH{1'b0}};
      parity    <= 1'b0;
      in_flight <= {LATENCY{1'b0}};
    end
  end

  wire [ROWS*BEAT_WIDTH-1:0] straight;
  wire [ROWS*BEAT_WIDTH-1:0] skewed;
  wire [ROWS*A_WIDTH-1:0]    west_a;
  wire [ROWS-1:0]            west_first;
  wire [ROWS-1:0]            west_last;
  wire [ROWS-1:0]            west_parity;
  wire [COLS*W_WIDTH-1:0]    north_weight;
  wire [COLS*ACC_WIDTH-1:0]  south_sum;

  wire first = fire && inner_first && command_starts;

  generate
    for (r = 0; r < ROWS; r = r + 1) begin : row
      assign straight[r*BEAT_WIDTH +: BEAT_WIDTH] = {
            activations[(ROWS - 1 - r)*A_WIDTH +: A_WIDTH], first, finish, !parity
          };
      assign west_a[r*A_WIDTH +: A_WIDTH]         = skewed[r*BEAT_WIDTH + 3 +: A_WIDTH];
      assign west_first[r]                        = skewed[r*BEAT_WIDTH + 2];
      assign west_last[r]                         = skewed[r*BEAT_WIDTH + 1];
      assign west_parity[r]                       = skewed[r*BEAT_WIDTH];
    end
  endgenerate

  skew #(
    .LANES    (ROWS),
    .WIDTH    (BEAT_WIDTH),
    .STEP     (1),
    .PIPELINE (PIPELINE)
  ) activation_skew (
    .clk      (clk),
    .advance  (advance),
    .straight (straight),
    .skewed   (skewed)
  );

  skew #(
    .LANES    (COLS),
    .WIDTH    (W_WIDTH),
    .STEP     (1),
    .PIPELINE (PIPELINE)
  ) weight_skew (
    .clk      (clk),
    .advance  (advance),
    .straight (weights),
    .skewed   (north_weight)
  );

  output_stationary_grid #(
    .ROWS      (ROWS),
    .COLS      (COLS),
    .A_WIDTH   (A_WIDTH),
    .W_WIDTH   (W_WIDTH),
    .ACC_WIDTH (ACC_WIDTH),
    .PIPELINE  (PIPELINE)
  ) grid (
    .clk               (clk),
    .rst               (rst),
    .advance           (advance),
    .west_a            (west_a),
    .west_first        (west_first),
    .west_last         (west_last),
    .west_parity       (west_parity),
    .north_weight      (north_weight),
    .west_drain        (in_flight[SPACE]),
    .west_drain_parity (parities[SPACE]),
    .south_sum         (south_sum)
  );

  deskew #(
    .LANES    (COLS),
    .WIDTH    (ACC_WIDTH),
    .PIPELINE (PIPELINE)
  ) sum_deskew (
    .clk      (clk),
    .advance  (advance),
    .skewed   (south_sum),
    .straight (sum_bits)
  );

  // Beats follow each other whatever their tile.
  // The other views go by.
  wire unused = &{1'b0, inner_index, outer_last, middle_first, middle_last, head_bits, 1'b0};

endmodule

`default_nettype wire
