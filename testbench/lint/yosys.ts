import { resolve } from 'node:path';
import { execa } from 'execa';
import { parameterLiterals, readSources, type VerilogSource } from '../verilator/verilogSource.ts';

/** Which Yosys is used: the one on PATH, or the WebAssembly one of the npm package @yowasp/yosys. */
export type YosysKind = 'native' | 'npm';

let nativeYosys: Promise<boolean> | undefined;

/** Whether a `yosys` on PATH runs. Asked once per process. */
export function hasNativeYosys(): Promise<boolean> {
  nativeYosys ??= execa('yosys', ['-V'], { reject: false }).then(run => run.exitCode === 0);
  return nativeYosys;
}

/** A script that reads the files as Verilog-2005, elaborates `top`, turns processes into registers and checks. */
function checkScript(source: VerilogSource, files: readonly string[]): string {
  const reads = files.map(file => `read_verilog "${file}"`);
  const overrides = parameterLiterals(source.parameters).map(([name, literal]) => ` -chparam ${name} ${literal}`);
  return [...reads, `hierarchy -check -top ${source.top}${overrides.join('')}`, 'proc', 'check'].join('; ');
}

async function runNative(source: VerilogSource): Promise<{ text: string; failed: boolean }> {
  const script = checkScript(
    source,
    source.files.map(file => resolve(file)),
  );
  const run = await execa('yosys', ['-q', '-p', script], { reject: false, all: true });
  return { text: run.all ?? '', failed: run.exitCode !== 0 };
}

async function runNpm(source: VerilogSource): Promise<{ text: string; failed: boolean }> {
  const { Exit, runYosys } = await import('@yowasp/yosys');
  const sources = await readSources(source);
  const names = sources.map((_, index) => `file${index}.v`);
  const tree = Object.fromEntries(sources.map(({ text }, index) => [`file${index}.v`, text]));
  const pieces: Uint8Array[] = [];
  const keep = (bytes: Uint8Array | null): void => {
    if (bytes !== null) pieces.push(bytes.slice());
  };
  let failed = false;
  try {
    await runYosys(['-q', '-p', checkScript(source, names)], tree, { stdout: keep, stderr: keep });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    failed = true;
  }
  const text = Buffer.concat(pieces).toString('utf8');
  const named = text.replace(/\bfile(\d+)\.v\b/g, (name, index) => sources[Number(index)]?.path ?? name);
  return { text: named, failed };
}

/**
 * What Yosys, reading plain Verilog (no -sv), warns of in a design, line by line; empty when it is clean.
 *
 * @throws UserError when a file cannot be read.
 */
export async function lintYosys(source: VerilogSource, kind?: YosysKind): Promise<string[]> {
  await readSources(source);
  const chosen = kind ?? ((await hasNativeYosys()) ? 'native' : 'npm');
  const { text, failed } = await (chosen === 'native' ? runNative(source) : runNpm(source));
  const lines = text.split('\n').filter(line => line.trim() !== '');
  if (failed && lines.length === 0) lines.push('yosys failed and said nothing');
  return lines;
}
