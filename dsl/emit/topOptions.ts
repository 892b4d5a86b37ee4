import { fail } from '../diagnostics/diagnostic.ts';
import type { Expression, Item, Module } from '../ir/verilog.ts';
import type { EmittedModule } from '../passes/pipeline.ts';
import { printModule } from './module.ts';

/** How the top's clock and reset are called, for the design that it goes into. */
export interface TopOptions {
  readonly clock?: string;
  readonly reset?: string;
  /** `low` for a reset that is asserted at 0. */
  readonly resetActive?: 'high' | 'low';
}

/** The top with its clock and reset renamed; inside, everything keeps `clk` and `rst`. */
export function applyTopOptions(top: EmittedModule, options: TopOptions): EmittedModule {
  const clock = options.clock ?? 'clk';
  const reset = options.reset ?? 'rst';
  const isLow = options.resetActive === 'low';
  if (clock === 'clk' && reset === 'rst' && !isLow) return top;
  if (top.module.clocks.length > 0)
    fail('clock-misuse', {
      problem: `A name or a polarity is given for \`clk\` and \`rst\`, but \`${top.module.name}\` declares its clocks`,
      suggestion: 'Name them in its head: `clock({ ports: { clock, reset } })`',
    });
  const { verilog } = top;
  const resetValue: Expression = isLow
    ? { kind: 'unary', operator: '!', operand: { kind: 'identifier', name: reset } }
    : { kind: 'identifier', name: reset };
  const connect = (item: Item): Item =>
    item.kind !== 'instance'
      ? item
      : {
          ...item,
          connections: item.connections.map(({ port, value }) =>
            port === 'clk'
              ? { port, value: { kind: 'identifier', name: clock } }
              : port === 'rst'
                ? { port, value: resetValue }
                : { port, value },
          ),
        };
  const renamed: Module = {
    ...verilog,
    ports: verilog.ports.map(port =>
      port.name === 'clk'
        ? { ...port, name: clock }
        : port.name === 'rst'
          ? { ...port, name: reset, comment: [`Synchronous, active ${isLow ? 'low' : 'high'}.`] }
          : port,
    ),
    items: verilog.items.map(connect),
  };
  return { ...top, verilog: renamed, text: printModule(renamed) };
}
