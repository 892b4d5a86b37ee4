import type { EmittedModule } from '../../dsl/passes/pipeline.ts';
import type { BenchInterface } from './interface.ts';
import type { Vectors } from './vectors.ts';

/** A bench as its files are made of it. */
export interface Bench {
  /** What its Python is called after: the module as it is described. */
  readonly name: string;
  /** The words after `npm run cocotb --` that make it. */
  readonly command: string;
  readonly top: EmittedModule;
  readonly interface: BenchInterface;
  readonly vectors: Vectors;
  readonly origin: string;
  readonly seed: number;
  /** Verilog by file name, what is instantiated first. */
  readonly sources: ReadonlyMap<string, string>;
  /** Files that memories begin with. */
  readonly data: ReadonlyMap<string, string>;
}

/** The paragraphs of the module's own comment, without its name in front. */
export function docOf({ verilog }: EmittedModule): string[] {
  const [first = '', ...others] = verilog.comment
    .join('\n')
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replaceAll('\n', ' ').trim());
  const plain = first.startsWith(`${verilog.name}: `) ? first.slice(verilog.name.length + 2) : '';
  return [plain.charAt(0).toUpperCase() + plain.slice(1), ...others].filter(paragraph => paragraph !== '');
}
