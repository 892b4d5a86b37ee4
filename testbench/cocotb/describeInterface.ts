import type { BoundPort } from '../../dsl/bind/boundLeaf.ts';
import type { BoundDesign } from '../../dsl/bind/design.ts';
import { clockUse } from '../../dsl/passes/lower/clocks.ts';
import type { EmittedModule } from '../../dsl/passes/pipeline.ts';
import type {
  BenchClock,
  BenchInterface,
  BenchStream,
  BenchValue,
  ElementType,
  InterfaceOptions,
} from './interface.ts';
import { type PortGroup, portGroups } from './portGroups.ts';
import { PythonScope, pythonName, upperCase } from './pythonNames.ts';
import { type PythonField, type PythonType, PythonTypes } from './pythonTypes.ts';

/** Names that the generated module has from its imports and from Python itself. */
const imported =
  'Any Bool Enum Enumeration False Final IntEnum None Ports SInt Stream Struct True UInt Vec annotations bool clog2 ' +
  'dataclass dict int list max min str tuple type INPUTS OUTPUTS';

/** Names that a bench has already. */
const benchNames = ['dut', 'start', 'run', 'cycles', 'sources', 'sinks'];

function clocksOf({ module }: BoundDesign): BenchClock[] {
  if (module.clocks.length > 0)
    return module.clocks.map(({ clock, edge, reset, enable }) => ({
      port: clock,
      edge,
      resets: reset === undefined ? [] : [{ port: reset.signal.key, active: reset.active === 'high' ? 1 : 0 }],
      enables: enable === undefined ? [] : [enable.key],
    }));
  const use = clockUse(module);
  if (!use.clock) return [];
  return [{ port: 'clk', edge: 'rising', resets: use.reset ? [{ port: 'rst', active: 1 }] : [], enables: [] }];
}

/** A stream's name, and the port that offers its elements. */
interface StreamStart {
  readonly name: string;
  readonly valid: BoundPort;
}

function streamStarts(ports: readonly BoundPort[], strobes: Readonly<Record<string, string>>): StreamStart[] {
  return ports.flatMap(port => {
    const { stream } = port.declaration;
    const strobe = Object.entries(strobes).find(([, valid]) => valid === port.name)?.[0];
    const name = strobe ?? (stream?.part === 'valid' ? stream.name : undefined);
    return name === undefined ? [] : [{ name, valid: port }];
  });
}

/** The stream after which a port is called: the longest name wins, so that `a_b_last` belongs to `a_b`. */
function ownerOf({ name, direction }: BoundPort, starts: readonly StreamStart[]): string | undefined {
  return starts
    .filter(start => start.valid.direction === direction && name.startsWith(`${start.name}_`))
    .map(start => start.name)
    .sort((a, b) => b.length - a.length)[0];
}

/** Gives everything its name in Python, in one scope. */
class Describer {
  readonly parameters: readonly {
    readonly own: string;
    readonly name: string;
    readonly value: number;
    readonly doc: string;
  }[];
  readonly types: PythonTypes;
  readonly clocks: readonly BenchClock[];
  readonly #docs: ReadonlyMap<string, string>;
  readonly #scope = new PythonScope(imported.split(' '));
  readonly #attributes = new PythonScope(benchNames);

  constructor(design: BoundDesign, { verilog }: EmittedModule) {
    this.parameters = verilog.parameters.map(({ name, comment }) => ({
      own: name,
      name: this.#scope.claim(pythonName(name)),
      value: design.values[name] ?? 0,
      doc: comment.join(' '),
    }));
    this.types = new PythonTypes(this.#scope, {
      name: parameter =>
        this.parameters.find(({ own }) => own === parameter)?.name ?? String(design.values[parameter] ?? parameter),
    });
    this.#docs = new Map(verilog.ports.map(({ name, comment }) => [name, comment.join(' ')]));
    this.clocks = clocksOf(design);
  }

  /** Ports that hold one value. */
  value(group: PortGroup): BenchValue {
    const { key, direction, ports, type } = group;
    return {
      key,
      direction,
      ports: ports.map(({ name }) => name),
      doc: this.#docOf(ports),
      type,
      ...this.types.of(type, [key, `${key}_value`]),
      constant: this.#scope.claim(upperCase(key), `${upperCase(key)}_PORT`),
    };
  }

  /** A stream of the ports given: those that are its own, and those that are called after it. */
  stream({ name, valid }: StreamStart, own: readonly BoundPort[], marks: readonly BoundPort[]): BenchStream {
    const part = (wanted: string) => own.filter(({ declaration }) => declaration.stream?.part === wanted);
    const payload = portGroups([...part('bits'), ...marks]);
    const { domain } = valid.declaration;
    const clock = domain === undefined ? this.clocks[0] : this.clocks.find(({ port }) => port === domain.clock);
    if (clock === undefined) throw new Error(`stream ${name} has no clock`);
    return {
      key: name,
      direction: valid.direction,
      ports: payload.flatMap(({ ports }) => ports.map(port => port.name)),
      doc: this.#docOf([valid, ...own]),
      ...this.#element(name, payload),
      constant: this.#scope.claim(upperCase(name), `${upperCase(name)}_STREAM`),
      attribute: this.#attributes.claim(pythonName(name), `${name}_stream`),
      valid: valid.name,
      ready: part('ready')[0]?.name,
      clock,
    };
  }

  /** The type of a stream's elements: that of its bits, or a record where there are marks beside them. */
  #element(stream: string, payload: readonly PortGroup[]): PythonType & { readonly type: ElementType } {
    const [only] = payload;
    if (payload.length === 1 && only !== undefined)
      return { ...this.types.of(only.type, [stream, `${stream}_value`]), type: only.type };
    const parts = payload.map(group => ({ name: group.key.slice(stream.length + 1), group }));
    const fields = parts.map(
      ({ name, group }): PythonField => ({
        name: pythonName(name),
        doc: this.#docOf(group.ports),
        ...this.types.of(group.type, [`${stream}_${name}`]),
      }),
    );
    return {
      ...this.types.record([stream, `${stream}_element`], `An element of \`${stream}\`.`, fields),
      type: { kind: 'parts', parts: Object.fromEntries(parts.map(({ name, group }) => [name, group.type])) },
    };
  }

  #docOf(ports: readonly BoundPort[]): string {
    return ports.map(({ name }) => this.#docs.get(name) ?? '').find(text => text !== '') ?? '';
  }
}

/** What a block's bench has to know of its ports. */
export function describeInterface(
  design: BoundDesign,
  emitted: EmittedModule,
  { flat, strobes = {} }: InterfaceOptions,
): BenchInterface {
  const describer = new Describer(design, emitted);
  const ports = design.ports.filter(({ declaration }) => declaration.clockPort === undefined);
  const starts = flat ? [] : streamStarts(ports, strobes);
  const taken = new Set<BoundPort>(starts.map(({ valid }) => valid));
  const streams = starts.map(start => {
    const own = ports.filter(({ declaration }) => declaration.stream?.name === start.name);
    const marks = ports.filter(
      port =>
        port.declaration.stream === undefined &&
        port.direction === start.valid.direction &&
        port !== start.valid &&
        ownerOf(port, starts) === start.name,
    );
    for (const port of [...own, ...marks]) taken.add(port);
    return describer.stream(start, own, marks);
  });
  const values = portGroups(ports.filter(port => !taken.has(port))).map(group => describer.value(group));
  const { clocks, parameters, types } = describer;
  return { clocks, parameters, enumerations: types.enumerations, structs: types.structs, streams, values };
}
