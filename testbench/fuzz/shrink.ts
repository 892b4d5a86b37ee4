import fc from 'fast-check';
import * as language from '../../dsl/index.ts';
import { describe } from './describe.ts';
import { type Failure, type RunOptions, runCases } from './run.ts';
import type { FuzzCase } from './subject.ts';

/** A failing case made as small as it can be. */
export interface Shrunk {
  readonly fuzzCase: FuzzCase;
  readonly failures: readonly Failure[];
  /** The module as TypeScript. */
  readonly source: string;
}

/**
 * Shrinks the case that `arbitrary` gives as number `index` of `seed`, as long as it fails in the same manner as before,
 * for at most `milliseconds`.
 */
export async function shrink(
  arbitrary: fc.Arbitrary<FuzzCase>,
  { seed, index, failure, milliseconds }: ShrinkOptions,
  options: RunOptions,
): Promise<Shrunk | undefined> {
  const lint = failure.kind === 'lint';
  // The engine that fails is enough; linting alone needs none.
  const engines =
    failure.engine === undefined
      ? lint
        ? options.engines.filter(engine => engine === 'Icarus')
        : []
      : [failure.engine];
  const narrowed = { ...options, lint, engines };
  const alike = async (fuzzCase: FuzzCase): Promise<Failure[]> =>
    (await runCases([fuzzCase], narrowed)).filter(({ kind }) => kind === failure.kind);
  const property = fc.asyncProperty(arbitrary, async fuzzCase => (await alike(fuzzCase)).length === 0);
  const details = await fc.check(property, { seed, path: String(index), interruptAfterTimeLimit: milliseconds });
  const smallest = details.counterexample?.[0];
  if (smallest === undefined) return undefined;
  return { fuzzCase: smallest, failures: await alike(smallest), source: sourceOf(smallest) };
}

export interface ShrinkOptions {
  readonly seed: number;
  readonly index: number;
  readonly failure: Failure;
  readonly milliseconds: number;
}

/** The imports that a source needs: what of the language it calls. */
function importsFor(source: string): string {
  const called = Object.keys(language).filter(name =>
    new RegExp(`\\b${name}\\(|\\b${name}\\b(?=[,)\\] }])`).test(source),
  );
  const integers = /\btoExpr\(/.test(source) ? "import { toExpr } from '../../dsl/ir/integer.ts';\n" : '';
  return `import { ${called.sort().join(', ')} } from '../../dsl/index.ts';\n${integers}`;
}

/** A case as TypeScript that runs where this file is: the module and its bindings. */
export function sourceOf({ plan, bindings }: FuzzCase): string {
  const described = describe(plan, 'm');
  let problem = '';
  try {
    described.module.elaborate();
  } catch (error) {
    problem = `\n// ${error instanceof Error ? error.message : String(error)}`;
  }
  const source = described.source();
  return `${importsFor(source)}\n${source}\n// at ${bindings.map(binding => JSON.stringify(binding)).join(' and ')}${problem}`;
}
