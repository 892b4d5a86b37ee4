/** Fields of command streams as the stream runners take them. */
import { packValues } from '../streams/bits.ts';
import type { EngineCommand, EngineParameters } from './engineCommand.ts';

/** A field of every command, at its width. */
export function packField<Command>(
  commands: readonly Command[],
  width: number,
  value: (command: Command) => number | boolean,
): Uint8Array {
  return packValues(
    commands.map(command => BigInt(value(command))),
    width,
  );
}

/** The fields that commands of an engine have with and without buffers around it. */
export function commandFields(
  commands: readonly Omit<EngineCommand, 'fault'>[],
  { SIZE_WIDTH, OUT_WIDTH }: EngineParameters,
): Record<string, Uint8Array> {
  const field = (width: number, value: (command: Omit<EngineCommand, 'fault'>) => number | boolean): Uint8Array =>
    packField(commands, width, value);
  return {
    m: field(SIZE_WIDTH, ({ m }) => m),
    k: field(SIZE_WIDTH, ({ k }) => k),
    n: field(SIZE_WIDTH, ({ n }) => n),
    starts: field(1, ({ starts }) => starts),
    ends: field(1, ({ ends }) => ends),
    bias: field(1, ({ bias }) => bias),
    mode: field(2, ({ mode }) => mode),
    per_channel: field(1, ({ perChannel }) => perChannel),
    scale: field(32, ({ scale }) => scale),
    shift: field(6, ({ shift }) => shift),
    offset: field(OUT_WIDTH, ({ offset }) => offset),
    low: field(OUT_WIDTH, ({ low }) => low),
    high: field(OUT_WIDTH, ({ high }) => high),
  };
}
