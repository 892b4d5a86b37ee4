import { extname } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../scripts/userError.ts';
import { hasNativeYosys, type YosysKind } from '../testbench/lint/yosys.ts';
import { readSources } from '../testbench/verilator/verilogSource.ts';

/** Reads files, `.sv` as SystemVerilog, runs commands, natively where it can, and returns what Yosys printed. */
export async function runYosys(
  files: readonly string[],
  commands: readonly string[],
): Promise<{ readonly kind: YosysKind; readonly text: string }> {
  if (await hasNativeYosys()) {
    const script = [...files.map(file => readCommand(file)), ...commands].join('; ');
    const run = await execa('yosys', ['-p', script], { reject: false, all: true });
    if (run.exitCode !== 0) throw new UserError(`Yosys refuses ${files.join(' ')}.`, lastLines(run.all ?? ''));
    return { kind: 'native', text: run.all ?? '' };
  }
  const { Exit, runYosys: run } = await import('@yowasp/yosys');
  const sources = await readSources({ files, top: '' });
  const names = files.map((file, index) => `file${index}${extname(file)}`);
  const tree = Object.fromEntries(sources.map(({ text: content }, index) => [names[index] ?? '', content]));
  const pieces: Uint8Array[] = [];
  const keep = (bytes: Uint8Array | null): void => {
    if (bytes !== null) pieces.push(bytes.slice());
  };
  const text = (): string => Buffer.concat(pieces).toString('utf8');
  try {
    const script = [...names.map(name => readCommand(name)), ...commands].join('; ');
    await run(['-p', script], tree, { stdout: keep, stderr: keep });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    throw new UserError(`Yosys refuses ${files.join(' ')}.`, lastLines(text()));
  }
  return { kind: 'npm', text: text() };
}

const readCommand = (file: string): string => `read_verilog${extname(file) === '.sv' ? ' -sv' : ''} "${file}"`;

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
