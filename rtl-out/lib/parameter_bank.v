// parameter_bank: one word a column, twice: a set in use, and the next one, which loads behind it.
//
// The set in use is valid until done (its last use), and the next one takes its place in the following cycle if it is
// complete. Words enter one a cycle, in any order, the last marked; a complete set that waits holds the next one up.

`default_nettype none

module parameter_bank #(
  // Columns. 1 or more.
  parameter integer COLS  = 4,
  // Bits of a word. 1 or more.
  parameter integer WIDTH = 32
) (
  input  wire                                       clk,
  // Synchronous, active high.
  input  wire                                       rst,

  // Words enter.
  input  wire                                       in_valid,
  output wire                                       in_ready,
  input  wire [WIDTH-1:0]                           in_bits,

  // With each: its column, and whether it is the last of its set.
  input  wire [((COLS > 1) ? $clog2(COLS) : 1)-1:0] in_column,
  input  wire                                       in_last,

  // The set in use, column 0 in the low bits.
  output wire                                       set_valid,
  output wire [COLS*WIDTH-1:0]                      set_bits,
  input  wire                                       done
);

  generate
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer COLS_INDEX_WIDTH = (COLS > 1) ? $clog2(COLS) : 1;

  genvar c;

  wire in_fire = in_valid && in_ready;

  // The next set is complete.
  reg loaded;

  // The set in use may be used.
  reg using;

  wire swap = loaded && (!using || done);

  assign in_ready  = !loaded || swap;
  assign set_valid = using;

  always @(posedge clk) begin
    if (in_fire && in_last)
      loaded <= 1'b1;
    else if (swap)
      loaded <= 1'b0;
    if (swap)
      using <= 1'b1;
    else if (done)
      using <= 1'b0;
    if (rst) begin
      loaded <= 1'b0;
      using  <= 1'b0;
    end
  end

  generate
    for (c = 0; c < COLS; c = c + 1) begin : col
      localparam integer C = c;

      reg [WIDTH-1:0] loading;
      reg [WIDTH-1:0] used;

      always @(posedge clk) begin
        if (in_fire && in_column == C[COLS_INDEX_WIDTH-1:0])
          loading <= in_bits;
        if (swap)
          used <= loading;
      end

      assign set_bits[c*WIDTH +: WIDTH] = used;
    end
  endgenerate

endmodule

`default_nettype wire
