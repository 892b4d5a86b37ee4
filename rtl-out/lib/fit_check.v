// fit_check: finds whether a command's operands lie within their buffers, by addition: base + M * ceil(K / ROWS) words
// of activations (K * ceil(M / ROWS) with OUTPUT_STATIONARY), base + K * ceil(N / COLS) of weights, base + N of
// parameters.
//
// A command that is accepted in cycle t leaves in t + max(ceil(K / ROWS), ceil(N / COLS)) + 1 (M for K with
// OUTPUT_STATIONARY) or, if it does not fit, perhaps earlier. Fault: 4 activations, 5 weights, 6 parameters do not fit;
// otherwise 0.
//
// Combinational path: out_ready to in_ready.

`default_nettype none

module fit_check #(
  // Rows of the array. 1 or more.
  parameter integer ROWS              = 4,
  // Columns of the array. 1 or more.
  parameter integer COLS              = 4,
  // 1: sums stay in the array's elements; 0: weights do. 0 to 1.
  parameter integer OUTPUT_STATIONARY = 0,
  // Bits of M, K, N. 2 to 31.
  parameter integer SIZE_WIDTH        = 16,
  // Bits of a base. 1 or more.
  parameter integer BASE_WIDTH        = 16,
  // Words of the buffers. 2 or more.
  parameter integer ACTIVATION_DEPTH  = 256,
  // 2 or more.
  parameter integer WEIGHT_DEPTH      = 256,
  // 2 or more.
  parameter integer PARAMETER_DEPTH   = 64,
  // Bits of a requantised result. 2 to 31.
  parameter integer OUT_WIDTH         = 8
) (
  input  wire                         clk,
  // Synchronous, active high.
  input  wire                         rst,

  // A command.
  input  wire                         in_valid,
  output wire                         in_ready,
  input  wire        [SIZE_WIDTH-1:0] in_m,
  input  wire        [SIZE_WIDTH-1:0] in_k,
  input  wire        [SIZE_WIDTH-1:0] in_n,
  input  wire        [BASE_WIDTH-1:0] in_activation_base,
  input  wire        [BASE_WIDTH-1:0] in_weight_base,
  input  wire        [BASE_WIDTH-1:0] in_parameter_base,
  input  wire                         in_starts,
  input  wire                         in_ends,
  input  wire                         in_bias,
  input  wire        [1:0]            in_mode,
  input  wire                         in_per_channel,
  input  wire        [31:0]           in_scale,
  input  wire signed [5:0]            in_shift,
  input  wire signed [OUT_WIDTH-1:0]  in_offset,
  input  wire signed [OUT_WIDTH-1:0]  in_low,
  input  wire signed [OUT_WIDTH-1:0]  in_high,

  // The same command, whether its columns need parameters, and what is wrong with it.
  output wire                         out_valid,
  input  wire                         out_ready,
  output wire        [SIZE_WIDTH-1:0] out_m,
  output wire        [SIZE_WIDTH-1:0] out_k,
  output wire        [SIZE_WIDTH-1:0] out_n,
  output wire        [BASE_WIDTH-1:0] out_activation_base,
  output wire        [BASE_WIDTH-1:0] out_weight_base,
  output wire        [BASE_WIDTH-1:0] out_parameter_base,
  output wire                         out_starts,
  output wire                         out_ends,
  output wire                         out_bias,
  output wire        [1:0]            out_mode,
  output wire                         out_per_channel,
  output wire        [31:0]           out_scale,
  output wire signed [5:0]            out_shift,
  output wire signed [OUT_WIDTH-1:0]  out_offset,
  output wire signed [OUT_WIDTH-1:0]  out_low,
  output wire signed [OUT_WIDTH-1:0]  out_high,
  output wire                         out_parametric,
  output wire        [2:0]            out_fault
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
    if (BASE_WIDTH < 1)
      begin : illegal_base_width BASE_WIDTH_must_be_at_least_1 stop (); end
    if (ACTIVATION_DEPTH < 2)
      begin : illegal_activation_depth ACTIVATION_DEPTH_must_be_at_least_2 stop (); end
    if (WEIGHT_DEPTH < 2)
      begin : illegal_weight_depth WEIGHT_DEPTH_must_be_at_least_2 stop (); end
    if (PARAMETER_DEPTH < 2)
      begin : illegal_parameter_depth PARAMETER_DEPTH_must_be_at_least_2 stop (); end
    if (OUT_WIDTH < 2 || OUT_WIDTH > 31)
      begin : illegal_out_width OUT_WIDTH_must_be_2_to_31 stop (); end
  endgenerate

  localparam integer END_WIDTH = SIZE_WIDTH + BASE_WIDTH + 1;

  // There is a command.
  reg                        held;
  reg [SIZE_WIDTH-1:0]       command_m;
  reg [SIZE_WIDTH-1:0]       command_k;
  reg [SIZE_WIDTH-1:0]       command_n;
  reg [BASE_WIDTH-1:0]       command_activation_base;
  reg [BASE_WIDTH-1:0]       command_weight_base;
  reg [BASE_WIDTH-1:0]       command_parameter_base;
  reg                        command_starts;
  reg                        command_ends;
  reg                        command_bias;
  reg [1:0]                  command_mode;
  reg                        command_per_channel;
  reg [31:0]                 command_scale;
  reg signed [5:0]           command_shift;
  reg signed [OUT_WIDTH-1:0] command_offset;
  reg signed [OUT_WIDTH-1:0] command_low;
  reg signed [OUT_WIDTH-1:0] command_high;

  // Elements that are not counted yet.
  reg [SIZE_WIDTH-1:0] rows_left;
  reg [SIZE_WIDTH-1:0] cols_left;

  // The ends of the operands so far.
  reg [END_WIDTH-1:0] activation_end;
  reg [END_WIDTH-1:0] weight_end;

  // What is counted by rows of the array, and the words that each of them adds.
  wire [SIZE_WIDTH-1:0] counted;
  wire [SIZE_WIDTH-1:0] words;

  generate
    if (OUTPUT_STATIONARY == 1) begin : sums_stay
      assign counted = in_m;
      assign words   = command_k;
    end else begin : weights_stay
      assign counted = in_k;
      assign words   = command_m;
    end
  endgenerate

  wire [30:0] activation_depth;
  wire [30:0] weight_depth;
  wire [30:0] parameter_depth;

  assign activation_depth = ACTIVATION_DEPTH[30:0];
  assign weight_depth     = WEIGHT_DEPTH[30:0];
  assign parameter_depth  = PARAMETER_DEPTH[30:0];

  wire [30:0]          row_step         = ROWS[30:0];
  wire [30:0]          col_step         = COLS[30:0];
  wire                 rows_done        = rows_left == {SIZE_WIDTH{1'b0}};
  wire                 cols_done        = cols_left == {SIZE_WIDTH{1'b0}};
  wire [END_WIDTH-1:0] parameter_end    = {{(END_WIDTH - BASE_WIDTH){1'b0}}, command_parameter_base}
      + {{(END_WIDTH - SIZE_WIDTH){1'b0}}, command_n};
  wire                 activations_over = {31'd0, activation_end} > {{END_WIDTH{1'b0}}, activation_depth};
  wire                 weights_over     = {31'd0, weight_end} > {{END_WIDTH{1'b0}}, weight_depth};
  wire                 parameters_over  = out_parametric
      && {31'd0, parameter_end} > {{END_WIDTH{1'b0}}, parameter_depth};
  wire                 decided          = (rows_done && cols_done) || activations_over || weights_over
      || parameters_over;

  assign in_ready  = !held || (out_valid && out_ready);
  assign out_valid = held && decided;

  wire [2:0] found = activations_over ? 3'd4 : weights_over ? 3'd5 : parameters_over ? 3'd6 : 3'd0;

  assign out_m               = command_m;
  assign out_k               = command_k;
  assign out_n               = command_n;
  assign out_activation_base = command_activation_base;
  assign out_weight_base     = command_weight_base;
  assign out_parameter_base  = command_parameter_base;
  assign out_starts          = command_starts;
  assign out_ends            = command_ends;
  assign out_bias            = command_bias;
  assign out_mode            = command_mode;
  assign out_per_channel     = command_per_channel;
  assign out_scale           = command_scale;
  assign out_shift           = command_shift;
  assign out_offset          = command_offset;
  assign out_low             = command_low;
  assign out_high            = command_high;
  assign out_parametric      = command_ends && (command_bias || (command_per_channel && command_mode != 2'd0));
  assign out_fault           = found;

  always @(posedge clk) begin
    if (!(rows_done || out_valid)) begin
      rows_left      <= ({{(31 - SIZE_WIDTH){1'b0}}, rows_left} < row_step)
          ? {SIZE_WIDTH{1'b0}}
          : rows_left - row_step[SIZE_WIDTH-1:0];
      activation_end <= activation_end + {{(END_WIDTH - SIZE_WIDTH){1'b0}}, words};
    end
    if (!(cols_done || out_valid)) begin
      cols_left  <= ({{(31 - SIZE_WIDTH){1'b0}}, cols_left} < col_step)
          ? {SIZE_WIDTH{1'b0}}
          : cols_left - col_step[SIZE_WIDTH-1:0];
      weight_end <= weight_end + {{(END_WIDTH - SIZE_WIDTH){1'b0}}, command_k};
    end
    if (in_ready) begin
      held                    <= in_valid;
      command_m               <= in_m;
      command_k               <= in_k;
      command_n               <= in_n;
      command_activation_base <= in_activation_base;
      command_weight_base     <= in_weight_base;
      command_parameter_base  <= in_parameter_base;
      command_starts          <= in_starts;
      command_ends            <= in_ends;
      command_bias            <= in_bias;
      command_mode            <= in_mode;
      command_per_channel     <= in_per_channel;
      command_scale           <= in_scale;
      command_shift           <= in_shift;
      command_offset          <= in_offset;
      command_low             <= in_low;
      command_high            <= in_high;
      rows_left               <= counted;
      cols_left               <= in_n;
      activation_end          <= {{(END_WIDTH - BASE_WIDTH){1'b0}}, in_activation_base};
      weight_end              <= {{(END_WIDTH - BASE_WIDTH){1'b0}}, in_weight_base};
    end
    if (rst)
      held <= 1'b0;
  end

endmodule

`default_nettype wire
