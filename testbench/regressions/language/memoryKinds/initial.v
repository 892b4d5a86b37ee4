// initial_memories: memories that hold something from the start: words, a file, an expression of the address; plain and
// in lanes.

`default_nettype none

module initial_memories #(
  // 4 or more.
  parameter integer DEPTH = 6,
  // 8 or more.
  parameter integer W     = 9,
  // 1 to 4.
  parameter integer LANES = 2,
  parameter integer STEP  = 3
) (
  input  wire                            clk,

  input  wire                            write,
  input  wire        [$clog2(DEPTH)-1:0] write_at,
  input  wire        [$clog2(DEPTH)-1:0] at,
  input  wire        [1:0]               few,
  input  wire signed [W-1:0]             d,
  output wire signed [W-1:0]             listed,
  output wire signed [W-1:0]             squared,
  output wire        [W-1:0]             filed,
  output wire        [69:0]              wide,
  output wire        [2:0]               narrow,
  output wire signed [4:0]               cost,
  output wire                            flag,
  output wire                            is_load,
  output wire        [LANES*W-1:0]       lane_words,
  output wire        [LANES*8-1:0]       lane_each,
  output wire signed [11:0]              stepped,
  output wire        [LANES*8-1:0]       same,
  output wire signed [11:0]              same_step,
  output wire        [LANES-1:0]         lane_bits
);

  generate
    if (DEPTH < 4)
      begin : illegal_depth DEPTH_must_be_at_least_4 stop (); end
    if (W < 8)
      begin : illegal_w W_must_be_at_least_8 stop (); end
    if (LANES < 1 || LANES > 4)
      begin : illegal_lanes LANES_must_be_1_to_4 stop (); end
    if (STEP >= 2048)
      begin : illegal_step STEP_must_be_below_2048 stop (); end
    if (STEP*2 >= 2048)
      begin : illegal_step_times_2 STEP_times_2_must_be_below_2048 stop (); end
  endgenerate

  localparam [1:0] LOAD = 2'd1;

  genvar s, i;

  reg signed [W-1:0] listed_rom [0:DEPTH-1];

  initial begin
    listed_rom[0] = {{(W - 3){1'b1}}, 3'd5};
    listed_rom[1] = {{(W - 7){1'b0}}, 7'd100};
    listed_rom[2] = {{(W - 3){1'b0}}, 3'd7};
  end

  initial begin : init_listed_rom
    integer i_2;
    for (i_2 = 3; i_2 < DEPTH; i_2 = i_2 + 1)
      listed_rom[i_2] = {W{1'b1}};
  end

  reg signed [W-1:0] listed_rom_read;

  assign listed = listed_rom_read;

  reg signed [W-1:0] squared_rom [0:DEPTH-1];

  function [W-1:0] squared_rom_word;
    input integer address;
    reg [W + 31:0] wide_2;
    reg unused_bits;
    integer number;
    begin
      number           = address % 10*(address % 10) - 5;
      wide_2           = {{W{number[31]}}, number};
      unused_bits      = &{1'b0, wide_2, 1'b0};
      squared_rom_word = wide_2[W-1:0];
    end
  endfunction

  initial begin : init_squared_rom
    integer i_2;
    for (i_2 = 0; i_2 < DEPTH; i_2 = i_2 + 1)
      squared_rom[i_2] = squared_rom_word(i_2);
  end

  assign squared = squared_rom[at];

  reg [W-1:0] filed_rom [0:DEPTH-1];

  initial
    $readmemh("numbers.hex", filed_rom, 0, 3);

  initial begin : init_filed_rom
    integer i_2;
    for (i_2 = 4; i_2 < DEPTH; i_2 = i_2 + 1)
      filed_rom[i_2] = {{(W - 2){1'b0}}, 2'd3};
  end

  reg [W-1:0] filed_rom_read;
  reg [W-1:0] filed_rom_read_output;

  always @(posedge clk) begin
    if (write)
      listed_rom[write_at] <= d;
    listed_rom_read       <= listed_rom[at];
    filed_rom_read        <= filed_rom[at];
    filed_rom_read_output <= filed_rom_read;
  end

  assign filed = filed_rom_read_output;

  (* ram_style = "block" *) reg [69:0] wide_rom [0:3];

  initial begin
    wide_rom[0] = 70'h200000000000000000;
    wide_rom[1] = 70'h5;
    wide_rom[2] = {70{1'b0}};
    wide_rom[3] = 70'h10000000000000000;
  end

  assign wide = wide_rom[few];

  reg [2:0] narrow_rom [0:3];

  function [2:0] narrow_rom_word;
    input integer address;
    reg unused_bits;
    integer number;
    begin
      number          = address + 2;
      unused_bits     = &{1'b0, number, 1'b0};
      narrow_rom_word = number[2:0];
    end
  endfunction

  initial begin : init_narrow_rom
    integer i_2;
    for (i_2 = 0; i_2 < 4; i_2 = i_2 + 1)
      narrow_rom[i_2] = narrow_rom_word(i_2);
  end

  assign narrow = narrow_rom[few];

  reg [9:0] entries_rom [0:3];

  initial begin
    entries_rom[0] = {2'd1, 5'd25, 1'b0, 1'b0, 1'b1};
    entries_rom[1] = {2'd2, 5'd15, 1'b1, 1'b0, 1'b0};
  end

  initial begin : init_entries_rom
    integer i_2;
    for (i_2 = 2; i_2 < 4; i_2 = i_2 + 1)
      entries_rom[i_2] = {2'd0, 5'd0, 1'b1, 1'b1, 1'b1};
  end

  wire [9:0] value = entries_rom[few];

  assign cost    = value[7:3];
  assign flag    = value[2];
  assign is_load = value[9:8] == LOAD;

  wire [LANES*W-1:0] lane_words_rom_read;

  function [W-1:0] lane_words_rom_word;
    input integer address;
    input integer lane;
    reg [LANES*W-1:0] word;
    begin
      case (address)
        0:
          word = {{(LANES*W - 3){1'b0}}, 3'd5};
        1:
          word = {{(LANES*W - 3){1'b0}}, 3'd6};
        2:
          word = {{(LANES*W - 8){1'b0}}, 8'd255};
        default:
          word = {{(LANES*W - 1){1'b0}}, 1'b1};
      endcase
      lane_words_rom_word = word[lane*W +: W];
    end
  endfunction

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane_words_rom_lane
      reg [W-1:0] lane_words_rom [0:DEPTH-1];

      initial begin : init_lane_words_rom
        integer i_3;
        for (i_3 = 0; i_3 < DEPTH; i_3 = i_3 + 1)
          lane_words_rom[i_3] = lane_words_rom_word(i_3, i);
      end

      reg [W-1:0] read;

      always @(posedge clk)
        read <= lane_words_rom[at];

      assign lane_words_rom_read[i*W +: W] = read;
    end
  endgenerate

  assign lane_words = lane_words_rom_read;

  wire [LANES*8-1:0] lane_each_rom_word;

  function [7:0] lane_each_rom_word_2;
    input integer address;
    input integer lane;
    reg [LANES*8 + 31:0] wide_2;
    reg unused_bits;
    reg [LANES*8-1:0] word;
    integer number;
    begin
      number               = address % 200;
      wide_2               = {{(LANES*8){number[31]}}, number};
      unused_bits          = &{1'b0, wide_2, 1'b0};
      word                 = wide_2[LANES*8-1:0];
      lane_each_rom_word_2 = word[lane*8 +: 8];
    end
  endfunction

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane_each_rom_lane
      reg [7:0] lane_each_rom [0:DEPTH-1];

      initial begin : init_lane_each_rom
        integer i_3;
        for (i_3 = 0; i_3 < DEPTH; i_3 = i_3 + 1)
          lane_each_rom[i_3] = lane_each_rom_word_2(i_3, i);
      end

      assign lane_each_rom_word[i*8 +: 8] = lane_each_rom[at];
    end
  endgenerate

  assign lane_each = lane_each_rom_word;

  reg signed [11:0] stepped_rom [0:3];

  function [11:0] stepped_rom_word;
    input integer address;
    reg unused_bits;
    integer number, number_2;
    begin
      case (address)
        0: begin
          number           = STEP;
          unused_bits      = &{1'b0, number, 1'b0};
          stepped_rom_word = number[11:0];
        end
        1: begin
          number_2         = STEP*2;
          unused_bits      = &{1'b0, number_2, 1'b0};
          stepped_rom_word = number_2[11:0];
        end
        2:
          stepped_rom_word = 12'd4092;
        3:
          stepped_rom_word = 12'd0;
        default:
          stepped_rom_word = 12'd0;
      endcase
    end
  endfunction

  initial begin : init_stepped_rom
    integer i_2;
    for (i_2 = 0; i_2 < 4; i_2 = i_2 + 1)
      stepped_rom[i_2] = stepped_rom_word(i_2);
  end

  assign stepped = stepped_rom[few];

  wire [LANES*8-1:0] same_rom_word;

  function [7:0] same_rom_word_2;
    input integer address;
    input integer lane;
    reg unused_bits;
    reg [LANES*8-1:0] word;
    begin
      unused_bits     = &{1'b0, address, 1'b0};
      word            = {{(LANES*8 - 3){1'b0}}, 3'd5};
      same_rom_word_2 = word[lane*8 +: 8];
    end
  endfunction

  generate
    for (s = 0; s < LANES; s = s + 1) begin : same_rom_lane
      reg [7:0] same_rom [0:DEPTH-1];

      initial begin : init_same_rom
        integer i_3;
        for (i_3 = 0; i_3 < DEPTH; i_3 = i_3 + 1)
          same_rom[i_3] = same_rom_word_2(i_3, s);
      end

      assign same_rom_word[s*8 +: 8] = same_rom[at];
    end
  endgenerate

  assign same = same_rom_word;

  wire [LANES-1:0] lane_bits_rom_word;

  function lane_bits_rom_word_2;
    input integer address;
    input integer lane;
    reg [LANES + 31:0] wide_2;
    reg unused_bits;
    reg [LANES-1:0] word;
    integer number;
    begin
      number               = address % 2;
      wide_2               = {{LANES{number[31]}}, number};
      unused_bits          = &{1'b0, wide_2, 1'b0};
      word                 = wide_2[LANES-1:0];
      unused_bits          = &{1'b0, lane, 1'b0};
      lane_bits_rom_word_2 = word[lane*1 +: 1];
    end
  endfunction

  generate
    for (i = 0; i < LANES; i = i + 1) begin : lane_bits_rom_lane
      reg lane_bits_rom [0:DEPTH-1];

      initial begin : init_lane_bits_rom
        integer i_3;
        for (i_3 = 0; i_3 < DEPTH; i_3 = i_3 + 1)
          lane_bits_rom[i_3] = lane_bits_rom_word_2(i_3, i);
      end

      assign lane_bits_rom_word[i] = lane_bits_rom[at];
    end
  endgenerate

  assign lane_bits = lane_bits_rom_word;

  reg signed [11:0] same_step_rom [0:3];

  function [11:0] same_step_rom_word;
    input integer address;
    reg unused_bits;
    integer number;
    begin
      unused_bits        = &{1'b0, address, 1'b0};
      number             = STEP;
      unused_bits        = &{1'b0, number, 1'b0};
      same_step_rom_word = number[11:0];
    end
  endfunction

  initial begin : init_same_step_rom
    integer i_2;
    for (i_2 = 0; i_2 < 4; i_2 = i_2 + 1)
      same_step_rom[i_2] = same_step_rom_word(i_2);
  end

  assign same_step = same_step_rom[few];

  // One of the flags is enough.
  wire unused = &{1'b0, value[2:0], 1'b0};

endmodule

`default_nettype wire
