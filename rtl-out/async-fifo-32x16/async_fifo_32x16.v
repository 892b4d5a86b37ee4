// async_fifo_32x16: sixteen words of 32 bits in distributed memory, from 250 MHz to 100 MHz.
//
// async_fifo with other defaults.

`default_nettype none

module async_fifo_32x16 #(
  // Bits of an element. 1 or more.
  parameter integer WIDTH = 32,
  // Elements held. At least 2, a power of two.
  parameter integer DEPTH = 16
) (
  // What enters belongs to this clock.
  input  wire             write_clk,
  // Synchronous, active high.
  input  wire             write_rst,

  // What leaves belongs to this clock.
  input  wire             read_clk,
  // Synchronous, active high.
  input  wire             read_rst,

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

  async_fifo_memory_distributed #(
    .WIDTH (WIDTH),
    .DEPTH (DEPTH)
  ) fifo (
    .write_clk (write_clk),
    .write_rst (write_rst),
    .read_clk  (read_clk),
    .read_rst  (read_rst),
    .enq_valid (enq_valid),
    .enq_ready (enq_ready),
    .enq_bits  (enq_bits),
    .deq_valid (deq_valid),
    .deq_ready (deq_ready),
    .deq_bits  (deq_bits)
  );

endmodule

`default_nettype wire
