import { execa } from 'execa';
import { UserError } from '../scripts/userError.ts';
import { hasNativeYosys, type YosysKind } from '../testbench/lint/yosys.ts';
import { readSources } from '../testbench/verilator/verilogSource.ts';

/** Runs commands on a Verilog file, native where there is one, and returns what Yosys printed. */
export async function runYosys(
  file: string,
  commands: readonly string[],
): Promise<{ readonly kind: YosysKind; readonly text: string }> {
  if (await hasNativeYosys()) {
    const script = [`read_verilog "${file}"`, ...commands].join('; ');
    const run = await execa('yosys', ['-p', script], { reject: false, all: true });
    if (run.exitCode !== 0) throw new UserError(`Yosys refuses ${file}.`, lastLines(run.all ?? ''));
    return { kind: 'native', text: run.all ?? '' };
  }
  const { Exit, runYosys: run } = await import('@yowasp/yosys');
  const [source] = await readSources({ files: [file], top: '' });
  const pieces: Uint8Array[] = [];
  const keep = (bytes: Uint8Array | null): void => {
    if (bytes !== null) pieces.push(bytes.slice());
  };
  const text = (): string => Buffer.concat(pieces).toString('utf8');
  try {
    const script = ['read_verilog design.v', ...commands].join('; ');
    await run(['-p', script], { 'design.v': source?.text ?? '' }, { stdout: keep, stderr: keep });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    throw new UserError(`Yosys refuses ${file}.`, lastLines(text()));
  }
  return { kind: 'npm', text: text() };
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-5).join('\n');

/** Cells by type in the last `stat` of what Yosys printed. Newer releases print an area and a count before the name. */
export function cellCounts(text: string): ReadonlyMap<string, number> {
  const last = text.slice(text.lastIndexOf('Printing statistics'));
  const counts = new Map<string, number>();
  for (const line of last.split('\n')) {
    const match = /^\s+(?:(\$?[A-Za-z_]\w*)\s+(\d+)|(\d+)\s+(?:[\d.e+-]+\s+)?(\$?[A-Z_]\w*))\s*$/.exec(line);
    if (match === null) continue;
    const [, name = match[4] ?? '', count = match[3] ?? ''] = match;
    if (/^(\$_|\$?[A-Z])/.test(name)) counts.set(name, Number(count));
  }
  return counts;
}
