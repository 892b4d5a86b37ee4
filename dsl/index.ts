/** The public surface of the language, as a table of contents. */

export type { Attributes } from './attributes.ts';
export {
  type BlackBoxHead,
  type BlackBoxModel,
  type BlackBoxOptions,
  blackBox,
  type ModelInputs,
  type ModelValue,
  type VerilogText,
} from './blackBox.ts';
export type { Builder, RegisterOptions } from './builder.ts';
// Clock domains.
export { asynchronous, type Clock, type ClockOptions, type Clocks, clock, clocked } from './clock.ts';
export type { Configuration } from './configuration.ts';
export type { Counter, CounterOptions } from './counter.ts';
export {
  type CrossingCode,
  type CrossingOptions,
  crossing,
  enabledClock,
  type SynchroniseOptions,
  type SynchroniseWideOptions,
  synchronise,
  synchroniseReset,
} from './crossing.ts';
// Errors.
export { type Diagnostic, DiagnosticError, type Label, type SourceLocation } from './diagnostics/diagnostic.ts';
export { renderDiagnostic, renderDiagnostics, type SourceText } from './diagnostics/render.ts';
export { display } from './display.ts';
export { enumeration, oneHotEnumeration } from './enumeration.ts';
export { type Fsm, type FsmOptions, fsm, type StateBody, type StateWithEntry } from './fsm.ts';
export { cat, constant, fill, mux, pack, unpack, vecOf, zero } from './functions.ts';
export { genFor, genIf } from './generate.ts';
export { type HexFile, hexFile } from './hexFile.ts';
export { unused } from './instance.ts';
export { match } from './match.ts';
export type { Memory, MemoryOptions, ReadDuringWrite, ReadOptions } from './memory.ts';
export type { InitialWord, MemoryInit } from './memoryInit.ts';
// Modules and their ports.
export { type AnyModule, type Module, type ModuleHead, module } from './module.ts';
export { lowestOne, lowestOneIndex, oneHotIndex, oneHotMux, priorityMux } from './muxes.ts';
export { oppositeEdge } from './oppositeEdge.ts';
// Parameters and arithmetic on them.
export {
  clog2,
  type IntExpr,
  indexWidth,
  int,
  maxWidth,
  type Param,
  type Params,
  pow2,
  type Relation,
  type Width,
} from './params.ts';
export type { PipeOptions } from './pipe.ts';
export { type Flipped, flipped, type Io, input, output, type PortSpecs, sink, source } from './ports.ts';
// Values and what can be done with them.
export type { Operand, Rounding, Signal, Source } from './signal.ts';
// The built-in simulator.
export { compile } from './simulate/compile.ts';
export { monitorStream, type StreamMonitor } from './simulate/monitor.ts';
export type { Recording } from './simulate/recording.ts';
export { simulate } from './simulate/simulate.ts';
export { SimulationError } from './simulate/simulationError.ts';
export type { Coverage, Simulator, SimulatorOptions } from './simulate/simulator.ts';
export { randomStalls, runStreams, type StreamOutcome, type StreamRun } from './simulate/streams.ts';
export type { PeekedValue, PortValue } from './simulate/values.ts';
export type { WaveOptions } from './simulate/waves.ts';
export { connect, type Stream } from './stream.ts';
export { bufferStream } from './streams/buffer.ts';
export { filterStream } from './streams/filter.ts';
export { forkStream } from './streams/fork.ts';
export { joinStreams } from './streams/join.ts';
export { mapStream } from './streams/map.ts';
export { registerStream } from './streams/register.ts';
export { struct } from './struct.ts';
export { choice, flag, type OptionParam, type ParameterValue } from './structural.ts';
export { table } from './table.ts';
// Types of hardware values.
export {
  type BoolType,
  bool,
  type EnumType,
  type HwType,
  type SIntType,
  type StructType,
  sint,
  type UIntType,
  type UnprovedWidth,
  uint,
  type VecType,
  vec,
} from './types.ts';
// Behaviour and repetition.
export { type WhenChain, when } from './when.ts';
