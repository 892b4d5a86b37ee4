import { createRequire } from 'node:module';
import { execa } from 'execa';
import { UserError } from '../userError.ts';
import { cocotbAtHand } from '../wheels/cocotb.ts';
import { abc, cachedProgram, type FormalProgram, versionOf, z3 } from '../wheels/formalPrograms.ts';
import { hasPip, hasWheel, wheelFolder } from '../wheels/wheel.ts';
import { findVerilator, type Verilator } from './find.ts';
import { fstLibraries } from './fstLibraries.ts';
import { installCommand } from './installCommand.ts';
import { showVersion } from './versions.ts';

/** One line of the doctor's report. */
export interface Finding {
  readonly what: string;
  readonly found: boolean;
  /** What was found and where, or what is missing. */
  readonly detail: string;
  /** The command that puts it right, or the empty string. */
  readonly remedy: string;
}

/** The first line that a command prints, or undefined if it does not run. */
async function firstLine(command: string, args: readonly string[]): Promise<string | undefined> {
  const run = await execa(command, args, { reject: false, all: true });
  return run.exitCode === 0 ? (run.all ?? '').trim().split('\n')[0] : undefined;
}

async function tool(
  what: string,
  [command, ...args]: readonly [string, ...string[]],
  remedy: string,
  missing = `${command} does not run`,
): Promise<Finding> {
  const line = await firstLine(command, args);
  return line === undefined
    ? { what, found: false, detail: missing, remedy }
    : { what, found: true, detail: line, remedy: '' };
}

async function verilatorFinding(): Promise<{ finding: Finding; verilator: Verilator | undefined }> {
  const said: string[] = [];
  try {
    const verilator = await findVerilator({ say: line => said.push(line) });
    const cure = verilator.extraFlags.length > 0 ? `, run with ${verilator.extraFlags.join(' ')}` : '';
    const detail = `${showVersion(verilator.version)} from ${verilator.origin}: ${verilator.binary}${cure}`;
    return { finding: { what: 'Verilator', found: true, detail: [...said, detail].join(' '), remedy: '' }, verilator };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const finding = { what: 'Verilator', found: false, detail: error.message, remedy: error.remedy };
    return { finding, verilator: undefined };
  }
}

async function fstFinding(verilator: Verilator | undefined, compiler: string, hasCompiler: boolean): Promise<Finding> {
  const what = 'FST waves';
  if (verilator === undefined || !hasCompiler) {
    return { what, found: false, detail: 'need Verilator and a C++ compiler', remedy: '' };
  }
  try {
    const { compileFlags, linkFlags } = await fstLibraries(verilator, compiler);
    return { what, found: true, detail: ['linked with', ...linkFlags, ...compileFlags].join(' '), remedy: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { what, found: false, detail: error.message, remedy: error.remedy };
  }
}

async function yosysFinding(): Promise<Finding> {
  const line = await firstLine('yosys', ['-V']);
  if (line !== undefined) return { what: 'Yosys', found: true, detail: line, remedy: '' };
  try {
    createRequire(import.meta.url).resolve('@yowasp/yosys');
    return {
      what: 'Yosys',
      found: true,
      detail: 'the npm package @yowasp/yosys (slower than a native one)',
      remedy: '',
    };
  } catch {
    return { what: 'Yosys', found: false, detail: 'neither yosys nor @yowasp/yosys', remedy: installCommand('yosys') };
  }
}

/** A program that proofs run: on PATH, in the cache, or how the first proof gets it; nothing is downloaded. */
export async function programFinding(program: FormalProgram): Promise<Finding> {
  const { wheel, otherWay } = program;
  const what = wheel.name;
  const there = (detail: string): Finding => ({ what, found: true, detail, remedy: '' });
  const missing = (detail: string, remedy = otherWay): Finding => ({ what, found: false, detail, remedy });
  const installed = await versionOf(what, program);
  if (installed !== undefined) return there(`${installed} from PATH`);
  const cached = cachedProgram(program);
  if (cached !== undefined) {
    const version = await versionOf(cached, program);
    return version === undefined
      ? missing(`${cached} does not run on this machine`)
      : there(`${version} from cache: ${cached}`);
  }
  if (!hasWheel(wheel)) return missing('neither on PATH nor prebuilt for this platform');
  if (!(await hasPip()))
    return missing(
      'neither on PATH nor cached, and there is no pip to download it with',
      `${installCommand('pip')}\n${otherWay}`,
    );
  return there(`not here yet: the first proof downloads it with pip (${wheel.size} MB) into ${wheelFolder(wheel)}`);
}

async function cocotbFinding(): Promise<Finding> {
  const found = await cocotbAtHand();
  if (!found.found)
    return {
      what: 'cocotb',
      found: found.canInstall && (await hasPip()),
      detail: found.canInstall ? `not here yet: ${found.reason}` : found.reason,
      remedy:
        found.canInstall && (await hasPip())
          ? ''
          : `${installCommand('python3')}\npython3 -m pip install "cocotb>=2,<3"`,
    };
  const from = found.origin === 'Python' ? 'python3' : `cache: ${found.folder}`;
  return { what: 'cocotb', found: true, detail: `cocotb ${found.version} from ${from}`, remedy: '' };
}

/** Looks for everything that simulation, lint, formal proofs and the cocotb bridge use. */
export async function examine(): Promise<readonly Finding[]> {
  const compiler = process.env.CXX || 'g++';
  const { finding, verilator } = await verilatorFinding();
  const cxx = await tool('C++ compiler', [compiler, '--version'], installCommand('compiler'));
  return [
    finding,
    cxx,
    { what: 'VCD waves', found: true, detail: 'need nothing more', remedy: '' },
    await fstFinding(verilator, compiler, cxx.found),
    await tool('Icarus Verilog', ['iverilog', '-V'], installCommand('icarus')),
    await yosysFinding(),
    await tool('OpenSTA', [process.env.OPENSTA ?? 'sta', '-version'], 'apt-get install opensta'),
    await programFinding(z3),
    await programFinding(abc),
    await tool('Python', ['python3', '--version'], installCommand('python3')),
    await cocotbFinding(),
  ];
}

/** The report as text; a missing thing is followed by the command that installs it. */
export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(({ what, found, detail, remedy }) => {
      const line = `${found ? 'ok     ' : 'missing'}  ${what.padEnd(width)}  ${detail}`;
      return remedy === '' ? line : `${line}\n${remedy.replace(/^/gm, ' '.repeat(width + 11))}`;
    })
    .join('\n');
}
