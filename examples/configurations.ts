import type { Configuration } from '../dsl/configuration.ts';
import { EventCounter } from './counter.ts';
import { DotProduct } from './dotProduct.ts';
import { Queue } from './queue.ts';
import { SensorBridge } from './sensorBridge.ts';
import { Sequencer } from './sequencer.ts';
import { UartTransmitter } from './uartTransmitter.ts';

/** The examples as design points. */
export const configurations: readonly Configuration[] = [
  { name: 'decade-counter', description: 'Counts ten events.', module: EventCounter, values: { LIMIT: 10 } },
  { name: 'byte-queue', description: 'Holds five bytes.', module: Queue, values: { WIDTH: 8, DEPTH: 5 } },
  {
    name: 'dot-product-8',
    description: 'Eight int8 products a cycle, three registers behind the adders.',
    module: DotProduct,
    values: { LANES: 8, WIDTH: 8, STAGES: 3 },
  },
  {
    name: 'uart-115200',
    description: '115,200 baud from a clock of 100 MHz.',
    module: UartTransmitter,
    values: { CLOCKS_PER_BIT: 868 },
  },
  { name: 'sequencer-64', description: 'Programs of 64 instructions.', module: Sequencer, values: { LENGTH: 64 } },
  {
    name: 'sensor-bridge-12',
    description: 'Samples of 12 bits from 40 MHz to 100 MHz; the system resets at once, by a pad.',
    module: SensorBridge,
    values: { WIDTH: 12, DEPTH: 16 },
    clocks: { system: { reset: 'asynchronous', active: 'low' } },
    periods: { sensor: 25, system: 10 },
  },
];
