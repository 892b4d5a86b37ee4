import { expect, test } from 'vitest';
import { randomStalls, runStreams, simulate } from '../dsl/index.ts';
import { SensorBridge } from './sensorBridge.ts';

test('a sample is offered two edges of the system behind the edge of the sensor at which it entered', () => {
  const bridge = simulate(SensorBridge, {}, { periods: { sensor: 25, system: { period: 10, phase: 3 } } });
  const recording = bridge.record(['sample_valid', 'sample_ready', 'sample_bits', 'word_valid', 'word_bits', 'waited']);
  bridge.poke('enable', true);
  bridge.poke('word_ready', true);
  bridge.reset(2);
  bridge.step(8);
  bridge.poke('sample_valid', true);
  bridge.poke('sample_bits', 77);
  bridge.step(3);
  bridge.poke('sample_valid', false);
  bridge.step(8);
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle         0   2   4   6   8   10  12  14  16  18  20  22  24
    sensor_clk    ▁▁▁▁▔▔▁▁▁▁▔▔▁▁▁▁▁▁▔▔▁▁▁▁▔▔▁▁▁▁▁▁▔▔▁▁▁▁▔▔▁▁▁▁▁▁▔▔▁▁
    system_clk    ▔▔▔▔▁▁▔▔▔▔▁▁▔▔▔▔▔▔▁▁▔▔▔▔▁▁▔▔▔▔▔▔▁▁▔▔▔▔▁▁▔▔▔▔▔▔▁▁▔▔
    sample_valid  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    sample_ready  ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
    sample_bits   │0                          │77
    word_valid    ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▁▁▁▁▁▁▁▁
    word_bits     │2517                             │77     │2540
    waited        ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁"
  `);
});

test('the sensor waits for a slow system, which is told of it', () => {
  const bridge = simulate(SensorBridge, { DEPTH: 2 });
  bridge.reset(2);
  bridge.poke('enable', true);
  bridge.step(4);
  bridge.poke('sample_valid', true);
  let accepted = 0;
  for (let edge = 0; edge < 8; edge++) {
    accepted += bridge.peekNumber('sample_ready');
    bridge.tick('sensor');
  }
  expect([accepted, bridge.peek('waited')]).toEqual([2, 0]);
  bridge.tick('system');
  bridge.tick('system');
  expect(bridge.peek('waited')).toBe(1);
});

test('samples are dropped while they are not wanted', () => {
  const bridge = simulate(SensorBridge);
  bridge.reset(2);
  bridge.poke('sample_valid', true);
  bridge.poke('word_ready', true);
  for (let edge = 0; edge < 40; edge++) {
    expect([bridge.peek('sample_ready'), bridge.peek('word_valid')]).toEqual([1, 0]);
    bridge.step();
  }
});

test.each([
  { sensor: 25, system: 10 },
  { sensor: 7, system: 31 },
  { sensor: 10, system: { period: 10, phase: 4 } },
])('samples arrive in order, at periods %o', periods => {
  const bridge = simulate(SensorBridge, { DEPTH: 4 }, { periods });
  bridge.reset(4);
  bridge.poke('enable', true);
  bridge.step(20);
  const beats = Array.from({ length: 200 }, (_, index) => (index * 37) % 4096);
  const { outputs } = runStreams(bridge, {
    inputs: { sample: { beats, stalls: randomStalls(1, 0.3) } },
    outputs: { word: { expected: beats, stalls: randomStalls(2, 0.3) } },
  });
  expect(outputs.word?.values).toHaveLength(beats.length);
});
