// memory_byte_enables: a memory of which single bytes can be written.

`default_nettype none

module memory_byte_enables #(
  // 1 or more.
  parameter integer LANES = 4,
  // 1 or more.
  parameter integer DEPTH = 16
) (
  input  wire                                         clk,

  input  wire [LANES-1:0]                             lanes,
  input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1)-1:0] address,
  input  wire [LANES*8-1:0]                           d,
  output wire [LANES*8-1:0]                           q
);

  generate
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
  endgenerate

  genvar r;

  wire [LANES*8-1:0] ram_read;

  generate
    for (r = 0; r < LANES; r = r + 1) begin : ram_lane
      (* ram_style = "block" *) reg [7:0] ram [0:DEPTH-1];
      reg [7:0]                           read;

      always @(posedge clk) begin
        if (lanes[r])
          ram[address] <= d[r*8 +: 8];
        read <= ram[address];
      end

      assign ram_read[r*8 +: 8] = read;
    end
  endgenerate

  assign q = ram_read;

endmodule

`default_nettype wire
