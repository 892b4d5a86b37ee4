import { MatmulEngine } from '../../../generators/systolic/engine/matmulEngine.ts';
import { type EngineCommand, type EngineParameters, modesOf } from '../../gemm/engineCommand.ts';
import { trafficOf } from '../../gemm/engineJob.ts';
import { bitsOfFloat, type EngineItem } from '../../gemm/engineWork.ts';
import { parameterWord } from '../../gemm/matmulWords.ts';
import type { Random } from '../../random.ts';
import { cocotbBlock } from '../block.ts';
import { commandBeat, flagged, signedNumbers } from './matmul.ts';

/** A product of random size with a bias and a scale of every column, in one of the engine's modes. */
function randomItem(mode: number, parameters: EngineParameters, random: Random): EngineItem {
  const { ROWS, COLS, A_WIDTH, W_WIDTH, ACC_DEPTH, OUT_WIDTH } = parameters;
  const m = random.integer(1, Math.min(2 * ROWS + 1, ACC_DEPTH));
  const k = random.integer(1, 2 * ROWS + 1);
  const n = random.integer(1, 2 * COLS + 1);
  const [low, high] = [-(2 ** (OUT_WIDTH - 1)), 2 ** (OUT_WIDTH - 1) - 1];
  const scaling = () =>
    mode === 3
      ? { scale: bitsOfFloat(random.integer(1, 255) / 65_536), shift: 0 }
      : { scale: random.integer(2 ** 30, 2 ** 31 - 1), shift: -random.integer(5, 9) };
  const command: EngineCommand = {
    ...{ m, k, n, starts: true, ends: true, bias: true, mode, perChannel: true, ...scaling() },
    ...{ offset: random.integer(-3, 3), low, high, fault: 0 },
  };
  const part = { command, a: signedNumbers(m * k, A_WIDTH, random), b: signedNumbers(k * n, W_WIDTH, random) };
  const channels = Array.from({ length: n }, () => ({ ...scaling(), bias: random.integer(-500, 500) }));
  return { chain: { parts: [part], channels } };
}

const beatsOf = (lanes: readonly number[], width: number): number[][] =>
  Array.from({ length: lanes.length / width }, (_, beat) => lanes.slice(beat * width, (beat + 1) * width));

/** Products in every mode, one behind the other, and a command that is refused. */
export const matmulEngine = cocotbBlock(MatmulEngine, {
  values: { ROWS: 3, COLS: 2, REQUANT_LANES: 2 },
  golden: 'testbench/golden/gemm.ts and testbench/golden/requantise.ts',
  vectors: (values, random) => {
    const parameters: EngineParameters = flagged(values);
    const { ROWS, COLS, ACC_WIDTH } = parameters;
    const products = [...modesOf(parameters), 0].map(mode => randomItem(mode, parameters, random));
    const empty: EngineCommand = {
      ...{ m: 0, k: 1, n: 1, starts: true, ends: true, bias: false, mode: 0, perChannel: false, scale: 0, shift: 0 },
      ...{ offset: 0, low: 0, high: 0, fault: 0 },
    };
    const filler = { weight: () => 0, activation: () => 0 };
    const traffic = trafficOf([...products, { refused: empty }], parameters, filler);
    return {
      kind: 'streams',
      constants: { clear: false },
      inputs: {
        command: traffic.commands.map(command => ({ ...commandBeat(command), fault: command.fault })),
        weight: beatsOf(traffic.weights, COLS),
        activation: beatsOf(traffic.activations, ROWS),
        parameter: traffic.channels.map(channel => parameterWord(channel, ACC_WIDTH)),
      },
      outputs: {
        response: traffic.answers.map(code => ({ code })),
        result: traffic.results.map(({ values, columns, last }) => ({ bits: [...values], columns, last })),
      },
    };
  },
});
