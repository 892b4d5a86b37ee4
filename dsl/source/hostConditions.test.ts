import { beforeAll, describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../diagnostics/render.ts';
import { language, prelude } from './hostConditions.fixture.ts';
import { hostConditionDiagnostic } from './hostConditions.ts';
import { TypedSources } from './typedSources.ts';

/** The diagnostics of a program that stands behind the prelude, as text. */
function reported(program: string): string[] {
  const text = prelude + program;
  const sources = TypedSources.ofTexts({ '/language.ts': language, '/block.ts': text });
  const lines = text.split('\n');
  return sources.hostConditions('/block.ts').map(condition =>
    renderDiagnostic(hostConditionDiagnostic(condition), {
      line: (_, line) => lines[line - 1],
      display: file => file.slice(1),
    }),
  );
}

/** Consequence and suggestion of each condition, without what all diagnostics share. */
const said = (program: string): string[] =>
  reported(program).map(text => {
    const sentence = /^error\[host-condition\]: (.*)$/m.exec(text)?.[1] ?? '';
    const remedy = /^ {2}(Use .*)$/m.exec(text)?.[1] ?? '';
    return `${sentence.replace(/ is a (hardware value|parameter expression), and JavaScript takes every object as true:/, ':')} ${remedy}`;
  });

describe('wrong programs', () => {
  test('an if on a signal', () => {
    expect(reported('if (io.en) io.count.set(1);')).toEqual([
      `error[host-condition]: \`io.en\` is a hardware value, and JavaScript takes every object as true: the first branch is always described.

  block.ts:2:5
    2 | if (io.en) io.count.set(1);
      |     ^^^^^ decided once, by JavaScript, while the module is described

  Use \`when(io.en, …)\`.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('two signals joined by &&', () => {
    expect(reported('const start = io.en && io.clear;')).toEqual([
      `error[host-condition]: \`io.en\` is a hardware value, and JavaScript takes every object as true: \`&&\` gives its right side and the left vanishes.

  block.ts:2:15
    2 | const start = io.en && io.clear;
      |               ^^^^^ decided once, by JavaScript, while the module is described

  Use \`io.en.and(io.clear)\`.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('a signal negated by !', () => {
    expect(reported('const idle = !io.busy;')).toEqual([
      `error[host-condition]: \`io.busy\` is a hardware value, and JavaScript takes every object as true: \`!\` always gives false.

  block.ts:2:15
    2 | const idle = !io.busy;
      |               ^^^^^^^ decided once, by JavaScript, while the module is described

  Use \`io.busy.not()\`.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('a choice by ?:', () => {
    expect(reported('const next = io.en ? io.sum : io.count;')).toEqual([
      `error[host-condition]: \`io.en\` is a hardware value, and JavaScript takes every object as true: the first choice is always taken.

  block.ts:2:14
    2 | const next = io.en ? io.sum : io.count;
      |              ^^^^^ decided once, by JavaScript, while the module is described

  Use \`mux(io.en, io.sum, io.count)\`.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('two signals compared by ===', () => {
    expect(reported('const same = io.sum === io.count;')).toEqual([
      `error[host-condition]: \`io.sum\` is a hardware value, and JavaScript takes every object as true: \`===\` compares objects, not bits.

  block.ts:2:14
    2 | const same = io.sum === io.count;
      |              ^^^^^^ decided once, by JavaScript, while the module is described

  Use \`io.sum.eq(io.count)\`.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('a switch over a signal', () => {
    expect(reported('switch (io.count) { case io.sum: io.sum.set(1); }')).toEqual([
      `error[host-condition]: \`io.count\` is a hardware value, and JavaScript takes every object as true: \`switch\` compares objects, not bits, and no \`case\` is its equal.

  block.ts:2:9
    2 | switch (io.count) { case io.sum: io.sum.set(1); }
      |         ^^^^^^^^ decided once, by JavaScript, while the module is described

  Use \`when(io.count.eq(io.sum), …)\` for each case.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('an if on a relation of parameters', () => {
    expect(reported('if (ROWS.eq(1)) io.count.set(1);')).toEqual([
      `error[host-condition]: \`ROWS.eq(1)\` is a parameter expression, and JavaScript takes every object as true: the first branch is always described.

  block.ts:2:5
    2 | if (ROWS.eq(1)) io.count.set(1);
      |     ^^^^^^^^^^ decided once, by JavaScript, while the module is described

  Use \`genIf(ROWS.eq(1), …)\`.
  See docs/diagnostics.md#host-condition
`,
    ]);
  });

  test('loops of every kind', () => {
    const remedy = 'for what happens while it holds, or `genFor` for hardware side by side.';
    expect(said('while (io.en) {}')).toEqual([`\`io.en\`: the loop never ends. Use \`when(io.en, …)\` ${remedy}`]);
    expect(said('do {} while (io.count);')).toEqual([
      `\`io.count\`: the loop never ends. Use \`when(io.count.ne(0), …)\` ${remedy}`,
    ]);
    expect(said('for (let i = 0; io.en; i++) {}')).toEqual([
      `\`io.en\`: the loop never ends. Use \`when(io.en, …)\` ${remedy}`,
    ]);
    expect(said('while (!io.en) {}')).toEqual([
      `\`io.en\`: \`!\` gives false and the loop ends at once. Use \`when(io.en.not(), …)\` ${remedy}`,
    ]);
  });

  test('one report for a whole condition, said whole in the language', () => {
    expect(said('if (io.en && (!io.busy || io.sum !== io.count)) {}')).toEqual([
      '`io.en`: `&&` gives its right side and the left vanishes. Use `when(io.en.and(io.busy.not().or(io.sum.ne(io.count))), …)`.',
    ]);
    expect(said('if (!io.en) {}')).toEqual([
      '`io.en`: `!` gives false and the first branch is never described. Use `when(io.en.not(), …)`.',
    ]);
    expect(said('const a = io.en && io.clear && !io.busy;')).toEqual([
      '`io.en`: `&&` gives its right side and the left vanishes. Use `io.en.and(io.clear).and(io.busy.not())`.',
    ]);
    expect(said('const a = io.en || io.clear;')).toEqual([
      '`io.en`: `||` gives its left side and the right vanishes. Use `io.en.or(io.clear)`.',
    ]);
    expect(said('when(!io.en, () => { if (io.busy) {} });')).toHaveLength(2);
  });

  test('a number asked for its truth, and constants compared', () => {
    expect(said('if (io.count) {}')).toEqual([
      '`io.count`: the first branch is always described. Use `when(io.count.ne(0), …)`.',
    ]);
    expect(said('const a = !io.count;')).toEqual(['`io.count`: `!` always gives false. Use `io.count.eq(0)`.']);
    expect(said('const a = 3 == io.count;')).toEqual([
      '`io.count`: `==` compares objects, not bits. Use `io.count.eq(3)`.',
    ]);
    expect(said('const a = io.en === false;')).toEqual([
      '`io.en`: `===` compares objects, not bits. Use `io.en.not()`.',
    ]);
    expect(said('const a = io.count != 3;')).toEqual([
      '`io.count`: `!=` compares objects, not bits. Use `io.count.ne(3)`.',
    ]);
  });

  test('a host condition mixed with a signal', () => {
    expect(said('declare const debug: boolean; if (debug && io.en) {}')).toEqual([
      '`io.en`: the first branch is always described. Use `when(io.en, …)`.',
    ]);
    expect(said('declare const debug: boolean; if (debug || !io.en) {}')).toEqual([
      '`io.en`: `!` always gives false. Use `when(io.en.not(), …)`.',
    ]);
    expect(said('io.en && io.sum.set(1);')).toEqual([
      '`io.en`: `&&` gives its right side and the left vanishes. Use `when(io.en, () => io.sum.set(1))`.',
    ]);
    expect(said('io.en || io.sum.set(1);')).toEqual([
      '`io.en`: `||` gives its left side and the right vanishes. Use `when(io.en.not(), () => io.sum.set(1))`.',
    ]);
  });

  test('parameters', () => {
    expect(said('if (ROWS) {}')).toEqual(['`ROWS`: the first branch is always described. Use `genIf(ROWS.ne(0), …)`.']);
    expect(said('if (ROWS === ROWS.plus(1)) {}')).toEqual([
      '`ROWS`: `===` compares objects, not bits. Use `genIf(ROWS.eq(ROWS.plus(1)), …)`.',
    ]);
    expect(said('const a = ROWS.eq(1) ? io.sum : io.count;')).toEqual([
      '`ROWS.eq(1)`: the first choice is always taken. Use `genIf(ROWS.eq(1), …)`.',
    ]);
    expect(said('genIf(ROWS.eq(1) && !ROWS.eq(2), () => {});')).toEqual([
      '`ROWS.eq(1)`: `&&` gives its right side and the left vanishes. Use `ROWS.eq(1).and(ROWS.eq(2).not())`.',
    ]);
  });

  test('parentheses and assertions hide nothing, nor do unions of signals or type parameters', () => {
    expect(said('if ((io.en as Bool)!) {}')).toHaveLength(1);
    expect(said('declare const either: Bool | UInt; if (either) {}')).toHaveLength(1);
    expect(said('export function f<T extends Bool>(a: T) { return a ? 1 : 2; }')).toHaveLength(1);
    expect(said('export function f<T extends BoolType>(a: Signal<T>) { if (a) when(io.en, () => {}); }')).toHaveLength(
      1,
    );
    expect(said('declare const maybe: Bool | undefined; if (maybe !== undefined) { if (maybe) {} }')).toHaveLength(1);
    expect(said('let a = io.en; a &&= io.clear;')).toHaveLength(1);
  });
});

describe('right programs', () => {
  const right: readonly string[] = [
    'when(io.en.and(io.busy.not()), () => io.count.set(io.sum));',
    'const next = mux(io.en.eq(true), io.sum, io.count);',
    'genIf(ROWS.eq(1).or(ROWS.eq(2)), () => io.count.set(1));',
    'declare const maybe: Bool | undefined; if (maybe) when(maybe, () => {});',
    'declare const maybe: Bool | null; const a = maybe && maybe.not(); const b = !maybe; const c = maybe ? 1 : 2;',
    'declare const maybe: Bool | undefined; const a = maybe ?? io.en; const b = maybe || io.en;',
    'declare const debug: boolean; const a = debug ? io.en : io.clear; const b = debug && io.en; if (!debug) {}',
    'declare const x: Bool | boolean; if (x) {}',
    'declare const width: number | typeof ROWS; if (width) {} if (width === 3) {}',
    'if (io.en === undefined || io.en !== null || io.en == null) {}',
    'const taps = [io.en]; if (taps[0]) when(taps[0], () => {}); if (taps.length === 0) {}',
    'const table = new Map<string, Bool>(); if (table.get("a")) {} while (table.size > 3) {}',
    'for (const signal of [io.en, io.clear]) when(signal, () => {}); for (let i = 0; i < 3; i++) {}',
    "switch (io.count.type.kind) { case 'uint': break; } if (io.count.type.kind === 'uint') {}",
    'declare const unknownValue: unknown; if (unknownValue) {} declare const anyValue: any; if (anyValue && !anyValue) {}',
    'const name = io ? "a" : ""; if (typeof io.en === "object" || "set" in io.en) {}',
  ];
  const path = (index: number): string => `/right${index}.ts`;
  let sources: TypedSources;
  beforeAll(() => {
    const texts = right.map((program, index) => [path(index), `${prelude}${program}\nexport {};`] as const);
    sources = TypedSources.ofTexts({ '/language.ts': language, ...Object.fromEntries(texts) });
  });

  for (const [index, program] of right.entries()) {
    test(program, () => {
      expect(sources.hostConditions(path(index))).toEqual([]);
    });
  }

  test('TypeScript accepts them too, but for comparisons that it knows to be pointless', () => {
    expect(sources.errors().filter(message => !message.includes('no overlap'))).toEqual([]);
  });
});
