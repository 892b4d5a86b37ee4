// Drives a design for a whole run in one call from Node. It knows ports by index only; what the numbers mean is in
// testbench/verilator/control.ts, which writes them.

#include <pthread.h>

#include <cstring>
#include <exception>

#include "design.h"

namespace {

const uint64_t NONE = ~uint64_t{0};

enum Status : uint64_t { DONE = 0, HANG = 1, STOPPED = 2, FULL = 3 };

enum Violation : uint64_t { WITHDRAWN = 0, CHANGED = 1, EXTRA = 2 };

// Keep in step with KEPT_VIOLATIONS of testbench/streams/job.ts.
const uint64_t KEPT_VIOLATIONS = 16;

// SplitMix64 (Steele, Lea, Flood 2014): bits for what nobody should look at.
struct Garbage {
  uint64_t state;
  uint64_t next() {
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  void fill(const Port& port) {
    for (uint32_t at = 0; at < port.bytes; at += 8) {
      const uint64_t bits = next();
      const uint32_t rest = port.bytes - at;
      memcpy(port.data + at, &bits, rest < 8 ? rest : 8);
    }
    port.data[port.bytes - 1] &= port.top_mask;
  }
};

struct Field {
  Port port;
  uint64_t offset;                // of the first beat, in `in` or `out`
  std::vector<uint8_t> held;      // of output streams: the value offered but not yet accepted
};

struct Stream {
  bool is_input;
  Port valid, ready;
  uint64_t beats, done = 0;
  uint64_t held, at = 0;      // beats in memory, and the place of the next one
  uint64_t stall_offset, stall_length;
  uint64_t cycles_offset;     // NONE: handshakes are not recorded
  uint64_t first = NONE;      // cycle of the first handshake
  std::vector<Field> fields;
  bool pending = false;  // a beat is offered and not yet accepted
};

void reset_console() { console = Console{}; }

void copy_console(char* text, uint64_t capacity) {
  const size_t length = console.text.size() < capacity - 1 ? console.text.size() : capacity - 1;
  memcpy(text, console.text.data(), length);
  text[length] = 0;
}

// A rising edge takes two evaluations: low, with the cycle's inputs, and high.
struct Clock {
  Design& design;
  Port* port;
  uint64_t time = 0;

  void low() {
    if (port) *port->data = 0;
    design.eval();
    design.dump(time);
  }
  void high() {
    if (port) {
      *port->data = 1;
      design.eval();
      design.dump(time + 5);
    }
    time += 10;
  }
};

void clear_inputs(Design& design, const uint64_t*& control) {
  for (uint64_t count = *control++; count > 0; count--) {
    const Port& port = design.ports[*control++];
    memset(port.data, 0, port.bytes);
  }
}

class StreamRun {
 public:
  // `in` is read here for the constants only.
  StreamRun(Design& design, const uint64_t* control, const uint8_t* in) : design_(design), clock_{design, nullptr} {
    clear_inputs(design, control);
    clock_.port = optional_port(*control++);
    reset_ = optional_port(*control++);
    reset_active_ = static_cast<uint8_t>(*control++);
    reset_cycles_ = *control++;
    drain_ = *control++;
    hang_after_ = *control++;
    garbage_.state = *control++;
    for (uint64_t count = *control++; count > 0; count--) {
      const Port& port = design.ports[*control++];
      memcpy(port.data, in + *control++, port.bytes);
    }
    for (uint64_t count = *control++; count > 0; count--) {
      Stream stream;
      stream.is_input = *control++ != 0;
      stream.valid = design.ports[*control++];
      stream.ready = design.ports[*control++];
      stream.beats = *control++;
      stream.held = *control++;
      stream.stall_offset = *control++;
      stream.stall_length = *control++;
      stream.cycles_offset = *control++;
      for (uint64_t fields = *control++; fields > 0; fields--) {
        const Port& port = design.ports[*control++];
        stream.fields.push_back({port, *control++, std::vector<uint8_t>(port.bytes)});
      }
      remaining_ += stream.beats;
      streams_.push_back(std::move(stream));
    }
    for (uint64_t count = *control++; count > 0; count--) {
      const Port& port = design.ports[*control++];
      observed_.push_back({port, *control++, {}});
    }
  }

  // Runs until all is done, or until the memory of an output is full: then the caller takes its beats and calls again,
  // with the same `in` and `report`. No simulated time passes between.
  void run(const uint8_t* in, uint8_t* out, uint32_t* cycles, uint64_t* report) {
    in_ = in;
    out_ = out;
    cycles_ = cycles;
    report_ = report;
    full_ = false;
    for (Stream& stream : streams_) {
      if (!stream.is_input) stream.at = 0;
    }
    if (!started_) {
      started_ = true;
      report_[1] = NONE;  // -1: in reset
      apply_reset();
    }
    for (;; cycle_++) {
      report_[1] = cycle_;
      drive(cycle_);
      clock_.low();
      const uint64_t before = remaining_;
      sample(cycle_);
      if (console.finished) throw DesignStopped{};
      if (remaining_ == 0 && drained_++ == drain_) return finish(DONE);
      quiet_ = remaining_ == before && remaining_ != 0 ? quiet_ + 1 : 0;
      if (quiet_ == hang_after_) return finish(HANG);
      clock_.high();
      if (console.finished) throw DesignStopped{};
      if (full_) {
        cycle_++;
        return finish(FULL);
      }
    }
  }

