import type { Problem, Property } from './problem.ts';
import type { Yosys } from './yosys.ts';

/** A property in the transition system. */
export interface NamedProperty extends Property {
  /** Number of the function that says whether it holds in a state. */
  readonly index: number;
  /** The instance in which it stands, as `monitor` or `row[1].pe`; empty for the module to be proved itself. */
  readonly instance: string;
}

export interface NamedWire {
  /** The function that gives its value in a state. */
  readonly symbol: string;
  /** Path in the module to be proved, as `fifo.head`. */
  readonly name: string;
  readonly width: number;
}

/**
 * A problem as a transition system, twice: in SMT-LIB with names, and in AIGER. A property of a clock cycle is a function
 * of the state after it, so that step t looks at cycle t - 1.
 */
export interface TransitionSystem {
  readonly smt: string;
  /** The sort and the prefix of the functions in `smt`. */
  readonly module: string;
  readonly asserts: readonly NamedProperty[];
  readonly covers: readonly NamedProperty[];
  readonly wires: readonly NamedWire[];
  /** Whether there is a reset, the wire `rst` of the module around. */
  readonly hasReset: boolean;
  readonly aiger: Uint8Array | undefined;
}

/** Reads, flattens, maps memories to registers; values that nothing determines may be anything in every cycle. */
function script(problem: Problem, yosys: Yosys): string {
  const lower = yosys.hasCheckCells ? 'chformal -lower; ' : '';
  return [
    `read_verilog -formal ${[...problem.files.keys()].join(' ')}`,
    `prep -flatten -top ${problem.top}`,
    'memory_map; opt_clean; setundef -anyseq -undriven; setundef -anyseq; async2sync',
    `${lower}dffunmap; opt_clean`,
    'write_smt2 -wires problem.smt2',
    'chformal -cover -remove; techmap; opt -full; delete -output; dffunmap; opt_clean; aigmap',
    'write_aiger -I -B -zinit problem.aig',
  ].join('; ');
}

/** The property that stands in one of the places `file:line.column-line.column|...`, which begin where the text before ends. */
function propertyAt(problem: Problem, places: string): Property {
  for (const place of places.split('|')) {
    const [, file, first, last] = /^(.*):(\d+)\.\d+-(\d+)\.\d+$/.exec(place) ?? [];
    for (let line = Number(first); line <= Number(last); line++) {
      const found = problem.properties.get(`${file}:${line}`);
      if (found !== undefined) return found;
    }
  }
  throw new Error(`no assertion stands at ${places}`);
}

/** The path of instances and generate blocks in a cell's name, as Yosys flattens it. */
function instanceOf(cell: string): string {
  const inner = /^\$flatten[\\/](.*)\.\$[^.]*\$[^$]*\$\d+$/.exec(cell)?.[1] ?? /^(.*)\.\$[^.]*$/.exec(cell)?.[1] ?? '';
  const path = inner.replaceAll(/[\\/]/g, '');
  return path === 'dut' ? '' : path.replace(/^dut\./, '');
}

function propertiesIn(problem: Problem, smt: string, check: 'assert' | 'cover'): NamedProperty[] {
  const lines = smt.matchAll(new RegExp(`^; yosys-smt2-${check} (\\d+) (\\S+) ?(\\S*)$`, 'gm'));
  return [...lines].map(([, index = '', cell = '', places = '']) => ({
    ...propertyAt(problem, places),
    index: Number(index),
    instance: instanceOf(cell),
  }));
}

function wiresIn(module: string, smt: string): NamedWire[] {
  return [...smt.matchAll(/^; yosys-smt2-wire (\S+) (\d+)$/gm)].flatMap(([, path = '', width = '']) => {
    if (!path.startsWith('dut.') || path.includes('$')) return [];
    const name = path.slice('dut.'.length);
    return /(^|\.)clk$/.test(name) ? [] : [{ symbol: `${module}_n ${path}`, name, width: Number(width) }];
  });
}

/** @throws Error when Yosys refuses what was emitted. */
export async function translate(problem: Problem, yosys: Yosys): Promise<TransitionSystem> {
  const run = await yosys.run(script(problem, yosys), problem.files, ['problem.smt2', 'problem.aig']);
  const smt = run.files.get('problem.smt2');
  const aiger = run.files.get('problem.aig');
  if (run.failed || smt === undefined || aiger === undefined)
    throw new Error(`yosys cannot translate ${problem.proof.name}:\n${run.text}`);
  const text = typeof smt === 'string' ? smt : Buffer.from(smt).toString('utf8');
  const module = problem.top;
  const asserts = propertiesIn(problem, text, 'assert');
  return {
    smt: text,
    module,
    asserts,
    covers: propertiesIn(problem, text, 'cover'),
    wires: wiresIn(module, text),
    hasReset: /^; yosys-smt2-input rst 1$/m.test(text),
    aiger: asserts.length === 0 ? undefined : typeof aiger === 'string' ? Buffer.from(aiger) : aiger,
  };
}
