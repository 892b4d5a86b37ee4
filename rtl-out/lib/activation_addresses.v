// activation_addresses: where a product's activations lie, in the order in which the engine takes them: the words from
// base on, once for every COLS columns. Moves on with next; done with the last.

`default_nettype none

module activation_addresses #(
  // Rows of the array. 1 or more.
  parameter integer ROWS              = 4,
  // Columns of the array. 1 or more.
  parameter integer COLS              = 4,
  // 1: sums stay in the array's elements; 0: weights do. 0 to 1.
  parameter integer OUTPUT_STATIONARY = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH        = 16,
  // Bits of an address. 1 or more.
  parameter integer BASE_WIDTH        = 16
) (
  input  wire                  clk,
  // Synchronous, active high.
  input  wire                  rst,

  // The product's sizes, and its first word; they stay until done.
  input  wire [SIZE_WIDTH-1:0] m,
  input  wire [SIZE_WIDTH-1:0] k,
  input  wire [SIZE_WIDTH-1:0] n,
  input  wire [BASE_WIDTH-1:0] base,

  // To the next address.
  input  wire                  next,
  output wire [BASE_WIDTH-1:0] address,

  // next, at the last address.
  output wire                  done
);

  generate
    if (ROWS < 1)
      begin : illegal_rows ROWS_must_be_at_least_1 stop (); end
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (OUTPUT_STATIONARY < 0 || OUTPUT_STATIONARY > 1)
      begin : illegal_output_stationary OUTPUT_STATIONARY_must_be_0_to_1 stop (); end
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (BASE_WIDTH < 1)
      begin : illegal_base_width BASE_WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  // Words before the present one.
  reg [BASE_WIDTH-1:0]  passed;
  wire [SIZE_WIDTH-1:0] outer_count;
  wire [SIZE_WIDTH-1:0] middle_count;
  wire [SIZE_WIDTH-1:0] inner_index;
  wire                  outer_last;
  wire                  middle_first;
  wire                  middle_last;
  wire                  inner_first;
  wire                  inner_last;
  wire                  last;
  wire [SIZE_WIDTH-1:0] middle_size;
  wire [SIZE_WIDTH-1:0] inner_size;

  generate
    if (OUTPUT_STATIONARY == 1) begin : sums_stay
      assign middle_size = m;
      assign inner_size  = k;
    end else begin : weights_stay
      assign middle_size = k;
      assign inner_size  = m;
    end
  endgenerate

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (ROWS),
    .INNER_IN_TILE (0)
  ) walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (n),
    .middle_size  (middle_size),
    .inner_size   (inner_size),
    .next         (next),
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

  assign address = base + passed;
  assign done    = next && last;

  always @(posedge clk) begin
    if (next)
      passed <= (middle_last && inner_last) ? {BASE_WIDTH{1'b0}} : passed + {{(BASE_WIDTH - 1){1'b0}}, 1'b1};
    if (rst)
      passed <= {BASE_WIDTH{1'b0}};
  end

  // The words are counted on their own.
  wire unused = &{1'b0, outer_count, middle_count, inner_index, outer_last, middle_first, inner_first, 1'b0};

endmodule

`default_nettype wire
