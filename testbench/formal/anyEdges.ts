import { type AnyModule, bool, type Clock, clock, enabledClock, input, module } from '../../dsl/index.ts';
import { instantiate } from '../../dsl/instantiate.ts';
import { isPort, type PortSpecs } from '../../dsl/ports.ts';
import { isOperand, operandNode } from '../../dsl/sources.ts';
import { positionOf } from '../../dsl/top.ts';
import { signalOf } from '../../dsl/value.ts';

/** Ports that belong to no clock of their own. */
function withoutClocks(ports: PortSpecs): PortSpecs {
  return Object.fromEntries(
    Object.entries(ports).map(([name, spec]): [string, PortSpecs[string]] => {
      if (spec === undefined) return [name, undefined];
      if (!isPort(spec)) return [name, withoutClocks(spec)];
      const { clock: _, ...rest } = spec;
      return [name, rest];
    }),
  );
}

/**
 * A module that declares clocks, for a proof of which a step is an edge of one: several become that clock, each with a
 * free input `edge_of_NAME` as its enable, so that their edges come in any order, alone or together.
 *
 * What the clocks state of their kind has to be what the proof's clock is: a synchronous reset, the rising edge.
 */
export function atAnyEdges(described: AnyModule): AnyModule {
  const names = Object.keys(described.clocks);
  const edges = names.length === 1 ? [] : names.map(name => [name, `edge_of_${name}`] as const);
  return module(
    `${described.name}_at_any_edges`,
    {
      params: described.params,
      where: parameters => described.interfaceFor(parameters).relations,
      clocks: { clk: clock() },
      ports: (parameters): PortSpecs => ({
        ...withoutClocks(described.interfaceFor(parameters).ports),
        ...Object.fromEntries(edges.map(([, port]) => [port, input(bool)])),
      }),
    },
    (io, parameters, _, { clk }) => {
      const free = new Map(edges.map(([name, port]) => [name, io[port]]));
      const clocks = Object.fromEntries(
        names.map((name): [string, Clock] => {
          const edge = free.get(name);
          if (edge === undefined || !isOperand(edge)) return [name, clk];
          return [name, enabledClock(clk, signalOf(bool, operandNode(edge)), { name: `${name}_edges` })];
        }),
      );
      const ports = Object.fromEntries(Object.entries(io).filter(([name]) => !edges.some(([, port]) => port === name)));
      instantiate(described.name, described, parameters, ports, name => positionOf(parameters[name]), { clocks });
    },
  );
}
