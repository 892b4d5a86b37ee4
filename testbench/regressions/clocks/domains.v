// count: counts the cycles in which it is told to. It declares no clock, and takes that of where it stands.

`default_nettype none

module count #(
  // 2 or more.
  parameter integer W = 4
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         up,
  output wire [W-1:0] count
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  reg [W-1:0] value;

  always @(posedge clk) begin
    if (up)
      value <= value + {{(W - 1){1'b0}}, 1'b1};
    if (rst)
      value <= {{(W - 1){1'b0}}, 1'b1};
  end

  assign count = value;

`ifdef FORMAL
  always @(posedge clk)
    if (!rst) begin
      assert (up || ^value || !(^value));
    end
`elsif SYNTHESIS
`else
  always @(posedge clk)
    if (!rst && !(up || ^value || !(^value))) begin
      $display("%m: cannot fail");
      $finish;
    end
`endif

endmodule

`default_nettype wire

// count_async_rst_n: counts the cycles in which it is told to. It declares no clock, and takes that of where it stands.

`default_nettype none

module count_async_rst_n #(
  // 2 or more.
  parameter integer W = 4
) (
  input  wire         clk,
  // Asynchronous, active low.
  input  wire         rst_n,

  input  wire         up,
  output wire [W-1:0] count
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  reg [W-1:0] value;

  always @(posedge clk or negedge rst_n)
    if (!rst_n)
      value <= {{(W - 1){1'b0}}, 1'b1};
    else if (up)
      value <= value + {{(W - 1){1'b0}}, 1'b1};

  assign count = value;

`ifdef FORMAL
  always @(posedge clk)
    if (rst_n) begin
      assert (up || ^value || !(^value));
    end
`elsif SYNTHESIS
`else
  always @(posedge clk or negedge rst_n)
    if (rst_n && !(up || ^value || !(^value))) begin
      $display("%m: cannot fail");
      $finish;
    end
`endif

endmodule

`default_nettype wire

// count_en: counts the cycles in which it is told to. It declares no clock, and takes that of where it stands.

`default_nettype none

module count_en #(
  // 2 or more.
  parameter integer W = 4
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,
  // While low, nothing changes but for a reset.
  input  wire         en,

  input  wire         up,
  output wire [W-1:0] count
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  reg [W-1:0] value;

  always @(posedge clk) begin
    if (en) begin
      if (up)
        value <= value + {{(W - 1){1'b0}}, 1'b1};
    end
    if (rst)
      value <= {{(W - 1){1'b0}}, 1'b1};
  end

  assign count = value;

`ifdef FORMAL
  always @(posedge clk)
    if (!rst && en) begin
      assert (up || ^value || !(^value));
    end
`elsif SYNTHESIS
`else
  always @(posedge clk)
    if (!rst && en && !(up || ^value || !(^value))) begin
      $display("%m: cannot fail");
      $finish;
    end
`endif

endmodule

`default_nettype wire

// count_async_rst_en_falling: counts the cycles in which it is told to. It declares no clock, and takes that of where
// it stands.

`default_nettype none

module count_async_rst_en_falling #(
  // 2 or more.
  parameter integer W = 4
) (
  // Registers change at its falling edge.
  input  wire         clk,
  // Asynchronous, active high.
  input  wire         rst,
  // While low, nothing changes but for a reset.
  input  wire         en,

  input  wire         up,
  output wire [W-1:0] count
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  reg [W-1:0] value;

  always @(negedge clk or posedge rst)
    if (rst)
      value <= {{(W - 1){1'b0}}, 1'b1};
    else if (en) begin
      if (up)
        value <= value + {{(W - 1){1'b0}}, 1'b1};
    end

  assign count = value;

`ifdef FORMAL
  always @(negedge clk)
    if (!rst && en) begin
      assert (up || ^value || !(^value));
    end
