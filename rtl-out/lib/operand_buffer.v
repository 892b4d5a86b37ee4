// operand_buffer: a memory behind streams: an address enters, its word leaves a cycle later or when it can. One word a
// cycle.
//
// A word that is written in the cycle in which its address enters leaves as it was before.
//
// Combinational path: word_ready to address_ready (and to the memory's read enable).

`default_nettype none

module operand_buffer #(
  // Bits of a word. 1 or more.
  parameter integer WIDTH = 32,
  // Words; need not be a power of two. 2 or more.
  parameter integer DEPTH = 256
) (
  input  wire                     clk,
  // Synchronous, active high.
  input  wire                     rst,

  // Writes a word.
  input  wire                     write,
  input  wire [$clog2(DEPTH)-1:0] write_address,
  input  wire [WIDTH-1:0]         write_bits,

  // Addresses of the words that are wanted, and the words, in the same order.
  input  wire                     address_valid,
  output wire                     address_ready,
  input  wire [$clog2(DEPTH)-1:0] address_bits,

  output wire                     word_valid,
  input  wire                     word_ready,
  output wire [WIDTH-1:0]         word_bits
);

  generate
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
    if (DEPTH < 2)
      begin : illegal_depth DEPTH_must_be_at_least_2 stop (); end
  endgenerate

  wire address_fire = address_valid && address_ready;

  reg [WIDTH-1:0] words [0:DEPTH-1];

  // A word is offered.
  reg held;

  assign address_ready = !held || word_ready;
  assign word_valid    = held;

  reg [WIDTH-1:0] words_read;

  assign word_bits = words_read;

  always @(posedge clk) begin
    if (address_fire)
      words_read <= words[address_bits];
    if (write)
      words[write_address] <= write_bits;
    if (address_ready)
      held <= address_valid;
    if (rst)
      held <= 1'b0;
  end

endmodule

`default_nettype wire
