// priority_and_one_hot: the lowest request is granted; its number and its datum come out.

`default_nettype none

module priority_and_one_hot #(
  // 1 or more.
  parameter integer N = 5,
  // 1 or more.
  parameter integer W = 8
) (
  input  wire [N-1:0]                         request,
  input  wire [N*W-1:0]                       data,
  output wire [N-1:0]                         grant,
  output wire [((N > 1) ? $clog2(N) : 1)-1:0] index,
  output wire [W-1:0]                         y
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer N_INDEX_WIDTH = (N > 1) ? $clog2(N) : 1;

  function [N_INDEX_WIDTH-1:0] reduce_or;
    input [N*N_INDEX_WIDTH-1:0] elements;
    reg [N*N_INDEX_WIDTH-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*N_INDEX_WIDTH +: N_INDEX_WIDTH] = elements[i*N_INDEX_WIDTH +: N_INDEX_WIDTH];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*N_INDEX_WIDTH +: N_INDEX_WIDTH] = partial[i*N_INDEX_WIDTH +: N_INDEX_WIDTH]
              | partial[(i + step)*N_INDEX_WIDTH +: N_INDEX_WIDTH];
      end
      reduce_or = partial[N_INDEX_WIDTH-1:0];
    end
  endfunction

  function [W-1:0] reduce_or_2;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = partial[i*W +: W] | partial[(i + step)*W +: W];
      end
      reduce_or_2 = partial[W-1:0];
    end
  endfunction

  genvar i;

  wire [N-1:0] lowest = request & (~request + {{(N - 1){1'b0}}, 1'b1});

  assign grant = lowest;

  wire [N*N_INDEX_WIDTH-1:0] numbers;
  wire [N*W-1:0]             chosen;

  generate
    for (i = 0; i < N; i = i + 1) begin : lane
      localparam integer I = i;

      assign numbers[i*N_INDEX_WIDTH +: N_INDEX_WIDTH] = lowest[i] ? I[N_INDEX_WIDTH-1:0] : {N_INDEX_WIDTH{1'b0}};
      assign chosen[i*W +: W]                          = lowest[i] ? data[i*W +: W] : {W{1'b0}};
    end
  endgenerate

  assign index = reduce_or(numbers);
  assign y     = reduce_or_2(chosen);

endmodule

`default_nettype wire
