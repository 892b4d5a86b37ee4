import type { BoundPort } from '../../dsl/bind/boundLeaf.ts';
import type { BoundDesign } from '../../dsl/bind/design.ts';
import { clockUse } from '../../dsl/passes/lower/clocks.ts';
import type { EmittedModule } from '../../dsl/passes/pipeline.ts';
import type { BenchClock, BenchInterface, BenchStream, ElementType, InterfaceOptions } from './interface.ts';
import { type PortGroup, portGroups } from './portGroups.ts';
import type { ParameterNames } from './pythonInteger.ts';
import { PythonScope, pythonName, upperCase } from './pythonNames.ts';
import { type PythonField, PythonTypes } from './pythonTypes.ts';

/** Names that the generated module has from its imports and from Python itself. */
const imported =
  'Any Bool Enum Enumeration False Final IntEnum None Ports SInt Stream Struct True UInt Vec annotations bool clog2 ' +
  'dataclass dict int list max min str tuple type INPUTS OUTPUTS';

/** Names that a bench has already. */
const benchNames = ['dut', 'start', 'run', 'cycles', 'sources', 'sinks'];

function clocksOf({ module }: BoundDesign): BenchClock[] {
  if (module.clocks.length === 0) {
    const use = clockUse(module);
    if (!use.clock) return [];
    return [{ port: 'clk', edge: 'rising', resets: use.reset ? [{ port: 'rst', active: 1 }] : [], enables: [] }];
  }
  const clocks = new Map<string, BenchClock>();
  for (const { clock, edge, reset, enable } of module.clocks) {
    const before = clocks.get(clock) ?? { port: clock, edge, resets: [], enables: [] };
    const added =
      reset === undefined
        ? []
        : [{ port: reset.signal.key, active: reset.active === 'high' ? (1 as const) : (0 as const) }];
    clocks.set(clock, {
      ...before,
      resets: [...before.resets, ...added],
      enables: [...before.enables, ...(enable === undefined ? [] : [enable.key])],
    });
  }
  return [...clocks.values()];
}

/** What a block's bench has to know of its ports. */
export function describeInterface(
  design: BoundDesign,
  emitted: EmittedModule,
  options: InterfaceOptions,
): BenchInterface {
  const scope = new PythonScope(imported.split(' '));
  const parameters = emitted.verilog.parameters.map(({ name, comment }) => ({
    own: name,
    name: scope.claim(pythonName(name)),
    value: design.values[name] ?? 0,
    doc: comment.join(' '),
  }));
  const names: ParameterNames = {
    name: parameter =>
      parameters.find(({ own }) => own === parameter)?.name ?? String(design.values[parameter] ?? parameter),
  };
  const types = new PythonTypes(scope, names);
  const docs = new Map(emitted.verilog.ports.map(({ name, comment }) => [name, comment.join(' ')]));
  const docOf = (ports: readonly BoundPort[]): string =>
    ports.map(({ name }) => docs.get(name) ?? '').find(text => text !== '') ?? '';
  const clocks = clocksOf(design);
  const clockOf = ({ declaration }: BoundPort): BenchClock | undefined =>
    declaration.domain === undefined ? clocks[0] : clocks.find(({ port }) => port === declaration.domain?.clock);
  const ports = design.ports.filter(({ declaration }) => declaration.clockPort === undefined);
  const attributes = new PythonScope(benchNames);

  const describe = (key: string, direction: 'input' | 'output', groups: readonly PortGroup[]) => {
    const [only] = groups;
    const portNames = groups.flatMap(group => group.ports.map(({ name }) => name));
    const doc = docOf(groups.flatMap(group => group.ports));
    const common = { key, direction, ports: portNames, doc };
    if (groups.length === 1 && only !== undefined)
      return { ...common, ...types.of(only.type, [key, `${key}_value`]), type: only.type };
    const parts = new Map(groups.map(group => [partName(group.key, key), group]));
    const fields = [...parts].map(
      ([name, group]): PythonField => ({
        name: pythonName(name),
        doc: docOf(group.ports),
        ...types.of(group.type, [`${key}_${name}`]),
      }),
    );
    const type: ElementType = {
      kind: 'parts',
      parts: Object.fromEntries([...parts].map(([name, group]) => [name, group.type])),
    };
    return { ...common, ...types.record([key, `${key}_element`], `An element of \`${key}\`.`, fields), type };
  };

  if (options.flat) {
    const values = portGroups(ports).map(group => ({
      ...describe(group.key, group.direction, [group]),
      constant: scope.claim(upperCase(group.key), `${upperCase(group.key)}_PORT`),
    }));
    return { clocks, parameters, enumerations: types.enumerations, structs: types.structs, streams: [], values };
  }

  const streams: BenchStream[] = [];
  const taken = new Set<BoundPort>();
  const strobes = options.strobes ?? {};
  const starts = ports.flatMap(port => {
    const { stream } = port.declaration;
    const strobe = Object.entries(strobes).find(([, valid]) => valid === port.name)?.[0];
    const name = strobe ?? (stream?.part === 'valid' ? stream.name : undefined);
    return name === undefined ? [] : [{ name, valid: port }];
  });
  for (const { name, valid } of starts) {
    const own = ports.filter(({ declaration }) => declaration.stream?.name === name);
    const marks = ports.filter(
      port =>
        port.declaration.stream === undefined &&
        port.direction === valid.direction &&
        port !== valid &&
        ownerOf(port, starts) === name,
    );
    const bits = own.filter(({ declaration }) => declaration.stream?.part === 'bits');
    const ready = own.find(({ declaration }) => declaration.stream?.part === 'ready');
    for (const port of [valid, ...own, ...marks]) taken.add(port);
    const clock = clockOf(valid);
    if (clock === undefined) throw new Error(`stream ${name} has no clock`);
    const described = describe(name, valid.direction, portGroups([...bits, ...marks]));
    streams.push({
      ...described,
      doc: docOf([valid, ...own]),
      constant: scope.claim(upperCase(name), `${upperCase(name)}_STREAM`),
      attribute: attributes.claim(pythonName(name), `${name}_stream`),
      valid: valid.name,
      ready: ready?.name,
      clock,
    });
  }
  const values = portGroups(ports.filter(port => !taken.has(port))).map(group => ({
    ...describe(group.key, group.direction, [group]),
    constant: scope.claim(upperCase(group.key), `${upperCase(group.key)}_PORT`),
  }));
  return { clocks, parameters, enumerations: types.enumerations, structs: types.structs, streams, values };
}

/** The stream after which a port is called: the longest name wins, so that `a_b_last` belongs to `a_b`. */
function ownerOf(
  { name, direction }: BoundPort,
  streams: readonly { readonly name: string; readonly valid: BoundPort }[],
): string | undefined {
  return streams
    .filter(stream => stream.valid.direction === direction && name.startsWith(`${stream.name}_`))
    .map(stream => stream.name)
    .sort((a, b) => b.length - a.length)[0];
}

const partName = (key: string, stream: string): string => key.slice(stream.length + 1);