 private:
  Port* optional_port(uint64_t index) { return index == NONE ? nullptr : &design_.ports[index]; }

  void apply_reset() {
    for (uint64_t cycle = 0; cycle < reset_cycles_; cycle++) {
      *reset_->data = reset_active_;
      for (Stream& stream : streams_) {
        if (stream.is_input) offer_nothing(stream);
      }
      clock_.low();
      clock_.high();
      if (console.finished) throw DesignStopped{};
    }
    if (reset_) *reset_->data = !reset_active_;
  }

  bool stalled(const Stream& stream, uint64_t cycle) const {
    return stream.stall_length != 0 && in_[stream.stall_offset + cycle % stream.stall_length] != 0;
  }

  void offer_nothing(Stream& stream) {
    *stream.valid.data = 0;
    for (Field& field : stream.fields) garbage_.fill(field.port);
  }

  void drive(uint64_t cycle) {
    for (Stream& stream : streams_) {
      if (!stream.is_input) {
        *stream.ready.data = !stalled(stream, cycle);
      } else if (stream.pending) {
        // Once offered, a beat stays.
      } else if (stream.done == stream.beats || stalled(stream, cycle)) {
        offer_nothing(stream);
      } else {
        stream.pending = true;
        *stream.valid.data = 1;
        for (Field& field : stream.fields) {
          memcpy(field.port.data, in_ + field.offset + stream.at * field.port.bytes, field.port.bytes);
        }
      }
    }
  }

  void sample(uint64_t cycle) {
    for (size_t index = 0; index < streams_.size(); index++) {
      Stream& stream = streams_[index];
      if (stream.is_input) {
        if (stream.pending && *stream.ready.data) {
          stream.pending = false;
          accept(stream, cycle);
        }
      } else {
        receive(index, cycle);
      }
    }
  }

  void accept(Stream& stream, uint64_t cycle) {
    if (stream.cycles_offset != NONE) cycles_[stream.cycles_offset + stream.at] = static_cast<uint32_t>(cycle);
    if (stream.first == NONE) stream.first = cycle;
    stream.done++;
    if (++stream.at == stream.held) {
      if (stream.is_input) {
        stream.at = 0;
      } else if (stream.done < stream.beats) {
        full_ = true;
      }
    }
    remaining_--;
    last_handshake_ = cycle + 1;
  }

  void receive(size_t index, uint64_t cycle) {
    Stream& stream = streams_[index];
    const bool valid = *stream.valid.data != 0;
    if (stream.pending) {
      if (!valid) {
        violate(WITHDRAWN, index, cycle);
      } else {
        for (Field& field : stream.fields) {
          if (memcmp(field.held.data(), field.port.data, field.port.bytes) != 0) {
            violate(CHANGED, index, cycle);
            break;
          }
        }
      }
    }
    stream.pending = valid && !*stream.ready.data;
    if (stream.pending) {
      for (Field& field : stream.fields) memcpy(field.held.data(), field.port.data, field.port.bytes);
    } else if (valid && stream.done >= stream.beats) {
      violate(EXTRA, index, cycle);
      stream.done++;
    } else if (valid) {
      for (Field& field : stream.fields) {
        memcpy(out_ + field.offset + stream.at * field.port.bytes, field.port.data, field.port.bytes);
      }
      accept(stream, cycle);
    }
  }

  void violate(Violation kind, uint64_t stream, uint64_t cycle) {
    const uint64_t count = report_[3]++;
    if (count >= KEPT_VIOLATIONS) return;
    uint64_t* record = report_ + 4 + 4 * streams_.size() + 4 * count;
    record[0] = kind;
    record[1] = stream;
    record[2] = cycle;
    record[3] = streams_[stream].done;
  }

  void finish(Status status) {
    report_[0] = status;
    report_[2] = last_handshake_;
    for (size_t index = 0; index < streams_.size(); index++) {
      const Stream& stream = streams_[index];
      uint64_t* state = report_ + 4 + 4 * index;
      state[0] = stream.done;
      state[1] = *stream.valid.data;
      state[2] = *stream.ready.data;
      state[3] = stream.first;
    }
    for (const Field& field : observed_) memcpy(out_ + field.offset, field.port.data, field.port.bytes);
  }

