// tree: all elements joined, by every operator: a balanced tree of any length.

`default_nettype none

module tree #(
  // 1 or more.
  parameter integer N = 5,
  // 1 or more.
  parameter integer W = 8
) (
  input  wire        [N*W-1:0]             x,
  input  wire        [N*W-1:0]             z,
  output wire        [W + $clog2(N) - 1:0] sum,
  output wire signed [W + $clog2(N) - 1:0] sum_signed,
  output wire        [W-1:0]               all,
  output wire        [W-1:0]               any,
  output wire        [W-1:0]               parity,
  output wire        [W-1:0]               least,
  output wire        [W-1:0]               most,
  output wire signed [W-1:0]               least_signed,
  output wire signed [W-1:0]               most_signed
);

  generate
    if (N < 1)
      begin : illegal_n N_must_be_at_least_1 stop (); end
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  function [W + $clog2(N) - 1:0] reduce_add;
    input [N*W-1:0] elements;
    reg [N*(W + $clog2(N))-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*(W + $clog2(N)) +: W + $clog2(N)] = {{($clog2(N)){1'b0}}, elements[i*W +: W]};
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*(W + $clog2(N)) +: W + $clog2(N)] = partial[i*(W + $clog2(N)) +: W + $clog2(N)]
              + partial[(i + step)*(W + $clog2(N)) +: W + $clog2(N)];
      end
      reduce_add = partial[W + $clog2(N) - 1:0];
    end
  endfunction

  function signed [W + $clog2(N) - 1:0] reduce_add_2;
    input [N*W-1:0] elements;
    reg [N*(W + $clog2(N))-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*(W + $clog2(N)) +: W + $clog2(N)] = {{($clog2(N)){elements[i*W + W - 1]}}, elements[i*W +: W]};
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*(W + $clog2(N)) +: W + $clog2(N)] = partial[i*(W + $clog2(N)) +: W + $clog2(N)]
              + partial[(i + step)*(W + $clog2(N)) +: W + $clog2(N)];
      end
      reduce_add_2 = partial[W + $clog2(N) - 1:0];
    end
  endfunction

  function [W-1:0] reduce_and;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = partial[i*W +: W] & partial[(i + step)*W +: W];
      end
      reduce_and = partial[W-1:0];
    end
  endfunction

  function [W-1:0] reduce_or;
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
      reduce_or = partial[W-1:0];
    end
  endfunction

  function [W-1:0] reduce_xor;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = partial[i*W +: W] ^ partial[(i + step)*W +: W];
      end
      reduce_xor = partial[W-1:0];
    end
  endfunction

  function [W-1:0] reduce_min;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = (partial[i*W +: W] < partial[(i + step)*W +: W])
              ? partial[i*W +: W]
              : partial[(i + step)*W +: W];
      end
      reduce_min = partial[W-1:0];
    end
  endfunction

  function [W-1:0] reduce_max;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = (partial[i*W +: W] < partial[(i + step)*W +: W])
              ? partial[(i + step)*W +: W]
              : partial[i*W +: W];
      end
      reduce_max = partial[W-1:0];
    end
  endfunction

  function signed [W-1:0] reduce_min_2;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = ($signed(partial[i*W +: W]) < $signed(partial[(i + step)*W +: W]))
              ? partial[i*W +: W]
              : partial[(i + step)*W +: W];
      end
      reduce_min_2 = partial[W-1:0];
    end
  endfunction

  function signed [W-1:0] reduce_max_2;
    input [N*W-1:0] elements;
    reg [N*W-1:0] partial;
    integer i, step;
    begin
      for (i = 0; i < N; i = i + 1)
        partial[i*W +: W] = elements[i*W +: W];
      for (step = 1; step < N; step = 2 * step) begin
        for (i = 0; i + step < N; i = i + 2 * step)
          partial[i*W +: W] = ($signed(partial[i*W +: W]) < $signed(partial[(i + step)*W +: W]))
              ? partial[(i + step)*W +: W]
              : partial[i*W +: W];
      end
      reduce_max_2 = partial[W-1:0];
    end
  endfunction

  assign sum          = reduce_add(x);
  assign sum_signed   = reduce_add_2(z);
  assign all          = reduce_and(x);
  assign any          = reduce_or(x);
  assign parity       = reduce_xor(x);
  assign least        = reduce_min(x);
  assign most         = reduce_max(x);
  assign least_signed = reduce_min_2(z);
  assign most_signed  = reduce_max_2(z);

endmodule

`default_nettype wire
