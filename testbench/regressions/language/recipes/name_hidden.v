// name_hidden: names of the source that are taken outside their block, or that Verilog or SystemVerilog reserves.

`default_nettype none

module name_hidden #(
  // 1 or more.
  parameter integer N = 3
) (
  input  wire         clk,

  input  wire [N-1:0] a,
  output wire [N-1:0] q,
  output wire [N-1:0] z
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
  endgenerate

  genvar r;

  wire [N-1:0] unused;

  assign unused = a;
  assign q      = z;

  generate
    for (r = 0; r < N; r = r + 1) begin : row
      reg a_q;
      reg z_q;

      wire inside_2   = a[r] && unused[r];
      wire row_2      = inside_2 != a_q;
      wire unused_row = row_2 || inside_2;
      wire begin_2    = unused_row && row_2;

      always @(posedge clk) begin
        a_q <= inside_2 || begin_2;
        z_q <= begin_2 != a_q != unused_row;
      end

      assign z[r] = z_q;
    end
  endgenerate

endmodule

`default_nettype wire
