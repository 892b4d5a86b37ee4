/** Work for matmul_engine as a job of the stream runners, and what came back against what had to. */
import { packValues, unpackValues } from '../streams/bits.ts';
import type { StreamJob, StreamResult } from '../streams/job.ts';
import { packLanes, unpackLanes } from '../streams/lanes.ts';
import { neverStall, type StallPattern } from '../streams/stalls.ts';
import { commandFields, packField } from './commandFields.ts';
import { answerOf, type EngineCommand, type EngineParameters, takesParameters } from './engineCommand.ts';
import { activationLanes, type Filler, type ResultBeat, resultBeats, weightLanes } from './engineOrder.ts';
import { type Channel, type EngineItem, goldenOutputs } from './engineWork.ts';
import { parameterWord } from './matmulWords.ts';

const inputStreams = ['command', 'weight', 'activation', 'parameter'] as const;
const outputStreams = ['response', 'result'] as const;

/** Stalls of each stream; a stream that is not named never stalls. */
export type EngineStalls = Partial<
  Record<(typeof inputStreams)[number] | (typeof outputStreams)[number], StallPattern>
>;

/** All that enters, and all that has to leave. */
export interface EngineTraffic {
  readonly commands: readonly EngineCommand[];
  /** COLS, or ROWS, numbers a beat. */
  readonly weights: readonly number[];
  readonly activations: readonly number[];
  readonly channels: readonly Channel[];
  /** Per command, how many beats of each operand have entered at its end, from the first command on. */
  readonly operandEnds: readonly { readonly weight: number; readonly activation: number }[];
  readonly answers: readonly number[];
  readonly results: readonly ResultBeat[];
}

/** As push, of any number of elements: an argument each would overflow the stack. */
function append<Element>(target: Element[], more: readonly Element[]): void {
  for (const element of more) target.push(element);
}

/**
 * @param filler gives what lanes beyond a matrix hold, as a weight or as an activation
 */
export function trafficOf(
  items: readonly EngineItem[],
  parameters: EngineParameters,
  filler: { readonly weight: Filler; readonly activation: Filler },
): EngineTraffic {
  const commands: EngineCommand[] = [];
  const weights: number[] = [];
  const activations: number[] = [];
  const channels: Channel[] = [];
  const operandEnds: { weight: number; activation: number }[] = [];
  const results: ResultBeat[] = [];
  const noteEnds = (): void => {
    operandEnds.push({ weight: weights.length / parameters.COLS, activation: activations.length / parameters.ROWS });
  };
  for (const item of items) {
    if ('refused' in item) {
      commands.push(item.refused);
      noteEnds();
      continue;
    }
    const { chain } = item;
    for (const { command, a, b } of chain.parts) {
      const operands = { a, b, m: command.m, k: command.k, n: command.n };
      commands.push(command);
      append(weights, weightLanes(operands, parameters, filler.weight));
      append(activations, activationLanes(operands, parameters, filler.activation));
      noteEnds();
      if (takesParameters(command)) append(channels, chain.channels);
      if (command.ends) {
        append(results, resultBeats(goldenOutputs(chain, parameters), command.m, command.n, parameters.COLS));
      }
    }
  }
  const answers = commands.map(command => answerOf(command, parameters));
  return { commands, weights, activations, channels, operandEnds, answers, results };
}

/** @param seed of unreset registers, memories, and what idle streams hold */
export function engineJob(
  traffic: EngineTraffic,
  parameters: EngineParameters,
  stalls: EngineStalls,
  seed: number,
): StreamJob {
  const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH } = parameters;
  const { commands, weights, activations, channels, answers, results } = traffic;
  const words = channels.map(channel => parameterWord(channel, ACC_WIDTH));
  const stall = (stream: keyof EngineStalls) => ({ stall: stalls[stream] ?? neverStall });
  const lanes = (values: readonly number[], count: number, laneWidth: number) => ({
    beats: values.length / count,
    fields: { bits: packLanes(values, { lanes: count, laneWidth }) },
  });
  return {
    inputs: {
      command: {
        beats: commands.length,
        fields: {
          ...commandFields(commands, parameters),
          fault: packField(commands, 3, ({ fault }) => fault),
        },
        ...stall('command'),
      },
      weight: { ...lanes(weights, COLS, W_WIDTH), ...stall('weight') },
      activation: { ...lanes(activations, ROWS, A_WIDTH), ...stall('activation') },
      parameter: { beats: words.length, fields: { bits: packValues(words, ACC_WIDTH + 38) }, ...stall('parameter') },
    },
    outputs: {
      response: { beats: answers.length, ...stall('response') },
      result: { beats: results.length, ...stall('result') },
    },
    constants: { clear: 0 },
    seed,
    hangAfter: 3000,
  };
}

/** What left: answers, and results with their marks. */
export interface EngineOutcome {
  readonly answers: readonly number[];
  readonly results: readonly ResultBeat[];
}

const noBytes = new Uint8Array(0);

/** What an engine gave, in the form of the traffic that was expected. */
export function outcomeOf(run: StreamResult, { COLS, ACC_WIDTH }: EngineParameters): EngineOutcome {
  const { response, result } = run.outputs;
  const codes = unpackValues(response?.fields.code ?? noBytes, 3);
  const values = unpackLanes(result?.fields.bits ?? noBytes, { lanes: COLS, laneWidth: ACC_WIDTH });
  const columns = unpackValues(result?.fields.columns ?? noBytes, Math.ceil(Math.log2(COLS + 1)));
  const last = unpackValues(result?.fields.last ?? noBytes, 1);
  return {
    answers: codes.map(Number),
    results: columns.map((count, beat) => ({
      values: [...values.subarray(beat * COLS, (beat + 1) * COLS)],
      columns: Number(count),
      last: last[beat] === 1n,
    })),
  };
}

/**
 * Places where a run breaks the contract on time, as sentences: an answer before its command's operands are in and its
 * last result is taken; a count of cycles in which operands moved that is not theirs; busy at the end.
 */
export function timingFaults(run: StreamResult, { commands, answers, operandEnds }: EngineTraffic): string[] {
  const faults: string[] = [];
  const { weight, activation } = run.inputs;
  const { response, result } = run.outputs;
  const marks = unpackValues(result?.fields.last ?? noBytes, 1);
  const lastCycles = [...(result?.cycles ?? [])].filter((_, beat) => marks[beat] === 1n);
  const late = Number.POSITIVE_INFINITY;
  let ended = 0;
  commands.forEach(({ ends }, index) => {
    if (answers[index] !== 0) return;
    const beats = operandEnds[index] ?? { weight: 0, activation: 0 };
    const entered = Math.max(
      weight?.cycles[beats.weight - 1] ?? late,
      activation?.cycles[beats.activation - 1] ?? late,
    );
    const done = ends ? (lastCycles[ended++] ?? late) : entered;
    const answered = response?.cycles[index] ?? -1;
    if (answered <= done) faults.push(`answer ${index} came in cycle ${answered}, but its work ended in ${done}`);
  });
  const moved = new Set([...(weight?.cycles ?? []), ...(activation?.cycles ?? [])]).size;
  const counted = Number(BigInt.asUintN(32, run.finalOutputs.activity ?? -1n));
  if (counted !== moved) faults.push(`operands moved in ${moved} cycles, ${counted} were counted`);
  if (run.finalOutputs.busy !== 0n) faults.push('it is busy at the end');
  return faults;
}
