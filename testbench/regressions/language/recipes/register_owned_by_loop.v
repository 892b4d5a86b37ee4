// register_owned_by_loop: a register of which every iteration writes its own element: each has a register of its own.

`default_nettype none

module register_owned_by_loop #(
  // 1 or more.
  parameter integer N = 4,
  // 1 or more.
  parameter integer W = 8
) (
  input  wire           clk,
  // Synchronous, active high.
  input  wire           rst,

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

  genvar i;

  wire [N*W-1:0] kept;

  generate
    for (i = 0; i < N; i = i + 1) begin : lane
      wire [W-1:0] next = x[i*W +: W] + {{(W - 1){1'b0}}, 1'b1};

      reg [W-1:0] kept_element;

      always @(posedge clk) begin
        if (enable)
          kept_element <= next;
        if (clear)
          kept_element <= {W{1'b0}};
        if (rst)
          kept_element <= {W{1'b0}};
      end

      assign kept[i*W +: W] = kept_element;
    end
  endgenerate

  assign y = kept;

endmodule

`default_nettype wire
