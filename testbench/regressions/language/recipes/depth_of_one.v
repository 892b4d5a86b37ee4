// depth_of_one: a ring of any length, one included.

`default_nettype none

module depth_of_one #(
  // 1 or more.
  parameter integer DEPTH = 1,
  // 1 or more.
  parameter integer W     = 8
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         write,
  input  wire [W-1:0] d,
  output wire [W-1:0] q
);

  generate
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer DEPTH_MINUS_1     = DEPTH - 1;
  localparam integer DEPTH_INDEX_WIDTH = (DEPTH > 1) ? $clog2(DEPTH) : 1;

  reg [DEPTH_INDEX_WIDTH-1:0] position;
  reg [W-1:0]                 ram [0:DEPTH-1];

  assign q = ram[position];

  always @(posedge clk) begin
    if (write) begin
      ram[position] <= d;
      position      <= (position == DEPTH_MINUS_1[DEPTH_INDEX_WIDTH-1:0])
          ? {DEPTH_INDEX_WIDTH{1'b0}}
          : position + {{(DEPTH_INDEX_WIDTH - 1){1'b0}}, 1'b1};
    end
    if (rst)
      position <= {DEPTH_INDEX_WIDTH{1'b0}};
  end

endmodule

`default_nettype wire
