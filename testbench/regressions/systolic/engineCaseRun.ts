/** Runs cases of one binding of the engine, and says what is wrong with them. */
import { takesParameters } from '../../gemm/engineCommand.ts';
import { outcomeOf, timingFaults } from '../../gemm/engineJob.ts';
import { matmulCycles } from '../../gemm/matmulCycles.ts';
import { icarusModel } from '../../icarus/model.ts';
import { runStreamsInIcarus } from '../../icarus/runStreams.ts';
import { unpackValues } from '../../streams/bits.ts';
import { describeViolation, type StreamJob, type StreamResult } from '../../streams/job.ts';
import { DesignStoppedError, HangError } from '../../streams/simulationErrors.ts';
import { buildModel } from '../../verilator/model.ts';
import { runStreams } from '../../verilator/runStreams.ts';
import type { Waves } from '../../verilator/waves.ts';
import type { EngineCase } from './engineCase.ts';
import type { EngineBinding } from './engineCaseBinding.ts';
import { clearedJob } from './engineCaseClear.ts';
import { type Expected, type RoundJob, roundJob } from './engineCaseJob.ts';
import type { CaseOutcome, Simulator } from './randomRun.ts';

type Run = (job: StreamJob) => StreamResult | Promise<StreamResult>;

/** Runs cases of one binding. @param waves where to write a waveform of the whole case, from one initial state */
export type EngineRunner = (engineCase: EngineCase, waves?: string) => Promise<CaseOutcome>;

/** What left against what had to, in one sentence; undefined when it is the same. */
function findDifference(
  run: StreamResult,
  { answers, results }: Expected,
  { binding }: EngineCase,
): string | undefined {
  const seen = outcomeOf(run, binding.design.parameters);
  const answer = answers.findIndex((code, index) => code !== seen.answers[index]);
  if (answer >= 0) return `answer ${answer} is ${seen.answers[answer]}, but must be ${answers[answer]}`;
  for (const [index, result] of results.entries()) {
    const { values, columns, last } = seen.results[index] ?? { values: [], columns: 0, last: false };
    const lane = result.values.findIndex((value, at) => value !== values[at]);
    if (lane >= 0) {
      return `result ${index}, column ${lane} is ${values[lane]}, but the golden models say ${result.values[lane]}`;
    }
    if (columns !== result.columns || last !== result.last) {
      return `result ${index} is marked with ${columns} columns, last ${last}, but has ${result.columns}, last ${result.last}`;
    }
  }
  return undefined;
}

/**
 * Breaches of the protocol. Nothing is offered at the end, so that command_code may be anything; what waits at the engine's
 * outputs is withdrawn by a clear.
 */
function findViolation({ violations }: StreamResult, clear?: number): string | undefined {
  const found = violations.find(
    ({ kind, stream, cycle }) =>
      stream !== 'command_code' && !(kind === 'withdrawn' && clear !== undefined && cycle === clear + 1),
  );
  return found === undefined ? undefined : describeViolation(found);
}

/** The contract on time of a round without a clear. */
function findTimeFault(run: StreamResult, { commands, traffic, expected }: RoundJob, engineCase: EngineCase) {
  if (traffic !== undefined) return timingFaults(run, traffic)[0];
  const { response, result } = run.outputs;
  const marks = unpackValues(result?.fields.last ?? new Uint8Array(0), 1);
  const lastCycles = [...(result?.cycles ?? [])].filter((_, beat) => marks[beat] === 1n);
  let ended = 0;
  for (const [index, { ends }] of commands.entries()) {
    if (expected.answers[index] !== 0 || !ends) continue;
    const [answered = 0, done = 0] = [response?.cycles[index], lastCycles[ended++]];
    if (answered <= done) return `answer ${index} came in cycle ${answered}, but its last result left in ${done}`;
  }
  const [command, ...others] = commands;
  const { stalls, binding } = engineCase;
  const flows = stalls.response.length === 0 && stalls.result.length === 0;
  if (command === undefined || others.length > 0 || expected.answers[0] !== 0 || !flows) return undefined;
  const end = command.ends ? result?.cycles.at(-1) : response?.cycles[0];
  const cycles = (end ?? 0) - (run.inputs.command?.cycles[0] ?? 0) + 1;
  const formula = matmulCycles(binding.design.parameters, { ...command, parametric: takesParameters(command) });
  return cycles === formula ? undefined : `it took ${cycles} cycles, but the formula says ${formula}`;
}

