// tile_walker: position in three nested loops: outer and middle in tiles of a fixed step, the last one shorter; inner
// one by one.
//
// It stands at the first position, moves on with next, and is at the first again after the last: no cycle is lost
// between two walks. The sizes (1 or more) stay the same during a walk.

`default_nettype none

module tile_walker #(
  // Bits of a size. 2 to 31.
  parameter integer WIDTH         = 16,
  // Elements of a whole outer tile. 1 or more.
  parameter integer OUTER_STEP    = 4,
  // Elements of a whole middle tile. 1 or more.
  parameter integer MIDDLE_STEP   = 4,
  // 1: the inner loop runs over the elements of the middle loop's tile; 0: over inner_size. 0 to 1.
  parameter integer INNER_IN_TILE = 0
) (
  input  wire             clk,
  // Synchronous, active high.
  input  wire             rst,

  // Elements of each loop.
  input  wire [WIDTH-1:0] outer_size,
  input  wire [WIDTH-1:0] middle_size,
  input  wire [WIDTH-1:0] inner_size,

  // To the next position.
  input  wire             next,

  // Elements of the present tiles, 1 to the step.
  output wire [WIDTH-1:0] outer_count,
  output wire [WIDTH-1:0] middle_count,

  // Whether the loops are in their first or last round.
  output wire             outer_last,
  output wire             middle_first,
  output wire             middle_last,
  output wire [WIDTH-1:0] inner_index,
  output wire             inner_first,
  output wire             inner_last,

  // The last position of all.
  output wire             last
);

  generate
    if (WIDTH < 2 || WIDTH > 31)
      begin : illegal_width WIDTH_must_be_2_to_31 stop (); end
    if (OUTER_STEP < 1)
      begin : illegal_outer_step OUTER_STEP_must_be_at_least_1 stop (); end
    if (MIDDLE_STEP < 1)
      begin : illegal_middle_step MIDDLE_STEP_must_be_at_least_1 stop (); end
    if (INNER_IN_TILE < 0 || INNER_IN_TILE > 1)
      begin : illegal_inner_in_tile INNER_IN_TILE_must_be_0_to_1 stop (); end
  endgenerate

  reg [WIDTH-1:0] outer;
  reg [WIDTH-1:0] middle;
  reg [WIDTH-1:0] inner;

  // Steps may be larger than any size.
  wire [30:0] outer_step  = OUTER_STEP[30:0];
  wire [30:0] middle_step = MIDDLE_STEP[30:0];

  // Elements from the present tile on.
  wire [WIDTH-1:0] outer_rest  = outer_size - outer;
  wire [WIDTH-1:0] middle_rest = middle_size - middle;

  assign outer_last   = {{(31 - WIDTH){1'b0}}, outer_rest} <= outer_step;
  assign middle_last  = {{(31 - WIDTH){1'b0}}, middle_rest} <= middle_step;
  assign outer_count  = outer_last ? outer_rest : outer_step[WIDTH-1:0];
  assign middle_count = middle_last ? middle_rest : middle_step[WIDTH-1:0];

  wire [WIDTH-1:0] inner_count;

  generate
    if (INNER_IN_TILE != 0) begin : in_tile
      assign inner_count = middle_count;

      // The tile says how far the inner loop runs.
      wire unused_in_tile = &{1'b0, inner_size, 1'b0};
    end else begin : whole
      assign inner_count = inner_size;
    end
  endgenerate

  assign middle_first = middle == {WIDTH{1'b0}};
  assign inner_index  = inner;
  assign inner_first  = inner == {WIDTH{1'b0}};
  assign inner_last   = inner == inner_count - {{(WIDTH - 1){1'b0}}, 1'b1};
  assign last         = outer_last && middle_last && inner_last;

  always @(posedge clk) begin
    if (next) begin
      inner <= inner_last ? {WIDTH{1'b0}} : inner + {{(WIDTH - 1){1'b0}}, 1'b1};
      if (inner_last) begin
        middle <= middle_last ? {WIDTH{1'b0}} : middle + middle_step[WIDTH-1:0];
        if (middle_last)
          outer <= outer_last ? {WIDTH{1'b0}} : outer + outer_step[WIDTH-1:0];
      end
    end
    if (rst) begin
      outer  <= {WIDTH{1'b0}};
      middle <= {WIDTH{1'b0}};
      inner  <= {WIDTH{1'b0}};
    end
  end

endmodule

`default_nettype wire
