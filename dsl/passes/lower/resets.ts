import type { Declaration } from '../../ir/declaration.ts';
import { identifier, type Statement as VerilogStatement } from '../../ir/verilog.ts';
import { type DomainText, onlyWhen } from './domain.ts';
import type { Frame } from './frame.ts';

/** What a block does, with its domain's enable and reset. */
export function withReset(
  { reset: by, enable }: DomainText,
  body: readonly VerilogStatement[],
  resets: readonly VerilogStatement[],
): VerilogStatement[] {
  if (by === undefined || resets.length === 0) return onlyWhen(enable, body);
  if (by.kind === 'synchronous') return [...onlyWhen(enable, body), ...onlyWhen(by.isActive, resets)];
  const arms = [{ condition: by.isActive, body: resets }];
  const [only, ...others] = body;
  if (enable === undefined && only?.kind === 'if' && others.length === 0)
    return [{ ...only, arms: [...arms, ...only.arms] }];
  return enable === undefined
    ? [{ kind: 'if', arms, otherwise: body }]
    : [{ kind: 'if', arms: [...arms, { condition: enable, body }], otherwise: [] }];
}

/** A register as a block writes it. */
interface NamedRegister {
  readonly signal: Declaration;
  readonly name: string;
  readonly isElement: boolean;
}

function named(frame: Frame, signal: Declaration): NamedRegister {
  const isElement = frame.writers.get(signal)?.kind === 'owned';
  return { signal, name: isElement ? frame.elementName(signal) : frame.names.of(signal), isElement };
}

/** Registers that stay as they are: what no reset gives a value keeps the one it has. */
export function keepAssignments(frame: Frame, idle: readonly Declaration[]): VerilogStatement[] {
  return idle
    .filter(({ reset }) => reset?.kind !== 'value')
    .map(signal => identifier(named(frame, signal).name))
    .map(name => ({ kind: 'assign', blocking: false, target: name, value: name }));
}

/** The same for registers that a reset gives a value: an asynchronous one needs to be told what holds without it. */
export const holdAssignments = (frame: Frame, signals: readonly Declaration[]): VerilogStatement[] =>
  signals
    .map(signal => identifier(named(frame, signal).name))
    .map(name => ({ kind: 'assign', blocking: false, target: name, value: name }));

/** What the reset does, last of all. */
export function resetAssignments(frame: Frame, signals: readonly Declaration[]): VerilogStatement[] {
  const { values, writers } = frame;
  return signals
    .map(signal => named(frame, signal))
    .sort((a, b) => a.signal.id - b.signal.id)
    .flatMap(({ signal, name, isElement }): VerilogStatement[] => {
      if (signal.reset?.kind !== 'value') return [];
      const writer = writers.get(signal);
      const { width } = writer?.kind === 'owned' ? writer.target.type : signal.type;
      const given = isElement ? undefined : signal.reset.value;
      const value = given === undefined ? values.constant(width, 0n) : values.expression(given);
      return [{ kind: 'assign', blocking: false, target: identifier(name), value }];
    });
}
