// weight_addresses: where a product's weights lie, in the order in which the engine takes them. Weight-stationary: by
// tiles of ROWS words, the last word of a tile first. Output-stationary: the K words of COLS columns, once for every
// ROWS rows of A. Moves on with next; done with the last.

`default_nettype none

module weight_addresses #(
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

  localparam integer INNER_IN_TILE = 1 - OUTPUT_STATIONARY;

  // Words before the present tile.
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

  // The words of a tile, which of them is next, and whether the tile ends with it.
  wire [SIZE_WIDTH-1:0] middle_size;
  wire [SIZE_WIDTH-1:0] words;
  wire [SIZE_WIDTH-1:0] offset;
  wire                  tile_last;

  generate
    if (OUTPUT_STATIONARY == 1) begin : sums_stay
      wire tile_last_2 = inner_last && middle_last;

      assign middle_size = m;
      assign words       = k;
      assign offset      = inner_index;
      assign tile_last   = tile_last_2;

      // A tile is as high as the weights.
      wire unused_sums_stay = &{1'b0, middle_count, 1'b0};
    end else begin : weights_stay
      wire [SIZE_WIDTH-1:0] offset_2 = middle_count - inner_index - {{(SIZE_WIDTH - 1){1'b0}}, 1'b1};

      assign middle_size = k;
      assign words       = middle_count;
      assign offset      = offset_2;
      assign tile_last   = inner_last;

      // Every tile is taken once.
      wire unused_weights_stay = &{1'b0, m, middle_last, 1'b0};
    end
  endgenerate

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (ROWS),
    .INNER_IN_TILE (INNER_IN_TILE)
  ) walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (n),
    .middle_size  (middle_size),
    .inner_size   (k),
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

  wire [BASE_WIDTH-1:0] resized;

  generate
    if (BASE_WIDTH >= SIZE_WIDTH) begin : resized_extend
      assign resized = {{(BASE_WIDTH - SIZE_WIDTH){1'b0}}, offset};
    end else begin : resized_truncate
      assign resized = offset[BASE_WIDTH-1:0];
    end
  endgenerate

  assign address = base + passed + resized;
  assign done    = next && last;

  wire [BASE_WIDTH-1:0] resized_2;

  generate
    if (BASE_WIDTH >= SIZE_WIDTH) begin : resized_2_extend
      assign resized_2 = {{(BASE_WIDTH - SIZE_WIDTH){1'b0}}, words};
    end else begin : resized_2_truncate
      assign resized_2 = words[BASE_WIDTH-1:0];
    end
  endgenerate

  always @(posedge clk) begin
    if (next && tile_last)
      passed <= last ? {BASE_WIDTH{1'b0}} : passed + resized_2;
    if (rst)
      passed <= {BASE_WIDTH{1'b0}};
  end

  // The words are counted on their own.
  // The bits that nothing selects go nowhere.
  wire unused = &{1'b0, outer_count, outer_last, middle_first, inner_first, words, offset, 1'b0};

endmodule

`default_nettype wire
