// answering: answers what it is asked with the sum of tag and data.

`default_nettype none

module answering #(
  // 2 or more.
  parameter integer W = 8
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         asked_ask_valid,
  output wire         asked_ask_ready,
  input  wire [1:0]   asked_ask_tag,
  input  wire [W-1:0] asked_ask_data,

  output wire         asked_answer_valid,
  input  wire         asked_answer_ready,
  output wire [W-1:0] asked_answer_bits
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  wire asked_ask_fire = asked_ask_valid && asked_ask_ready;

  wire         registered_valid;
  wire         registered_ready;
  wire [1:0]   registered_tag;
  wire [W-1:0] registered_data;
  reg          registered_full;
  reg [1:0]    registered_head_tag;
  reg [W-1:0]  registered_head_data;
  reg          registered_waits;
  reg [1:0]    registered_second_tag;
  reg [W-1:0]  registered_second_data;

  assign registered_valid = registered_full;
  assign registered_tag   = registered_head_tag;
  assign registered_data  = registered_head_data;
  assign asked_ask_ready  = !registered_waits;

  always @(posedge clk) begin
    if (registered_ready || !registered_full) begin
      registered_full  <= registered_waits || asked_ask_valid;
      registered_waits <= 1'b0;
      if (registered_waits) begin
        registered_head_tag  <= registered_second_tag;
        registered_head_data <= registered_second_data;
      end else begin
        registered_head_tag  <= asked_ask_tag;
        registered_head_data <= asked_ask_data;
      end
    end else if (asked_ask_fire) begin
      registered_waits       <= 1'b1;
      registered_second_tag  <= asked_ask_tag;
      registered_second_data <= asked_ask_data;
    end
    if (rst) begin
      registered_full  <= 1'b0;
      registered_waits <= 1'b0;
    end
  end

  wire         sums_valid;
  wire         sums_ready;
  wire [W-1:0] sums_bits;

  assign sums_valid         = registered_valid;
  assign sums_bits          = registered_data + {{(W - 2){1'b0}}, registered_tag};
  assign registered_ready   = sums_ready;
  assign asked_answer_valid = sums_valid;
  assign asked_answer_bits  = sums_bits;
  assign sums_ready         = asked_answer_ready;

endmodule

`default_nettype wire

// links: two that answer, on one link each; the groups of ports go through whole.

`default_nettype none

module links #(
  // 2 or more.
  parameter integer W = 8
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         north_ask_valid,
  output wire         north_ask_ready,
  input  wire [1:0]   north_ask_tag,
  input  wire [W-1:0] north_ask_data,

  output wire         north_answer_valid,
  input  wire         north_answer_ready,
  output wire [W-1:0] north_answer_bits,

  input  wire         south_ask_valid,
  output wire         south_ask_ready,
  input  wire [1:0]   south_ask_tag,
  input  wire [W-1:0] south_ask_data,

  output wire         south_answer_valid,
  input  wire         south_answer_ready,
  output wire [W-1:0] south_answer_bits
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
  endgenerate

  answering #(
    .W (W)
  ) north_side (
    .clk                (clk),
    .rst                (rst),
    .asked_ask_valid    (north_ask_valid),
    .asked_ask_ready    (north_ask_ready),
    .asked_ask_tag      (north_ask_tag),
    .asked_ask_data     (north_ask_data),
    .asked_answer_valid (north_answer_valid),
    .asked_answer_ready (north_answer_ready),
    .asked_answer_bits  (north_answer_bits)
  );

  wire         ask_valid;
  wire         ask_ready;
  wire [1:0]   ask_tag;
  wire [W-1:0] ask_data;
  wire         answer_valid;
  wire         answer_ready;
  wire [W-1:0] answer_bits;

  assign ask_valid          = south_ask_valid;
  assign ask_tag            = south_ask_tag;
  assign ask_data           = south_ask_data;
  assign south_ask_ready    = ask_ready;
  assign south_answer_valid = answer_valid;
  assign south_answer_bits  = answer_bits;
  assign answer_ready       = south_answer_ready;

  answering #(
    .W (W)
  ) south_side (
    .clk                (clk),
    .rst                (rst),
    .asked_ask_valid    (ask_valid),
    .asked_ask_ready    (ask_ready),
    .asked_ask_tag      (ask_tag),
    .asked_ask_data     (ask_data),
    .asked_answer_valid (answer_valid),
    .asked_answer_ready (answer_ready),
    .asked_answer_bits  (answer_bits)
  );

endmodule

`default_nettype wire
