import { lintIcarus } from '../lint/icarus.ts';
import type { Bench } from './bench.ts';
import { type Engine, lintAlone, lintedModel } from './engines.ts';
import { constantOrders, type Order } from './ranges.ts';
import type { Subject } from './subject.ts';

/** What Verilator says while it builds; where it does not build, or refuses, what it says alone. */
async function lintInVerilator(bench: Bench, engines: readonly Engine[]): Promise<readonly string[]> {
  if (!engines.includes('Verilator')) return lintAlone(bench);
  return lintedModel(bench).then(
    ({ warnings }) => warnings,
    () => lintAlone(bench),
  );
}

/** Lines that belong to the one above, or sum all up. */
const isMore = (line: string): boolean => /^\s|^%Error: Exiting/.test(line);

const symbols: Readonly<Record<string, Order>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };

/** The text of the parenthesis that `text` begins with. */
function parenthesis(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(0, at + 1);
    if (depth === 0) break;
  }
  return '';
}

/** The orders that a place of the Verilog names: one, or, where it turns them round as Verilator does, those behind it. */
function ordersAt(text: string): Order[] {
  const own = symbols[/^[<>]=?/.exec(text)?.[0] ?? ''];
  if (own !== undefined) return [own];
  if (!/^[~!]\(/.test(text)) return [];
  return [...parenthesis(text.slice(1)).matchAll(/(?<![<>])[<>]=?(?![<>])/g)].flatMap(([symbol]) => {
    const order = symbols[symbol];
    return order === undefined ? [] : [order];
  });
}

/**
 * Whether Verilator speaks of a comparison that is constant in the plan too, at one of its bindings: plans compare what
 * cannot differ, such as a uint with 0, and that is not the language's to hide. Of any other comparison it must not say so.
 */
export function isPlanned(line: string, { texts, instances }: Pick<Subject, 'texts' | 'instances'>): boolean {
  const place = /^%Warning-(?:UNSIGNED|CMPCONST): \S*?(\w+)\.v:(\d+):(\d+):/.exec(line);
  if (place === null) return false;
  const [, name, row, column] = place;
  const text = texts.find(module => module.name === name)?.text.split('\n')[Number(row) - 1] ?? '';
  const orders = ordersAt(text.slice(Number(column) - 1));
  return instances.some(({ simulator }) => {
    const constant = constantOrders(simulator.design);
    return orders.some(order => constant.has(order));
  });
}

/** What the tools say of the Verilog of the subjects: the lines of each, and those that belong to none. */
export async function lintBench(
  bench: Bench,
  subjects: readonly Subject[],
  engines: readonly Engine[],
): Promise<{ readonly own: ReadonlyMap<Subject, readonly string[]>; readonly others: readonly string[] }> {
  const lines = [
    ...(await lintInVerilator(bench, engines)).filter(line => !isMore(line)),
    ...(engines.includes('Icarus') ? await lintIcarus(bench.source) : []),
  ];
  const own = new Map<Subject, string[]>();
  const others: string[] = [];
  for (const line of lines) {
    const subject = subjects.find(({ texts }) => texts.some(({ name }) => line.includes(`/${name}.v`)));
    if (subject === undefined) others.push(line);
    else if (!isPlanned(line, subject)) own.set(subject, [...(own.get(subject) ?? []), line]);
  }
  return { own, others };
}
