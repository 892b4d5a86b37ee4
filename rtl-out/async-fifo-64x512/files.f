../lib/async_fifo_memory_block_async_rst_n.v
async_fifo_64x512.v
