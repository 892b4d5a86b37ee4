// constant_table: a table of constants, looked up.

`default_nettype none

module constant_table #(
  // 3 or more.
  parameter integer W = 8
) (
  input  wire [1:0]   a,
  output wire [W-1:0] y
);

  generate
    if (W < 3)
      begin : illegal_w W_must_be_at_least_3 stop (); end
    if (W < 31 && W >= (1 << W))
      begin : illegal_w_relation W_must_be_below_pow2_W stop (); end
  endgenerate

  wire [W-1:0] w_value;

  generate
    if (W > 32) begin : w_value_wide
      assign w_value = {{(W - 32){1'b0}}, W};
    end else begin : w_value_narrow
      assign w_value = W[W-1:0];
    end
  endgenerate

  wire [4*W-1:0] table_2 = {w_value, {W{1'b0}}, ~{W{1'b0}}, {{(W - 3){1'b0}}, 3'd5}};

  reg [W-1:0] selected;

  always @* begin : select_selected
    integer i;
    selected = {W{1'b0}};
    for (i = 0; i < 4; i = i + 1) begin
      if ({30'd0, a} == i)
        selected = selected | table_2[i*W +: W];
    end
  end

  assign y = selected;

endmodule

`default_nettype wire
