// register_loop_with_temporaries: a register that a loop writes, and a statement outside the loop: one clocked block
// with the loop in it.

`default_nettype none

module register_loop_with_temporaries #(
  // 1 or more.
  parameter integer N = 4,
  // 1 or more.
  parameter integer W = 8
) (
  input  wire           clk,

  input  wire           clear,
  input  wire           enable,
  input  wire [N*W-1:0] x,
  output wire [N*W-1:0] y
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  reg [N*W-1:0] kept;

  always @(posedge clk) begin : update
    integer i_2;
    reg [W-1:0] next_2;
    for (i_2 = 0; i_2 < N; i_2 = i_2 + 1) begin
      next_2 = x[i_2*W +: W] + {{(W - 1){1'b0}}, 1'b1};
      if (enable)
        kept[i_2*W +: W] <= (next_2 ^ kept[i_2*W +: W]) & next_2;
    end
    if (clear)
      kept <= {(N*W){1'b0}};
  end

  assign y = kept;

endmodule

`default_nettype wire