`elsif SYNTHESIS
`else
  always @(negedge clk or posedge rst)
    if (!rst && en && !(up || ^value || !(^value))) begin
      $display("%m: cannot fail");
      $finish;
    end
`endif

endmodule

`default_nettype wire

// domains: every kind of clock domain.

`default_nettype none

module domains #(
  // 2 or more.
  parameter integer W = 4
) (
  // The plain kind.
  input  wire         plain_clk,
  // Synchronous, active high.
  input  wire         plain_rst,

  // From outside the chip.
  input  wire         board_clk,
  // From a button. Asynchronous, active low.
  input  wire         board_rst_n,

  input  wire         gated_clk,
  // Synchronous, active low.
  input  wire         gated_rst_n,
  // While low, nothing changes but for a reset.
  input  wire         gated_en,

  // Registers change at its falling edge.
  input  wire         falling_clk,
  // Asynchronous, active high.
  input  wire         falling_rst,
  // While low, nothing changes but for a reset.
  input  wire         falling_en,

  input  wire         clk,

  input  wire         in_plain_load,
  input  wire         in_plain_index,
  input  wire [W-1:0] in_plain_d,
  output wire [W-1:0] in_plain_q,
  input  wire         in_board_load,
  input  wire         in_board_index,
  input  wire [W-1:0] in_board_d,
  output wire [W-1:0] in_board_q,
  input  wire         in_gated_load,
  input  wire         in_gated_index,
  input  wire [W-1:0] in_gated_d,
  output wire [W-1:0] in_gated_q,
  input  wire         in_falling_load,
  input  wire         in_falling_index,
  input  wire [W-1:0] in_falling_d,
  output wire [W-1:0] in_falling_q,
  input  wire         in_bare_load,
  input  wire         in_bare_index,
  input  wire [W-1:0] in_bare_d,
  output wire [W-1:0] in_bare_q,
  output wire [W-1:0] counts_plain,
  output wire [W-1:0] counts_board,
  output wire [W-1:0] counts_gated,
  output wire [W-1:0] counts_falling,

  // Whether the plain domain loaded last, seen by the gated one.
  output wire         loaded,
  output wire [W-1:0] limit
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  (* ASYNC_REG = "TRUE", keep = "true" *) reg inner_released_1;
  (* ASYNC_REG = "TRUE", keep = "true" *) reg inner_released_2;

  always @(posedge board_clk or negedge board_rst_n)
    if (!board_rst_n) begin
      inner_released_1 <= 1'b0;
      inner_released_2 <= 1'b0;
    end else begin
      inner_released_1 <= 1'b1;
      inner_released_2 <= inner_released_1;
    end

  reg [W-1:0]   free;
  reg [2*W-1:0] listed;
  reg [W-1:0]   kept;
  reg [W-1:0]   ram [0:1];
  reg [W-1:0]   ram_read;

  assign in_plain_q = kept ^ free ^ ram_read ^ ram[in_plain_index] ^ listed[W-1:0] ^ listed[W +: W];

  count #(
    .W (W)
  ) counter (
    .clk   (plain_clk),
    .rst   (plain_rst),
    .up    (in_plain_load),
    .count (counts_plain)
  );

  reg [W-1:0]   free_2;
  reg [2*W-1:0] listed_2;
  reg [W-1:0]   kept_2;
  reg [W-1:0]   ram_2 [0:1];
  reg [W-1:0]   ram_read_2;

  always @(posedge board_clk or negedge inner_released_2)
    if (!inner_released_2)
      kept_2 <= {{(W - 2){1'b0}}, 2'd2};
    else if (in_board_load) begin
      if (in_board_index)
        kept_2 <= in_board_d;
      else
        kept_2 <= kept_2 + free_2;
    end

  always @(posedge board_clk) begin : update_2
    integer i_2;
    if (in_board_load)
      ram_read_2 <= ram_2[in_board_index];
    free_2 <= in_board_d;
    if (in_board_load)
      ram_2[in_board_index] <= in_board_d;
    for (i_2 = 0; i_2 < 2; i_2 = i_2 + 1) begin
      if (in_board_load)
        listed_2[i_2*W +: W] <= in_board_index ? in_board_d ^ listed_2[i_2*W +: W] : in_board_d;
    end
    if (!in_board_load) begin
      for (i_2 = 0; i_2 < 2; i_2 = i_2 + 1) begin
        if ({31'd0, in_board_index} == i_2)
          listed_2[i_2*W +: W] <= free_2;
      end
    end
  end

  assign in_board_q = kept_2 ^ free_2 ^ ram_read_2 ^ ram_2[in_board_index] ^ listed_2[W-1:0] ^ listed_2[W +: W];

  count_async_rst_n #(
    .W (W)
  ) counter_2 (
    .clk   (board_clk),
    .rst_n (inner_released_2),
    .up    (in_board_load),
    .count (counts_board)
  );

  reg [W-1:0]   free_3;
  reg [2*W-1:0] listed_3;
  reg [W-1:0]   kept_3;
  reg [W-1:0]   ram_3 [0:1];
  reg [W-1:0]   ram_read_3;

  assign in_gated_q = kept_3 ^ free_3 ^ ram_read_3 ^ ram_3[in_gated_index] ^ listed_3[W-1:0] ^ listed_3[W +: W];

  count_en #(
    .W (W)
  ) counter_3 (
    .clk   (gated_clk),
    .rst   (!gated_rst_n),
    .en    (gated_en),
    .up    (in_gated_load),
    .count (counts_gated)
  );

  reg [W-1:0]   free_4;
  reg [2*W-1:0] listed_4;
  reg [W-1:0]   kept_4;
  reg [W-1:0]   ram_4 [0:1];
  reg [W-1:0]   ram_read_4;

  always @(negedge falling_clk or posedge falling_rst)
    if (falling_rst)
      kept_4 <= {{(W - 2){1'b0}}, 2'd2};
    else if (falling_en) begin
      if (in_falling_load) begin
        if (in_falling_index)
          kept_4 <= in_falling_d;
        else
          kept_4 <= kept_4 + free_4;
      end
    end

  always @(negedge falling_clk) begin : update_4
    integer i_4;
    if (falling_en) begin
      if (in_falling_load)
        ram_read_4 <= ram_4[in_falling_index];
      free_4 <= in_falling_d;
      if (in_falling_load)
        ram_4[in_falling_index] <= in_falling_d;
      for (i_4 = 0; i_4 < 2; i_4 = i_4 + 1) begin
        if (in_falling_load)
          listed_4[i_4*W +: W] <= in_falling_index ? in_falling_d ^ listed_4[i_4*W +: W] : in_falling_d;
      end
      if (!in_falling_load) begin
        for (i_4 = 0; i_4 < 2; i_4 = i_4 + 1) begin
          if ({31'd0, in_falling_index} == i_4)
            listed_4[i_4*W +: W] <= free_4;
        end
      end
    end
  end

  assign in_falling_q = kept_4 ^ free_4 ^ ram_read_4 ^ ram_4[in_falling_index] ^ listed_4[W-1:0] ^ listed_4[W +: W];

  count_async_rst_en_falling #(
    .W (W)
  ) counter_4 (
    .clk   (falling_clk),
    .rst   (falling_rst),
    .en    (falling_en),
    .up    (in_falling_load),
    .count (counts_falling)
  );

  reg [W-1:0]   free_5;
  reg [2*W-1:0] listed_5;
  reg [W-1:0]   ram_5 [0:1];
  reg [W-1:0]   ram_read_5;

  always @(posedge clk) begin : update_5
    integer i_5;
    if (in_bare_load)
      ram_read_5 <= ram_5[in_bare_index];
    free_5 <= in_bare_d;
    if (in_bare_load)
      ram_5[in_bare_index] <= in_bare_d;
    for (i_5 = 0; i_5 < 2; i_5 = i_5 + 1) begin
      if (in_bare_load)
        listed_5[i_5*W +: W] <= in_bare_index ? in_bare_d ^ listed_5[i_5*W +: W] : in_bare_d;
    end
    if (!in_bare_load) begin
      for (i_5 = 0; i_5 < 2; i_5 = i_5 + 1) begin
        if ({31'd0, in_bare_index} == i_5)
          listed_5[i_5*W +: W] <= free_5;
      end
    end
  end

  assign in_bare_q = free_5 ^ free_5 ^ ram_read_5 ^ ram_5[in_bare_index] ^ listed_5[W-1:0] ^ listed_5[W +: W];

  reg                                         last;
  (* ASYNC_REG = "TRUE", keep = "true" *) reg loaded_1;
  (* ASYNC_REG = "TRUE", keep = "true" *) reg loaded_2;

  always @(posedge gated_clk) begin : update_3
    integer i_3;
    if (gated_en) begin
      if (in_gated_load)
        ram_read_3 <= ram_3[in_gated_index];
      free_3 <= in_gated_d;
      if (in_gated_load) begin
        ram_3[in_gated_index] <= in_gated_d;
        if (in_gated_index)
          kept_3 <= in_gated_d;
        else
          kept_3 <= kept_3 + free_3;
      end
      for (i_3 = 0; i_3 < 2; i_3 = i_3 + 1) begin
        if (in_gated_load)
          listed_3[i_3*W +: W] <= in_gated_index ? in_gated_d ^ listed_3[i_3*W +: W] : in_gated_d;
      end
      if (!in_gated_load) begin
        for (i_3 = 0; i_3 < 2; i_3 = i_3 + 1) begin
          if ({31'd0, in_gated_index} == i_3)
            listed_3[i_3*W +: W] <= free_3;
        end
      end
      loaded_1 <= last;
      loaded_2 <= loaded_1;
    end
    if (!gated_rst_n) begin
      kept_3   <= {{(W - 2){1'b0}}, 2'd2};
      loaded_1 <= 1'b0;
      loaded_2 <= 1'b0;
    end
  end

  assign loaded = loaded_2;

  reg [W-1:0] bound;

  always @(posedge plain_clk) begin : update
    integer i;
    if (in_plain_load)
      ram_read <= ram[in_plain_index];
    free <= in_plain_d;
    if (in_plain_load) begin
      ram[in_plain_index] <= in_plain_d;
      if (in_plain_index)
        kept <= in_plain_d;
      else
        kept <= kept + free;
    end
    for (i = 0; i < 2; i = i + 1) begin
      if (in_plain_load)
        listed[i*W +: W] <= in_plain_index ? in_plain_d ^ listed[i*W +: W] : in_plain_d;
    end
    if (!in_plain_load) begin
      for (i = 0; i < 2; i = i + 1) begin
        if ({31'd0, in_plain_index} == i)
          listed[i*W +: W] <= free;
      end
    end
    last <= in_plain_load;
    if (in_plain_load)
      bound <= in_plain_d;
    if (plain_rst) begin
      kept <= {{(W - 2){1'b0}}, 2'd2};
      last <= 1'b0;
    end
  end

  // Crosses into bare (quasi-static): the test reads no moving limit.
  (* keep = "true" *) wire [W-1:0] steady;

  assign steady = bound;
  assign limit  = steady;

`ifdef FORMAL
  always @(posedge plain_clk)
    if (!plain_rst) begin
      cover (kept == in_plain_d);
    end

  always @(posedge board_clk)
    if (inner_released_2) begin
      cover (kept_2 == in_board_d);
    end

  always @(posedge gated_clk)
    if (gated_rst_n && gated_en) begin
      cover (kept_3 == in_gated_d);
    end

  always @(negedge falling_clk)
    if (!falling_rst && falling_en) begin
      cover (kept_4 == in_falling_d);
    end
`endif

endmodule

`default_nettype wire
