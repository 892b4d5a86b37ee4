import { expect, test } from 'vitest';
import { bool, fsm, genFor, input, int, module, output, sint, uint, vec, when } from '../index.ts';
import { simulate } from './simulate.ts';

const Blinker = module(
  'blinker',
  {
    params: { N: int(2, { min: 1 }) },
    ports: ({ N }) => ({ go: input(bool), offset: input(sint(6)), lit: output(bool), taps: output(vec(N, uint(8))) }),
  },
  (io, { N }, m) => {
    const { count } = m.regs({ count: uint(8) });
    const { is } = fsm('off', {
      off: go => when(io.go, () => go('on')),
      on: go => {
        count.set(count.inc());
        when(count.eq(2), () => go('fading'));
      },
      fading: go => go('off'),
    });
    io.lit.set(is('on'));
    genFor(N, 'tap', t => {
      const { shifted } = m.wires({ shifted: uint(8) });
      shifted.set(count.addWrap(io.offset.fit(8).asUint()).addWrap(t));
      io.taps.at(t).set(shifted);
    });
  },
);

function run() {
  const simulator = simulate(Blinker);
  simulator.poke('offset', -1);
  const ports = simulator.record();
  const inside = simulator.record(['state', 'tap[1].shifted', 'count', 'go']);
  const all = simulator.record('all');
  simulator.reset();
  simulator.step();
  simulator.poke('go', true);
  simulator.step();
  simulator.poke('go', false);
  simulator.step(6);
  return { simulator, ports, inside, all };
}

test('waveforms as text', () => {
  const { ports, inside } = run();
  expect(inside.waves()).toMatchInlineSnapshot(`
    "cycle           0      1      2      3      4      5      6      7      8
    state           │off                 │on                  │fading│off
    tap[1].shifted  │0                          │1     │2     │3
    count           │0                          │1     │2     │3
    go              ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁"
  `);
  expect(ports.waves({ from: 2, to: 6, radix: { taps: 'hex', offset: 'binary' } })).toMatchInlineSnapshot(`
    "cycle    2  3  4  5  6
    go       ▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁
    offset   │111111
    lit      ▁▁▁▔▔▔▔▔▔▔▔▔▁▁▁
    taps[0]  │ff   │00│01│02
    taps[1]  │00   │01│02│03"
  `);
  expect(() => ports.waves({ from: 9 })).toThrow('No cycle from 9 to the last was written down.');
});

test('a cycle that a check refuses is in the waveform, once', () => {
  const Limited = module(
    'limited',
    { params: {}, ports: () => ({ a: input(uint(4)), q: output(uint(4)) }) },
    (io, _, m) => {
      io.q.set(io.a);
      m.assert(io.a.lt(9), 'a stays below 9');
    },
  );
  const simulator = simulate(Limited);
  const recording = simulator.record();
  simulator.step();
  simulator.poke('a', 9);
  expect(() => simulator.step()).toThrow('cycle 1: assert: a stays below 9');
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle  0 1
    a      │0│9
    q      │0│9"
  `);
  simulator.poke('a', 0);
  simulator.step(2);
  expect(recording.waves()).toMatchInlineSnapshot(`
    "cycle  0 1 2
    a      │0
    q      │0"
  `);
});

test('waveforms as a value change dump', () => {
  const { inside, all } = run();
  expect(inside.vcd()).toMatchInlineSnapshot(`
    "$version Scoville $end
    $timescale 1 ns $end
    $scope module blinker $end
    $var wire 1 ! clk $end
    $var wire 1 " rst $end
    $var reg 2 # state [1:0] $end
    $var string 1 $ state_name $end
    $var reg 8 ' count [7:0] $end
    $var wire 1 ) go $end
    $scope module tap[1] $end
    $var wire 8 % shifted [7:0] $end
    $upscope $end
    $upscope $end
    $enddefinitions $end
    #0
    $dumpvars
    1!
    1"
    b0 #
    soff $
    b0 %
    b0 '
    0)
    $end
    #5
    0!
    #10
    1!
    0"
    #15
    0!
    #20
    1!
    1)
    #25
    0!
    #30
    1!
    b1 #
    son $
    0)
    #35
    0!
    #40
    1!
    b1 %
    b1 '
    #45
    0!
    #50
    1!
    b10 %
    b10 '
    #55
    0!
    #60
    1!
    b10 #
    sfading $
    b11 %
    b11 '
    #65
    0!
    #70
    1!
    b0 #
    soff $
    #75
    0!
    #80
    1!
    #85
    0!
    #90
    "
  `);
  expect(all.vcd().split('$enddefinitions')[0]).toMatchInlineSnapshot(`
    "$version Scoville $end
    $timescale 1 ns $end
    $scope module blinker $end
    $var wire 1 ! clk $end
    $var wire 1 " rst $end
    $var wire 1 # go $end
    $var wire 6 % offset [5:0] $end
    $var wire 1 ' lit $end
    $var wire 8 ) taps[0] [7:0] $end
    $var wire 8 + taps[1] [7:0] $end
    $var reg 8 - count [7:0] $end
    $var reg 2 / state [1:0] $end
    $var string 1 0 state_name $end
    $scope module tap[0] $end
    $var wire 8 1 shifted [7:0] $end
    $upscope $end
    $scope module tap[1] $end
    $var wire 8 3 shifted [7:0] $end
    $upscope $end
    $upscope $end
    "
  `);
  expect(all.vcd()).toBe(run().all.vcd());
});

test('a memory cannot be recorded, and nothing that is not there', () => {
  const { simulator } = run();
  expect(() => simulator.record(['tap[2].shifted'])).toThrow('`blinker` has no port `tap[2].shifted`.');
});
