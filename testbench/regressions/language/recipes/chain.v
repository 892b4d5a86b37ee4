// chain: running sums, each from the one before it.

`default_nettype none

module chain #(
  // 1 or more.
  parameter integer N = 4,
  // 1 or more.
  parameter integer W = 8
) (
  input  wire [N*W-1:0] x,
  output wire [N*W-1:0] y
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  genvar s;

  wire [N*W-1:0] sums;

  generate
    for (s = 0; s < N; s = s + 1) begin : step
      wire [W-1:0] running;
      wire [W-1:0] previous;

      if (s == 0) begin : first
        assign previous = {W{1'b0}};
      end else begin : next
        assign previous = step[s - 1].running;
      end

      assign running        = previous + x[s*W +: W];
      assign sums[s*W +: W] = running;
    end
  endgenerate

  assign y = sums;

endmodule

`default_nettype wire
