import { bool, clock, enabledClock, input, int, module, output, sink, source, uint } from '../../../dsl/index.ts';
import { SensorBridge } from '../../../examples/sensorBridge.ts';
import type { Proof } from '../proof.ts';

/** The bridge between clocks that have their edges whenever two free inputs say so, alone or together. */
const BridgeAtAnyEdges = module(
  'bridge_at_any_edges',
  {
    params: { WIDTH: int(1, { min: 1 }), DEPTH: int(2, { min: 2, powerOfTwo: true }) },
    clocks: { clk: clock() },
    ports: ({ WIDTH }) => ({
      sample: sink(uint(WIDTH)),
      word: source(uint(WIDTH)),
      enable: input(bool),
      waited: output(bool),
      /** Free: whether this is an edge of the clock. */
      samples: input(bool),
      runs: input(bool),
    }),
  },
  ({ samples, runs, ...io }, parameters, m, { clk }) =>
    m.inst('bridge', SensorBridge, parameters, io, {
      clocks: { sensor: enabledClock(clk, samples), system: enabledClock(clk, runs) },
    }),
);

export const sensorBridgeProofs: readonly Proof[] = [
  {
    name: 'examples-sensor-bridge',
    description: 'the bridge of the examples keeps a word that it offers until it is taken, whatever the clocks',
    module: BridgeAtAnyEdges,
    values: { WIDTH: 1, DEPTH: 2 },
  },
];
