import { targetSignal } from './assignment.ts';
import { type Attributes, checkedAttributes } from './attributes.ts';
import { describeType, requireType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { refuse } from './given.ts';
import type { Unused } from './instance.ts';
import type { Declaration } from './ir/declaration.ts';
import type { HwModule } from './ir/hwModule.ts';
import { type IntExpr, substitute, toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import type { Connection, InstanceStatement } from './ir/statement.ts';
import { requireCondition } from './operations.ts';
import type { Operand } from './signal.ts';
import { CallSite } from './source/location.ts';
import { isOperand, operandNode, operandNodes } from './sources.ts';
import type { StreamOperand } from './stream.ts';
import { isComposite, leavesOf } from './struct.ts';
import type { BoolType, HwType } from './types.ts';
import { refuseInWhen } from './when.ts';

/** A connection as a user wrote it. */
export type Connected = Operand<HwType> | Unused | StreamOperand<HwType>;

/** Connections by name, those of a group of ports under its name. */
export interface ConnectedGroup {
  readonly [name: string]: Connected | ConnectedGroup | undefined;
}

const isConnected = (entry: Connected | ConnectedGroup): entry is Connected =>
  'valueKind' in entry ||
  ('unused' in entry && typeof entry.unused === 'string') ||
  ('valid' in entry && 'ready' in entry && 'bits' in entry);

/** Connections under the names of the ports, without groups. */
export function flatConnections(group: ConnectedGroup, prefix = ''): Readonly<Record<string, Connected>> {
  return Object.fromEntries(
    Object.entries(group ?? {}).flatMap(([name, entry]): (readonly [string, Connected])[] => {
      if (entry === undefined) return [];
      if (typeof entry !== 'object' || entry === null)
        refuse(
          `Port \`${prefix}${name}\``,
          'a hardware value',
          entry,
          '`constant(type, value)` makes one of a number.',
        );
      if (isConnected(entry)) return [[`${prefix}${name}`, entry]];
      return Object.entries(flatConnections(entry, `${prefix}${name}_`));
    }),
  );
}

/** The name under which a port was declared: its own, or that of its stream or struct. */
const declaredName = (port: Declaration): string => port.stream?.name ?? port.field?.of ?? port.key;

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

/** What is connected to one Verilog port: the whole entry, or the part of its stream. */
function entryOf(
  port: Declaration,
  connections: Readonly<Record<string, Connected>>,
): Operand<HwType> | Unused | undefined {
  const name = declaredName(port);
  const entry = Object.hasOwn(connections, name) ? connections[name] : undefined;
  if (entry === undefined) return undefined;
  if (isOperand(entry)) return entry;
  if ('valid' in entry) return port.stream === undefined ? undefined : entry[port.stream.part];
  return entry;
}

/** Adds an instance of `child` to the module that is being described. */
export function connectInstance(
  name: string,
  child: HwModule,
  args: ReadonlyMap<string, IntExpr>,
  connections: Readonly<Record<string, Connected>>,
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
  const known = new Set(child.ports.map(declaredName));
  for (const key of Object.keys(connections))
    if (!known.has(key))
      ctx.report('unknown-port', {
        module: child.name,
        port: key,
        ports: [...known].map(port => `\`${port}\``).join(', '),
      });
  const made: Connection[] = [];
  for (const port of child.ports) {
    const entry = entryOf(port, connections);
    if (entry === undefined) {
      ctx.report('unconnected-port', { port: declaredName(port), instance: name, module: child.name }, [
        callLabel(),
        { location: port.site?.location, message: 'declared here' },
      ]);
      continue;
    }
    if (!isOperand(entry) && 'unused' in entry) {
      made.push({ port, value: undefined, reason: entry.unused });
      continue;
    }
    const value = nodeFor(port, entry, name);
    if (value === undefined) continue;
    requireType('inst', substituteType(port.type, args), value.type, `${name}.${port.key}`, port.site);
    if (port.role === 'output') checkTarget(name, port, value);
    made.push({ port, value });
  }
  const reset = alsoReset === undefined ? undefined : operandNode(alsoReset);
  if (reset !== undefined) requireCondition(reset, 'alsoReset');
  ctx.statements.push({
    kind: 'instance',
    id: ctx.nextId(),
    name,
    module: child,
    arguments: args,
    connections: made,
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
  context('inst').report(
    'type-mismatch',
    {
      operation: 'inst',
      expected:
        field === undefined
          ? `${describeType(port.type)} for \`${instance}.${port.key}\``
          : `a struct with a field ${field.path.join('.')} for \`${instance}.${declaredName(port)}\``,
      actual: describeType(entry.type),
      suggestion: 'Connect a value of the type that the port is declared with.',
    },
    [callLabel(), { location: port.site?.location, message: 'declared here' }],
  );
  return undefined;
}

function checkTarget(instance: string, port: Declaration, value: ReturnType<typeof operandNode>): void {
  const target = targetSignal(value);
  if (target === undefined)
    fail(
      'type-mismatch',
      {
        operation: 'inst',
        expected: `a wire or an output for output \`${instance}.${port.key}\``,
        actual: `an expression of type ${describeType(value.type)}`,
        suggestion: 'Declare a wire with `m.wires` and connect it.',
      },
      [callLabel()],
    );
  if (target.role === 'input')
    context('inst').report('assignment-to-input', { name: target.key, module: context('inst').moduleName });
  if (target.role === 'register')
    context('inst').report('misplaced-statement', {
      operation: `Output \`${instance}.${port.key}\``,
      place: 'a register',
      suggestion: 'Connect a wire and assign the register from it.',
    });
}
