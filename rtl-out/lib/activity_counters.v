// activity_counters: what an engine does, cycle by cycle: each busy cycle is of one kind, and counted once; the
// counters wrap.
//
// Kinds, from counter 0 on: operands move; else, while nothing is blocked, the weights are missing; or the activations;
// else, blocked, the parameters are missing; or results are not taken; else the rest, starting and draining.

`default_nettype none

module activity_counters #(
  // Bits of a counter. 1 or more.
  parameter integer WIDTH = 32
) (
  input  wire               clk,
  // Synchronous, active high.
  input  wire               rst,

  // Commands are under way.
  input  wire               busy,

  // An operand moves.
  input  wire               moved,

  // Sums do not get on.
  input  wire               blocked,

  // What is waited for; several may be.
  input  wire               weight_waits,
  input  wire               activation_waits,
  input  wire               parameter_waits,

  // Counter 0 in the low bits.
  output wire [6*WIDTH-1:0] counts
);

  generate
    if (WIDTH < 1)
      begin : illegal_width WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  genvar k;

  wire idle           = busy && !moved;
  wire no_weights     = !blocked && weight_waits;
  wire no_activations = !blocked && !no_weights && activation_waits;

  wire [5:0] kinds;

  assign kinds = {
        idle && !blocked && !no_weights && !no_activations, idle && blocked && !parameter_waits,
        idle && blocked && parameter_waits, idle && no_activations, idle && no_weights, busy && moved
      };

  generate
    for (k = 0; k < 6; k = k + 1) begin : kind
      reg [WIDTH-1:0] count;

      always @(posedge clk) begin
        if (kinds[k])
          count <= count + {{(WIDTH - 1){1'b0}}, 1'b1};
        if (rst)
          count <= {WIDTH{1'b0}};
      end

      assign counts[k*WIDTH +: WIDTH] = count;
    end
  endgenerate

endmodule

`default_nettype wire
