import { type Expression, type Item, identifier } from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';

/** What stands in for a module that is written elsewhere, so that tools can read the rest: its outputs are not known. */
export function stubItems(frame: Frame): Item[] {
  const { module } = frame;
  const outputs = module.ports.filter(({ role }) => role === 'output');
  const clocks = module.clocks.flatMap(({ clock, reset, enable }) => [
    clock,
    ...[reset?.signal, enable].flatMap(signal => (signal === undefined ? [] : [signal.key])),
  ]);
  const inputs = [...new Set(clocks), ...module.ports.filter(({ role }) => role === 'input').map(({ key }) => key)];
  return [
    ...outputs.map(({ key, type }): Item => {
      const range = frame.range(type);
      const unknown: Expression = { kind: 'unknown-bit' };
      const value: Expression = range === undefined ? unknown : { kind: 'replicate', count: range, operand: unknown };
      return { kind: 'continuous', target: identifier(key), value };
    }),
    { kind: 'unread', values: inputs.map(identifier), reason: 'a stub: nothing is read' },
  ];
}
