import { execa } from 'execa';
import { installCommand } from '../../scripts/verilator/installCommand.ts';

export type IcarusAvailability =
  | { readonly available: true; readonly version: string }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

let known: Promise<IcarusAvailability> | undefined;

async function ask(): Promise<IcarusAvailability> {
  const run = await execa('iverilog', ['-V'], { reject: false });
  const version = /Icarus Verilog version (\S+)/.exec(run.stdout ?? '')?.[1];
  if (version !== undefined) return { available: true, version };
  return {
    available: false,
    reason: 'Icarus Verilog (iverilog) is not installed.',
    remedy: `Install it: ${installCommand('icarus')}`,
  };
}

/** Whether `iverilog` runs, with the reason and the remedy where it does not. Asked once per process. */
export function icarusAvailability(): Promise<IcarusAvailability> {
  known ??= ask();
  return known;
}

/** Whether `iverilog` runs. */
export async function icarusAvailable(): Promise<boolean> {
  return (await icarusAvailability()).available;
}
