import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { liberty } from './liberty.ts';

export type OpenStaAvailability =
  | { readonly available: true; readonly program: string }
  | { readonly available: false; readonly reason: string };

let known: Promise<OpenStaAvailability> | undefined;

async function ask(): Promise<OpenStaAvailability> {
  const program = process.env.OPENSTA ?? 'sta';
  const run = await execa(program, ['-version'], { reject: false });
  if (run.exitCode === 0 && /^\d+\.\d+/.test(run.stdout)) return { available: true, program };
  return {
    available: false,
    reason: 'OpenSTA (sta, or the program that OPENSTA names) is not installed: apt-get install opensta.',
  };
}

/** Whether OpenSTA runs, which reads Synopsys design constraints. Asked once per process. */
export function openStaAvailability(): Promise<OpenStaAvailability> {
  known ??= ask();
  return known;
}

/** NAND gates and inverters of Yosys as cells of the library. */
const mapping = `
module \\$_NAND_ (input A, input B, output Y); NAND _TECHMAP_REPLACE_ (.A(A), .B(B), .Y(Y)); endmodule
module \\$_NOT_ (input A, output Y); INV _TECHMAP_REPLACE_ (.A(A), .Y(Y)); endmodule
`;

/**
 * Synthesises a design to a netlist of a few cells, in the hierarchy in which it is written, with registers called as
 * other tools call them: bit 3 of `count` is the cell `count_reg[3]`. Needs a Yosys on PATH.
 *
 * @returns files for OpenSTA to read
 */
async function synthesise(
  folder: string,
  texts: readonly string[],
  top: string,
): Promise<{ readonly library: string; readonly netlist: string }> {
  const at = (name: string): string => join(folder, `${top}_${name}`);
  const [library, map, raw, netlist] = [at('cells.lib'), at('map.v'), at('raw.v'), at('netlist.v')];
  await writeFile(library, liberty);
  await writeFile(map, mapping);
  const files = texts.map((_, position) => at(`${position}.v`));
  for (const [position, text] of texts.entries()) await writeFile(files[position] ?? '', text);
  const script = [
    `read_verilog ${files.join(' ')}`,
    `hierarchy -top ${top}`,
    'proc; memory; opt; techmap; opt',
    'rename -wire -suffix _reg',
    `dfflibmap -liberty ${library}`,
    `abc -g NAND; techmap -map ${map}; opt_clean`,
    `write_verilog -noattr -noexpr ${raw}`,
  ];
  await execa('yosys', ['-q', '-p', script.join('; ')]);
  await writeFile(netlist, (await readFile(raw, 'utf8')).replaceAll(/((?:\[\d+\])+)_reg /g, '_reg$1 '));
  return { library, netlist };
}

/** What Vivado knows, and OpenSTA does not: the path alone is timed, and bits arrive together. */
const vivado = `
rename set_max_delay timed_max_delay
proc set_max_delay {args} { uplevel 1 [linsert [lsearch -all -inline -not -exact $args -datapath_only] 0 timed_max_delay] }
proc set_bus_skew {skew from_key from to_key to} { puts "skew $skew [llength $from] [llength $to]" }
proc set_property {property value cells} { puts "property $property $value [llength $cells]" }
`;

export interface TimedDesign {
  readonly texts: readonly string[];
  readonly top: string;
  /** Constraints, and in whose dialect they are. */
  readonly constraints: string;
  readonly dialect: 'sdc' | 'xdc';
}

/**
 * Gives OpenSTA a design with its constraints, and then commands.
 *
 * @returns what it prints, line by line: a design and constraints that it reads without a word leave just the answers
 */
export async function runOpenSta(
  program: string,
  folder: string,
  { texts, top, constraints, dialect }: TimedDesign,
  commands: readonly string[],
): Promise<string[]> {
  const { library, netlist } = await synthesise(folder, texts, top);
  const [file, script] = [join(folder, `${top}.${dialect}`), join(folder, `${top}_${dialect}.tcl`)];
  await writeFile(file, constraints);
  const lines = [
    `read_liberty ${library}`,
    `read_verilog ${netlist}`,
    `link_design ${top}`,
    ...(dialect === 'xdc' ? [vivado] : []),
    `read_sdc ${file}`,
    ...commands,
  ];
  await writeFile(script, `${lines.join('\n')}\n`);
  const { stdout, stderr } = await execa(program, ['-no_splash', '-exit', script]);
  return `${stdout}\n${stderr}`.split('\n').filter(line => line.trim() !== '');
}
