// What every Verilated file of ours is compiled with: the runtime's printing and ending are ours, because the runtime's
// own would write to the standard output of, and end, the Node process that the model is loaded into.
#pragma once

int scoville_print(const char* format, ...) __attribute__((format(printf, 1, 2)));

#define VL_PRINTF scoville_print
#define VL_USER_FINISH
#define VL_USER_STOP
#define VL_USER_FATAL
