// lane_mask: the first count lanes of a vector; the others become 0.

`default_nettype none

module lane_mask #(
  // Lanes of the vector. 1 or more.
  parameter integer LANES       = 4,
  // Bits of a lane. 1 or more.
  parameter integer WIDTH       = 8,
  // Bits of count. 1 to 31.
  parameter integer COUNT_WIDTH = 16
) (
  // Lane 0 in the low bits.
  input  wire [LANES*WIDTH-1:0] in_bits,

  // Lanes that stay; LANES and more: all.
  input  wire [COUNT_WIDTH-1:0] count,
  output wire [LANES*WIDTH-1:0] out_bits
);

  generate
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (COUNT_WIDTH < 1 || COUNT_WIDTH > 31)
      begin : illegal_count_width COUNT_WIDTH_must_be_1_to_31 stop (); end
  endgenerate

  genvar i;
  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane
      localparam integer I = i;

      // There may be more lanes than count can say.
      wire keep = {{(31 - COUNT_WIDTH){1'b0}}, count} > I[30:0];

      assign out_bits[i*WIDTH +: WIDTH] = keep ? in_bits[i*WIDTH +: WIDTH] : {WIDTH{1'b0}};
    end
  endgenerate

endmodule

`default_nettype wire
