// async_fifo_64x512: words of 64 bits in block memory, under asynchronous resets, from 100 MHz to 250 MHz.
//
// async_fifo with other defaults.

`default_nettype none

module async_fifo_64x512 #(
  // Bits of an element. 1 or more.
  parameter integer WIDTH = 64,
  // Elements held. At least 2, a power of two.
  parameter integer DEPTH = 512
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

  async_fifo_memory_block_async_rst_n #(
    .WIDTH (WIDTH),
    .DEPTH (DEPTH)
  ) fifo (
    .write_clk   (write_clk),
    .write_rst_n (write_rst_n),
    .read_clk    (read_clk),
    .read_rst_n  (read_rst_n),
    .enq_valid   (enq_valid),
    .enq_ready   (enq_ready),
    .enq_bits    (enq_bits),
    .deq_valid   (deq_valid),
    .deq_ready   (deq_ready),
    .deq_bits    (deq_bits)
  );

endmodule

`default_nettype wire
