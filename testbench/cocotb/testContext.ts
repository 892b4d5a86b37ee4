import { type Bench, docOf } from './bench.ts';
import type { BenchClock, BenchStream } from './interface.ts';
import { docstring, layOut, list } from './pythonExpression.ts';
import { upperCase } from './pythonNames.ts';
import { valueJson } from './vectorsJson.ts';

/** Periods that have no common rhythm, where there are several clocks. */
const periods = [10, 14, 6, 22];

function clockContext(clocks: readonly BenchClock[], dut: string) {
  return clocks.map((clock, index) => ({
    port: clock.port,
    periodConstant: clocks.length === 1 ? 'PERIOD' : `${upperCase(clock.port)}_PERIOD`,
    period: periods[index % periods.length] ?? 10,
    edge: edgeOf(clock, dut),
    settle: waitFor(clock, dut, '2'),
  }));
}

const edgeOf = ({ edge, port }: BenchClock, dut: string): string =>
  `${edge === 'rising' ? 'RisingEdge' : 'FallingEdge'}(${dut}.${port})`;

const waitFor = ({ edge, port }: BenchClock, dut: string, count: string): string =>
  `ClockCycles(${dut}.${port}, ${count}${edge === 'rising' ? '' : ', FallingEdge'})`;

const resetsOf = (clocks: readonly BenchClock[]) =>
  clocks.flatMap(({ resets }) => resets.map(({ port, active }) => ({ port, active, inactive: 1 - active })));

function triggersOf(clocks: readonly BenchClock[]): string {
  if (clocks.length === 0) return 'Timer';
  const edges = clocks.map(({ edge }) => (edge === 'rising' ? 'RisingEdge' : 'FallingEdge'));
  return [...new Set(['ClockCycles', ...edges])].sort().join(', ');
}

/** The bench's own modules in the order of their names. */
const importsOf = ({ name }: Bench): string[] =>
  ['import run', `import ${name}_interface as interface`].sort((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1));

function moduleDoc({ top, origin, vectors }: Bench): string {
  const [first = '', ...others] = docOf(top);
  const what =
    vectors.kind === 'streams' ? 'What enters, and what has to leave, is' : 'Inputs and outputs of every cycle are';
  return docstring([`cocotb tests of ${top.verilog.name}.`, first, ...others, `${what} in vectors.json: ${origin}`], 0);
}

/** As a value of Python. */
const pythonValue = (json: string): string => json.replace(/\btrue\b/g, 'True').replace(/\bfalse\b/g, 'False');

/** What the template of tests of streams is given. */
export function streamsContext(bench: Bench): Record<string, unknown> {
  const { interface: described, vectors } = bench;
  if (vectors.kind !== 'streams') throw new Error('these vectors are no streams');
  const { clocks, streams, values } = described;
  const first = new Set(vectors.first ?? []);
  const sides = (direction: 'input' | 'output') => streams.filter(stream => stream.direction === direction);
  const clocked = clockContext(clocks, 'self.dut');
  const slowest = clocked.reduce((slow, clock) => (clock.period > slow.period ? clock : slow), clocked[0] ?? never());
  const beats = [...Object.values(vectors.inputs), ...Object.values(vectors.outputs)].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  const { duration } = vectors;
  const named = (key: string): BenchStream => streams.find(stream => stream.key === key) ?? never();
  return {
    moduleDoc: moduleDoc(bench),
    name: bench.name,
    triggerImports: triggersOf(clocks),
    imports: importsOf(bench),
    streamImports: ['StreamDriver', ...new Set(streams.map(driverOf))].sort().join(', '),
    clocks: clocked,
    timeout: slowest.period * (beats * 50 + 5000),
    streams: streams.map(stream => ({
      ...stream,
      driver: driverOf(stream),
      edge: edgeOf(stream.clock, 'dut'),
    })),
    drivers: layOut(list(streams.map(({ attribute }) => `self.${attribute}`)), 42, 8),
    constants: values
      .filter(({ direction }) => direction === 'input')
      .map(({ constant, key, type }) => ({
        constant,
        value: pythonValue(valueJson(vectors.constants?.[key] ?? never(), type)),
      })),
    enables: clocks.flatMap(({ enables }) => enables),
    resets: resetsOf(clocks),
    outputs: sides('output'),
    first: sides('input').filter(({ key }) => first.has(key)),
    firstDrivers: layOut(
      list(
        sides('input')
          .filter(({ key }) => first.has(key))
          .map(({ attribute }) => `self.${attribute}`),
      ),
      21,
      8,
      10,
    ),
    others: sides('input').filter(({ key }) => !first.has(key)),
    drain: waitFor(clocks.find(({ port }) => port === slowest.port) ?? never(), 'self.dut', 'DRAIN'),
    withoutStallsDoc: docstring(
      [duration === undefined ? 'No stream stands still.' : `No stream stands still. ${duration.formula}`],
      4,
    ),
    duration:
      duration === undefined
        ? undefined
        : {
            from: named(duration.from).attribute,
            to: named(duration.to).attribute,
            cycles: duration.cycles,
            periodConstant: clocked.find(({ port }) => port === named(duration.from).clock.port)?.periodConstant,
          },
  };
}

function never(): never {
  throw new Error('a bench lacks a part that its vectors name');
}

/** What the template of a test of every cycle is given. */
export function cyclesContext(bench: Bench): Record<string, unknown> {
  const { interface: described, vectors } = bench;
  if (vectors.kind !== 'cycles') throw new Error('these vectors are no cycles');
  const { clocks } = described;
  return {
    moduleDoc: moduleDoc(bench),
    name: bench.name,
    triggerImports: triggersOf(clocks),
    imports: importsOf(bench),
    clocks: clockContext(clocks, 'dut'),
    timeout: 10 * (vectors.cycles.length + 1000),
    enables: clocks.flatMap(({ enables }) => enables),
    resets: resetsOf(clocks),
  };
}

const driverOf = ({ direction }: BenchStream): string => (direction === 'input' ? 'StreamSource' : 'StreamSink');
