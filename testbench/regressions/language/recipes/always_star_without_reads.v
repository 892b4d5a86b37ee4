// always_star_without_reads: wires that read nothing, or only a memory: an `always @*` around them would never run.

`default_nettype none

module always_star_without_reads #(
  // 1 or more.
  parameter integer N = 1,
  // 2 or more.
  parameter integer W = 8
) (
  input  wire         clk,

  input  wire [2:0]   a,
  input  wire         write,
  input  wire [W-1:0] d,
  output wire [W-1:0] y,
  output wire [W-1:0] k,
  output wire [N-1:0] o
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  genvar i;

  reg [W-1:0] ram [0:7];

  always @(posedge clk)
    if (write)
      ram[a] <= d;

  wire [W-1:0] word;

  assign word = (a != 3'd0) ? ram[a] : {W{1'b0}};
  assign y    = word;
  assign k    = {{(W - 2){1'b0}}, 2'd3};

  generate
    for (i = 0; i < N; i = i + 1) begin : lane
      wire taken;

      if (i == 2) begin : third
        assign taken = write && a[0];
      end else begin : others
        assign taken = 1'b0;
      end

      assign o[i] = taken;
    end
  endgenerate

endmodule

`default_nettype wire
