// accumulator: sums vectors into the words of a memory. A vector that starts a sum replaces the word; the others add to
// it, each lane wrapping. The word's new value leaves where leave is high.
//
// Only a sum that leaves and is not taken holds it up. The memory is written once and read once a cycle; what a read
// that meets a write of its address returns is not used.
//
// Latency: a sum leaves two cycles after its vector was accepted. Throughput: one vector a cycle, whatever the
// addresses.
//
// Combinational path: out_ready to in_ready.

`default_nettype none

module accumulator #(
  // Lanes of a vector. 1 or more.
  parameter integer LANES = 4,
  // Bits of a lane. 1 or more.
  parameter integer WIDTH = 32,
  // Words. 1 or more.
  parameter integer DEPTH = 64
) (
  input  wire                                         clk,
  // Synchronous, active high.
  input  wire                                         rst,

  // Vectors enter, lane 0 in the low bits.
  input  wire                                         in_valid,
  output wire                                         in_ready,
  input  wire [LANES*WIDTH-1:0]                       in_bits,

  // With each: its word, and whether a sum starts with it and leaves after it.
  input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1)-1:0] in_address,
  input  wire                                         in_start,
  input  wire                                         in_leave,

  // Sums leave.
  output wire                                         out_valid,
  input  wire                                         out_ready,
  output wire [LANES*WIDTH-1:0]                       out_bits
);

  generate
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer DEPTH_INDEX_WIDTH = (DEPTH > 1) ? $clog2(DEPTH) : 1;

  genvar i;

  reg [LANES*WIDTH-1:0] sums [0:DEPTH-1];

  // A vector waits to be added.
  reg adding;

  // There is a latest sum.
  reg summed;

  // The latest sum is to leave.
  reg                         leaving;
  reg [LANES*WIDTH-1:0]       addend;
  reg [DEPTH_INDEX_WIDTH-1:0] address;
  reg                         start;
  reg                         leave;

  // The latest sum, and where it was written: the memory may not show it yet.
  reg [LANES*WIDTH-1:0]       sum;
  reg [DEPTH_INDEX_WIDTH-1:0] sum_address;
  wire [LANES*WIDTH-1:0]      total;

  wire move    = !leaving || out_ready;
  wire forward = summed && sum_address == address;

  reg [LANES*WIDTH-1:0] sums_read;

  wire [LANES*WIDTH-1:0] stored = forward ? sum : sums_read;

  assign in_ready  = move;
  assign out_valid = leaving;
  assign out_bits  = sum;

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane
      assign total[i*WIDTH +: WIDTH] = (start ? {WIDTH{1'b0}} : stored[i*WIDTH +: WIDTH]) + addend[i*WIDTH +: WIDTH];
    end
  endgenerate

  always @(posedge clk) begin
    if (move)
      sums_read <= sums[in_address];
    if (move) begin
      adding  <= in_valid;
      addend  <= in_bits;
      address <= in_address;
      start   <= in_start;
      leave   <= in_leave;
      leaving <= adding && leave;
      if (adding) begin
        sum           <= total;
        sum_address   <= address;
        summed        <= 1'b1;
        sums[address] <= total;
      end
    end
    if (rst) begin
      adding  <= 1'b0;
      summed  <= 1'b0;
      leaving <= 1'b0;
    end
  end

endmodule

`default_nettype wire
