// skew: row r is delayed by r cycles, and by one more for every PERIOD rows above it.

`default_nettype none

module skew #(
  // 1 or more.
  parameter integer ROWS   = 4,
  // 1 or more.
  parameter integer W      = 8,
  // 0 or more.
  parameter integer PERIOD = 2
) (
  input  wire              clk,

  input  wire              advance,
  input  wire [ROWS*W-1:0] x,
  output wire [ROWS*W-1:0] y
);

  generate
    if (ROWS < 1)
      begin : illegal_rows ROWS_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
    if (PERIOD < 0)
      begin : illegal_period PERIOD_must_be_at_least_0 stop (); end
  endgenerate

  genvar r, t;
  generate
    for (r = 0; r < ROWS; r = r + 1) begin : row
      localparam integer DELAY = r + r/((PERIOD > 0) ? PERIOD : ROWS);

      if (DELAY == 0) begin : straight
        assign y[r*W +: W] = x[r*W +: W];
      end else begin : delayed
        wire [DELAY*W-1:0] taps;

        for (t = 0; t < DELAY; t = t + 1) begin : tap
          reg [W-1:0]  taps_element;
          wire [W-1:0] before_2;

          if (t == 0) begin : first
            assign before_2 = x[r*W +: W];
          end else begin : next
            assign before_2 = taps[(t - 1)*W +: W];
          end

          always @(posedge clk)
            if (advance)
              taps_element <= before_2;

          assign taps[t*W +: W] = taps_element;
        end

        assign y[r*W +: W] = taps[(DELAY - 1)*W +: W];

        // The bits that nothing selects go nowhere.
        wire unused_delayed = &{1'b0, taps, 1'b0};
      end
    end
  endgenerate

  // At some sizes nothing reads this.
  wire unused = &{1'b0, clk, advance, x, 1'b0};

endmodule

`default_nettype wire
