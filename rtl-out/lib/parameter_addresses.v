// parameter_addresses: where a product's parameters lie, in the order in which the engine takes them: N words from base
// on, one a column. Moves on with next; done with the last.

`default_nettype none

module parameter_addresses #(
  // Bits of N. 2 to 31.
  parameter integer SIZE_WIDTH = 16,
  // Bits of an address. 1 or more.
  parameter integer BASE_WIDTH = 16
) (
  input  wire                  clk,
  // Synchronous, active high.
  input  wire                  rst,

  // The product's columns, and its first word; they stay until done.
  input  wire [SIZE_WIDTH-1:0] n,
  input  wire [BASE_WIDTH-1:0] base,

  // To the next address.
  input  wire                  next,
  output wire [BASE_WIDTH-1:0] address,

  // next, at the last address.
  output wire                  done
);

  generate
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (BASE_WIDTH < 1)
      begin : illegal_base_width BASE_WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  reg [SIZE_WIDTH-1:0] column;

  wire last = column == n - {{(SIZE_WIDTH - 1){1'b0}}, 1'b1};

  wire [BASE_WIDTH-1:0] resized;

  generate
    if (BASE_WIDTH >= SIZE_WIDTH) begin : resized_extend
      assign resized = {{(BASE_WIDTH - SIZE_WIDTH){1'b0}}, column};
    end else begin : resized_truncate
      assign resized = column[BASE_WIDTH-1:0];
    end
  endgenerate

  assign address = base + resized;
  assign done    = next && last;

  always @(posedge clk) begin
    if (next)
      column <= last ? {SIZE_WIDTH{1'b0}} : column + {{(SIZE_WIDTH - 1){1'b0}}, 1'b1};
    if (rst)
      column <= {SIZE_WIDTH{1'b0}};
  end

endmodule

`default_nettype wire
