// async_fifo_memory_block_async_rst_n: first-in first-out queue between two clocks that need not know of each other.
//
// Each side counts what passed it, and sees the other side's count in Gray code through two registers: late, so that it
// may take the queue for fuller, or emptier, than it is, and never for less. Reset both sides together, while nothing
// enters.
//
// Latency: an element that enters an empty queue is offered after two edges of the read clock behind the edge at which
// it entered; with `block` memory after three. Throughput: one element a cycle of the slower clock, where DEPTH is 8 or
// more.

`default_nettype none

module async_fifo_memory_block_async_rst_n #(
  // Bits of an element. 1 or more.
  parameter integer WIDTH = 8,
  // Elements held. At least 2, a power of two.
  parameter integer DEPTH = 16
) (
  // What enters belongs to this clock.
  input  wire             write_clk,
  // Asynchronous, active low.
  input  wire             write_rst_n,

  // What leaves belongs to this clock.
  input  wire             read_clk,
  // Asynchronous, active low.
  input  wire             read_rst_n,

  // Elements enter.
  input  wire             enq_valid,
  output wire             enq_ready,
  input  wire [WIDTH-1:0] enq_bits,

  // Elements leave, oldest first.
  output wire             deq_valid,
  input  wire             deq_ready,
  output wire [WIDTH-1:0] deq_bits
);

  generate
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (DEPTH < 2)
      begin : illegal_depth DEPTH_must_be_at_least_2 stop (); end
    if (DEPTH != (1 << $clog2(DEPTH)))
      begin : illegal_depth_2 DEPTH_must_be_a_power_of_two stop (); end
  endgenerate

  localparam integer INDEX_WIDTH = $clog2(DEPTH);

  wire enq_fire = enq_valid && enq_ready;

  reg [INDEX_WIDTH:0] tail;
  reg [INDEX_WIDTH:0] tail_code;
  reg [INDEX_WIDTH:0] head;
  reg [INDEX_WIDTH:0] head_code;

  // Read under another clock: a word is read after the count that says it is there has crossed, and not written again
  // before it was.
  reg [WIDTH-1:0] ram [0:DEPTH-1];

  wire [INDEX_WIDTH:0] value = DEPTH[INDEX_WIDTH:0];

  // Crosses into write (gray): the count goes up by one at a time, in Gray code.
  (* ASYNC_REG = "TRUE", keep = "true" *) reg [INDEX_WIDTH:0] head_seen_1;
  (* ASYNC_REG = "TRUE", keep = "true" *) reg [INDEX_WIDTH:0] head_seen_2;

  // Crosses into read (gray): the count goes up by one at a time, in Gray code.
  (* ASYNC_REG = "TRUE", keep = "true" *) reg [INDEX_WIDTH:0] tail_seen_1;
  (* ASYNC_REG = "TRUE", keep = "true" *) reg [INDEX_WIDTH:0] tail_seen_2;

  wire [INDEX_WIDTH:0] next_tail = tail + {{INDEX_WIDTH{1'b0}}, 1'b1};

  assign enq_ready = (tail_code ^ head_seen_2) != (value ^ {1'b0, value[1 +: INDEX_WIDTH]});

  always @(posedge write_clk or negedge write_rst_n)
    if (!write_rst_n) begin
      tail        <= {(INDEX_WIDTH + 1){1'b0}};
      tail_code   <= {(INDEX_WIDTH + 1){1'b0}};
      head_seen_1 <= {(INDEX_WIDTH + 1){1'b0}};
      head_seen_2 <= {(INDEX_WIDTH + 1){1'b0}};
    end else begin
      head_seen_1 <= head_code;
      head_seen_2 <= head_seen_1;
      if (enq_fire) begin
        tail      <= next_tail;
        tail_code <= next_tail ^ {1'b0, next_tail[1 +: $clog2(DEPTH)]};
      end
    end

  always @(posedge write_clk)
    if (enq_fire)
      ram[tail[INDEX_WIDTH-1:0]] <= enq_bits;

  wire                 is_empty  = head_code == tail_seen_2;
  wire [INDEX_WIDTH:0] next_head = head + {{INDEX_WIDTH{1'b0}}, 1'b1};

  reg holds;

  wire fetch = !is_empty && (!holds || deq_ready);

  assign deq_valid = holds;

  reg [WIDTH-1:0] ram_read;

  always @(posedge read_clk)
    if (fetch)
      ram_read <= ram[head[INDEX_WIDTH-1:0]];

  assign deq_bits = ram_read;

  always @(posedge read_clk or negedge read_rst_n)
    if (!read_rst_n) begin
      head        <= {(INDEX_WIDTH + 1){1'b0}};
      head_code   <= {(INDEX_WIDTH + 1){1'b0}};
      tail_seen_1 <= {(INDEX_WIDTH + 1){1'b0}};
      tail_seen_2 <= {(INDEX_WIDTH + 1){1'b0}};
      holds       <= 1'b0;
    end else begin
      tail_seen_1 <= tail_code;
      tail_seen_2 <= tail_seen_1;
      if (fetch) begin
        head      <= next_head;
        head_code <= next_head ^ {1'b0, next_head[1 +: INDEX_WIDTH]};
        holds     <= 1'b1;
      end else if (deq_ready)
        holds <= 1'b0;
    end

endmodule

`default_nettype wire
