import { Matmul } from '../../../generators/systolic/engine/matmul.ts';
import { type EngineCommand, modes } from '../../gemm/engineCommand.ts';
import { resultBeats } from '../../gemm/engineOrder.ts';
import type { MatmulParameters } from '../../gemm/matmulCommand.ts';
import { matmulCycles } from '../../gemm/matmulCycles.ts';
import { type CommandTemplate, planProduct } from '../../gemm/matmulPlan.ts';
import { activationWords, parameterWord, weightWords } from '../../gemm/matmulWords.ts';
import { gemm } from '../../golden/gemm.ts';
import type { Random } from '../../random.ts';
import { cocotbBlock, type Values } from '../block.ts';

/** Raw sums with a bias. */
const template: CommandTemplate = {
  bias: true,
  mode: modes.raw,
  perChannel: false,
  scale: 0,
  shift: 0,
  offset: 0,
  low: 0,
  high: 0,
};

/** The parameters as the models take them. */
export const flagged = <P extends { readonly OUTPUT_STATIONARY: number; readonly FLOAT: number }>(values: P) => ({
  ...values,
  OUTPUT_STATIONARY: values.OUTPUT_STATIONARY === 1 ? (1 as const) : (0 as const),
  FLOAT: values.FLOAT === 1 ? (1 as const) : (0 as const),
});

/** Numbers of `width` bits. */
export const signedNumbers = (length: number, width: number, random: Random): Int16Array =>
  Int16Array.from({ length }, () => random.integer(-(2 ** (width - 1)), 2 ** (width - 1) - 1));

/** The fields that commands have with and without buffers around the engine. */
export const commandBeat = (command: Omit<EngineCommand, 'fault'>) => ({
  m: command.m,
  k: command.k,
  n: command.n,
  starts: command.starts,
  ends: command.ends,
  bias: command.bias,
  mode: command.mode,
  per_channel: command.perChannel,
  scale: command.scale,
  shift: command.shift,
  offset: command.offset,
  low: command.low,
  high: command.high,
});

/** Beats of a write port: a word at each address from 0 on. */
const wordBeats = (words: Int16Array, lanes: number) =>
  Array.from({ length: words.length / lanes }, (_, address) => ({
    address,
    bits: [...words.subarray(address * lanes, (address + 1) * lanes)],
  }));

function vectorsOf(parameters: MatmulParameters, random: Random) {
  const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_WIDTH } = parameters;
  // As much of this product as the buffers hold at once: a single command.
  const wanted = { m: 2 * ROWS + 1, k: 3 * ROWS + 2, n: 2 * COLS + 1 };
  const { m, k, n } = planProduct(wanted, template, parameters).tile;
  const a = signedNumbers(m * k, A_WIDTH, random);
  const b = signedNumbers(k * n, W_WIDTH, random);
  const bias = Int32Array.from({ length: n }, () => random.integer(-1000, 1000));
  const product = gemm({ a, b, m, k, n, bias, accumulatorWidth: ACC_WIDTH });
  const channels = Array.from(bias, value => ({ scale: 0, shift: 0, bias: value }));
  const command = { ...template, m, k, n, starts: true, ends: true };
  return {
    kind: 'streams' as const,
    strobes: { activation: 'activation_write', weight: 'weight_write', parameter: 'parameter_write' },
    first: ['activation', 'weight', 'parameter'],
    constants: { clear: false },
    inputs: {
      activation: wordBeats(activationWords({ a, m, k }, parameters), ROWS),
      weight: wordBeats(weightWords({ b, k, n }, parameters), COLS),
      parameter: channels.map((channel, address) => ({ address, bits: parameterWord(channel, ACC_WIDTH) })),
      command: [{ ...commandBeat(command), activation_base: 0, weight_base: 0, parameter_base: 0 }],
    },
    outputs: {
      response: [{ code: 0 }],
      result: resultBeats(product, m, n, COLS).map(({ values, columns, last }) => ({ bits: values, columns, last })),
    },
    duration: {
      from: 'command',
      to: 'result',
      cycles: matmulCycles(parameters, { m, k, n, mode: template.mode, parametric: true, ends: true }),
      formula: `${m} × ${k} times ${k} × ${n}, from the command to the last result: docs/blocks/matmul.md, "Cycles".`,
    },
  };
}

/** One product, its operands written into the buffers first. */
export const matmul = cocotbBlock(Matmul, {
  values: { ROWS: 3, COLS: 2, REQUANT_LANES: 1, ACTIVATION_DEPTH: 64, WEIGHT_DEPTH: 64, PARAMETER_DEPTH: 16 },
  golden: 'testbench/golden/gemm.ts',
  vectors: (values: Values<typeof Matmul.params>, random) => vectorsOf(flagged(values), random),
});
