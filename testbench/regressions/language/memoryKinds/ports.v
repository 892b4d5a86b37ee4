// memory_ports: memories with several ports: two writers in order and disjoint, reads that meet a write each way, one
// or two cycles late.

`default_nettype none

module memory_ports #(
  // 1 or more.
  parameter integer DEPTH = 5,
  // 1 or more.
  parameter integer W     = 4,
  // 1 or more.
  parameter integer LANES = 2
) (
  input  wire                                         clk,
  // Synchronous, active high.
  input  wire                                         rst,

  input  wire                                         first,
  input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1)-1:0] first_at,
  input  wire [W-1:0]                                 first_data,
  input  wire                                         second,
  input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1)-1:0] second_at,
  input  wire [W-1:0]                                 second_data,
  input  wire                                         enable,
  input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1)-1:0] at,
  input  wire [LANES-1:0]                             mask,
  input  wire [LANES*W-1:0]                           wide,
  output wire [W-1:0]                                 ordered_old,
  output wire [W-1:0]                                 ordered_new,
  output wire [W-1:0]                                 ordered_undefined,
  output wire [W-1:0]                                 ordered_late,
  output wire [W-1:0]                                 apart_old,
  output wire [W-1:0]                                 apart_new,
  output wire [LANES*W-1:0]                           lanes_old,
  output wire [LANES*W-1:0]                           lanes_new,
  output wire [LANES*W-1:0]                           lanes_undefined,
  output wire [LANES*W-1:0]                           lanes_apart,
  output wire [W-1:0]                                 pair_word,
  output wire                                         pair_mark
);

  generate
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
    if (LANES < 1)
      begin : illegal_lanes LANES_must_be_at_least_1 stop (); end
  endgenerate

  genvar i;

  reg [W-1:0] ordered [0:DEPTH-1];
  reg [W-1:0] ordered_read;

  assign ordered_old = ordered_read;

  reg [W-1:0] ordered_read_2;

  assign ordered_new = ordered_read_2;

  reg [W-1:0] ordered_read_3;

  assign ordered_undefined = ordered_read_3;

  reg [W-1:0] ordered_read_4;
  reg [W-1:0] ordered_read_4_output;

  assign ordered_late = ordered_read_4_output;

  reg [W-1:0] apart [0:DEPTH-1];

  wire differ = first_at != second_at;

  always @(posedge clk)
    if (first)
      apart[first_at] <= first_data;

  always @(posedge clk)
    if (second) begin
      if (differ)
        apart[second_at] <= second_data;
    end

  wire value = !first;

  always @(posedge clk)
    if (second) begin
      if (differ) begin
      end else if (value)
        apart[second_at] <= second_data;
    end

  reg [W-1:0] apart_read;

  assign apart_old = apart_read;

  reg [W-1:0] apart_read_2;

  assign apart_new = apart_read_2;

  wire [LANES*W-1:0] value_2 = ~wide;

  wire [LANES*W-1:0] lanes_read;

  assign lanes_old = lanes_read;

  wire [LANES*W-1:0] lanes_read_2;

  assign lanes_new = lanes_read_2;

  wire [LANES*W-1:0] lanes_read_3;

  assign lanes_undefined = lanes_read_3;

  wire [LANES*W-1:0] value_3 = ~wide;
  wire [LANES-1:0]   value_4 = ~mask;

  wire [LANES*W-1:0] lanes_apart_words_read;

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lanes_apart_words_lane
      reg [W-1:0] lanes_apart_words [0:DEPTH-1];

      always @(posedge clk)
        if (first) begin
          if (mask[i])
            lanes_apart_words[first_at] <= wide[i*W +: W];
        end

      always @(posedge clk)
        if (second) begin
          if (value_4[i])
            lanes_apart_words[first_at] <= value_3[i*W +: W];
        end

      reg [W-1:0] read;

      always @(posedge clk)
        read <= lanes_apart_words[at];

      assign lanes_apart_words_read[i*W +: W] = read;
    end
  endgenerate

  assign lanes_apart = lanes_apart_words_read;

  reg [W:0]    pairs [0:DEPTH-1];
  wire [W-1:0] given_word;
  wire         given_mark;

  assign given_word = first_data;
  assign given_mark = second;

  wire [W:0] joined = {given_word, given_mark};

  reg [W:0] pairs_read;
  reg [W:0] pairs_read_output;

  assign pair_word = pairs_read_output[1 +: W];
  assign pair_mark = pairs_read_output[0];

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lanes_lane
      reg [W-1:0] lanes [0:DEPTH-1];
      reg [W-1:0] read;

      assign lanes_read[i*W +: W] = read;

      reg [W-1:0] read_2;

      assign lanes_read_2[i*W +: W] = read_2;

      reg [W-1:0] read_3;

      assign lanes_read_3[i*W +: W] = read_3;

      always @(posedge clk) begin
        if (first) begin
          if (mask[i])
            lanes[first_at] <= wide[i*W +: W];
        end
        if (second)
          lanes[second_at] <= value_2[i*W +: W];
        if (enable)
          read <= lanes[at];
        if (enable)
          read_2 <= lanes[at];
        if (enable)
          read_3 <= lanes[at];
        if (enable && first && mask[i] && first_at == at)
          read_2 <= wide[i*W +: W];
        if (enable && second && second_at == at)
          read_2 <= value_2[i*W +: W];
        if (enable && first && mask[i] && first_at == at)
          read_3 <= {W{1'bx}};
        if (enable && second && second_at == at)
          read_3 <= {W{1'bx}};
      end
    end
  endgenerate

  always @(posedge clk) begin
    if (first)
      ordered[first_at] <= first_data;
    if (second)
      ordered[second_at] <= second_data;
    if (enable)
      ordered_read <= ordered[at];
    if (enable)
      ordered_read_2 <= ordered[at];
    if (enable)
      ordered_read_3 <= ordered[at];
    if (enable)
      ordered_read_4 <= ordered[at];
    ordered_read_4_output <= ordered_read_4;
    apart_read            <= apart[at];
    apart_read_2          <= apart[at];
    if (first)
      pairs[first_at] <= joined;
    if (enable)
      pairs_read <= pairs[at];
    pairs_read_output <= pairs_read;
    if (enable && first && first_at == at)
      ordered_read_2 <= first_data;
    if (enable && second && second_at == at)
      ordered_read_2 <= second_data;
    if (enable && first && first_at == at)
      ordered_read_3 <= {W{1'bx}};
    if (enable && second && second_at == at)
      ordered_read_3 <= {W{1'bx}};
    if (enable && first && first_at == at)
      ordered_read_4 <= first_data;
    if (enable && second && second_at == at)
      ordered_read_4 <= second_data;
    if (first && first_at == at)
      apart_read_2 <= first_data;
    if (second && differ && second_at == at)
      apart_read_2 <= second_data;
    if (second && !differ && value && second_at == at)
      apart_read_2 <= second_data;
    if (enable && first && first_at == at)
      pairs_read <= joined;
  end

`ifdef FORMAL
  always @(posedge clk)
    if (!rst) begin
      assert (!(first && second && differ && first_at == second_at));
    end

  always @(posedge clk)
    if (!rst) begin
      assert (!(first && second && !differ && value && first_at == second_at));
    end

  always @(posedge clk)
    if (!rst) begin
      assert (!(first && second && |(mask & value_4)));
    end
`elsif SYNTHESIS
`else
  always @(posedge clk)
    if (!rst && first && second && differ && first_at == second_at) begin
      $display("%m: two writes of memory apart meet at one word");
      $finish;
    end

  always @(posedge clk)
    if (!rst && first && second && !differ && value && first_at == second_at) begin
      $display("%m: two writes of memory apart meet at one word");
      $finish;
    end

  always @(posedge clk)
    if (!rst && first && second && |(mask & value_4)) begin
      $display("%m: two writes of memory lanes_apart_words meet at one word");
      $finish;
    end
`endif

endmodule

`default_nettype wire
