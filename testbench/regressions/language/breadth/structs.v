// structs: structs in ports, registers, wires, memories and instances; chosen, compared, packed and taken apart.

`default_nettype none

module structs #(
  // 1 or more.
  parameter integer N = 3,
  // 1 or more.
  parameter integer W = 4
) (
  input  wire                                        clk,
  // Synchronous, active high.
  input  wire                                        rst,

  input  wire                                        given_valid,
  input  wire        [1:0]                           given_kind,
  input  wire        [N*W-1:0]                       given_values,
  input  wire signed [W-1:0]                         given_origin_x,
  input  wire        [W-1:0]                         given_origin_y,
  input  wire        [N*W-1:0]                       given_points_x,
  input  wire        [N*W-1:0]                       given_points_y,
  input  wire        [N*W*3 + W*2 + 2:0]             bits,
  input  wire        [((N > 1) ? $clog2(N) : 1)-1:0] index,
  input  wire                                        choose,
  input  wire                                        write,
  input  wire        [1:0]                           address,

  // What was given last, with a kind of its own.
  output wire                                        held_valid,
  output wire        [1:0]                           held_kind,
  output wire        [N*W-1:0]                       held_values,
  output wire signed [W-1:0]                         held_origin_x,
  output wire        [W-1:0]                         held_origin_y,
  output wire        [N*W-1:0]                       held_points_x,
  output wire        [N*W-1:0]                       held_points_y,
  output wire        [N*W*3 + W*2 + 2:0]             as_bits,
  output wire                                        unpacked_valid,
  output wire        [1:0]                           unpacked_kind,
  output wire        [N*W-1:0]                       unpacked_values,
  output wire signed [W-1:0]                         unpacked_origin_x,
  output wire        [W-1:0]                         unpacked_origin_y,
  output wire        [N*W-1:0]                       unpacked_points_x,
  output wire        [N*W-1:0]                       unpacked_points_y,
  output wire                                        chosen_valid,
  output wire        [1:0]                           chosen_kind,
  output wire        [N*W-1:0]                       chosen_values,
  output wire signed [W-1:0]                         chosen_origin_x,
  output wire        [W-1:0]                         chosen_origin_y,
  output wire        [N*W-1:0]                       chosen_points_x,
  output wire        [N*W-1:0]                       chosen_points_y,
  output wire                                        same,
  output wire                                        differs,
  output wire signed [W-1:0]                         point_x,
  output wire        [W-1:0]                         point_y,
  output wire                                        word_valid,
  output wire        [1:0]                           word_kind,
  output wire        [N*W-1:0]                       word_values,
  output wire signed [W-1:0]                         word_origin_x,
  output wire        [W-1:0]                         word_origin_y,
  output wire        [N*W-1:0]                       word_points_x,
  output wire        [N*W-1:0]                       word_points_y,
  output wire        [N*W-1:0]                       turned_x,
  output wire        [N*W-1:0]                       turned_y,
  output wire        [1:0]                           kind,
  output wire                                        is_data
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer N_INDEX_WIDTH = (N > 1) ? $clog2(N) : 1;
  localparam [1:0] EMPTY         = 2'd0;
  localparam [1:0] DATA          = 2'd1;
  localparam [1:0] LAST          = 2'd2;

  genvar p, u, t;

  reg                state_valid;
  reg [1:0]          state_kind;
  reg [N*W-1:0]      state_values;
  reg signed [W-1:0] state_origin_x;
  reg [W-1:0]        state_origin_y;
  reg [N*W-1:0]      state_points_x;
  reg [N*W-1:0]      state_points_y;

  assign held_valid    = state_valid;
  assign held_kind     = state_kind;
  assign held_values   = state_values;
  assign held_origin_x = state_origin_x;
  assign held_origin_y = state_origin_y;
  assign held_points_x = state_points_x;
  assign held_points_y = state_points_y;

  wire [N*(W + W)-1:0] packed_elements;

  generate
    for (p = 0; p < N; p = p + 1) begin : pack
      assign packed_elements[p*(W + W) +: W + W] = {given_points_x[p*W +: W], given_points_y[p*W +: W]};
    end
  endgenerate

  assign as_bits = {given_valid, given_kind, given_values, {given_origin_x, given_origin_y}, packed_elements};

  wire [N*W-1:0] unpacked_elements_x;
  wire [N*W-1:0] unpacked_elements_y;

  generate
    for (u = 0; u < N; u = u + 1) begin : unpack
      assign unpacked_elements_x[u*W +: W] = bits[u*(W + W) + W +: W];
      assign unpacked_elements_y[u*W +: W] = bits[u*(W + W) +: W];
    end
  endgenerate

  assign unpacked_valid    = bits[N*W*3 + W*2 + 2];
  assign unpacked_kind     = bits[N*W*3 + W*2 +: 2];
  assign unpacked_values   = bits[N*(W + W) + W + W +: N*W];
  assign unpacked_origin_x = bits[N*(W + W) + W +: W];
  assign unpacked_origin_y = bits[N*(W + W) +: W];
  assign unpacked_points_x = unpacked_elements_x;
  assign unpacked_points_y = unpacked_elements_y;

  wire [N*W-1:0] unpacked_elements_x_2;
  wire [N*W-1:0] unpacked_elements_y_2;

  generate
    for (u = 0; u < N; u = u + 1) begin : unpack_2
      assign unpacked_elements_x_2[u*W +: W] = bits[u*(W + W) + W +: W];
      assign unpacked_elements_y_2[u*W +: W] = bits[u*(W + W) +: W];
    end
  endgenerate

  assign chosen_valid    = choose ? given_valid : bits[N*W*3 + W*2 + 2];
  assign chosen_kind     = choose ? given_kind : bits[N*W*3 + W*2 +: 2];
  assign chosen_values   = choose ? given_values : bits[N*(W + W) + W + W +: N*W];
  assign chosen_origin_x = choose ? given_origin_x : bits[N*(W + W) + W +: W];
  assign chosen_origin_y = choose ? given_origin_y : bits[N*(W + W) +: W];
  assign chosen_points_x = choose ? given_points_x : unpacked_elements_x_2;
  assign chosen_points_y = choose ? given_points_y : unpacked_elements_y_2;
  assign same            = given_valid == state_valid && given_kind == state_kind && given_values == state_values
      && given_origin_x == state_origin_x
      && given_origin_y == state_origin_y
      && given_points_x == state_points_x
      && given_points_y == state_points_y;
  assign differs         = given_valid != state_valid || given_kind != state_kind || given_values != state_values
      || given_origin_x != state_origin_x
      || given_origin_y != state_origin_y
      || given_points_x != state_points_x
      || given_points_y != state_points_y;

  reg signed [W-1:0] selected;

  always @* begin : select_selected
    integer i_2;
    selected = {W{1'b0}};
    for (i_2 = 0; i_2 < N; i_2 = i_2 + 1) begin
      if ({{(32 - N_INDEX_WIDTH){1'b0}}, index} == i_2)
        selected = selected | given_points_x[i_2*W +: W];
    end
  end

  reg [W-1:0] selected_2;

  always @* begin : select_selected_2
    integer i_3;
    selected_2 = {W{1'b0}};
    for (i_3 = 0; i_3 < N; i_3 = i_3 + 1) begin
      if ({{(32 - N_INDEX_WIDTH){1'b0}}, index} == i_3)
        selected_2 = selected_2 | given_points_y[i_3*W +: W];
    end
  end

  assign point_x = selected;
  assign point_y = selected_2;

  reg [N*W*3 + W*2 + 2:0] words [0:3];
  wire [N*(W + W)-1:0]    packed_elements_2;

  generate
    for (p = 0; p < N; p = p + 1) begin : pack_2
      assign packed_elements_2[p*(W + W) +: W + W] = {given_points_x[p*W +: W], given_points_y[p*W +: W]};
    end
  endgenerate

  reg [N*W*3 + W*2 + 2:0] words_read;

  always @(posedge clk) begin : update
    integer i;
    if (write) begin
      state_valid    <= given_valid;
      state_kind     <= given_kind;
      state_values   <= given_values;
      state_origin_x <= given_origin_x;
      state_origin_y <= given_origin_y;
      state_points_x <= given_points_x;
      state_points_y <= given_points_y;
      state_kind     <= DATA;
      for (i = 0; i < N; i = i + 1) begin
        if ({{(32 - N_INDEX_WIDTH){1'b0}}, index} == i)
          state_points_y[i*W +: W] <= {W{1'b0}};
      end
    end
    if (write)
      words[address] <= {given_valid, given_kind, given_values, {given_origin_x, given_origin_y}, packed_elements_2};
    if (choose)
      words_read <= words[address];
    if (rst) begin
      state_valid    <= 1'b0;
      state_kind     <= LAST;
      state_values   <= {(N*W){1'b0}};
      state_origin_x <= {W{1'b1}};
      state_origin_y <= {W{1'b0}};
      state_points_x <= {(N*W){1'b0}};
      state_points_y <= {(N*W){1'b0}};
    end
  end

  wire [N*W-1:0] unpacked_elements_x_3;
  wire [N*W-1:0] unpacked_elements_y_3;

  generate
    for (u = 0; u < N; u = u + 1) begin : unpack_3
      assign unpacked_elements_x_3[u*W +: W] = words_read[u*(W + W) + W +: W];
      assign unpacked_elements_y_3[u*W +: W] = words_read[u*(W + W) +: W];
    end
  endgenerate

  assign word_valid    = words_read[N*W*3 + W*2 + 2];
  assign word_kind     = words_read[N*W*3 + W*2 +: 2];
  assign word_values   = words_read[N*(W + W) + W + W +: N*W];
  assign word_origin_x = words_read[N*(W + W) + W +: W];
  assign word_origin_y = words_read[N*(W + W) +: W];
  assign word_points_x = unpacked_elements_x_3;
  assign word_points_y = unpacked_elements_y_3;

  wire [N*W-1:0] swapped_x;
  wire [N*W-1:0] swapped_y;

  generate
    for (t = 0; t < N; t = t + 1) begin : turn
      assign swapped_x[t*W +: W] = given_points_y[t*W +: W];
      assign swapped_y[t*W +: W] = given_points_x[t*W +: W];
    end
  endgenerate

  assign turned_x = swapped_x;
  assign turned_y = swapped_y;
  assign kind     = choose ? EMPTY : given_kind;
  assign is_data  = given_kind == DATA;

endmodule

`default_nettype wire
