/** The rounds of an engine case as jobs of the stream runners, and what has to come of them. */
import { takesParameters } from '../../gemm/engineCommand.ts';
import { type EngineTraffic, engineJob, trafficOf } from '../../gemm/engineJob.ts';
import type { ResultBeat } from '../../gemm/engineOrder.ts';
import type { Chain } from '../../gemm/engineWork.ts';
import {
  type Bases,
  type MatmulCommand,
  type MatmulParameters,
  matmulAnswer,
  wordsOf,
} from '../../gemm/matmulCommand.ts';
import { matmulJob } from '../../gemm/matmulJob.ts';
import { activationWords, parameterWord, weightWords } from '../../gemm/matmulWords.ts';
import { type Random, random } from '../../random.ts';
import type { StreamJob } from '../../streams/job.ts';
import type { StallPattern } from '../../streams/stalls.ts';
import { type EngineCase, type EngineStream, type Round, wordsOfChain } from './engineCase.ts';
import { anySigned } from './engineRandom.ts';

/** No pattern of stalls holds a stream back for so long. */
const HANG_AFTER = 4_000;

/** Entries of patterns that are made for a run; longer runs begin them anew, when what they gate is past. */
const PATTERN_LENGTH = 1 << 14;

/** What a round must give. */
export interface Expected {
  readonly answers: readonly number[];
  readonly results: readonly ResultBeat[];
}

/** A round from reset, what must come of it, and the engine proper's traffic. */
export interface RoundJob {
  readonly job: StreamJob;
  readonly expected: Expected;
  /** Of matmul: the commands as they are given. */
  readonly commands: readonly MatmulCommand[];
  /** Of the engine proper. */
  readonly traffic?: EngineTraffic;
}

export const isStalled = (pattern: StallPattern, cycle: number): boolean =>
  pattern.length > 0 && pattern[cycle % pattern.length] === 1;

/** A pattern for a whole run, cycle by cycle. */
export const patternOf = (stalled: (cycle: number) => boolean): StallPattern =>
  Uint8Array.from({ length: PATTERN_LENGTH }, (_, cycle) => (stalled(cycle) ? 1 : 0));

/** The first cycle in which so many beats of a stream that is always ready have passed, from a cycle on. */
function passedBy(pattern: StallPattern, from: number, beats: number): number {
  let cycle = from;
  for (let left = beats; left > 0; cycle++) if (!isStalled(pattern, cycle)) left--;
  return cycle;
}

interface Writes {
  readonly addresses: number[];
  readonly values: number[];
}

/** Where the words of a round begin. */
function firstBases({ items, places }: Round, parameters: MatmulParameters): Bases {
  const { ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH } = parameters;
  const chains = items.flatMap(item => ('chain' in item ? [wordsOfChain(item.chain, parameters)] : []));
  const base = (buffer: keyof Bases, depth: number): number =>
    Math.round(places[buffer] * (depth - chains.reduce((sum, words) => sum + words[buffer], 0)));
  return {
    activation: base('activation', ACTIVATION_DEPTH),
    weight: base('weight', WEIGHT_DEPTH),
    parameter: base('parameter', PARAMETER_DEPTH),
  };
}

/** Collects a round's commands and what is written for them. */
function collect(round: Round, parameters: MatmulParameters, filler: Random) {
  const { items } = round;
  const { A_WIDTH, W_WIDTH, ACC_WIDTH } = parameters;
  const commands: MatmulCommand[] = [];
  const activation: Writes = { addresses: [], values: [] };
  const weight: Writes = { addresses: [], values: [] };
  const parameter: { addresses: number[]; words: bigint[] } = { addresses: [], words: [] };
  /** Per command, beats of each write stream that are in before it may be offered. */
  const needs: Bases[] = [];
  let bases = firstBases(round, parameters);
  const append = (target: Writes, base: number, values: Int16Array, words: number): void => {
    for (let word = 0; word < words; word++) target.addresses.push(base + word);
    for (const value of values) target.values.push(value);
  };
  const noteNeeds = (): void => {
    needs.push({
      activation: activation.addresses.length,
      weight: weight.addresses.length,
      parameter: parameter.addresses.length,
    });
  };
  const take = ({ parts, channels }: Chain): void => {
    for (const { command, a, b } of parts) {
      const { m, k, n } = command;
      const words = wordsOf(command, parameters);
      const beyondA = () => anySigned(filler, A_WIDTH);
      const beyondB = () => anySigned(filler, W_WIDTH);
      append(activation, bases.activation, activationWords({ a, m, k }, parameters, beyondA), words.activation);
      append(weight, bases.weight, weightWords({ b, k, n }, parameters, beyondB), words.weight);
      if (takesParameters(command)) {
        channels.forEach((channel, column) => {
          parameter.addresses.push(bases.parameter + column);
          parameter.words.push(parameterWord(channel, ACC_WIDTH));
        });
      }
      commands.push({ ...command, bases });
      noteNeeds();
      bases = {
        activation: bases.activation + words.activation,
        weight: bases.weight + words.weight,
        parameter: bases.parameter + words.parameter,
      };
    }
  };
  for (const item of items) {
    if ('chain' in item) {
      take(item.chain);
    } else {
      commands.push({ ...item.refused, bases: item.bases });
      noteNeeds();
    }
  }
  return { commands, activation, weight, parameter, needs };
}

