// parameter_sets: gathers a command's parameters, which enter one a column, into sets of COLS columns, the last set
// shorter. A command that needs none goes by.
//
// The set in use is valid until set_done; the next one loads behind it, and takes its place in the following cycle.
// Throughput: one word a cycle, so a set every COLS cycles.
//
// Combinational path: set_done to in_ready and take.

`default_nettype none

module parameter_sets #(
  // Columns of a whole set. 1 or more.
  parameter integer COLS       = 4,
  // Bits of a word. 1 or more.
  parameter integer WIDTH      = 70,
  // Bits of N. 2 to 31.
  parameter integer SIZE_WIDTH = 16
) (
  input  wire                  clk,
  // Synchronous, active high.
  input  wire                  rst,

  // The head of the command queue: the command's columns, and whether they need parameters.
  input  wire                  head_valid,
  input  wire [SIZE_WIDTH-1:0] head_n,
  input  wire                  head_parametric,
  output wire                  take,

  // A column's parameters.
  input  wire                  in_valid,
  output wire                  in_ready,
  input  wire [WIDTH-1:0]      in_bits,

  // The set in use, its first column in the low bits; done with its last use.
  output wire                  set_valid,
  output wire [COLS*WIDTH-1:0] set_bits,
  input  wire                  set_done
);

  generate
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
  endgenerate

  localparam integer COLS_INDEX_WIDTH = (COLS > 1) ? $clog2(COLS) : 1;

  wire in_fire = in_valid && in_ready;

  wire                  bank_ready;
  wire [SIZE_WIDTH-1:0] columns;
  wire [SIZE_WIDTH-1:0] column;
  wire                  column_last;
  wire                  columns_done;

  wire wanted = head_valid && head_parametric;
  wire enters = in_valid && wanted;

  assign in_ready = wanted && bank_ready;
  assign take     = wanted ? in_fire && columns_done : head_valid;

  wire [SIZE_WIDTH-1:0] walker_middle_count;
  wire                  walker_outer_last;
  wire                  walker_middle_first;
  wire                  walker_middle_last;
  wire                  walker_inner_first;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (1),
    .INNER_IN_TILE (0)
  ) walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (head_n),
    .middle_size  ({{(SIZE_WIDTH - 1){1'b0}}, 1'b1}),
    .inner_size   (columns),
    .next         (in_fire),
    .outer_count  (columns),
    .middle_count (walker_middle_count),
    .outer_last   (walker_outer_last),
    .middle_first (walker_middle_first),
    .middle_last  (walker_middle_last),
    .inner_index  (column),
    .inner_first  (walker_inner_first),
    .inner_last   (column_last),
    .last         (columns_done)
  );

  wire [COLS_INDEX_WIDTH-1:0] in_column;

  generate
    if (COLS_INDEX_WIDTH >= SIZE_WIDTH) begin : in_column_extend
      assign in_column = {{(COLS_INDEX_WIDTH - SIZE_WIDTH){1'b0}}, column};
    end else begin : in_column_truncate
      assign in_column = column[COLS_INDEX_WIDTH-1:0];
    end
  endgenerate

  parameter_bank #(
    .COLS  (COLS),
    .WIDTH (WIDTH)
  ) bank (
    .clk       (clk),
    .rst       (rst),
    .in_valid  (enters),
    .in_ready  (bank_ready),
    .in_bits   (in_bits),
    .in_column (in_column),
    .in_last   (column_last),
    .set_valid (set_valid),
    .set_bits  (set_bits),
    .done      (set_done)
  );

  // There is no middle loop.
  // The bits that nothing selects go nowhere.
  wire unused = &{
        1'b0, walker_middle_count, walker_outer_last, walker_middle_first, walker_middle_last, walker_inner_first,
        column, 1'b0
      };

endmodule

`default_nettype wire
