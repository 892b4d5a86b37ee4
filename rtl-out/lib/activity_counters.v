// activity_counters: counters, each of the cycles in which its bit of kinds is high; they wrap.

`default_nettype none

module activity_counters #(
  // Counters. 1 or more.
  parameter integer KINDS = 4,
  // Bits of a counter. 1 or more.
  parameter integer WIDTH = 32
) (
  input  wire                   clk,
  // Synchronous, active high.
  input  wire                   rst,

  // Bit i: this cycle is counted by counter i.
  input  wire [KINDS-1:0]       kinds,

  // Counter 0 in the low bits.
  output wire [KINDS*WIDTH-1:0] counts
);

  generate
    if (KINDS < 1)
      begin : illegal_kinds KINDS_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  genvar k;
  generate
    for (k = 0; k < KINDS; k = k + 1) begin : kind
      reg [WIDTH-1:0] count;

      always @(posedge clk) begin
        if (kinds[k])
          count <= count + {{(WIDTH - 1){1'b0}}, 1'b1};
        if (rst)
          count <= {WIDTH{1'b0}};
      end

      assign counts[k*WIDTH +: WIDTH] = count;
    end
  endgenerate

endmodule

`default_nettype wire
