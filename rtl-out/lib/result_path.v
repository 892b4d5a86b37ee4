// result_path: from sums to results. A vector in mode 0 goes by as it is; in the other modes its COLS sums go through
// LANES requantising lanes, LANES a cycle, and come out sign-extended. The order is kept: a vector that goes by waits
// until the lanes are empty.
//
// Latency: 0 in mode 0; ceil(COLS / LANES) - 1 + 6 + FLOAT otherwise, a vector every ceil(COLS / LANES) cycles.
//
// Combinational paths: out_ready to in_ready, and in mode 0 all inputs to the outputs.

`default_nettype none

module result_path #(
  // Sums of a vector. 1 or more.
  parameter integer COLS      = 4,
  // Bits of a sum. OUT_WIDTH or more. At most 32.
  parameter integer ACC_WIDTH = 32,
  // Requantising lanes, up to COLS; 0: there is only mode 0. 0 or more.
  parameter integer LANES     = 4,
  // Bits of a requantised result. 2 to 31.
  parameter integer OUT_WIDTH = 8,
  // 1: mode 3 is there. 0 to 1.
  parameter integer FLOAT     = 1,
  // Bits of the tag that goes with a vector. 1 or more.
  parameter integer TAG_WIDTH = 1
) (
  input  wire                             clk,
  // Synchronous, active high.
  input  wire                             rst,

  // Sums, column 0 in the low bits, and how they are requantised; see requantiser.
  input  wire                             in_valid,
  output wire                             in_ready,
  input  wire        [COLS*ACC_WIDTH-1:0] in_bits,
  input  wire        [COLS*32-1:0]        in_scale,
  input  wire        [COLS*6-1:0]         in_shift,
  input  wire        [1:0]                in_mode,
  input  wire signed [OUT_WIDTH-1:0]      in_offset,
  input  wire signed [OUT_WIDTH-1:0]      in_low,
  input  wire signed [OUT_WIDTH-1:0]      in_high,
  input  wire        [TAG_WIDTH-1:0]      in_tag,

  // Results, column 0 in the low bits, and the tag of their sums.
  output wire                             out_valid,
  input  wire                             out_ready,
  output wire        [COLS*ACC_WIDTH-1:0] out_bits,
  output wire        [TAG_WIDTH-1:0]      out_tag
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
    if (TAG_WIDTH < 1)
      begin : illegal_tag_width TAG_WIDTH_must_be_at_least_1 stop (); end
    if (LANES > COLS)
      begin : illegal_lanes_relation LANES_must_be_at_most_COLS stop (); end
    if (ACC_WIDTH < OUT_WIDTH)
      begin : illegal_acc_width_relation ACC_WIDTH_must_be_at_least_OUT_WIDTH stop (); end
  endgenerate

  localparam integer FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1 = (COLS - 1)/((LANES > 0) ? LANES : 1);
  localparam integer GROUPS                                   = FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1 + 1;
  localparam integer GROUP_WIDTH                              = (GROUPS > 1) ? $clog2(GROUPS) : 1;

  genvar g, p;
  generate
    if (LANES < 1) begin : bare
      assign in_ready  = out_ready;
      assign out_valid = in_valid;
      assign out_bits  = in_bits;
      assign out_tag   = in_tag;

      // Nothing is requantised.
      wire unused_bare = &{1'b0, in_scale, in_shift, in_mode, in_offset, in_low, in_high, 1'b0};
    end else begin : lanes
      // The group of sums that enters, and that of results that comes out.
      reg [GROUP_WIDTH-1:0]      in_group;
      reg [GROUP_WIDTH-1:0]      out_group;
      wire [GROUPS*LANES*32-1:0] sums;
      wire [GROUPS*LANES*32-1:0] scales;
      wire [GROUPS*LANES*6-1:0]  shifts;
      wire [COLS*ACC_WIDTH-1:0]  results;
      wire                       lane_valid;
      wire                       lane_ready;
      wire [LANES*OUT_WIDTH-1:0] lane_bits;

      wire lane_fire = lane_valid && lane_ready;

      wire [TAG_WIDTH-1:0] lane_tag;
      wire                 enter_ready;
      wire                 busy;

      wire pass     = in_mode == 2'd0;
      wire enter    = in_valid && !pass;
      wire in_last  = in_group == FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1[GROUP_WIDTH-1:0];
      wire out_last = out_group == FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1[GROUP_WIDTH-1:0];

      assign lane_ready = !out_last || out_ready;
      assign in_ready   = pass ? !busy && out_ready : enter_ready && in_last;
      assign out_valid  = busy ? lane_valid && out_last : in_valid && pass;
      assign out_bits   = busy ? results : in_bits;
      assign out_tag    = busy ? lane_tag : in_tag;

      always @(posedge clk) begin
        if (enter && enter_ready)
          in_group <= (in_group == FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1[GROUP_WIDTH-1:0])
              ? {GROUP_WIDTH{1'b0}}
              : in_group + {{(GROUP_WIDTH - 1){1'b0}}, 1'b1};
        if (lane_fire)
          out_group <= (out_group == FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1[GROUP_WIDTH-1:0])
              ? {GROUP_WIDTH{1'b0}}
              : out_group + {{(GROUP_WIDTH - 1){1'b0}}, 1'b1};
        if (rst) begin
          in_group  <= {GROUP_WIDTH{1'b0}};
          out_group <= {GROUP_WIDTH{1'b0}};
        end
      end

      reg [LANES*32-1:0] bits;

      always @* begin : select_bits
        integer i;
        bits = {(LANES*32){1'b0}};
        for (i = 0; i < GROUPS; i = i + 1) begin
          if ({{(32 - GROUP_WIDTH){1'b0}}, in_group} == i)
            bits = bits | sums[i*LANES*32 +: LANES*32];
        end
      end

      reg [LANES*32-1:0] in_scale_2;

      always @* begin : select_in_scale_2
        integer i_2;
        in_scale_2 = {(LANES*32){1'b0}};
        for (i_2 = 0; i_2 < GROUPS; i_2 = i_2 + 1) begin
          if ({{(32 - GROUP_WIDTH){1'b0}}, in_group} == i_2)
            in_scale_2 = in_scale_2 | scales[i_2*LANES*32 +: LANES*32];
        end
      end

      reg [LANES*6-1:0] in_shift_2;

      always @* begin : select_in_shift_2
        integer i_3;
        in_shift_2 = {(LANES*6){1'b0}};
        for (i_3 = 0; i_3 < GROUPS; i_3 = i_3 + 1) begin
          if ({{(32 - GROUP_WIDTH){1'b0}}, in_group} == i_3)
            in_shift_2 = in_shift_2 | shifts[i_3*LANES*6 +: LANES*6];
        end
      end

      requantiser #(
        .LANES     (LANES),
        .OUT_WIDTH (OUT_WIDTH),
        .FLOAT     (FLOAT),
        .TAG_WIDTH (TAG_WIDTH)
      ) requantise (
        .clk       (clk),
        .rst       (rst),
        .in_valid  (enter),
        .in_ready  (enter_ready),
        .in_bits   (bits),
        .in_scale  (in_scale_2),
        .in_shift  (in_shift_2),
        .in_mode   (in_mode),
        .in_offset (in_offset),
        .in_low    (in_low),
        .in_high   (in_high),
        .in_tag    (in_tag),
        .out_valid (lane_valid),
        .out_ready (lane_ready),
        .out_bits  (lane_bits),
        .out_tag   (lane_tag),
        .busy      (busy)
      );

      for (g = 0; g < GROUPS; g = g + 1) begin : group
        localparam integer G = g;

        for (p = 0; p < LANES; p = p + 1) begin : place
          localparam integer COLUMN = g*LANES + p;

          if (COLUMN < COLS) begin : column
            assign sums[COLUMN*32 +: 32]   = {
                  {(32 - ACC_WIDTH){in_bits[COLUMN*ACC_WIDTH + ACC_WIDTH - 1]}}, in_bits[COLUMN*ACC_WIDTH +: ACC_WIDTH]
                };
            assign scales[COLUMN*32 +: 32] = in_scale[COLUMN*32 +: 32];
            assign shifts[COLUMN*6 +: 6]   = in_shift[COLUMN*6 +: 6];

            wire signed [OUT_WIDTH-1:0] result;

            if (g == FLOORDIV_COLS_MINUS_1_ORWHENZERO_LANES_1) begin : last_group
              assign result = lane_bits[p*OUT_WIDTH +: OUT_WIDTH];
            end else begin : early_group
              reg signed [OUT_WIDTH-1:0] kept;

              always @(posedge clk)
                if (lane_fire && out_group == G[GROUP_WIDTH-1:0])
                  kept <= lane_bits[p*OUT_WIDTH +: OUT_WIDTH];

              assign result = kept;
            end

            assign results[COLUMN*ACC_WIDTH +: ACC_WIDTH] = {{(ACC_WIDTH - OUT_WIDTH){result[OUT_WIDTH-1]}}, result};
          end else begin : beyond
            assign sums[COLUMN*32 +: 32]   = 32'd0;
            assign scales[COLUMN*32 +: 32] = 32'd0;
            assign shifts[COLUMN*6 +: 6]   = 6'd0;
          end
        end
      end

      // At some sizes nothing reads this.
      wire unused_lanes = &{1'b0, lane_bits, 1'b0};
    end
  endgenerate

  // At some sizes nothing reads this.
  wire unused = &{1'b0, clk, rst, in_scale, in_shift, 1'b0};

endmodule

`default_nettype wire
