# async_fifo_64x512
# Clocks and their crossings, for tools that read Synopsys design constraints. A register `name` is the cell `name_reg`,
# `/` leads into an instance: rename where a tool does otherwise. Give set_max_delay -ignore_clock_latency, where the
# tool knows it, for clocks whose trees are not alike.
# Instances and registers are those at the defaults of the parameters of the top.

create_clock -name write_clk -period 10 [get_ports write_clk]
create_clock -name read_clk -period 4 [get_ports read_clk]

# Every crossing is told: set_clock_groups, which overrides what is said here of delays, is not wanted.

# Gray code, of which one bit changes at a time, from read_clk to write_clk: the count goes up by one at a time, in Gray code.
set_max_delay 4 -from [get_cells {fifo/head_code_reg*}] -to [get_cells {fifo/head_seen_1_reg[*]}]
set_false_path -hold -from [get_cells {fifo/head_code_reg*}] -to [get_cells {fifo/head_seen_1_reg[*]}]

# Gray code, of which one bit changes at a time, from write_clk to read_clk: the count goes up by one at a time, in Gray code.
set_max_delay 10 -from [get_cells {fifo/tail_code_reg*}] -to [get_cells {fifo/tail_seen_1_reg[*]}]
set_false_path -hold -from [get_cells {fifo/tail_code_reg*}] -to [get_cells {fifo/tail_seen_1_reg[*]}]

# Words of a memory, from write_clk to read_clk: a word is read after the count that says it is there has crossed, and not written again before it was.
set_max_delay 10 -from [get_clocks write_clk] -through [get_cells {fifo/ram_reg*}] -to [get_clocks read_clk]
set_false_path -hold -from [get_clocks write_clk] -through [get_cells {fifo/ram_reg*}] -to [get_clocks read_clk]
