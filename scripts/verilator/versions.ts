/** A Verilator release: [5, 6] is 5.006. */
export type VerilatorVersion = readonly [major: number, minor: number];

/** The first release whose scheduler and C++ interface the harness is written for. */
export const OLDEST_SUPPORTED: VerilatorVersion = [5, 6];

/** The release in `verilator --version`'s output, such as `Verilator 5.006 2023-01-22 rev ...`; undefined if none is. */
export function parseVersion(output: string): VerilatorVersion | undefined {
  const match = /Verilator (\d+)\.(\d+)/.exec(output);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

export function isOlder(a: VerilatorVersion, b: VerilatorVersion): boolean {
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}

export const showVersion = (version: VerilatorVersion): string =>
  `${version[0]}.${String(version[1]).padStart(3, '0')}`;

/**
 * A pass that computes wrong bits in the releases from `first` on, up to but without `fixed`. The option must come after
 * the optimisation level, which would switch the pass on again.
 */
interface Cure {
  readonly first: VerilatorVersion;
  readonly fixed?: VerilatorVersion;
  readonly option: string;
}

const cures: readonly Cure[] = [
  // Some trees of bit operations are folded wrongly (Verilator issues 5186 and 6016).
  { first: OLDEST_SUPPORTED, fixed: [5, 48], option: '-fno-const-bit-op-tree' },
  // `{x[11:8], 3'd0, x[4:0]} >> 7` is folded to 0, and so are slices of wide vectors that such a concatenation goes to, once
  // they are split into words. 5.048 is right and 5.052 is not; no later release is known to be right.
  { first: [5, 49], option: '-fno-expand' },
];

/** Options that make this release compute the right bits, at no cost that is seen in arrays. Tests show each defect. */
export function cureFlags(version: VerilatorVersion): readonly string[] {
  const options = cures
    .filter(({ first, fixed }) => !isOlder(version, first) && (fixed === undefined || isOlder(version, fixed)))
    .map(({ option }) => option);
  return options.length > 0 ? ['-O3', ...options] : [];
}

/** Options with which Verilator reads a design, rather than answer a question about itself; -f and -F may hide one. */
const compiling = new Set(
  ['--cc', '--sc', '--binary', '--lint-only', '--xml-only', '--json-only', '--dpi-hdr-only'].concat('--f', '--F'),
);

/**
 * A command line with the cure at its end, where it follows the user's own optimisation options. What does not compile is
 * left alone. A user's own level is kept: only the switch is added then.
 */
export function withCure(args: readonly string[], extraFlags: readonly string[]): readonly string[] {
  const compiles = args.some(arg => compiling.has(arg.replace(/^-(?!-)/, '--')));
  if (!compiles || extraFlags.length === 0) return args;
  const hasLevel = args.some(arg => /^-O[0-9]$/.test(arg));
  return [...args, ...extraFlags.filter(flag => !hasLevel || !/^-O[0-9]$/.test(flag))];
}