/** Places at the end and, until then, breaches, differences, and lateness. */
function findFault(run: StreamResult, expected: Expected, engineCase: EngineCase, clear?: number): string | undefined {
  return (
    findViolation(run, clear) ??
    findDifference(run, expected, engineCase) ??
    (run.finalOutputs.busy === 0n ? undefined : 'it is busy at the end')
  );
}

/** The part of a run that must not depend on the state before reset. */
const visible = ({ inputs, outputs, cycles }: StreamResult): string =>
  [
    cycles,
    ...[inputs, outputs].flatMap(streams => Object.values(streams).map(stream => stream.cycles.join(' '))),
  ].join();

interface Seen extends CaseOutcome {
  readonly trace: string;
}

/** One run from one state: the first round, or the first one cut by a clear and then the second. */
async function runOnce(engineCase: EngineCase, stateSeed: number, run: Run, waves?: string): Promise<Seen> {
  const { rounds, clearAfter } = engineCase;
  const [firstRound, secondRound] = rounds;
  if (firstRound === undefined) return { fault: undefined, cycles: 0, trace: '' };
  const wanted = waves === undefined ? {} : { waves };
  const first = roundJob(engineCase, firstRound, 0, stateSeed);
  const alone = await run({ ...first.job, ...(secondRound === undefined ? wanted : {}) });
  const fault = findFault(alone, first.expected, engineCase) ?? findTimeFault(alone, first, engineCase);
  if (fault !== undefined || secondRound === undefined) return { fault, cycles: alone.cycles, trace: visible(alone) };
  const from = alone.inputs.command?.cycles[0] ?? 0;
  const clear = from + Math.floor(clearAfter * (alone.cycles - from));
  const second = roundJob(engineCase, secondRound, clear + 1, stateSeed);
  const { job, expected } = clearedJob(first, alone, second, clear);
  const cleared = await run({ ...job, ...wanted });
  const later = findFault(cleared, expected, engineCase, clear);
  return {
    fault: later === undefined ? undefined : `with a clear in cycle ${clear}: ${later}`,
    cycles: alone.cycles + cleared.cycles,
    trace: visible(cleared),
  };
}

/** Runs once from each state; everything that can go wrong with the design is a fault. */
async function runCase(
  engineCase: EngineCase,
  states: readonly number[],
  run: Run,
  waves?: string,
): Promise<CaseOutcome> {
  const traces = new Set<string>();
  let cycles = 0;
  for (const state of states) {
    try {
      const seen = await runOnce(engineCase, state, run, waves);
      cycles ||= seen.cycles;
      if (seen.fault !== undefined) return { fault: seen.fault, cycles };
      traces.add(seen.trace);
    } catch (error) {
      if (!(error instanceof HangError || error instanceof DesignStoppedError)) throw error;
      return { fault: error.message, cycles };
    }
  }
  return { fault: traces.size > 1 ? 'the cycles of its beats depend on the state before reset' : undefined, cycles };
}

/** Builds a binding for a simulator. Icarus, where registers are unknown before reset, runs from one state. */
export async function buildEngineRunner(
  { source }: EngineBinding,
  simulator: Simulator,
  waves: Waves = 'none',
): Promise<EngineRunner> {
  const oneState = ({ stateSeeds }: EngineCase) => stateSeeds.slice(0, 1);
  if (simulator === 'icarus') {
    const model = await icarusModel(source);
    return (engineCase, path) => runCase(engineCase, oneState(engineCase), job => runStreamsInIcarus(model, job), path);
  }
  const model = await buildModel({ ...source, waves });
  return (engineCase, path) =>
    runCase(
      engineCase,
      path === undefined ? engineCase.stateSeeds : oneState(engineCase),
      job => runStreams(model, job),
      path,
    );
}
