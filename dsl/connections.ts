import { type Attributes, checkedAttributes } from './attributes.ts';
import { describeType, requireType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { describeGiven, refuse } from './given.ts';
import type { Unused } from './instance.ts';
import { type Declaration, declaredName } from './ir/declaration.ts';
import type { HwModule } from './ir/hwModule.ts';
import { type IntExpr, substitute, toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import type { Connection, InstanceStatement } from './ir/statement.ts';
import { requireCondition } from './operations.ts';
import { outputTarget } from './outputTargets.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { type AnySource, isOperand, operandNode, operandNodes, sourceNodes } from './sources.ts';
import { isComposite, leavesOf } from './struct.ts';
import type { BoolType, HwType } from './types.ts';
import { refuseInWhen } from './when.ts';

/** A stream as it is connected: each part by itself. */
type ConnectedStream = Readonly<Record<'valid' | 'ready' | 'bits', AnySource>>;

/** A connection as a user wrote it. */
type Connected = AnySource | Unused | ConnectedStream;

/** Connections by name, those of a group of ports under its name. */
export interface ConnectedGroup {
  readonly [name: string]: Connected | ConnectedGroup | undefined;
}

const isStream = (entry: object): entry is ConnectedStream => 'valid' in entry && 'ready' in entry && 'bits' in entry;
const isUnused = (entry: Connected | ConnectedGroup): entry is Unused =>
  typeof entry === 'object' && 'unused' in entry && typeof entry.unused === 'string';

/**
 * Whether an entry is no group: a value, or what is connected to a port of that name. A group may have ports that are
 * called as the parts of a stream.
 */
const isConnected = (
  entry: Connected | ConnectedGroup,
  name: string,
  ports: ReadonlyMap<string, unknown>,
): entry is Connected =>
  ports.has(name) ||
  typeof entry !== 'object' ||
  'valueKind' in entry ||
  isUnused(entry) ||
  (isStream(entry) && !ports.has(`${name}_valid`));

/** Connections under the names of the ports, without groups. */
function flatConnections(
  group: ConnectedGroup,
  ports: ReadonlyMap<string, unknown>,
  prefix = '',
): ReadonlyMap<string, Connected> {
  return new Map(
    Object.entries(group ?? {}).flatMap(([key, entry]): (readonly [string, Connected])[] => {
      const name = `${prefix}${key}`;
      if (entry === undefined) return [];
      if (entry === null || typeof entry === 'function')
        refuse(`Port \`${name}\``, 'a hardware value or a constant', entry, '');
      if (isConnected(entry, name, ports)) return [[name, entry]];
      return [...flatConnections(entry, ports, `${name}_`)];
    }),
  );
}

/** The type of a child's port in its parent's terms. */
export function substituteType(type: HwType, replacement: ReadonlyMap<string, IntExpr>): HwType {
  const replaced = (width: Width): Width => {
    const expression = substitute(toExpr(width), replacement);
    return expression.constant ?? expression;
  };
  if (type.kind === 'bool' || type.kind === 'enum') return type;
  if (type.kind === 'struct')
    return {
      kind: 'struct',
      fields: Object.fromEntries(
        Object.entries<HwType>(type.fields).map(([name, field]) => [name, substituteType(field, replacement)]),
      ),
      width: replaced(type.width),
    };
  if (type.kind === 'vec')
    return {
      kind: 'vec',
      length: replaced(type.length),
      element: substituteType(type.element, replacement),
      width: replaced(type.width),
    };
  return { kind: type.kind, width: replaced(type.width) };
}

/** An instance as far as its connections need it. */
interface Instantiated {
  readonly name: string;
  readonly child: HwModule;
  readonly arguments: ReadonlyMap<string, IntExpr>;
}

/** The Verilog ports of a module by the names under which they were declared: of a stream or a struct, several. */
function declaredPorts({ ports }: HwModule): ReadonlyMap<string, readonly Declaration[]> {
  const found = new Map<string, Declaration[]>();
  for (const port of ports) {
    const name = declaredName(port);
    const known = found.get(name);
    if (known === undefined) found.set(name, [port]);
    else known.push(port);
  }
  return found;
}

function reportMismatch(port: Declaration, expected: string, actual: string, suggestion: string): void {
  context('inst').report('type-mismatch', { operation: 'inst', expected, actual, suggestion }, [
    callLabel(),
    { location: port.site?.location, message: 'declared here' },
  ]);
}

/** Connects the ports that are one value: one of them, or one for every field of a struct. */
function connectValue(
  { name, arguments: args }: Instantiated,
  ports: readonly Declaration[],
  entry: AnySource | Unused,
): readonly Connection[] {
  const ctx = context('inst');
  // A struct that is given field by field is looked at once.
  let given: readonly Node[] | undefined;
  return ports.flatMap((port): readonly Connection[] => {
    if (isUnused(entry)) {
      if (port.role === 'output') return [{ port, value: undefined, reason: entry.unused }];
      const expected = `a value for input \`${name}.${port.key}\``;
      reportMismatch(port, expected, '`unused`', 'Only an output can be left unread.');
      return [];
    }
    if (!isOperand(entry)) given ??= sourceNodes(entry, substituteType(port.field?.whole ?? port.type, args));
    const value = isOperand(entry) ? nodeFor(port, entry, name) : given?.[port.field?.position ?? 0];
    if (value === undefined) return [];
    const type = substituteType(port.type, args);
    const { length } = ctx.diagnostics;
    requireType('inst', type, value.type, `${name}.${port.key}`, port.site);
    if (ctx.diagnostics.length > length) return [];
    return [{ port, value: port.role === 'output' ? outputTarget(name, port, type, value) : value }];
  });
}

/** Connects a stream, part by part. */
function connectStream(instance: Instantiated, ports: readonly Declaration[], entry: Connected): readonly Connection[] {
  const [first] = ports;
  if (first === undefined) return [];
  if (typeof entry !== 'object' || isOperand(entry) || !isStream(entry)) {
    const expected = `a stream for \`${instance.name}.${declaredName(first)}\``;
    const actual = isOperand(entry) ? describeType(entry.type) : describeGiven(entry);
    reportMismatch(first, expected, actual, 'Connect a stream, or `{ valid, ready, bits }`.');
    return [];
  }
  return (['valid', 'ready', 'bits'] as const).flatMap(part =>
    connectValue(
      instance,
      ports.filter(({ stream }) => stream?.part === part),
      entry[part],
    ),
  );
}

/** What every port of an instance is connected to; what is wrong with it is noted. */
function connect(instance: Instantiated, connected: ConnectedGroup): readonly Connection[] {
  const ctx = context('inst');
  const { name, child } = instance;
  const declared = declaredPorts(child);
  const given = flatConnections(connected, declared);
  for (const port of given.keys())
    if (!declared.has(port)) {
      const ports = [...declared.keys()].map(key => `\`${key}\``).join(', ');
      ctx.report('unknown-port', { module: child.name, port, ports });
    }
  return [...declared].flatMap(([port, ports]): readonly Connection[] => {
    const entry = given.get(port);
    const [first] = ports;
    if (entry === undefined) {
      ctx.report('unconnected-port', { port, instance: name, module: child.name }, [
        callLabel(),
        { location: first?.site?.location, message: 'declared here' },
      ]);
      return [];
    }
    if (first?.stream !== undefined) return connectStream(instance, ports, entry);
    return connectValue(instance, ports, entry);
  });
}

/**
 * Adds an instance of `child` to the module that is being described.
 *
 * @param args the child's parameters, all of them, in terms of this module's
 */
export function connectInstance(
  name: string,
  child: HwModule,
  args: ReadonlyMap<string, IntExpr>,
  connected: ConnectedGroup,
  {
    alsoReset,
    attributes,
    ...clocks
  }: Pick<InstanceStatement, 'clocks' | 'domain'> & {
    readonly alsoReset?: Operand<BoolType> | undefined;
    readonly attributes?: Attributes | undefined;
  } = {},
): void {
  const ctx = context('inst');
  refuseInWhen('inst');
  const connections = connect({ name, child, arguments: args }, connected);
  const reset = alsoReset === undefined ? undefined : operandNode(alsoReset);
  if (reset !== undefined) requireCondition(reset, 'alsoReset');
  ctx.statements.push({
    kind: 'instance',
    id: ctx.nextId(),
    name,
    module: child,
    arguments: args,
    connections,
    region: ctx.region,
    site: new CallSite(),
    ...clocks,
    ...(reset === undefined ? {} : { alsoReset: reset }),
    ...(attributes === undefined ? {} : { attributes: checkedAttributes(attributes) }),
  });
}

/** The node of a value that belongs to a port: the value itself, or the field of it that the port is. */
function nodeFor(port: Declaration, entry: Operand<HwType>, instance: string): Node | undefined {
  const { field } = port;
  if (field === undefined && !isComposite(entry.type)) return operandNode(entry);
  const leaf = leavesOf(entry.type)[field?.position ?? 0];
  if (field !== undefined && leaf !== undefined && leaf.path.join('.') === field.path.join('.'))
    return operandNodes(entry)[field.position];
  reportMismatch(
    port,
    field === undefined
      ? `${describeType(port.type)} for \`${instance}.${port.key}\``
      : `a struct with a field ${field.path.join('.')} for \`${instance}.${declaredName(port)}\``,
    describeType(entry.type),
    port.role === 'input'
      ? 'Connect a value of that type; `pack` makes a number of the bits of a struct, and `unpack` a struct of a number.'
      : 'Connect a target of that type; `pack` makes a number of the bits of a struct.',
  );
  return undefined;
}
