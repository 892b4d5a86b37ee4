import { readFile } from 'node:fs/promises';
import Handlebars from 'handlebars';
import type { EmittedModule } from '../../dsl/passes/pipeline.ts';
import type { BenchClock, BenchInterface, BenchStream } from './interface.ts';
import { call, dictionary, docstring, layOut, list, type PythonExpression, quoted, tuple } from './pythonExpression.ts';
import { pythonName, upperCase } from './pythonNames.ts';
import type { Vectors } from './vectors.ts';
import { type VectorsHead, valueJson, vectorsJson } from './vectorsJson.ts';

/** A bench as its files are made of it. */
export interface Bench {
  /** What its Python is called after: the module as it is described. */
  readonly name: string;
  /** The words after `npm run cocotb --` that make it. */
  readonly command: string;
  readonly top: EmittedModule;
  readonly interface: BenchInterface;
  readonly vectors: Vectors;
  readonly origin: string;
  readonly seed: number;
  /** Verilog by file name, what is instantiated first. */
  readonly sources: ReadonlyMap<string, string>;
  /** Files that memories begin with. */
  readonly data: ReadonlyMap<string, string>;
}

/** Files that every bench has, as they are. */
const libraryFiles = ['packing.py', 'streams.py', 'pyproject.toml', 'requirements.txt'];

const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');

async function render(name: string, context: Readonly<Record<string, unknown>>): Promise<string> {
  const template = Handlebars.compile(await text(`templates/${name}.hbs`), { noEscape: true });
  return `${template(context)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd()}\n`;
}

/** The paragraphs of the module's own comment, without its name in front. */
function docOf({ verilog }: EmittedModule): string[] {
  const [first = '', ...others] = verilog.comment
    .join('\n')
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replaceAll('\n', ' ').trim());
  const plain = first.startsWith(`${verilog.name}: `) ? first.slice(verilog.name.length + 2) : '';
  return [plain.charAt(0).toUpperCase() + plain.slice(1), ...others].filter(paragraph => paragraph !== '');
}

const parametersOf = ({ top, interface: { parameters } }: Bench): [string, number][] =>
  top.verilog.parameters.map(({ name }, position) => [name, parameters[position]?.value ?? 0]);

const docLine = (doc: string, indent: number): string => (doc === '' ? '' : docstring([doc], indent));

function interfaceContext({ top, interface: described, vectors }: Bench): Record<string, unknown> {
  const { parameters, enumerations, structs, streams, values } = described;
  const flat = vectors.kind === 'cycles';
  const payload = ({ ports, packing }: { ports: readonly string[]; packing: PythonExpression }) =>
    call('Ports', [tuple(ports.map(quoted)), packing]);
  const assignment = (name: string, expression: PythonExpression): string => {
    const start = `${name}: Final = `;
    return start + layOut(expression, start.length);
  };
  const constants = [
    ...streams.map(stream => ({
      text: assignment(
        stream.constant,
        call('Stream', [], {
          valid: quoted(stream.valid),
          ready: stream.ready === undefined ? 'None' : quoted(stream.ready),
          payload: payload(stream),
        }),
      ),
      doc: docLine(stream.doc, 0),
    })),
    ...values.map(value => ({ text: assignment(value.constant, payload(value)), doc: docLine(value.doc, 0) })),
  ];
  if (flat)
    for (const [name, direction] of [
      ['INPUTS', 'input'],
      ['OUTPUTS', 'output'],
    ] as const) {
      const start = `${name}: Final[dict[str, Ports[Any]]] = `;
      const own = values.filter(value => value.direction === direction);
      const entries = own.map(({ key, constant }): readonly [string, string] => [key, constant]);
      constants.push({
        text: start + layOut(dictionary(entries), start.length),
        doc: docLine(`${direction === 'input' ? 'Inputs' : 'Outputs'} by their names in vectors.json.`, 0),
      });
    }
  const written = [...streams, ...values].map(({ packing }) => layOut(packing)).join('\n');
  const everything = [written, ...structs.map(({ packing }) => layOut(packing))].join();
  const packings = ['Bool', 'Enumeration', 'SInt', 'Struct', 'UInt', 'Vec', 'clog2'];
  return {
    moduleDoc: docstring(
      [`The interface of ${top.verilog.name}, as its description has it.`, 'Written by Scoville.'],
      0,
    ),
    flat,
    bare: parameters.length + enumerations.length + structs.length === 0,
    parameters: parameters.map(({ name, value, doc }) => ({ name, value, doc: docLine(doc, 0) })),
    enumerations: enumerations.map(each => ({ ...each, doc: docstring([each.doc], 4) })),
    structs: structs.map(each => ({
      ...each,
      doc: docstring([each.doc], 4),
      packing: assignment(each.constant, each.packing),
      fields: each.fields.map(field => ({ ...field, doc: docLine(field.doc, 4) })),
    })),
    packingImports: packings.filter(name => new RegExp(`\\b${name}\\(`).test(everything)).join(', '),
    streamImports: streams.length > 0 ? 'Ports, Stream' : 'Ports',
    constants,
  };
}

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

function streamsContext(bench: Bench): Record<string, unknown> {
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

function cyclesContext(bench: Bench): Record<string, unknown> {
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

/** The files of a bench's folder by their names. */
export async function benchFiles(bench: Bench): Promise<Map<string, string>> {
  const { name, top, seed, origin, sources, data } = bench;
  const parameters = parametersOf(bench);
  const assignment = 'PARAMETERS: dict[str, object] = ';
  const head: VectorsHead = {
    block: top.verilog.name,
    origin,
    seed,
    parameters: Object.fromEntries(parameters),
  };
  const isStreams = bench.vectors.kind === 'streams';
  const docs = new Map(top.verilog.parameters.map(({ name: parameter, comment }) => [parameter, comment.join(' ')]));
  return new Map([
    ...(await Promise.all(
      libraryFiles.map(async (file): Promise<[string, string]> => [file, await text(`library/${file}`)]),
    )),
    [`${name}_interface.py`, await render('interface.py', interfaceContext(bench))],
    [
      `test_${name}.py`,
      isStreams
        ? await render('test_streams.py', streamsContext(bench))
        : await render('test_cycles.py', cyclesContext(bench)),
    ],
    [
      'run.py',
      await render('run.py', {
        name,
        top: top.verilog.name,
        seed,
        parameters: layOut(
          dictionary(parameters.map(([parameter, value]) => [parameter, String(value)])),
          assignment.length,
        ),
      }),
    ],
    ['vectors.json', vectorsJson(bench.vectors, bench.interface, head)],
    [
      'README.md',
      await render('README.md', {
        name,
        top: top.verilog.name,
        command: bench.command,
        doc: docOf(top).join('\n\n'),
        origin,
        data: [...data.keys()].map(file => `\`${file}\``).join(', '),
        parameters: parameters.map(([parameter, value]) => ({
          name: parameter,
          value,
          doc: (docs.get(parameter) ?? '').replaceAll('|', '\\|'),
        })),
      }),
    ],
    ...sources,
    ...data,
    ['files.f', `${[...sources.keys()].join('\n')}\n`],
  ]);
}

const driverOf = ({ direction }: BenchStream): string => (direction === 'input' ? 'StreamSource' : 'StreamSink');

/** A module's name as a module of Python can be called after it. */
export const benchName = (module: string): string => pythonName(module);
