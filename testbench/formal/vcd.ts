import type { Trace, TraceSignal } from './trace.ts';

/** Signals in their scopes. */
interface Scope {
  readonly scopes: Map<string, Scope>;
  readonly signals: TraceSignal[];
}

const emptyScope = (): Scope => ({ scopes: new Map(), signals: [] });

function placed(signals: readonly TraceSignal[]): Scope {
  const root = emptyScope();
  for (const signal of signals) {
    let scope = root;
    for (const name of signal.name.split('.').slice(0, -1)) {
      const inner = scope.scopes.get(name) ?? emptyScope();
      scope.scopes.set(name, inner);
      scope = inner;
    }
    scope.signals.push(signal);
  }
  return root;
}

/** The nth short name: printable characters from `!` on. */
function code(index: number): string {
  let rest = index;
  let text = '';
  do {
    text += String.fromCharCode(33 + (rest % 94));
    rest = Math.floor(rest / 94);
  } while (rest > 0);
  return text;
}

const change = (value: bigint, width: number, name: string): string =>
  width === 1 ? `${value}${name}` : `b${value.toString(2)} ${name}`;

/** Time units of a clock cycle; cycle c lies from its rising edge at c times this to the next. */
const cycleTime = 10;

/** A trace as a Value Change Dump (IEEE 1364-2005, clause 18), with the clock, in the scope `top`. */
export function vcdOf(trace: Trace, top: string): string {
  const codes = new Map(trace.signals.map((signal, index) => [signal, code(index + 1)]));
  const clock = code(0);
  const declare = (scope: Scope): string[] => [
    ...scope.signals.map(signal => {
      const name = signal.name.split('.').at(-1) ?? signal.name;
      const range = signal.width === 1 ? '' : ` [${signal.width - 1}:0]`;
      return `$var wire ${signal.width} ${codes.get(signal)} ${name}${range} $end`;
    }),
    ...[...scope.scopes].flatMap(([name, inner]) => [`$scope module ${name} $end`, ...declare(inner), '$upscope $end']),
  ];
  const lines = [
    '$timescale 1ns $end',
    `$scope module ${top} $end`,
    `$var wire 1 ${clock} clk $end`,
    ...declare(placed(trace.signals)),
    '$upscope $end',
    '$enddefinitions $end',
  ];
  for (let cycle = 0; cycle < trace.cycles; cycle++) {
    lines.push(`#${cycle * cycleTime}`, change(1n, 1, clock));
    for (const [signal, name] of codes) {
      const value = signal.values[cycle] ?? 0n;
      if (cycle === 0 || value !== signal.values[cycle - 1]) lines.push(change(value, signal.width, name));
    }
    lines.push(`#${cycle * cycleTime + cycleTime / 2}`, change(0n, 1, clock));
  }
  return `${[...lines, `#${trace.cycles * cycleTime}`].join('\n')}\n`;
}
