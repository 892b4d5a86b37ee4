import { substituteType } from '../../connections.ts';
import type { InstanceStatement, Region } from '../../ir/hw.ts';
import { binary, type Connection, type Expression, type Item, identifier } from '../../ir/verilog.ts';
import { clockUse } from './clocks.ts';
import type { Frame } from './frame.ts';
import type { UnusedGathering } from './unused.ts';

function resetOf({ values }: Frame, { alsoReset }: InstanceStatement): Expression {
  const reset = identifier('rst');
  return alsoReset === undefined ? reset : binary('||', reset, values.expression(alsoReset));
}

/** An instance, with a wire for every output that nothing reads. */
export function instanceItems(
  frame: Frame,
  region: Region,
  statement: InstanceStatement,
  gathering: UnusedGathering,
): Item[] {
  const { names, integers, values } = frame;
  const { module } = statement;
  const use = clockUse(module);
  if (use.clock) frame.clockRegions.push(region);
  if (use.reset) frame.resetRegions.push(region);
  const nets: Item[] = [];
  const connections: Connection[] = [
    ...(use.clock ? [{ port: 'clk', value: identifier('clk') }] : []),
    ...(use.reset ? [{ port: 'rst', value: resetOf(frame, statement) }] : []),
    ...statement.connections.map(({ port, value, reason }): Connection => {
      if (value !== undefined) return { port: port.key, value: values.expression(value) };
      const name = names.scopes.allocate(`${names.instance(statement)}_${port.key}`, region);
      nets.push(frame.net('wire', name, substituteType(port.type, statement.arguments)));
      gathering.add(identifier(name), reason ?? 'nothing reads this');
      return { port: port.key, value: identifier(name) };
    }),
  ];
  const parameters = module.kept.map((parameter): Connection => {
    const argument = statement.arguments.get(parameter);
    const value: Expression =
      argument === undefined
        ? { kind: 'integer', value: module.specs[parameter]?.default ?? 0 }
        : integers.expression(argument);
    return { port: parameter, value };
  });
  return [
    ...nets,
    { kind: 'instance', module: frame.moduleName(module), name: names.instance(statement), parameters, connections },
  ];
}
