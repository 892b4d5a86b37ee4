// untyped_parameter_guard: a relation between parameters, which an override with narrow constants must not escape.

`default_nettype none

module untyped_parameter_guard #(
  // 1 or more.
  parameter integer A_WIDTH   = 8,
  // 1 or more.
  parameter integer B_WIDTH   = 8,
  // 1 to 64.
  parameter integer ACC_WIDTH = 32,
  // A multiple of 4.
  parameter integer COUNT     = 4,
  // A power of two.
  parameter integer SIZE      = 8
) (
  output wire [32:0] y
);

  generate
    if (A_WIDTH < 1)
      begin : illegal_a_width A_WIDTH_must_be_at_least_1 stop (); end
    if (B_WIDTH < 1)
      begin : illegal_b_width B_WIDTH_must_be_at_least_1 stop (); end
    if (ACC_WIDTH < 1 || ACC_WIDTH > 64)
      begin : illegal_acc_width ACC_WIDTH_must_be_1_to_64 stop (); end
    if (COUNT % 4 != 0)
      begin : illegal_count COUNT_must_be_a_multiple_of_4 stop (); end
    if (SIZE != (1 << $clog2(SIZE)))
      begin : illegal_size SIZE_must_be_a_power_of_two stop (); end
    if (ACC_WIDTH < A_WIDTH + B_WIDTH)
      begin : illegal_acc_width_relation ACC_WIDTH_must_be_at_least_A_WIDTH_plus_B_WIDTH stop (); end
  endgenerate

  localparam integer ACC_WIDTH_PLUS_MOD_COUNT_16_PLUS_MIN_SIZE_7 = ACC_WIDTH + (COUNT % 16 + 16) % 16
      + ((SIZE < 7) ? SIZE : 7);

  assign y = {{1{1'b0}}, ACC_WIDTH_PLUS_MOD_COUNT_16_PLUS_MIN_SIZE_7};

endmodule

`default_nettype wire
