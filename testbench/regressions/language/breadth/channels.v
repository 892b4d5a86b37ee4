// channels: every combinator of streams: what enters is filtered, changed, forked, delayed by different depths and
// joined.

`default_nettype none

module channels #(
  // 2 or more.
  parameter integer W     = 8,
  // 1 or more.
  parameter integer DEPTH = 3
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         in_valid,
  output wire         in_ready,
  input  wire [1:0]   in_tag,
  input  wire [W-1:0] in_data,

  output wire         out_valid,
  input  wire         out_ready,
  output wire [1:0]   out_left_tag,
  output wire [W-1:0] out_left_data,
  output wire [W:0]   out_right
);

  generate
    if (W < 2)
      begin : illegal_w W_must_be_at_least_2 stop (); end
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer DEPTH_MINUS_1     = DEPTH - 1;
  localparam integer DEPTH_INDEX_WIDTH = (DEPTH > 1) ? $clog2(DEPTH) : 1;

  wire         kept_valid;
  wire         kept_ready;
  wire [1:0]   kept_tag;
  wire [W-1:0] kept_data;

  wire kept_fire = kept_valid && kept_ready;
  wire value     = in_tag != 2'd3;

  assign kept_valid = in_valid && value;
  assign kept_tag   = in_tag;
  assign kept_data  = in_data;
  assign in_ready   = kept_ready || !value;

  wire         held_valid;
  wire         held_ready;
  wire [1:0]   held_tag;
  wire [W-1:0] held_data;

  wire held_fire = held_valid && held_ready;

  reg         held_full;
  reg [1:0]   held_head_tag;
  reg [W-1:0] held_head_data;
  reg         held_waits;
  reg [1:0]   held_second_tag;
  reg [W-1:0] held_second_data;

  assign held_valid = held_full;
  assign held_tag   = held_head_tag;
  assign held_data  = held_head_data;
  assign kept_ready = !held_waits;

  wire         left_valid;
  wire         left_ready;
  wire [1:0]   left_tag;
  wire [W-1:0] left_data;

  wire left_fire = left_valid && left_ready;

  reg          left_taken;
  wire         right_valid;
  wire         right_ready;
  wire [1:0]   right_tag;
  wire [W-1:0] right_data;

  wire right_fire = right_valid && right_ready;

  reg right_taken;

  assign held_ready  = (left_taken || left_ready) && (right_taken || right_ready);
  assign left_valid  = held_valid && !left_taken;
  assign left_tag    = held_tag;
  assign left_data   = held_data;
  assign right_valid = held_valid && !right_taken;
  assign right_tag   = held_tag;
  assign right_data  = held_data;

  wire         queued_valid;
  wire         queued_ready;
  wire [1:0]   queued_tag;
  wire [W-1:0] queued_data;

  wire queued_fire = queued_valid && queued_ready;

  reg [DEPTH_INDEX_WIDTH-1:0] queued_head;
  reg [DEPTH_INDEX_WIDTH-1:0] queued_tail;
  reg                         queued_full;
  reg [2 + W - 1:0]           queued_buffer [0:DEPTH-1];

  assign queued_valid = queued_head != queued_tail || queued_full;

  wire [2 + W - 1:0] value_2 = queued_buffer[queued_head];

  assign queued_tag  = value_2[W +: 2];
  assign queued_data = value_2[W-1:0];
  assign left_ready  = !queued_full;

  wire       doubled_valid;
  wire       doubled_ready;
  wire [W:0] doubled_bits;

  wire doubled_fire = doubled_valid && doubled_ready;

  assign doubled_valid = right_valid;
  assign doubled_bits  = {right_data, 1'b0};
  assign right_ready   = doubled_ready;

  wire       delayed_valid;
  wire       delayed_ready;
  wire [W:0] delayed_bits;
  reg        delayed_full;
  reg [W:0]  delayed_head;
  reg        delayed_waits;
  reg [W:0]  delayed_second;

  assign delayed_valid = delayed_full;
  assign delayed_bits  = delayed_head;
  assign doubled_ready = !delayed_waits;

  always @(posedge clk) begin
    if (held_ready || !held_full) begin
      held_full  <= held_waits || kept_valid;
      held_waits <= 1'b0;
      if (held_waits) begin
        held_head_tag  <= held_second_tag;
        held_head_data <= held_second_data;
      end else begin
        held_head_tag  <= kept_tag;
        held_head_data <= kept_data;
      end
    end else if (kept_fire) begin
      held_waits       <= 1'b1;
      held_second_tag  <= kept_tag;
      held_second_data <= kept_data;
    end
    if (held_fire)
      left_taken <= 1'b0;
    else if (left_fire)
      left_taken <= 1'b1;
    if (held_fire)
      right_taken <= 1'b0;
    else if (right_fire)
      right_taken <= 1'b1;
    if (left_fire) begin
      queued_buffer[queued_tail] <= {left_tag, left_data};
      queued_tail                <= (queued_tail == DEPTH_MINUS_1[DEPTH_INDEX_WIDTH-1:0])
          ? {DEPTH_INDEX_WIDTH{1'b0}}
          : queued_tail + {{(DEPTH_INDEX_WIDTH - 1){1'b0}}, 1'b1};
    end
    if (queued_fire)
      queued_head <= (queued_head == DEPTH_MINUS_1[DEPTH_INDEX_WIDTH-1:0])
          ? {DEPTH_INDEX_WIDTH{1'b0}}
          : queued_head + {{(DEPTH_INDEX_WIDTH - 1){1'b0}}, 1'b1};
    if (left_fire != queued_fire)
      queued_full <= left_fire
          && ((queued_tail == DEPTH_MINUS_1[DEPTH_INDEX_WIDTH-1:0])
            ? {DEPTH_INDEX_WIDTH{1'b0}}
            : queued_tail + {{(DEPTH_INDEX_WIDTH - 1){1'b0}}, 1'b1})
            == queued_head;
    if (delayed_ready || !delayed_full) begin
      delayed_full  <= delayed_waits || doubled_valid;
      delayed_waits <= 1'b0;
      if (delayed_waits)
        delayed_head <= delayed_second;
      else
        delayed_head <= doubled_bits;
    end else if (doubled_fire) begin
      delayed_waits  <= 1'b1;
      delayed_second <= doubled_bits;
    end
    if (rst) begin
      held_full     <= 1'b0;
      held_waits    <= 1'b0;
      left_taken    <= 1'b0;
      right_taken   <= 1'b0;
      queued_head   <= {DEPTH_INDEX_WIDTH{1'b0}};
      queued_tail   <= {DEPTH_INDEX_WIDTH{1'b0}};
      queued_full   <= 1'b0;
      delayed_full  <= 1'b0;
      delayed_waits <= 1'b0;
    end
  end

  wire         joined_valid;
  wire         joined_ready;
  wire [1:0]   joined_left_tag;
  wire [W-1:0] joined_left_data;
  wire [W:0]   joined_right;

  assign joined_valid     = queued_valid && delayed_valid;
  assign joined_left_tag  = queued_tag;
  assign joined_left_data = queued_data;
  assign joined_right     = delayed_bits;
  assign queued_ready     = joined_ready && delayed_valid;
  assign delayed_ready    = joined_ready && queued_valid;
  assign out_valid        = joined_valid;
  assign out_left_tag     = joined_left_tag;
  assign out_left_data    = joined_left_data;
  assign out_right        = joined_right;
  assign joined_ready     = out_ready;

  // Nothing reads this.
  wire unused = &{1'b0, right_tag, 1'b0};

endmodule

`default_nettype wire
