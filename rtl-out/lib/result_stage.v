// result_stage: from the sums of commands, N outer by COLS, M inner, to their results: with the bias of their columns,
// requantised as the command says, what lies beyond N masked. A command whose sums are kept goes by. Where a command
// needs parameters, its sums wait for the set of their columns.
//
// Latency and throughput: those of result_path; a command that goes by takes one cycle, beside those before it.
//
// Combinational paths: those of result_path, and from head and set to them.

`default_nettype none

module result_stage #(
  // Columns of a vector. 1 or more.
  parameter integer COLS       = 4,
  // Bits of a sum. OUT_WIDTH or more. At most 32.
  parameter integer ACC_WIDTH  = 32,
  // Requantising lanes, up to COLS; 0: raw sums only. 0 or more.
  parameter integer LANES      = 4,
  // Bits of a requantised result. 2 to 31.
  parameter integer OUT_WIDTH  = 8,
  // 1: mode 3 is there. 0 to 1.
  parameter integer FLOAT      = 1,
  // Bits of M and N. 2 to 31.
  parameter integer SIZE_WIDTH = 16
) (
  input  wire                                    clk,
  // Synchronous, active high.
  input  wire                                    rst,

  // The head of the command queue; parametric: its columns need parameters.
  input  wire                                    head_valid,
  input  wire                                    head_bias,
  input  wire        [1:0]                       head_mode,
  input  wire                                    head_per_channel,
  input  wire        [31:0]                      head_scale,
  input  wire signed [5:0]                       head_shift,
  input  wire signed [OUT_WIDTH-1:0]             head_offset,
  input  wire signed [OUT_WIDTH-1:0]             head_low,
  input  wire signed [OUT_WIDTH-1:0]             head_high,
  input  wire                                    head_parametric,
  input  wire        [SIZE_WIDTH-1:0]            head_m,
  input  wire        [SIZE_WIDTH-1:0]            head_k,
  input  wire        [SIZE_WIDTH-1:0]            head_n,
  input  wire                                    head_starts,
  input  wire                                    head_ends,
  output wire                                    take,

  // Sums, column 0 in the low bits.
  input  wire                                    sum_valid,
  output wire                                    sum_ready,
  input  wire        [COLS*ACC_WIDTH-1:0]        sum_bits,

  // The parameters of the present columns, as parameter_sets gives them; done with the last vector of these.
  input  wire                                    set_valid,
  input  wire        [COLS*(ACC_WIDTH + 38)-1:0] set_bits,
  output wire                                    set_done,

  // Results, column 0 in the low bits.
  output wire                                    result_valid,
  input  wire                                    result_ready,
  output wire        [COLS*ACC_WIDTH-1:0]        result_bits,

  // With each: how many columns are there (the others are 0), and whether it is the command's last.
  output wire        [$clog2(COLS + 1)-1:0]      result_columns,
  output wire                                    result_last,

  // A sum waits for its parameters.
  output wire                                    parameter_waits
);

  generate
    if (COLS < 1)
      begin : illegal_cols COLS_must_be_at_least_1 stop (); end
    if (ACC_WIDTH > 32)
      begin : illegal_acc_width ACC_WIDTH_must_be_at_most_32 stop (); end
    if (LANES < 0)
      begin : illegal_lanes LANES_must_be_at_least_0 stop (); end
    if (OUT_WIDTH < 2 || OUT_WIDTH > 31)
      begin : illegal_out_width OUT_WIDTH_must_be_2_to_31 stop (); end
    if (FLOAT < 0 || FLOAT > 1)
      begin : illegal_float FLOAT_must_be_0_to_1 stop (); end
    if (SIZE_WIDTH < 2 || SIZE_WIDTH > 31)
      begin : illegal_size_width SIZE_WIDTH_must_be_2_to_31 stop (); end
    if (LANES > COLS)
      begin : illegal_lanes_relation LANES_must_be_at_most_COLS stop (); end
    if (ACC_WIDTH < OUT_WIDTH)
      begin : illegal_acc_width_relation ACC_WIDTH_must_be_at_least_OUT_WIDTH stop (); end
  endgenerate

  localparam integer COUNT_WIDTH = $clog2(COLS + 1);
  localparam integer TAG_WIDTH   = COUNT_WIDTH + 1;

  genvar c;

  wire [SIZE_WIDTH-1:0] columns;
  wire                  row_last;
  wire                  done;
  wire                  path_ready;

  wire leaves   = head_valid && head_ends;
  wire provided = !head_parametric || set_valid;
  wire enters   = sum_valid && leaves && provided;
  wire entered  = enters && path_ready;

  assign sum_ready       = leaves && provided && path_ready;
  assign set_done        = entered && row_last && head_parametric;
  assign take            = leaves ? entered && done : head_valid;
  assign parameter_waits = sum_valid && leaves && !provided;

  wire [SIZE_WIDTH-1:0] walker_middle_count;
  wire                  walker_outer_last;
  wire                  walker_middle_first;
  wire                  walker_middle_last;
  wire [SIZE_WIDTH-1:0] walker_inner_index;
  wire                  walker_inner_first;

  tile_walker #(
    .WIDTH         (SIZE_WIDTH),
    .OUTER_STEP    (COLS),
    .MIDDLE_STEP   (1),
    .INNER_IN_TILE (0)
  ) walker (
    .clk          (clk),
    .rst          (rst),
    .outer_size   (head_n),
    .middle_size  ({{(SIZE_WIDTH - 1){1'b0}}, 1'b1}),
    .inner_size   (head_m),
    .next         (entered),
    .outer_count  (columns),
    .middle_count (walker_middle_count),
    .outer_last   (walker_outer_last),
    .middle_first (walker_middle_first),
    .middle_last  (walker_middle_last),
    .inner_index  (walker_inner_index),
    .inner_first  (walker_inner_first),
    .inner_last   (row_last),
    .last         (done)
  );

  wire [COLS*ACC_WIDTH-1:0] biased;
  wire [COLS*32-1:0]        scales;
  wire [COLS*6-1:0]         shifts;
  wire [COLS*ACC_WIDTH-1:0] path_bits;
  wire [TAG_WIDTH-1:0]      path_tag;

  generate
    for (c = 0; c < COLS; c = c + 1) begin : column
      assign biased[c*ACC_WIDTH +: ACC_WIDTH] = sum_bits[c*ACC_WIDTH +: ACC_WIDTH]
          + (head_bias ? set_bits[c*(ACC_WIDTH + 38) +: ACC_WIDTH] : {ACC_WIDTH{1'b0}});
      assign scales[c*32 +: 32]               = head_per_channel
          ? set_bits[c*(ACC_WIDTH + 38) + ACC_WIDTH +: 32]
          : head_scale;
      assign shifts[c*6 +: 6]                 = head_per_channel
          ? set_bits[c*(ACC_WIDTH + 38) + ACC_WIDTH + 32 +: 6]
          : head_shift;
    end
  endgenerate

  wire [COUNT_WIDTH-1:0] resized;

  generate
    if (COUNT_WIDTH >= SIZE_WIDTH) begin : resized_extend
      assign resized = {{(COUNT_WIDTH - SIZE_WIDTH){1'b0}}, columns};
    end else begin : resized_truncate
      assign resized = columns[COUNT_WIDTH-1:0];
    end
  endgenerate

  wire [TAG_WIDTH-1:0] in_tag = {resized, done};

  result_path #(
    .COLS      (COLS),
    .ACC_WIDTH (ACC_WIDTH),
    .LANES     (LANES),
    .OUT_WIDTH (OUT_WIDTH),
    .FLOAT     (FLOAT),
    .TAG_WIDTH (TAG_WIDTH)
  ) path (
    .clk       (clk),
    .rst       (rst),
    .in_valid  (enters),
    .in_ready  (path_ready),
    .in_bits   (biased),
    .in_scale  (scales),
    .in_shift  (shifts),
    .in_mode   (head_mode),
    .in_offset (head_offset),
    .in_low    (head_low),
    .in_high   (head_high),
    .in_tag    (in_tag),
    .out_valid (result_valid),
    .out_ready (result_ready),
    .out_bits  (path_bits),
    .out_tag   (path_tag)
  );

  assign result_columns = path_tag[1 +: COUNT_WIDTH];
  assign result_last    = path_tag[0];

  lane_mask #(
    .LANES       (COLS),
    .WIDTH       (ACC_WIDTH),
    .COUNT_WIDTH (COUNT_WIDTH)
  ) mask (
    .in_bits  (path_bits),
    .count    (result_columns),
    .out_bits (result_bits)
  );

  // There is no middle loop, and columns alone count here.
  // What was summed does not matter here.
  // The bits that nothing selects go nowhere.
  wire unused = &{
        1'b0, walker_middle_count, walker_outer_last, walker_middle_first, walker_middle_last, walker_inner_index,
        walker_inner_first, head_k, head_starts, columns, 1'b0
      };

endmodule

`default_nettype wire
