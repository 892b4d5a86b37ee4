import { substituteType } from '../../connections.ts';
import type { ClockDomain } from '../../ir/clockDomain.ts';
import type { Region } from '../../ir/hwModule.ts';
import type { InstanceStatement } from '../../ir/statement.ts';
import { binary, bit, type Connection, type Expression, type Item, identifier, unary } from '../../ir/verilog.ts';
import { clockUse } from './clocks.ts';
import { type DomainText, domainText } from './domain.ts';
import type { Frame } from './frame.ts';

/** What resets an instance, at the level at which its port is active. */
function resetOf(
  { values }: Frame,
  { alsoReset }: InstanceStatement,
  by: NonNullable<DomainText['reset']>,
  active: 'high' | 'low',
): Expression {
  if (alsoReset === undefined) return active === 'high' ? by.isActive : by.isOver;
  const either = binary('||', by.isActive, values.expression(alsoReset));
  return active === 'high' ? either : unary('!', either);
}

/** The ports of a declared clock of an instance. */
function clockConnections(
  frame: Frame,
  statement: InstanceStatement,
  own: ClockDomain,
  domain: ClockDomain | undefined,
): Connection[] {
  const { clock, reset: by, enable } = domainText(frame, domain);
  const { reset } = own;
  return [
    { port: own.clock, value: identifier(clock) },
    ...(reset === undefined || by === undefined
      ? []
      : [{ port: reset.signal.key, value: resetOf(frame, statement, by, reset.active) }]),
    ...(own.enable === undefined ? [] : [{ port: own.enable.key, value: enable ?? bit(true) }]),
  ];
}

/** The ports `clk` and `rst` of an instance of a module that declares no clocks, as far as it has them. */
function plainClock(frame: Frame, statement: InstanceStatement): Connection[] {
  const use = clockUse(statement.module);
  if (!use.clock) return [];
  const { clock, reset: by } = domainText(frame, statement.domain);
  return [
    { port: 'clk', value: identifier(clock) },
    ...(use.reset && by !== undefined ? [{ port: 'rst', value: resetOf(frame, statement, by, 'high') }] : []),
  ];
}

/** An instance, with a wire for every output that nothing reads. */
export function instanceItems(frame: Frame, region: Region, statement: InstanceStatement): Item[] {
  const { names, integers, values } = frame;
  const { module, clocks } = statement;
  const nets: Item[] = [];
  const connections: Connection[] = [
    ...(clocks === undefined
      ? plainClock(frame, statement)
      : [...clocks].flatMap(([own, domain]) => clockConnections(frame, statement, own, domain))),
    ...statement.connections.map(({ port, value, reason }): Connection => {
      const isOutput = port.role === 'output';
      if (value !== undefined) return { port: port.key, value: values.expression(value), isOutput };
      const name = names.scopes.allocate(`${names.instance(statement)}_${port.key}`, region);
      nets.push(frame.net('wire', name, substituteType(port.type, statement.arguments)));
      nets.push({ kind: 'unread', values: [identifier(name)], reason: reason ?? 'nothing reads this' });
      return { port: port.key, value: identifier(name), isOutput };
    }),
  ];
  const parameters = module.kept.map((parameter): Connection => {
    const argument = statement.arguments.get(parameter);
    const spec = module.specs[parameter];
    const option = spec?.options?.[argument?.constant ?? spec.default];
    const value: Expression =
      typeof option === 'string'
        ? { kind: 'text', value: option }
        : argument === undefined
          ? { kind: 'integer', value: spec?.default ?? 0 }
          : integers.expression(argument);
    return { port: parameter, value };
  });
  return [
    ...nets,
    {
      kind: 'instance',
      ...(statement.attributes === undefined ? {} : { attributes: Object.entries(statement.attributes) }),
      module: frame.moduleName(module),
      name: names.instance(statement),
      parameters,
      connections,
    },
  ];
}
