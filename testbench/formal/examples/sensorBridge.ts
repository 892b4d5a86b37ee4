import { SensorBridge } from '../../../examples/sensorBridge.ts';
import type { Proof } from '../proof.ts';

export const sensorBridgeProofs: readonly Proof[] = [
  {
    name: 'examples-sensor-bridge',
    description: 'the bridge of the examples keeps a word that it offers until it is taken, whatever the clocks',
    module: SensorBridge,
    values: { WIDTH: 1, DEPTH: 2 },
  },
];
