import type { DiagnosticCode } from '../../dsl/diagnostics/codes.ts';

/** One section of docs/diagnostics.md. */
export interface Case {
  /** What the code means, in Markdown. */
  readonly meaning: string;
  /**
   * A program that gives the diagnostic, and nothing else: it describes a module, or a configuration, and returns it. What
   * stands in its braces is shown, without its `return` and without `@ts-expect-error`.
   */
  readonly wrong: () => unknown;
  /** The same put right: nothing is reported of it. */
  readonly right: () => unknown;
  /** The code is given by `scoville check`, which reads the source, and not by describing the module. */
  readonly readsSource?: true;
}

/** A chapter's sections, by their codes. */
export type Cases = Partial<Readonly<Record<DiagnosticCode, Case>>>;
