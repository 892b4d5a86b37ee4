// output_stationary_grid: ROWS x COLS multiply-accumulate elements that keep their sums.
//
// Activations enter in the west and move one column east a cycle; weights enter in the north and move one row south a
// cycle. An element adds their product to its sum; first, which comes with a tile's first activations, starts a new
// sum. With last, the complete sum goes to the element's drain register, marked with the tile's parity, which changes
// from tile to tile. While drain is high in a column (it moves east, one column a cycle), the registers that bear
// drain_parity shift south; the last row's leave. So a tile drains while the next one is summed: last row first.
//
// With PIPELINE = P > 0 an extra register stands before each column c > 0 and each row r > 0 that P divides, in the way
// of activations and drain, and of weights.
//
// The sums whose last activations enter in row 0 at cycle t are all in the drain registers of column c from t + ROWS +
// floor((ROWS - 1) / P) + c + floor(c / P) + 1 on, the quotients being 0 without PIPELINE: drain begins in that cycle.
// Tiles' last activations are ROWS + floor((ROWS - 1) / P) cycles or more apart.

`default_nettype none

module output_stationary_grid #(
  // Rows of elements: dot products that share their weights. 1 or more.
  parameter integer ROWS      = 4,
  // Columns of elements: dot products that share their activations. 1 or more.
  parameter integer COLS      = 4,
  // Bits of an activation, signed. 2 to 16.
  parameter integer A_WIDTH   = 8,
  // Bits of a weight, signed. 2 to 16.
  parameter integer W_WIDTH   = 8,
  // Bits of a sum, signed; sums wrap. A_WIDTH + W_WIDTH or more.
  parameter integer ACC_WIDTH = 32,
  // Columns and rows between extra registers, which 0 leaves out. 0 or more.
  parameter integer PIPELINE  = 0
) (
  input  wire                      clk,
  // Synchronous, active high.
  input  wire                      rst,

  // 0 freezes the whole grid.
  input  wire                      advance,

  // Skewed activations, row 0 in the low bits, and the marks that come with them.
  input  wire [ROWS*A_WIDTH-1:0]   west_a,
  input  wire [ROWS-1:0]           west_first,
  input  wire [ROWS-1:0]           west_last,
  input  wire [ROWS-1:0]           west_parity,

  // Skewed weights, column 0 in the low bits.
  input  wire [COLS*W_WIDTH-1:0]   north_weight,

  // Column 0 drains the sums of that parity.
  input  wire                      west_drain,
  input  wire                      west_drain_parity,

  // Drain registers of the last row, column 0 in the low bits.
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

  genvar c, r;

  // Field r*COLS + c is what element (r, c) hands on, field c what column c does.
  wire [ROWS*COLS*A_WIDTH-1:0]   east_a;
  wire [ROWS*COLS-1:0]           east_first;
  wire [ROWS*COLS-1:0]           east_last;
  wire [ROWS*COLS-1:0]           east_parity;
  wire [ROWS*COLS*W_WIDTH-1:0]   south;
  wire [ROWS*COLS*ACC_WIDTH-1:0] drained;
  wire [COLS-1:0]                draining_on;
  wire [COLS-1:0]                draining_parity;

  generate
    for (c = 0; c < COLS; c = c + 1) begin : column
      if (c == 0) begin : border
        assign draining_on[c]     = west_drain;
        assign draining_parity[c] = west_drain_parity;
      end else begin : inner
        reg here_on;
        reg here_parity;

        if (c % STRIDE == 0) begin : cut
          reg held_on;
          reg held_parity;

          always @(posedge clk) begin
            if (advance) begin
              held_on     <= draining_on[c - 1];
              held_parity <= draining_parity[c - 1];
              here_on     <= held_on;
              here_parity <= held_parity;
            end
            if (rst) begin
              here_on     <= 1'b0;
              here_parity <= 1'b0;
              held_on     <= 1'b0;
              held_parity <= 1'b0;
            end
          end
        end else begin : straight
          always @(posedge clk) begin
            if (advance) begin
              here_on     <= draining_on[c - 1];
              here_parity <= draining_parity[c - 1];
            end
            if (rst) begin
              here_on     <= 1'b0;
              here_parity <= 1'b0;
            end
          end
        end

        assign draining_on[c]     = here_on;
        assign draining_parity[c] = here_parity;
      end
    end

    for (r = 0; r < ROWS; r = r + 1) begin : row
      for (c = 0; c < COLS; c = c + 1) begin : col
        wire signed [A_WIDTH-1:0] east_in_a;
        wire                      east_in_first;
        wire                      east_in_last;
        wire                      east_in_parity;

        if (c == 0) begin : west_edge
          wire signed [A_WIDTH-1:0] edge_a;
          wire                      edge_first;
          wire                      edge_last;
          wire                      edge_parity;

          assign edge_a         = west_a[r*A_WIDTH +: A_WIDTH];
          assign edge_first     = west_first[r];
          assign edge_last      = west_last[r];
          assign edge_parity    = west_parity[r];
          assign east_in_a      = edge_a;
          assign east_in_first  = edge_first;
          assign east_in_last   = edge_last;
          assign east_in_parity = edge_parity;
        end else if (c % STRIDE == 0) begin : west_cut
          reg signed [A_WIDTH-1:0] cut_a;
          reg                      cut_first;
          reg                      cut_last;
          reg                      cut_parity;

          always @(posedge clk)
            if (advance) begin
              cut_a      <= east_a[(r*COLS + c - 1)*A_WIDTH +: A_WIDTH];
              cut_first  <= east_first[r*COLS + c - 1];
              cut_last   <= east_last[r*COLS + c - 1];
              cut_parity <= east_parity[r*COLS + c - 1];
            end

          assign east_in_a      = cut_a;
          assign east_in_first  = cut_first;
          assign east_in_last   = cut_last;
          assign east_in_parity = cut_parity;
        end else begin : west_neighbour
          assign east_in_a      = east_a[(r*COLS + c - 1)*A_WIDTH +: A_WIDTH];
          assign east_in_first  = east_first[r*COLS + c - 1];
          assign east_in_last   = east_last[r*COLS + c - 1];
          assign east_in_parity = east_parity[r*COLS + c - 1];
        end

        wire signed [W_WIDTH-1:0]   weight_in;
        wire signed [ACC_WIDTH-1:0] drained_in;

        if (r == 0) begin : north_edge
          assign weight_in  = north_weight[c*W_WIDTH +: W_WIDTH];
          assign drained_in = {ACC_WIDTH{1'b0}};
        end else if (r % STRIDE == 0) begin : north_cut
          reg signed [W_WIDTH-1:0] cut;

          always @(posedge clk)
            if (advance)
              cut <= south[((r - 1)*COLS + c)*W_WIDTH +: W_WIDTH];

          assign weight_in  = cut;
          assign drained_in = drained[((r - 1)*COLS + c)*ACC_WIDTH +: ACC_WIDTH];
        end else begin : north_neighbour
          assign weight_in  = south[((r - 1)*COLS + c)*W_WIDTH +: W_WIDTH];
          assign drained_in = drained[((r - 1)*COLS + c)*ACC_WIDTH +: ACC_WIDTH];
        end

        reg signed [A_WIDTH-1:0]   operand_a;
        reg                        operand_first;
        reg                        operand_last;
        reg                        operand_parity;
        reg signed [W_WIDTH-1:0]   weight;
        reg signed [ACC_WIDTH-1:0] sum;
        reg signed [ACC_WIDTH-1:0] drain_sum;
        reg                        sum_parity;

        wire [ACC_WIDTH-1:0]        product = operand_a * weight;
        wire signed [ACC_WIDTH-1:0] total   = (operand_first ? {ACC_WIDTH{1'b0}} : sum) + product;

        always @(posedge clk)
          if (advance) begin
            operand_a      <= east_in_a;
            operand_first  <= east_in_first;
            operand_last   <= east_in_last;
            operand_parity <= east_in_parity;
            weight         <= weight_in;
            sum            <= total;
            if (operand_last) begin
              drain_sum  <= total;
              sum_parity <= operand_parity;
            end else if (draining_on[c] && draining_parity[c] == sum_parity)
              drain_sum <= drained_in;
          end

        assign east_a[(r*COLS + c)*A_WIDTH +: A_WIDTH]      = operand_a;
        assign east_first[r*COLS + c]                       = operand_first;
        assign east_last[r*COLS + c]                        = operand_last;
        assign east_parity[r*COLS + c]                      = operand_parity;
        assign south[(r*COLS + c)*W_WIDTH +: W_WIDTH]       = weight;
        assign drained[(r*COLS + c)*ACC_WIDTH +: ACC_WIDTH] = drain_sum;
      end
    end
  endgenerate

  assign south_sum = drained[(ROWS - 1)*COLS*ACC_WIDTH +: COLS*ACC_WIDTH];

  // What the east and south edges hand on goes nowhere.
  // At some sizes nothing reads this.
  wire unused = &{1'b0, east_a, east_first, east_last, east_parity, south, rst, 1'b0};

endmodule

`default_nettype wire
