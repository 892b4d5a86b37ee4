// selection: values chosen by priority and by one bit, from lists and from vecs; a table, a counter, pipelines.

`default_nettype none

module selection #(
  // 1 or more.
  parameter integer N      = 5,
  // 3 or more.
  parameter integer W      = 4,
  // 0 or more.
  parameter integer STAGES = 2
) (
  input  wire                                        clk,
  // Synchronous, active high.
  input  wire                                        rst,

  input  wire        [N-1:0]                         request,
  input  wire        [N*W-1:0]                       entries_data,
  input  wire        [N*2-1:0]                       entries_tag,
  input  wire                                        first,
  input  wire                                        second,
  input  wire                                        step,
  input  wire                                        clear,
  input  wire        [1:0]                           which,
  output wire        [N-1:0]                         grant,
  output wire        [((N > 1) ? $clog2(N) : 1)-1:0] index,
  output wire signed [W-1:0]                         hot_data,
  output wire        [1:0]                           hot_tag,
  output wire        [((N > 1) ? $clog2(N) : 1)-1:0] hot_index,
  output wire signed [W-1:0]                         urgent_data,
  output wire        [1:0]                           urgent_tag,
  output wire signed [W-1:0]                         listed_data,
  output wire        [1:0]                           listed_tag,
  output wire signed [W-1:0]                         one_of,
  output wire signed [W-1:0]                         coefficient,
  output wire        [$clog2(N + 1)-1:0]             count,
  output wire                                        at_end,
  output wire signed [W-1:0]                         late_data,
  output wire        [1:0]                           late_tag,
  output wire        [N-1:0]                         late_request,
  output wire                                        later
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 3)
      begin : illegal_w W_must_be_at_least_3 stop (); end
    if (STAGES < 0)
      begin : illegal_stages STAGES_must_be_at_least_0 stop (); end
  endgenerate

  localparam integer N_INDEX_WIDTH = (N > 1) ? $clog2(N) : 1;

  function [W + 1:0] reduce_or;
    input [N*(W + 2)-1:0] elements;
    reg [N*(W + 2)-1:0] partial;
    integer i, step_;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*(W + 2) +: W + 2] = elements[i*(W + 2) +: W + 2];
      for (step_ = 1; step_ < N; step_ = 2 * step_) begin
        for (i = 0; i + step_ < N; i = i + 2 * step_)
          partial[i*(W + 2) +: W + 2] = partial[i*(W + 2) +: W + 2] | partial[(i + step_)*(W + 2) +: W + 2];
      end
      reduce_or = partial[W + 1:0];
    end
  endfunction

  function [N_INDEX_WIDTH-1:0] reduce_or_2;
    input [N*N_INDEX_WIDTH-1:0] elements;
    reg [N*N_INDEX_WIDTH-1:0] partial;
    integer i, step_;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*N_INDEX_WIDTH +: N_INDEX_WIDTH] = elements[i*N_INDEX_WIDTH +: N_INDEX_WIDTH];
      for (step_ = 1; step_ < N; step_ = 2 * step_) begin
        for (i = 0; i + step_ < N; i = i + 2 * step_)
          partial[i*N_INDEX_WIDTH +: N_INDEX_WIDTH] = partial[i*N_INDEX_WIDTH +: N_INDEX_WIDTH]
              | partial[(i + step_)*N_INDEX_WIDTH +: N_INDEX_WIDTH];
      end
      reduce_or_2 = partial[N_INDEX_WIDTH-1:0];
    end
  endfunction

  genvar c, s;

  wire [N-1:0] grant_2 = request & (~request + {{(N - 1){1'b0}}, 1'b1});

  assign grant = grant_2;

  wire [N-1:0] value = request & (~request + {{(N - 1){1'b0}}, 1'b1});

  wire [N*N_INDEX_WIDTH-1:0] masked;

  generate
    for (c = 0; c < N; c = c + 1) begin : choice
      localparam integer C = c;

      assign masked[c*N_INDEX_WIDTH +: N_INDEX_WIDTH] = value[c] ? C[N_INDEX_WIDTH-1:0] : {N_INDEX_WIDTH{1'b0}};
    end
  endgenerate

  assign index = reduce_or_2(masked);

  wire [N*N_INDEX_WIDTH-1:0] masked_2;

  generate
    for (c = 0; c < N; c = c + 1) begin : choice_2
      localparam integer C = c;

      assign masked_2[c*N_INDEX_WIDTH +: N_INDEX_WIDTH] = grant_2[c] ? C[N_INDEX_WIDTH-1:0] : {N_INDEX_WIDTH{1'b0}};
    end
  endgenerate

  assign hot_index = reduce_or_2(masked_2);

  wire [N*(W + 2)-1:0] masked_3;

  generate
    for (c = 0; c < N; c = c + 1) begin : choice_3
      assign masked_3[c*(W + 2) +: W + 2] = grant_2[c]
          ? {entries_data[c*W +: W], entries_tag[c*2 +: 2]}
          : {(W + 2){1'b0}};
    end
  endgenerate

  wire [W + 1:0] folded = reduce_or(masked_3);

  assign hot_data = folded[2 +: W];
  assign hot_tag  = folded[1:0];

  wire [N-1:0] value_2 = request & (~request + {{(N - 1){1'b0}}, 1'b1});

  wire [N*(W + 2)-1:0] masked_4;

  generate
    for (c = 0; c < N; c = c + 1) begin : choice_4
      assign masked_4[c*(W + 2) +: W + 2] = value_2[c]
          ? {entries_data[c*W +: W], entries_tag[c*2 +: 2]}
          : {(W + 2){1'b0}};
    end
  endgenerate

  wire [W + 1:0] folded_2 = reduce_or(masked_4);

  assign urgent_data = folded_2[2 +: W];
  assign urgent_tag  = folded_2[1:0];

  wire signed [W-1:0] listed   = first ? entries_data[W-1:0] : second ? {W{1'b1}} : entries_data[(N - 1)*W +: W];
  wire [1:0]          listed_2 = first ? entries_tag[1:0] : second ? 2'd3 : entries_tag[(N - 1)*2 +: 2];

  assign listed_data = listed;
  assign listed_tag  = listed_2;
  assign one_of      = ((first && !second) ? entries_data[W-1:0] : {W{1'b0}})
      | ((second && !first) ? {{(W - 2){1'b1}}, 2'd2} : {W{1'b0}});

  wire [4*W-1:0] coefficients = {{W{1'b1}}, {W{1'b0}}, {{(W - 3){1'b1}}, 3'd4}, {{(W - 2){1'b0}}, 2'd3}};

  reg signed [W-1:0] selected;

  always @* begin : select_selected
    integer i;
    selected = {W{1'b0}};
    for (i = 0; i < 4; i = i + 1) begin
      if ({30'd0, which} == i)
        selected = selected | coefficients[i*W +: W];
    end
  end

  assign coefficient = selected;

  reg [$clog2(N + 1)-1:0] steps;

  wire steps_last = steps == N[$clog2(N + 1)-1:0];

  assign count  = steps;
  assign at_end = steps_last;

  wire signed [W-1:0] late_data_2;
  wire [1:0]          late_tag_2;

  generate
    if (STAGES < 1) begin : direct
      assign late_data_2 = entries_data[W-1:0];
      assign late_tag_2  = entries_tag[1:0];
    end else begin : delayed
      for (s = 0; s < STAGES; s = s + 1) begin : stage
        wire signed [W-1:0] previous_data;
        wire [1:0]          previous_tag;
        reg signed [W-1:0]  late_tap_data;
        reg [1:0]           late_tap_tag;

        if (s == 0) begin : first_2
          assign previous_data = entries_data[W-1:0];
          assign previous_tag  = entries_tag[1:0];
        end else begin : next
          assign previous_data = stage[s - 1].late_tap_data;
          assign previous_tag  = stage[s - 1].late_tap_tag;
        end

        always @(posedge clk)
          if (step) begin
            late_tap_data <= previous_data;
            late_tap_tag  <= previous_tag;
          end
      end

      assign late_data_2 = stage[STAGES - 1].late_tap_data;
      assign late_tag_2  = stage[STAGES - 1].late_tap_tag;
    end
  endgenerate

  assign late_data = late_data_2;
  assign late_tag  = late_tag_2;

  generate
    for (s = 0; s < STAGES + 1; s = s + 1) begin : stage_2
      wire [N-1:0] previous;
      reg [N-1:0]  requests;

      if (s == 0) begin : first_2
        assign previous = request;
      end else begin : next
        assign previous = stage_2[s - 1].requests;
      end

      always @(posedge clk) begin
        requests <= previous;
        if (rst)
          requests <= {N{1'b0}};
      end
    end
  endgenerate

  assign late_request = stage_2[STAGES].requests;

  reg tap_1;
  reg tap_2;
  reg tap_3;

  always @(posedge clk) begin
    if (step)
      steps <= (steps == N[$clog2(N + 1)-1:0]) ? {($clog2(N + 1)){1'b0}} : steps + {{($clog2(N + 1) - 1){1'b0}}, 1'b1};
    if (clear)
      steps <= {($clog2(N + 1)){1'b0}};
    tap_1 <= first;
    tap_2 <= tap_1;
    tap_3 <= tap_2;
    if (rst) begin
      steps <= {($clog2(N + 1)){1'b0}};
      tap_1 <= 1'b0;
      tap_2 <= 1'b0;
      tap_3 <= 1'b0;
    end
  end

  assign later = tap_3;

endmodule

`default_nettype wire
