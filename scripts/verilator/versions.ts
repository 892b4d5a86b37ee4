/** A Verilator release: [5, 6] is 5.006. */
export type VerilatorVersion = readonly [major: number, minor: number];

/** The first release whose scheduler and C++ interface the harness is written for. */
export const OLDEST_SUPPORTED: VerilatorVersion = [5, 6];

/** The first release that computes every bitwise expression of our fuzzing right without help. */
const FIRST_WITHOUT_CURE: VerilatorVersion = [5, 48];

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
 * Options that make this release compute the right bits. 5.006 to 5.047 fold some trees of bit operations wrongly
 * (Verilator issues 5186 and 6016); switching that pass off cures it, at no visible cost, but only when said after the
 * optimisation level, which would switch it on again.
 */
export function cureFlags(version: VerilatorVersion): readonly string[] {
  return isOlder(version, FIRST_WITHOUT_CURE) ? ['-O3', '-fno-const-bit-op-tree'] : [];
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
