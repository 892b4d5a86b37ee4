# async_fifo_32x16
# Clocks and their crossings, for Vivado. Below another top, leave out create_clock and read it for the module:
# read_xdc -ref MODULE constraints.xdc.
# Instances and registers are those at the defaults of the parameters of the top.

create_clock -name write_clk -period 4 [get_ports write_clk]
create_clock -name read_clk -period 10 [get_ports read_clk]

# Every crossing is told: set_clock_groups, which overrides what is said here of delays, is not wanted.

# Gray code, of which one bit changes at a time, from read_clk to write_clk: the count goes up by one at a time, in Gray code.
set_max_delay -datapath_only 10 -from [get_cells {fifo/head_code_reg*}] -to [get_cells {fifo/head_seen_1_reg[*]}]
set_bus_skew 4 -from [get_cells {fifo/head_code_reg*}] -to [get_cells {fifo/head_seen_1_reg[*]}]

# Gray code, of which one bit changes at a time, from write_clk to read_clk: the count goes up by one at a time, in Gray code.
set_max_delay -datapath_only 4 -from [get_cells {fifo/tail_code_reg*}] -to [get_cells {fifo/tail_seen_1_reg[*]}]
set_bus_skew 4 -from [get_cells {fifo/tail_code_reg*}] -to [get_cells {fifo/tail_seen_1_reg[*]}]

# Words of a memory, from write_clk to read_clk: a word is read after the count that says it is there has crossed, and not written again before it was.
set_max_delay -datapath_only 4 -from [get_clocks write_clk] -through [get_cells {fifo/ram_reg*}] -to [get_clocks read_clk]

# Registers of synchronisers, close together.
set_property ASYNC_REG TRUE [get_cells {fifo/head_seen_1_reg[*] fifo/head_seen_2_reg[*] fifo/tail_seen_1_reg[*] fifo/tail_seen_2_reg[*]}]
