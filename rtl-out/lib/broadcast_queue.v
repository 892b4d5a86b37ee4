// broadcast_queue: a queue that several readers empty, each at its own pace. A word leaves when all have taken it.
//
// A word is at the heads in the cycle after it was accepted. No combinational path from take to enq_ready.

`default_nettype none

module broadcast_queue #(
  // Bits of a word. 1 or more.
  parameter integer WIDTH   = 8,
  // Words. 1 or more.
  parameter integer DEPTH   = 4,
  // Readers. 1 or more.
  parameter integer READERS = 2
) (
  input  wire                     clk,
  // Synchronous, active high.
  input  wire                     rst,

  // Words enter.
  input  wire                     enq_valid,
  output wire                     enq_ready,
  input  wire [WIDTH-1:0]         enq_bits,

  // Per reader: whether there is a word at its head, and the word.
  output wire [READERS-1:0]       head_valid,
  output wire [READERS*WIDTH-1:0] head_bits,

  // Whether the reader takes it.
  input  wire [READERS-1:0]       take
);

  generate
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
    if (READERS < 1)
      begin : illegal_readers READERS_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer DEPTH_MINUS_1     = DEPTH - 1;
  localparam integer DEPTH_INDEX_WIDTH = (DEPTH > 1) ? $clog2(DEPTH) : 1;
  localparam integer COUNT_WIDTH       = $clog2(DEPTH) + 1;

  genvar r;

  wire enq_fire = enq_valid && enq_ready;

  reg [WIDTH-1:0]             words [0:DEPTH-1];
  reg [DEPTH_INDEX_WIDTH-1:0] tail;
  wire [READERS-1:0]          full;

  assign enq_ready = full == {READERS{1'b0}};

  always @(posedge clk) begin
    if (enq_fire) begin
      words[tail] <= enq_bits;
      tail        <= (tail == DEPTH_MINUS_1[DEPTH_INDEX_WIDTH-1:0])
          ? {DEPTH_INDEX_WIDTH{1'b0}}
          : tail + {{(DEPTH_INDEX_WIDTH - 1){1'b0}}, 1'b1};
    end
    if (rst)
      tail <= {DEPTH_INDEX_WIDTH{1'b0}};
  end

  generate
    for (r = 0; r < READERS; r = r + 1) begin : reader
      reg [DEPTH_INDEX_WIDTH-1:0] head;

      // Words that this reader has not taken.
      reg [COUNT_WIDTH-1:0] count;

      wire offered = count != {COUNT_WIDTH{1'b0}};
      wire taken   = take[r] && offered;

      assign full[r]                     = count == DEPTH[COUNT_WIDTH-1:0];
      assign head_valid[r]               = offered;
      assign head_bits[r*WIDTH +: WIDTH] = words[head];

      always @(posedge clk) begin
        if (taken)
          head <= (head == DEPTH_MINUS_1[DEPTH_INDEX_WIDTH-1:0])
              ? {DEPTH_INDEX_WIDTH{1'b0}}
              : head + {{(DEPTH_INDEX_WIDTH - 1){1'b0}}, 1'b1};
        if (enq_fire && !taken)
          count <= count + {{($clog2(DEPTH)){1'b0}}, 1'b1};
        else if (taken && !enq_fire)
          count <= count - {{($clog2(DEPTH)){1'b0}}, 1'b1};
        if (rst) begin
          head  <= {DEPTH_INDEX_WIDTH{1'b0}};
          count <= {COUNT_WIDTH{1'b0}};
        end
      end
    end
  endgenerate

endmodule

`default_nettype wire
