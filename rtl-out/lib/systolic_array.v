// systolic_array: a systolic_grid behind streams. Multiplies tiles of M activation vectors by weights of k rows.
//
// A tile's weights enter a row a beat, last row first, the beat of row 0 marked last; k, their number, is 1 to ROWS.
// Its activations follow, a vector a beat, rows k and up zero, the first marked first. Each vector gives one result, in
// order: column c is the sum over the rows of activation * weight, wrapping.
//
// A tile's weights load behind the tile before it: the first beat is accepted in the cycle in which the first vector of
// that tile is accepted, or later, and the first vector in the cycle after the last beat, or later. A late operand
// inserts a bubble. Only a result that is not taken freezes the array. After rst the first vector must be marked first,
// and what is offered in a cycle with rst high is lost.
//
// Latency: a vector accepted in cycle t has its result offered in t + LATENCY, which is ROWS + COLS, and with PIPELINE
// = P > 0 also floor((ROWS - 1) / P) + floor((COLS - 1) / P).
//
// Throughput: tile i + 1 begins max(M of i, k of i + 1) cycles after tile i. T tiles without a stall take k of the
// first + the sum of these maxima + M of the last + LATENCY cycles, from the first weight beat to the last result, both
// counted.
//
// Combinational paths: from result_ready, activation_valid and activation_first to weight_ready and activation_ready.
// No valid of the array depends on a ready, and activation_valid must not wait for either of these two.

`default_nettype none

module systolic_array #(
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

  localparam integer STRIDE    = (PIPELINE > 0) ? PIPELINE : ROWS + COLS;
  localparam integer LATENCY   = ROWS + COLS + (ROWS - 1)/STRIDE + (COLS - 1)/STRIDE;
  localparam integer ROW_DELAY = ROWS - 1 + (ROWS - 1)/STRIDE;

  genvar r;

  wire weight_fire     = weight_valid && weight_ready;
  wire activation_fire = activation_valid && activation_ready;

  // Bit b: beat b of the tile whose weights are entering is in.
  reg [ROWS-1:0] reached;

  // The shadow weights are complete and wait for their first activation.
  reg loaded;

  // Bit i: a vector was accepted i + 1 cycles ago.
  reg [LATENCY-1:0] in_flight;

  // Bit i: a tile's first vector was accepted i + 1 cycles ago.
  reg [ROW_DELAY:0] firsts;

  wire advance       = !result_valid || result_ready;
  wire first_offered = activation_valid && activation_first;
  wire swap          = first_offered && activation_ready;

  assign weight_ready     = advance && (!loaded || first_offered);
  assign activation_ready = advance && (loaded || !first_offered);
  assign result_valid     = in_flight[LATENCY - 1];
  assign busy             = loaded || reached[0] || in_flight != {LATENCY{1'b0}};

  // Row r loads on beat r and later ones: until then its shadow may wait for the swap on its way south.
  wire [ROWS-1:0] reach = (reached << 1) | {{(ROWS - 1){1'b0}}, 1'b1};
  wire [ROWS-1:0] load  = weight_fire ? reach : {ROWS{1'b0}};

  // Bit i: a tile's first vector was accepted i cycles ago.
  wire [ROW_DELAY + 1:0] swap_taps = {firsts, swap};

  always @(posedge clk) begin
    if (weight_fire)
      reached <= weight_last ? {ROWS{1'b0}} : reach;
    if (weight_fire && weight_last)
      loaded <= 1'b1;
    else if (swap)
      loaded <= 1'b0;
    if (advance) begin
      in_flight <= (in_flight << 1) | {{(LATENCY - 1){1'b0}}, activation_fire};
      firsts    <= swap_taps[ROW_DELAY:0];
    end
    if (rst) begin
      reached   <= {ROWS{1'b0}};
      loaded    <= 1'b0;
      in_flight <= {LATENCY{1'b0}};
    end
  end

  wire [ROWS*A_WIDTH-1:0]   west_a;
  wire [ROWS-1:0]           west_swap;
  wire [ROWS-1:0]           west_load;
  wire [COLS*W_WIDTH-1:0]   north_weight;
  wire [COLS*ACC_WIDTH-1:0] south_sum;

  generate
    for (r = 0; r < ROWS; r = r + 1) begin : row
      assign west_swap[r] = swap_taps[r + r/STRIDE];
    end
  endgenerate

  skew #(
    .LANES    (ROWS),
    .WIDTH    (A_WIDTH),
    .STEP     (1),
    .PIPELINE (PIPELINE)
  ) activation_skew (
    .clk      (clk),
    .advance  (advance),
    .straight (activation_bits),
    .skewed   (west_a)
  );

  skew #(
    .LANES    (ROWS),
    .WIDTH    (1),
    .STEP     (0),
    .PIPELINE (PIPELINE)
  ) load_skew (
    .clk      (clk),
    .advance  (advance),
    .straight (load),
    .skewed   (west_load)
  );

  skew #(
    .LANES    (COLS),
    .WIDTH    (W_WIDTH),
    .STEP     (1),
    .PIPELINE (PIPELINE)
  ) weight_skew (
    .clk      (clk),
    .advance  (advance),
    .straight (weight_bits),
    .skewed   (north_weight)
  );

  systolic_grid #(
    .ROWS      (ROWS),
    .COLS      (COLS),
    .A_WIDTH   (A_WIDTH),
    .W_WIDTH   (W_WIDTH),
    .ACC_WIDTH (ACC_WIDTH),
    .PIPELINE  (PIPELINE)
  ) grid (
    .clk          (clk),
    .rst          (rst),
    .advance      (advance),
    .west_a       (west_a),
    .west_swap    (west_swap),
    .west_load    (west_load),
    .north_weight (north_weight),
    .south_sum    (south_sum)
  );

  deskew #(
    .LANES    (COLS),
    .WIDTH    (ACC_WIDTH),
    .PIPELINE (PIPELINE)
  ) result_deskew (
    .clk      (clk),
    .advance  (advance),
    .skewed   (south_sum),
    .straight (result_bits)
  );

`ifdef FORMAL
  always @(posedge clk)
    if (!rst) begin
      assert (!(weight_fire && reached[ROWS - 1]));
    end
`elsif SYNTHESIS
`else
  always @(posedge clk)
    if (!rst && weight_fire && reached[ROWS - 1]) begin
      $display("%m: a tile has more than ROWS rows of weights");
      $finish;
    end
`endif

  // Some taps lie between two rows, and one past the last.
  wire unused = &{1'b0, swap_taps, 1'b0};

endmodule

`default_nettype wire