/**
 * A command is offered when its words are in the buffers, while those of later ones may still be written: the pattern
 * passes a beat in one cycle for each until the last one's are in.
 */
function gateCommands(needs: readonly Bases[], stalls: EngineCase['stalls'], start: number): StallPattern {
  const ready = needs.map(({ activation, weight, parameter }) =>
    Math.max(
      passedBy(stalls.activation, start, activation),
      passedBy(stalls.weight, start, weight),
      passedBy(stalls.parameter, start, parameter),
    ),
  );
  const opens = new Set<number>();
  let next = start;
  for (const cycle of ready) {
    next = Math.max(next, cycle);
    opens.add(next++);
  }
  const all = next;
  return patternOf(cycle => (cycle < all ? !opens.has(cycle) : isStalled(stalls.command, cycle)));
}

function matmulRound(engineCase: EngineCase, round: Round, start: number, stateSeed: number): RoundJob {
  const { binding, stalls, fillSeed } = engineCase;
  const { parameters } = binding.design;
  const { commands, activation, weight, parameter, needs } = collect(round, parameters, random(fillSeed));
  const traffic = proper(engineCase, round);
  const answers = commands.map(command => matmulAnswer(command, parameters));
  const work = {
    activation: { addresses: activation.addresses, words: Int16Array.from(activation.values) },
    weight: { addresses: weight.addresses, words: Int16Array.from(weight.values) },
    parameter,
    commands,
    results: traffic.results.length,
  };
  const late = (stream: EngineStream): StallPattern =>
    start === 0 ? stalls[stream] : patternOf(cycle => cycle < start || isStalled(stalls[stream], cycle));
  const all = {
    ...{ activation: late('activation'), weight: late('weight'), parameter: late('parameter') },
    ...{ command: gateCommands(needs, stalls, start), response: stalls.response, result: stalls.result },
  };
  return {
    job: matmulJob(work, parameters, all, stateSeed),
    expected: { answers, results: traffic.results },
    commands,
  };
}

/** What enters the engine proper for a round. */
function proper({ binding, fillSeed }: EngineCase, { items }: Round): EngineTraffic {
  const { parameters } = binding.design;
  const filler = random(fillSeed);
  return trafficOf(items, parameters, {
    weight: () => anySigned(filler, parameters.W_WIDTH),
    activation: () => anySigned(filler, parameters.A_WIDTH),
  });
}

function engineRound(engineCase: EngineCase, round: Round, start: number, stateSeed: number): RoundJob {
  const { binding, stalls } = engineCase;
  const traffic = proper(engineCase, round);
  const late = (stream: EngineStream): StallPattern =>
    start === 0 ? stalls[stream] : patternOf(cycle => cycle < start || isStalled(stalls[stream], cycle));
  const all = {
    ...{ command: late('command'), weight: late('weight'), activation: late('activation') },
    ...{ parameter: late('parameter'), response: stalls.response, result: stalls.result },
  };
  const job = engineJob(traffic, binding.design.parameters, all, stateSeed);
  return { job, expected: { answers: traffic.answers, results: traffic.results }, commands: [], traffic };
}

/** A round whose streams begin in cycle `start`. */
export function roundJob(engineCase: EngineCase, round: Round, start: number, stateSeed: number): RoundJob {
  const make = engineCase.binding.kind === 'matmul' ? matmulRound : engineRound;
  const made = make(engineCase, round, start, stateSeed);
  return { ...made, job: { ...made.job, hangAfter: HANG_AFTER } };
}
