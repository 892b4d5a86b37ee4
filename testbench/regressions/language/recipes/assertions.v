// assertions: properties: proved under FORMAL, checked in simulation, unseen in synthesis.

`default_nettype none

module assertions #(
  // 1 or more.
  parameter integer W = 4
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         enable,
  input  wire [W-1:0] a,
  output wire [W-1:0] q
);

  generate
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  reg [W-1:0] held;

  always @(posedge clk) begin
    if (enable)
      held <= a;
    if (rst)
      held <= {W{1'b0}};
  end

  assign q = held;

`ifdef FORMAL
  always @(posedge clk)
    if (!rst) begin
      assert (!(&held) || enable == 1'b0 || held != {W{1'b0}});
    end

  always @(posedge clk)
    if (!rst) begin
      assume (a == {W{1'b0}} || |a);
    end

  always @(posedge clk)
    if (!rst) begin
      cover (held == {W{1'b0}});
    end
`elsif SYNTHESIS
`else
  always @(posedge clk)
    if (!rst && !(!(&held) || enable == 1'b0 || held != {W{1'b0}})) begin
      $display("%m: what is held is what was given");
      $finish;
    end

  always @(posedge clk)
    if (!rst && !(a == {W{1'b0}} || |a)) begin
      $display("%m: every value may come");
      $finish;
    end
`endif

endmodule

`default_nettype wire
