#include <cstdarg>
#include <cstdio>

#include "design.h"
#include "verilated.h"

Console console;

static const size_t MOST_TEXT = 1 << 16;

int scoville_print(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  const int length = vsnprintf(nullptr, 0, format, arguments);
  va_end(arguments);
  if (length > 0 && console.text.size() < MOST_TEXT) {
    std::vector<char> line(static_cast<size_t>(length) + 1);
    vsnprintf(line.data(), line.size(), format, again);
    console.text.append(line.data(), static_cast<size_t>(length));
    if (console.text.size() >= MOST_TEXT) console.text += "\n(more output is not kept)\n";
  }
  va_end(again);
  return length;
}

void vl_finish(const char* file, int line, const char*) {
  scoville_print("$finish at %s:%d\n", file, line);
  console.finished = true;
}

void vl_fatal(const char* file, int line, const char*, const char* message) {
  if (file && *file) {
    scoville_print("%s:%d: %s\n", file, line, message);
  } else {
    scoville_print("%s\n", message);
  }
  throw DesignStopped{};
}

void vl_stop(const char* file, int line, const char* scope) { vl_fatal(file, line, scope, "$stop"); }
