// The border between the driver, which is compiled once, and a Verilated model, which gets a small harness of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// A port of the model; its value is little-endian, bits above its width zero.
struct Port {
  uint8_t* data;
  uint32_t bytes;    // ceil(width / 8)
  uint8_t top_mask;  // the bits of the last byte that belong to the port
};

// One instance of the model, with a simulation context of its own.
class Design {
 public:
  virtual ~Design() = default;
  virtual void eval() = 0;
  // Adds a point to the waveform, if there is one.
  virtual void dump(uint64_t time) = 0;

  std::vector<Port> ports;  // in order of their names
};

// `seed`: of unreset registers and memories. `waves`: path of the waveform, or null.
std::unique_ptr<Design> make_design(uint32_t seed, const char* waves);

// The model has ended the simulation: $stop, $fatal or the runtime's own errors. Thrown through the model's code.
struct DesignStopped {};

// What the model printed, and whether it called $finish, since the run began.
struct Console {
  std::string text;
  bool finished = false;
};
extern Console console;
