../lib/async_fifo_memory_distributed.v
async_fifo_32x16.v
