// requantiser: int32 sums to OUT_WIDTH bits, LANES at a time, in one of three modes, all of which end in min(max(y +
// offset, low), high):
//
// 1 y = wrap32((sum * q + 2^(30-e)) >> (31-e)), q = scale, e = shift 2 x = wrap32(sum << max(e, 0)), h = (x * q + 2^30)
// >> 31, y = h / 2^max(-e, 0), ties away from zero 3 y = RNE(fround(fround(sum) * scale)), scale a float32, y clamped
// to 32 bits (only if FLOAT)
//
// q is scale without its bit 31; e, signed, is -31 to 30. One group of LANES sums a cycle. Latency: 6 + FLOAT cycles in
// which the pipeline moves. The tag goes with the sums.
//
// Combinational path: out_ready to in_ready.

`default_nettype none

module requantiser #(
  // Sums side by side. 1 or more.
  parameter integer LANES     = 4,
  // Bits of a result. 2 to 31.
  parameter integer OUT_WIDTH = 8,
  // 1: mode 3 is there. 0 to 1.
  parameter integer FLOAT     = 1,
  // Bits of the tag. 1 or more.
  parameter integer TAG_WIDTH = 1
) (
  input  wire                              clk,
  // Synchronous, active high.
  input  wire                              rst,

  // Sums, lane 0 in the low bits, and how they are requantised.
  input  wire                              in_valid,
  output wire                              in_ready,
  input  wire        [LANES*32-1:0]        in_bits,

  // Multipliers, or in mode 3 float32 numbers.
  input  wire        [LANES*32-1:0]        in_scale,
  input  wire        [LANES*6-1:0]         in_shift,
  input  wire        [1:0]                 in_mode,
  input  wire signed [OUT_WIDTH-1:0]       in_offset,
  input  wire signed [OUT_WIDTH-1:0]       in_low,
  input  wire signed [OUT_WIDTH-1:0]       in_high,
  input  wire        [TAG_WIDTH-1:0]       in_tag,

  // Results, lane 0 in the low bits, and the tag of their sums.
  output wire                              out_valid,
  input  wire                              out_ready,
  output wire        [LANES*OUT_WIDTH-1:0] out_bits,
  output wire        [TAG_WIDTH-1:0]       out_tag,

  // Sums are on their way.
  output wire                              busy
);

  generate
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
    if (OUT_WIDTH < 2 || OUT_WIDTH > 31)
      begin : illegal_out_width OUT_WIDTH_must_be_2_to_31 stop (); end
    if (FLOAT < 0 || FLOAT > 1)
      begin : illegal_float FLOAT_must_be_0_to_1 stop (); end
    if (TAG_WIDTH < 1)
      begin : illegal_tag_width TAG_WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer MODES   = FLOAT + 4;
  localparam integer LATENCY = FLOAT + 6;

  genvar s, i;

  // Bit i: there are sums in stage i + 1.
  reg [LATENCY-1:0] filled;

  // The modes of stages 1 to 4 + FLOAT, stage 1 in the low bits.
  reg [MODES*2-1:0] modes;

  wire                 advance = !filled[FLOAT + 5] || out_ready;
  wire [MODES*2 + 1:0] joined  = {modes, in_mode};

  always @(posedge clk) begin
    if (advance) begin
      filled <= (filled << 1) | {{(FLOAT + 5){1'b0}}, in_valid};
      modes  <= joined[MODES*2-1:0];
    end
    if (rst)
      filled <= {LATENCY{1'b0}};
  end

  assign in_ready  = advance;
  assign out_valid = filled[FLOAT + 5];
  assign busy      = filled != {LATENCY{1'b0}};

  generate
    for (s = 0; s < LATENCY; s = s + 1) begin : stage
      wire [TAG_WIDTH-1:0] previous;
      reg [TAG_WIDTH-1:0]  tag;

      if (s == 0) begin : first
        assign previous = in_tag;
      end else begin : next
        assign previous = stage[s - 1].tag;
      end

      always @(posedge clk)
        if (advance)
          tag <= previous;
    end
  endgenerate

  assign out_tag = stage[FLOAT + 5].tag;

  // The clamp of the sums in the last stage but one.
  wire signed [OUT_WIDTH-1:0] offset;
  wire signed [OUT_WIDTH-1:0] low;
  wire signed [OUT_WIDTH-1:0] high;

  generate
    for (s = 0; s < FLOAT + 5; s = s + 1) begin : stage_2
      wire signed [OUT_WIDTH-1:0] previous;
      reg signed [OUT_WIDTH-1:0]  late_offset;

      if (s == 0) begin : first
        assign previous = in_offset;
      end else begin : next
        assign previous = stage_2[s - 1].late_offset;
      end

      always @(posedge clk)
        if (advance)
          late_offset <= previous;
    end
  endgenerate

  assign offset = stage_2[MODES].late_offset;

  generate
    for (s = 0; s < FLOAT + 5; s = s + 1) begin : stage_3
      wire signed [OUT_WIDTH-1:0] previous;
      reg signed [OUT_WIDTH-1:0]  late_low;

      if (s == 0) begin : first
        assign previous = in_low;
      end else begin : next
        assign previous = stage_3[s - 1].late_low;
      end

      always @(posedge clk)
        if (advance)
          late_low <= previous;
    end
  endgenerate

  assign low = stage_3[MODES].late_low;

  generate
    for (s = 0; s < FLOAT + 5; s = s + 1) begin : stage_4
      wire signed [OUT_WIDTH-1:0] previous;
      reg signed [OUT_WIDTH-1:0]  late_high;

      if (s == 0) begin : first
        assign previous = in_high;
      end else begin : next
        assign previous = stage_4[s - 1].late_high;
      end

      always @(posedge clk)
        if (advance)
          late_high <= previous;
    end
  endgenerate

  assign high = stage_4[MODES].late_high;

  // The modes at the multiplier's operands, its product, and the fraction.
  wire [1:0] left_mode     = modes[1:0];
  wire [1:0] operand_mode  = modes[(FLOAT + 1)*2 +: 2];
  wire [1:0] product_mode  = modes[(FLOAT + 2)*2 +: 2];
  wire [1:0] fraction_mode = modes[(FLOAT + 3)*2 +: 2];

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane
      // Stage 1: the sum and its parameters.
      reg signed [31:0] sum;
      reg [31:0]        scale_1;
      reg signed [5:0]  shift_1;

      // Stage 2: shifted left, for mode 2.
      reg signed [31:0] factor;
      reg [31:0]        scale_2;
      reg signed [5:0]  shift_2;

      // Stage 3 + FLOAT.
      reg signed [62:0] product;
      reg signed [5:0]  shift_p;

      // Shifted right by all but -e and one place.
      reg signed [33:0] fraction;
      reg signed [5:0]  shift_v;

      // y.
      reg signed [31:0]          scaled;
      reg signed [OUT_WIDTH-1:0] result;

      wire [4:0]         places_left  = (left_mode == 2'd2 && !shift_1[5]) ? shift_1[4:0] : 5'd0;
      wire [4:0]         places_right = (product_mode == 2'd1 && !shift_p[5]) ? 5'd30 - shift_p[4:0] : 5'd30;
      wire signed [62:0] moved        = product >>> places_right;

      // Mode 2: one more place, rounded; then the correction of ties of negative numbers.
      wire signed [33:0] half_up          = {moved[32], moved[32:0]} + 34'h1;
      wire [32:0]        less_one         = half_up[33:1] - {32'd0, half_up[33] && shift_p[5]};
      wire signed [33:0] integer_fraction = (product_mode == 2'd2) ? {less_one, 1'b0} : moved[33:0];
      wire [4:0]         places_rest      = shift_v[5] ? 5'd0 - shift_v[4:0] : 5'd0;
      wire signed [33:0] shifted          = fraction >>> places_rest;
      wire signed [33:0] rounded          = shifted + 34'h1;
      wire [31:0]        integer_y        = rounded[32:1];

      wire signed [31:0] multiplicand;
      wire [30:0]        multiplier;
      wire signed [5:0]  shift_m;
      wire signed [33:0] fraction_next;
      wire signed [31:0] y;

      if (FLOAT == 1) begin : with_float
        // Stage 2: the magnitude with its highest one in bit 31, and the weight of that bit.
        reg [31:0] normal;
        reg [4:0]  weight;
        reg        negative;

        // Stage 3: rounded to 24 bits, or the factor.
        reg signed [31:0] operand;
        reg [31:0]        scale_3;
        reg signed [5:0]  shift_3;

        // Unbiased exponent of the product before it is normalised, if it has any.
        reg signed [9:0] exponent_3;
        reg              negative_3;

        // Stage 4, beside the product.
        reg signed [9:0] exponent_4;
        reg              negative_4;

        // Stage 5: the product rounded to 24 bits is in fraction.
        reg signed [9:0] exponent_5;
        reg              negative_5;

        wire [31:0]       selected        = sum[31] ? 32'd0 - sum : sum;
        wire              none            = selected[31:16] == 16'd0;
        wire [31:0]       selected_2      = none ? {selected[15:0], 16'd0} : selected;
        wire              none_2          = selected_2[31:24] == 8'd0;
        wire [31:0]       selected_3      = none_2 ? {selected_2[23:0], 8'd0} : selected_2;
        wire              none_3          = selected_3[31:28] == 4'd0;
        wire [31:0]       selected_4      = none_3 ? {selected_3[27:0], 4'd0} : selected_3;
        wire              none_4          = selected_4[31:30] == 2'd0;
        wire [31:0]       selected_5      = none_4 ? {selected_4[29:0], 2'd0} : selected_4;
        wire              none_5          = selected_5[31] == 1'b0;
        wire [4:0]        zeros           = {none, none_2, none_3, none_4, none_5};
        wire              up              = normal[7] && (normal[8] || normal[6:0] != 7'd0);
        wire [24:0]       significand     = {1'b0, normal[31:8]} + {24'd0, up};
        wire signed [9:0] exponent        = {
              1'b0, {3'd0, {1'b0, weight} + {5'd0, significand[24]}} + {1'b0, scale_2[30:23]}
            }
            - 10'd127;
        wire [23:0]       kept            = product[47] ? product[47:24] : product[46:23];
        wire              guard           = product[47] ? product[23] : product[22];
        wire              sticky          = product[21:0] != 22'd0 || (product[47] && product[22]);
        wire [24:0]       product_rounded = {1'b0, kept} + {24'd0, guard && (sticky || kept[0])};

        // Stage 6: an integer.
        wire              too_small  = exponent_5 < -10'sd1;
        wire              too_large  = exponent_5 > 10'sd30;
        wire signed [9:0] down       = 10'd30 - exponent_5;
        wire [62:0]       point      = {fraction[24:0], 38'h0} >> down[4:0];
        wire              integer_up = point[30] && (point[31] || point[29:0] != 30'd0);
        wire [32:0]       magnitude  = {1'b0, point[62:31]} + {32'd0, integer_up};
        wire              overflow   = too_large || magnitude[32:31] != 2'd0;
        wire [31:0]       extreme    = negative_5 ? 32'd2147483648 : 32'd2147483647;
        wire [31:0]       float_y    = too_small
            ? 32'd0
            : overflow ? extreme : negative_5 ? 32'd0 - magnitude[31:0] : magnitude[31:0];

        always @(posedge clk)
          if (advance) begin
            normal     <= none_5 ? {selected_5[30:0], 1'b0} : selected_5;
            weight     <= 5'd31 - zeros;
            negative   <= sum[31] != scale_1[31];
            operand    <= (modes[3:2] == 2'd3)
                ? {8'd0, significand[24] ? significand[24:1] : significand[23:0]}
                : factor;
            scale_3    <= scale_2;
            shift_3    <= shift_2;
            exponent_3 <= normal[31] ? exponent : 10'd768;
            negative_3 <= negative;
            exponent_4 <= exponent_3;
            negative_4 <= negative_3;
            exponent_5 <= exponent_4 + {9'd0, product[47]};
            negative_5 <= negative_4;
          end

        // A subnormal scale gives less than one half: as good as 0.
        wire               subnormal       = scale_3[30:23] == 8'd0;
        wire [30:0]        multiplier_2    = (operand_mode == 2'd3)
            ? {7'd0, subnormal ? 24'd0 : {1'b1, scale_3[22:0]}}
            : scale_3[30:0];
        wire signed [33:0] fraction_next_2 = (product_mode == 2'd3) ? {9'd0, product_rounded} : integer_fraction;
        wire signed [31:0] y_2             = (fraction_mode == 2'd3) ? float_y : integer_y;

        assign multiplicand  = operand;
        assign multiplier    = multiplier_2;
        assign shift_m       = shift_3;
        assign fraction_next = fraction_next_2;
        assign y             = y_2;

        // The bits that nothing selects go nowhere.
        wire unused_with_float = &{1'b0, scale_3, down, magnitude, 1'b0};
      end else begin : without_float
        assign multiplicand  = factor;
        assign multiplier    = scale_2[30:0];
        assign shift_m       = shift_2;
        assign fraction_next = integer_fraction;
        assign y             = integer_y;

        // Only a float32 has a sign.
        wire unused_without_float = &{1'b0, scale_2[31], 1'b0};
      end

      wire signed [32:0] sum_2      = {scaled[31], scaled} + {{(33 - OUT_WIDTH){offset[OUT_WIDTH-1]}}, offset};
      wire signed [32:0] selected_6 = (sum_2 < $signed({{(33 - OUT_WIDTH){low[OUT_WIDTH-1]}}, low}))
          ? {{(33 - OUT_WIDTH){low[OUT_WIDTH-1]}}, low}
          : sum_2;
      wire signed [32:0] clamped    = (selected_6 < $signed({{(33 - OUT_WIDTH){high[OUT_WIDTH-1]}}, high}))
          ? selected_6
          : {{(33 - OUT_WIDTH){high[OUT_WIDTH-1]}}, high};
      wire [31:0]        resized    = {1'b0, multiplier};
      wire signed [63:0] product_2  = multiplicand * $signed(resized);

      always @(posedge clk)
        if (advance) begin
          sum      <= in_bits[i*32 +: 32];
          scale_1  <= in_scale[i*32 +: 32];
          shift_1  <= in_shift[i*6 +: 6];
          factor   <= sum << places_left;
          scale_2  <= scale_1;
          shift_2  <= shift_1;
          product  <= product_2[62:0];
          shift_p  <= shift_m;
          fraction <= fraction_next;
          shift_v  <= shift_p;
          scaled   <= y;
          result   <= clamped[OUT_WIDTH-1:0];
        end

      assign out_bits[i*OUT_WIDTH +: OUT_WIDTH] = result;

      // The bits that nothing selects go nowhere.
      wire unused_lane = &{1'b0, moved, half_up, rounded, clamped, product_2, 1'b0};
    end
  endgenerate

  // The bits that nothing selects go nowhere.
  // At some sizes nothing reads this.
  wire unused = &{1'b0, joined, operand_mode, fraction_mode, 1'b0};

endmodule

`default_nettype wire
