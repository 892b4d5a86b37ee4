// systolic_grid: ROWS x COLS weight-stationary multiply-accumulate elements.
//
// Activations enter in the west and move one column east a cycle. Partial sums start at zero in the north and move one
// row south a cycle, gaining activation * weight at each element. An element holds two weights: while load is high the
// shadow weights of a column shift south; swap, with the first activation of a tile, brings the shadow into use. Both
// marks move east with the activations, so a column is loaded and swapped one cycle after its western neighbour.
//
// A tile of k rows (1 to ROWS): its weights enter in k cycles, last row first, column c delayed by c cycles; row r has
// load in cycles r to k-1 of them. Its activations may begin in the cycle after the last weight or later, row r delayed
// by r cycles, rows k and up zero. The next tile's weights may begin together with these activations: tiles of M
// activations follow each other every max(M, k) cycles, and a product of one row uses the weight port in every cycle.
//
// With PIPELINE = P > 0 an extra register stands before each column c > 0 and each row r > 0 that P divides: a column
// sees everything floor(c / P) cycles later still, and so do activations, swap and load of a row, by floor(r / P).
//
// rst clears the shadow weights, so that rows k and up, whose weights never enter, hold numbers from the first tile on.
//
// The sum of the activations that enter in row 0 at cycle t leaves column c at t + ROWS + floor((ROWS - 1) / P) + c +
// floor(c / P) + 1, the quotients being 0 without PIPELINE.

`default_nettype none

module systolic_grid #(
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
  // Columns and rows between extra registers; 0 for none. 0 or more.
  parameter integer PIPELINE  = 0
) (
  input  wire                      clk,
  // Synchronous, active high.
  input  wire                      rst,

  // 0 freezes the whole grid.
  input  wire                      advance,

  // Skewed activations, row 0 in the low bits; with each, whether it is the first of a tile.
  input  wire [ROWS*A_WIDTH-1:0]   west_a,
  input  wire [ROWS-1:0]           west_swap,

  // Whether each row's shadow weights shift south.
  input  wire [ROWS-1:0]           west_load,

  // Skewed weights, column 0 in the low bits.
  input  wire [COLS*W_WIDTH-1:0]   north_weight,

  // Sums that leave the last row, column 0 in the low bits.
  output wire [COLS*ACC_WIDTH-1:0] south_sum
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

  localparam integer STRIDE = (PIPELINE > 0) ? PIPELINE : ROWS + COLS;

  genvar r, c;

  // Field r*COLS + c is what element (r, c) hands on.
  wire [ROWS*COLS*A_WIDTH-1:0]   activation;
  wire [ROWS*COLS-1:0]           swap;
  wire [ROWS*COLS-1:0]           load;
  wire [ROWS*COLS*W_WIDTH-1:0]   shadow;
  wire [ROWS*COLS*ACC_WIDTH-1:0] sum;

  generate
    for (r = 0; r < ROWS; r = r + 1) begin : row
      for (c = 0; c < COLS; c = c + 1) begin : col
        wire signed [A_WIDTH-1:0] a_in;
        wire                      swap_in;
        wire                      load_in;

        if (c == 0) begin : west_edge
          assign a_in    = west_a[r*A_WIDTH +: A_WIDTH];
          assign swap_in = west_swap[r];
          assign load_in = west_load[r];
        end else if (c % STRIDE == 0) begin : west_cut
          reg signed [A_WIDTH-1:0] a_cut;
          reg                      swap_cut;
          reg                      load_cut;

          always @(posedge clk)
            if (advance) begin
              a_cut    <= activation[(r*COLS + c - 1)*A_WIDTH +: A_WIDTH];
              swap_cut <= swap[r*COLS + c - 1];
              load_cut <= load[r*COLS + c - 1];
            end

          assign a_in    = a_cut;
          assign swap_in = swap_cut;
          assign load_in = load_cut;
        end else begin : west_neighbour
          assign a_in    = activation[(r*COLS + c - 1)*A_WIDTH +: A_WIDTH];
          assign swap_in = swap[r*COLS + c - 1];
          assign load_in = load[r*COLS + c - 1];
        end

        wire signed [W_WIDTH-1:0]   shadow_in;
        wire signed [ACC_WIDTH-1:0] sum_in;

        if (r == 0) begin : north_edge
          assign shadow_in = north_weight[c*W_WIDTH +: W_WIDTH];
          assign sum_in    = {ACC_WIDTH{1'b0}};
        end else if (r % STRIDE == 0) begin : north_cut
          reg signed [W_WIDTH-1:0]   shadow_cut;
          reg signed [ACC_WIDTH-1:0] sum_cut;

          always @(posedge clk)
            if (advance) begin
              shadow_cut <= shadow[((r - 1)*COLS + c)*W_WIDTH +: W_WIDTH];
              sum_cut    <= sum[((r - 1)*COLS + c)*ACC_WIDTH +: ACC_WIDTH];
            end

          assign shadow_in = shadow_cut;
          assign sum_in    = sum_cut;
        end else begin : north_neighbour
          assign shadow_in = shadow[((r - 1)*COLS + c)*W_WIDTH +: W_WIDTH];
          assign sum_in    = sum[((r - 1)*COLS + c)*ACC_WIDTH +: ACC_WIDTH];
        end

        reg signed [A_WIDTH-1:0]   a;
        reg                        swap_out;
        reg                        load_out;
        reg signed [W_WIDTH-1:0]   shadow_weight;
        reg signed [W_WIDTH-1:0]   weight;
        reg signed [ACC_WIDTH-1:0] sum_out;

        wire [ACC_WIDTH-1:0] product = a * weight;

        always @(posedge clk) begin
          if (advance) begin
            a        <= a_in;
            swap_out <= swap_in;
            load_out <= load_in;
            sum_out  <= sum_in + product;
            if (load_in)
              shadow_weight <= shadow_in;
            if (swap_in)
              weight <= shadow_weight;
          end
          if (rst)
            shadow_weight <= {W_WIDTH{1'b0}};
        end

        assign activation[(r*COLS + c)*A_WIDTH +: A_WIDTH] = a;
        assign swap[r*COLS + c]                            = swap_out;
        assign load[r*COLS + c]                            = load_out;
        assign shadow[(r*COLS + c)*W_WIDTH +: W_WIDTH]     = shadow_weight;
        assign sum[(r*COLS + c)*ACC_WIDTH +: ACC_WIDTH]    = sum_out;
      end
    end
  endgenerate

  assign south_sum = sum[(ROWS - 1)*COLS*ACC_WIDTH +: COLS*ACC_WIDTH];

  // What the east and south edges hand on goes nowhere.
  wire unused = &{1'b0, activation, swap, load, shadow, 1'b0};

endmodule

`default_nettype wire
