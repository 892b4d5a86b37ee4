// answer_queue: answers commands in the order in which they came. A refused one (code not 0) is answered at once; of
// the others, each kind is answered when one of its kind is done.

`default_nettype none

module answer_queue #(
  // Commands that may wait for their answer. 1 or more.
  parameter integer DEPTH      = 4,
  // Bits of a code. 1 or more.
  parameter integer CODE_WIDTH = 3
) (
  input  wire                  clk,
  // Synchronous, active high.
  input  wire                  rst,

  // Commands: the kind, whether results leave; and the code, 0 for one that is carried out.
  input  wire                  command_valid,
  output wire                  command_ready,
  input  wire                  command_leaves,
  input  wire [CODE_WIDTH-1:0] command_code,

  // A command of each kind is done.
  input  wire                  left,
  input  wire                  kept,

  // Answers.
  output wire                  response_valid,
  input  wire                  response_ready,
  output wire [CODE_WIDTH-1:0] response_code,

  // Commands wait for their answer.
  output wire                  busy
);

  generate
    if (DEPTH < 1)
      begin : illegal_depth DEPTH_must_be_at_least_1 stop (); end
    if (CODE_WIDTH < 1)
      begin : illegal_code_width CODE_WIDTH_must_be_at_least_1 stop (); end
  endgenerate

  localparam integer WIDTH = CODE_WIDTH + 1;

  wire response_fire = response_valid && response_ready;

  // Commands of each kind that are done and not answered.
  reg [$clog2(DEPTH):0] left_count;
  reg [$clog2(DEPTH):0] kept_count;
  wire                  head_valid;
  wire [WIDTH-1:0]      head_bits;

  wire refused       = head_bits[CODE_WIDTH-1:0] != {CODE_WIDTH{1'b0}};
  wire answered      = response_fire && !refused;
  wire left_answered = answered && head_bits[CODE_WIDTH];
  wire kept_answered = answered && !head_bits[CODE_WIDTH];

  assign busy           = head_valid;
  assign response_code  = head_bits[CODE_WIDTH-1:0];
  assign response_valid = head_valid
      && (refused || (head_bits[CODE_WIDTH] ? left_count : kept_count) != {($clog2(DEPTH) + 1){1'b0}});

  wire [WIDTH-1:0] bits = {command_leaves, command_code};
  wire             take = {response_fire};

  broadcast_queue #(
    .WIDTH   (WIDTH),
    .DEPTH   (DEPTH),
    .READERS (1)
  ) queue (
    .clk        (clk),
    .rst        (rst),
    .enq_valid  (command_valid),
    .enq_ready  (command_ready),
    .enq_bits   (bits),
    .head_valid (head_valid),
    .head_bits  (head_bits),
    .take       (take)
  );

  always @(posedge clk) begin
    if (left && !left_answered)
      left_count <= left_count + {{($clog2(DEPTH)){1'b0}}, 1'b1};
    else if (left_answered && !left)
      left_count <= left_count - {{($clog2(DEPTH)){1'b0}}, 1'b1};
    if (kept && !kept_answered)
      kept_count <= kept_count + {{($clog2(DEPTH)){1'b0}}, 1'b1};
    else if (kept_answered && !kept)
      kept_count <= kept_count - {{($clog2(DEPTH)){1'b0}}, 1'b1};
    if (rst) begin
      left_count <= {($clog2(DEPTH) + 1){1'b0}};
      kept_count <= {($clog2(DEPTH) + 1){1'b0}};
    end
  end

endmodule

`default_nettype wire
