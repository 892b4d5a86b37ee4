/** Work for matmul as a job of the stream runners: its buffers' write ports are strobes, its commands a stream. */
import { packValues } from '../streams/bits.ts';
import type { InputDrive, StreamJob } from '../streams/job.ts';
import { packLanes } from '../streams/lanes.ts';
import type { StallPattern } from '../streams/stalls.ts';
import { commandFields, packField } from './commandFields.ts';
import type { Bases, MatmulCommand, MatmulParameters } from './matmulCommand.ts';

/** Words that are written into a buffer, one a beat. */
export interface BufferWrites<Words> {
  readonly addresses: readonly number[];
  readonly words: Words;
}

/** What is written, in order, and the commands. */
export interface MatmulWork {
  /** ROWS values a word. */
  readonly activation: BufferWrites<Int16Array>;
  /** COLS values a word. */
  readonly weight: BufferWrites<Int16Array>;
  readonly parameter: BufferWrites<readonly bigint[]>;
  readonly commands: readonly MatmulCommand[];
  /** Vectors that must leave. */
  readonly results: number;
}

const matmulStreams = ['activation', 'weight', 'parameter', 'command', 'response', 'result'] as const;
export type MatmulStream = (typeof matmulStreams)[number];

/** Stalls of each stream; a stream that is not named never stalls. */
export type MatmulStalls = Partial<Record<MatmulStream, StallPattern>>;

/** Bits that say a word of a memory. */
const addressWidth = (depth: number): number => Math.ceil(Math.log2(depth));

/** @param seed of unreset registers, memories, and what idle streams hold */
export function matmulJob(
  work: MatmulWork,
  parameters: MatmulParameters,
  stalls: MatmulStalls,
  seed: number,
): StreamJob {
  const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH, ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH, BASE_WIDTH } =
    parameters;
  const { activation, weight, parameter, commands, results } = work;
  const stall = (stream: MatmulStream) => {
    const pattern = stalls[stream];
    return pattern === undefined ? {} : { stall: pattern };
  };
  const writes = (addresses: readonly number[], depth: number, bits: Uint8Array): InputDrive => ({
    beats: addresses.length,
    fields: { address: packValues(addresses.map(BigInt), addressWidth(depth)), bits },
  });
  const activationBits = packLanes(activation.words, { lanes: ROWS, laneWidth: A_WIDTH });
  const weightBits = packLanes(weight.words, { lanes: COLS, laneWidth: W_WIDTH });
  const base = (value: (bases: Bases) => number): Uint8Array =>
    packField(commands, BASE_WIDTH, ({ bases }) => value(bases));
  const parameterBits = packValues(parameter.words, ACC_WIDTH + 38);
  return {
    strobes: { activation: 'activation_write', weight: 'weight_write', parameter: 'parameter_write' },
    inputs: {
      activation: { ...writes(activation.addresses, ACTIVATION_DEPTH, activationBits), ...stall('activation') },
      weight: { ...writes(weight.addresses, WEIGHT_DEPTH, weightBits), ...stall('weight') },
      parameter: { ...writes(parameter.addresses, PARAMETER_DEPTH, parameterBits), ...stall('parameter') },
      command: {
        beats: commands.length,
        fields: {
          ...commandFields(commands, parameters),
          activation_base: base(({ activation }) => activation),
          weight_base: base(({ weight }) => weight),
          parameter_base: base(({ parameter }) => parameter),
        },
        ...stall('command'),
      },
    },
    outputs: {
      response: { beats: commands.length, ...stall('response') },
      result: { beats: results, ...stall('result') },
    },
    constants: { clear: 0 },
    seed,
  };
}