  Design& design_;
  const uint8_t* in_ = nullptr;
  uint8_t* out_ = nullptr;
  uint32_t* cycles_ = nullptr;
  uint64_t* report_ = nullptr;
  Clock clock_;
  Port* reset_ = nullptr;
  uint8_t reset_active_ = 1;
  uint64_t reset_cycles_ = 0, drain_ = 0, hang_after_ = 0, remaining_ = 0, last_handshake_ = 0;
  uint64_t cycle_ = 0, quiet_ = 0, drained_ = 0;
  bool started_ = false, full_ = false;
  Garbage garbage_{0};
  std::vector<Stream> streams_;
  std::vector<Field> observed_;
};

void run_vectors(Design& design, const uint64_t* control, const uint8_t* in, uint8_t* out, uint64_t* report) {
  clear_inputs(design, control);
  const uint64_t clock_index = *control++;
  Clock clock{design, clock_index == NONE ? nullptr : &design.ports[clock_index]};
  const uint64_t cycles = *control++;
  std::vector<Port> inputs, outputs;
  for (uint64_t count = *control++; count > 0; count--) inputs.push_back(design.ports[*control++]);
  for (uint64_t count = *control++; count > 0; count--) outputs.push_back(design.ports[*control++]);
  for (uint64_t cycle = 0; cycle < cycles; cycle++) {
    report[1] = cycle;
    for (const Port& port : inputs) {
      memcpy(port.data, in, port.bytes);
      in += port.bytes;
    }
    clock.low();
    for (const Port& port : outputs) {
      memcpy(out, port.data, port.bytes);
      out += port.bytes;
    }
    if (console.finished) throw DesignStopped{};
    clock.high();
    if (console.finished) throw DesignStopped{};
  }
}

// Verilated code of a large design keeps its intermediate values on the stack, 33 MB of them for an array of 64 x 64
// elements; the caller's stack has one megabyte. Runs `body`, which must not throw, on a stack of its own, of which only
// what is touched takes memory.
template <class Body>
void on_large_stack(Body body) {
  for (size_t size = size_t{1} << 30; size >= size_t{1} << 23; size >>= 1) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) break;
    pthread_t thread;
    const bool started =
        pthread_attr_setstacksize(&attributes, size) == 0 &&
        pthread_create(
            &thread, &attributes, [](void* argument) -> void* { return (*static_cast<Body*>(argument))(), nullptr; },
            &body) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) continue;
    pthread_join(thread, nullptr);
    return;
  }
  body();
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

// One run of streams that takes several calls.
struct StreamSession {
  StreamSession(uint32_t seed, const char* waves, const uint64_t* control, const uint8_t* in)
      : design(make_design(seed, waves)), run(*design, control, in) {}

  const std::unique_ptr<Design> design;
  StreamRun run;
};

// The form of `control` and `report`: testbench/verilator/control.ts. Null, with the reason in `text`, if it fails.
EXPORT void* scoville_open_streams(uint32_t seed, const char* waves, const uint64_t* control, const uint8_t* in,
                                   char* text, uint64_t capacity) {
  reset_console();
  StreamSession* session = nullptr;
  on_large_stack([&] {
    try {
      session = new StreamSession(seed, waves, control, in);
    } catch (const DesignStopped&) {
    } catch (const std::exception& error) {
      console.text += error.what();
    }
  });
  copy_console(text, capacity);
  return session;
}

// To be called until report[0] is another than FULL.
EXPORT void scoville_continue_streams(void* session, const uint8_t* in, uint8_t* out, uint32_t* cycles,
                                      uint64_t* report, char* text, uint64_t capacity) {
  on_large_stack([&] {
    try {
      static_cast<StreamSession*>(session)->run.run(in, out, cycles, report);
    } catch (const DesignStopped&) {
      report[0] = STOPPED;
    } catch (const std::exception& error) {
      console.text += error.what();
      report[0] = STOPPED;
    }
  });
  copy_console(text, capacity);
}

EXPORT void scoville_close_streams(void* session) {
  on_large_stack([&] { delete static_cast<StreamSession*>(session); });
}

EXPORT void scoville_run_streams(uint32_t seed, const char* waves, const uint64_t* control, const uint8_t* in,
                                 uint8_t* out, uint32_t* cycles, uint64_t* report, char* text, uint64_t capacity) {
  report[0] = STOPPED;
  void* session = scoville_open_streams(seed, waves, control, in, text, capacity);
  if (session == nullptr) return;
  scoville_continue_streams(session, in, out, cycles, report, text, capacity);
  scoville_close_streams(session);
}

EXPORT void scoville_run_vectors(uint32_t seed, const char* waves, const uint64_t* control, const uint8_t* in,
                                 uint8_t* out, uint64_t* report, char* text, uint64_t capacity) {
  reset_console();
  report[0] = DONE;
  on_large_stack([&] {
    try {
      const std::unique_ptr<Design> design = make_design(seed, waves);
      run_vectors(*design, control, in, out, report);
    } catch (const DesignStopped&) {
      report[0] = STOPPED;
    } catch (const std::exception& error) {
      console.text += error.what();
      report[0] = STOPPED;
    }
  });
  copy_console(text, capacity);
}
