// sequencer: waits for a start, loads a count, counts it down, and tells; twice, with codes that count and with one bit
// each.

`default_nettype none

module sequencer #(
  // 4 or more.
  parameter integer W = 8
) (
  input  wire         clk,
  // Synchronous, active high.
  input  wire         rst,

  input  wire         start,
  input  wire         cancel,
  input  wire [W-1:0] count,
  input  wire [2:0]   operation,
  input  wire [2:0]   level,
  input  wire [2:0]   code,
  output wire         busy,
  output wire         done,
  output wire [W-1:0] remaining,

  // How often the machine was started.
  output wire [W-1:0] starts,
  output wire         hot_busy,
  output wire         hot_done,
  output wire [W-1:0] sum,
  output wire [W-1:0] chosen,
  output wire [1:0]   scale,
  output wire [W-1:0] code_seen
);

  generate
    if (W < 4)
      begin : illegal_w W_must_be_at_least_4 stop (); end
  endgenerate

  localparam [2:0] IDLE_2   = 3'd0;
  localparam [2:0] LOAD     = 3'd1;
  localparam [2:0] COUNT    = 3'd2;
  localparam [2:0] TELL     = 3'd3;
  localparam [2:0] REST     = 3'd4;
  localparam [2:0] IDLE     = 3'd1;
  localparam [2:0] RUN      = 3'd2;
  localparam [2:0] DONE     = 3'd4;
  localparam [2:0] ADD      = 3'd1;
  localparam [2:0] SUBTRACT = 3'd2;
  localparam [2:0] CLEAR    = 3'd4;

  reg [W-1:0] left;
  reg [W-1:0] runs;
  reg [2:0]   control_state;
  wire [2:0]  control_next;

  assign done         = control_state == TELL;
  assign control_next = (control_state == LOAD)
      ? COUNT
      : (control_state == COUNT)
      ? cancel ? REST : (left == {W{1'b0}}) ? TELL : control_state
      : (control_state == TELL) ? IDLE_2 : (control_state == REST) ? IDLE_2 : start ? LOAD : IDLE_2;
  assign busy         = !(control_state == IDLE_2);
  assign remaining    = left;
  assign starts       = runs;

  reg [2:0] hot_state;

  assign hot_done = hot_state[1] ? 1'b0 : hot_state[2] ? 1'b1 : 1'b0;
  assign hot_busy = hot_state[1];

  reg [W-1:0] total;
  reg [W-1:0] decoded;

  wire [W-1:0] chosen_2 = (operation == ADD)
      ? count
      : (operation == SUBTRACT) ? ~count : (operation == CLEAR) ? left : total;

  assign chosen = chosen_2;

  wire [1:0] scale_2 = ~code[1:0];

  assign scale = level[0] ? code[1:0] : level[1] ? code[2:1] : scale_2;

  always @(posedge clk) begin
    case (control_state)
      LOAD:
        left <= count;
      COUNT: begin
        if (!(left == {W{1'b0}}))
          left <= left - {{(W - 1){1'b0}}, 1'b1};
      end
      default: ;
    endcase
    control_state <= control_next;
    if (control_next == LOAD && control_state != LOAD)
      runs <= runs + {{(W - 1){1'b0}}, 1'b1};
    if (hot_state[1]) begin
      if (cancel || control_state == TELL)
        hot_state <= DONE;
    end else if (hot_state[2])
      hot_state <= IDLE;
    else begin
      hot_state <= IDLE;
      if (start)
        hot_state <= RUN;
    end
    case (operation)
      ADD:
        total <= total + count;
      SUBTRACT:
        total <= total - count;
      CLEAR:
        total <= {W{1'b0}};
      default: ;
    endcase
    case (code)
      3'd0:
        decoded <= {{(W - 1){1'b0}}, 1'b1};
      3'd3:
        decoded <= count;
      3'd5:
        decoded <= decoded + {{(W - 1){1'b0}}, 1'b1};
      default: ;
    endcase
    if (rst) begin
      left          <= {W{1'b0}};
      runs          <= {W{1'b0}};
      control_state <= IDLE_2;
      hot_state     <= IDLE;
      total         <= {W{1'b0}};
      decoded       <= {W{1'b0}};
    end
  end

  assign sum       = total;
  assign code_seen = decoded;

  // The bits that nothing selects go nowhere.
  wire unused = &{1'b0, level, hot_state, 1'b0};

endmodule

`default_nettype wire
