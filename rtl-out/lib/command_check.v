// command_check: what a command is answered with that the engine cannot carry out: 1 a size is 0; 2 M is above
// ACC_DEPTH (weight-stationary), or a sum that the command does not both start and end is larger than what is kept of
// it; 3 the mode is not there; otherwise fault, what the sender found. 0: it can.
//
// Combinational.

`default_nettype none

module command_check #(
  // Rows of the array. 1 or more.
  parameter integer ROWS              = 4,
  // Columns of the array. 1 or more.
  parameter integer COLS              = 4,
  // 1: sums stay in the array's elements; 0: weights do. 0 to 1.
  parameter integer OUTPUT_STATIONARY = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH        = 16,
  // Vectors of sums, the largest M, of a weight-stationary engine. 1 or more.
  parameter integer ACC_DEPTH         = 64,
  // Requantising lanes; 0: raw sums only. 0 or more.
  parameter integer REQUANT_LANES     = 4,
  // 1: mode 3 is there. 0 to 1.
  parameter integer FLOAT             = 1
) (
  // The command.
  input  wire [SIZE_WIDTH-1:0] m,
  input  wire [SIZE_WIDTH-1:0] k,
  input  wire [SIZE_WIDTH-1:0] n,
  input  wire                  starts,
  input  wire                  ends,
  input  wire [1:0]            mode,
  input  wire [2:0]            fault,
  output wire [2:0]            code
);

  generate
    if (ROWS < 1)
      begin : illegal_rows ROWS_must_be_at_least_1 stop (); end
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (OUTPUT_STATIONARY < 0 || OUTPUT_STATIONARY > 1)
      begin : illegal_output_stationary OUTPUT_STATIONARY_must_be_0_to_1 stop (); end
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (ACC_DEPTH < 1)
      begin : illegal_acc_depth ACC_DEPTH_must_be_at_least_1 stop (); end
    if (REQUANT_LANES < 0)
      begin : illegal_requant_lanes REQUANT_LANES_must_be_at_least_0 stop (); end
    if (FLOAT < 0 || FLOAT > 1)
      begin : illegal_float FLOAT_must_be_0_to_1 stop (); end
  endgenerate

  wire empty = m == {SIZE_WIDTH{1'b0}} || k == {SIZE_WIDTH{1'b0}} || n == {SIZE_WIDTH{1'b0}};

  // A sum that goes on from command to command stays where it is: in the elements, or in one memory word a row.
  wire open         = !(starts && ends);
  wire many_columns = {{(31 - SIZE_WIDTH){1'b0}}, n} > COLS[30:0];

  wire too_large;

  generate
    if (OUTPUT_STATIONARY != 0) begin : in_elements
      wire too_large_2 = open && ({{(31 - SIZE_WIDTH){1'b0}}, m} > ROWS[30:0] || many_columns);

      assign too_large = too_large_2;
    end else begin : in_memory
      wire too_large_2 = {{(31 - SIZE_WIDTH){1'b0}}, m} > ACC_DEPTH[30:0] || (open && many_columns);

      assign too_large = too_large_2;
    end
  endgenerate

  wire no_mode;

  generate
    if (REQUANT_LANES == 0) begin : no_lanes
      wire no_mode_2 = mode != 2'd0;

      assign no_mode = no_mode_2;
    end else if (FLOAT == 0) begin : no_float
      wire no_mode_2 = mode == 2'd3;

      assign no_mode = no_mode_2;
    end else begin : all_modes
      assign no_mode = 1'b0;
    end
  endgenerate

  wire [2:0] refused = too_large ? 3'd2 : no_mode ? 3'd3 : fault;

  assign code = empty ? 3'd1 : refused;

  // With FLOAT every mode is there.
  wire unused = &{1'b0, mode, 1'b0};

endmodule

`default_nettype wire
