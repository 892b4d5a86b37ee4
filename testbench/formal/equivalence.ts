import { parameterLiterals } from '../verilator/verilogSource.ts';
import type { Yosys } from './yosys.ts';

/** A module with all that it instantiates, as text. */
export interface VerilogText {
  readonly top: string;
  readonly text: string;
  readonly parameters?: Readonly<Record<string, number>>;
}

const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : Buffer.from(content).toString('utf8');

/** A module flattened, with memories as registers, in Yosys' own language. */
async function flattened({ top, text, parameters = {} }: VerilogText, name: string, yosys: Yosys): Promise<string> {
  const overrides = parameterLiterals(parameters).map(([key, literal]) => ` -chparam ${key} ${literal}`);
  const script = [
    'read_verilog module.v',
    `hierarchy -check -top ${top}${overrides.join('')}`,
    `proc; flatten; memory_map; async2sync; opt_clean; rename -top ${name}; write_rtlil module.il`,
  ].join('; ');
  const run = await yosys.run(script, new Map([['module.v', text]]), ['module.il']);
  const il = run.files.get('module.il');
  if (run.failed || il === undefined) throw new Error(`yosys cannot read ${top}:\n${run.text}`);
  // An `else if` in a generate block gets a block of its own, without a name in the source.
  return textOf(il).replaceAll(/(?<=[\\.])genblk\d+\./g, '');
}

/**
 * What differs between two modules with the same ports: outputs, and registers and wires that have one name in both,
 * which do not have the same value, or take the same next one, though all registers of one name held the same before.
 * Empty when the modules are equal for all inputs, for ever, once their registers are. Where the first is undefined the
 * second may be anything. Yosys makes a miter of every such bit and asks SAT.
 */
export async function differencesBetween(gold: VerilogText, gate: VerilogText, yosys: Yosys): Promise<string[]> {
  const inputs = new Map([
    ['gold.il', await flattened(gold, 'gold', yosys)],
    ['gate.il', await flattened(gate, 'gate', yosys)],
  ]);
  const script = [
    'read_rtlil gold.il; read_rtlil gate.il',
    'equiv_make gold gate equiv; hierarchy -top equiv; opt_clean',
    'equiv_simple -undef; equiv_induct -undef -seq 1; tee -o status.txt equiv_status',
  ].join('; ');
  const run = await yosys.run(script, inputs, ['status.txt']);
  const status = run.files.get('status.txt');
  if (run.failed || status === undefined) throw new Error(`yosys cannot compare ${gate.top}:\n${run.text}`);
  const text = textOf(status);
  if (Number(/Found (\d+) \$equiv cells/.exec(text)?.[1] ?? 0) === 0)
    throw new Error(`${gate.top} compares with nothing`);
  return [...text.matchAll(/^\s*Unproven \$equiv .*: (.*)$/gm)].map(([, signals = '']) => signals.trim());
}
