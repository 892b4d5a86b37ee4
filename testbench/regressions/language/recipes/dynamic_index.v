// dynamic_index: one element of a vec read, and one written, by an index that is a value.

`default_nettype none

module dynamic_index #(
  // 1 or more.
  parameter integer N = 5,
  // 1 or more.
  parameter integer W = 8
) (
  input  wire                                 clk,
  // Synchronous, active high.
  input  wire                                 rst,

  input  wire                                 write,
  input  wire [((N > 1) ? $clog2(N) : 1)-1:0] index,
  input  wire [N*W-1:0]                       words,
  input  wire [W-1:0]                         d,
  output wire [W-1:0]                         y,
  output wire [N*W-1:0]                       all
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer N_INDEX_WIDTH = (N > 1) ? $clog2(N) : 1;

  reg [N*W-1:0] kept;
  wire [W-1:0]  chosen;
  reg [W-1:0]   selected;

  always @* begin : select_selected
    integer i_2;
    selected = {W{1'b0}};
    for (i_2 = 0; i_2 < N; i_2 = i_2 + 1) begin
      if ({{(32 - N_INDEX_WIDTH){1'b0}}, index} == i_2)
        selected = selected | words[i_2*W +: W];
    end
  end

  assign chosen = selected;
  assign y      = chosen;

  always @(posedge clk) begin : update
    integer i;
    if (write) begin
      for (i = 0; i < N; i = i + 1) begin
        if ({{(32 - N_INDEX_WIDTH){1'b0}}, index} == i)
          kept[i*W +: W] <= d;
      end
    end
    if (rst)
      kept <= {(N*W){1'b0}};
  end

  assign all = kept;

endmodule

`default_nettype wire
