/** Random queues of commands for matmul_engine: sizes at the ends of tiles, open sums, every mode, refused commands. */
import {
  answerOf,
  type ColumnScaling,
  type EngineCommand,
  type EngineParameters,
  modes,
  modesOf,
} from '../../gemm/engineCommand.ts';
import type { Chain, ChainPart, EngineItem } from '../../gemm/engineWork.ts';
import type { Random } from '../../random.ts';

/** A signed number of so many bits; its ends often. */
export function anySigned(random: Random, width: number): number {
  const [low, high] = [-(2 ** (width - 1)), 2 ** (width - 1) - 1];
  const kind = random.integer(0, 7);
  if (kind === 0) return low;
  return kind === 1 ? high : random.integer(low, high);
}

/** One to `most`; a tile's step, its neighbours and its multiples often. */
function anySize(random: Random, step: number, most: number): number {
  const size = random.pick([1, 2, step - 1, step, step + 1, 2 * step, 2 * step + 1, most, random.integer(1, most)]);
  return Math.min(Math.max(size, 1), most);
}

/** Halves of halves: with small sums, results inside the clamp and many ties. */
function tyingScaling(random: Random, mode: number): ColumnScaling {
  const halvings = random.integer(1, 6);
  if (mode === modes.float) return { scale: (127 - halvings) * 2 ** 23, shift: 0 };
  return { scale: 2 ** 30, shift: 1 - halvings };
}

function anyScaling(random: Random, mode: number): ColumnScaling {
  if (mode === modes.raw) return { scale: random.uint32(), shift: random.integer(-32, 31) };
  if (random.chance(0.4)) return tyingScaling(random, mode);
  if (mode === modes.float) {
    const exponent = random.pick([random.integer(108, 124), random.integer(96, 136), random.integer(0, 254)]);
    const fraction = random.pick([0, 0x7fffff, random.integer(0, 0x7fffff)]);
    const sign = random.chance(0.1) ? 1 : 0;
    return { scale: sign * 2 ** 31 + exponent * 2 ** 23 + fraction, shift: random.integer(-32, 31) };
  }
  const multiplier = random.pick([2 ** 31 - 1, random.integer(2 ** 30, 2 ** 31 - 1), random.integer(0, 2 ** 31 - 1)]);
  const shift = random.pick([-random.integer(0, 12), -random.integer(0, 12), random.integer(-31, 30)]);
  // Bit 31 is not looked at.
  return { scale: random.integer(0, 1) * 2 ** 31 + multiplier, shift };
}

function anyClamp(random: Random, width: number): { offset: number; low: number; high: number } {
  const ends = [anySigned(random, width), anySigned(random, width)];
  const whole = [-(2 ** (width - 1)), 2 ** (width - 1) - 1];
  const [low = 0, high = 0] = random.chance(0.6) ? whole : ends.sort((one, other) => one - other);
  return { offset: random.chance(0.3) ? 0 : anySigned(random, width), low, high };
}

/** A command that an engine carries out, on its own. */
function anyCommand(random: Random, parameters: EngineParameters, open: boolean): EngineCommand {
  const { ROWS, COLS, ACC_DEPTH, OUT_WIDTH, OUTPUT_STATIONARY } = parameters;
  const most = OUTPUT_STATIONARY === 0 ? ACC_DEPTH : open ? ROWS : 2 * ROWS + 2;
  const available = modesOf(parameters);
  const mode = random.chance(0.25) ? modes.raw : random.pick(available);
  return {
    m: anySize(random, ROWS, most),
    k: anySize(random, ROWS, 3 * ROWS + 2),
    n: anySize(random, COLS, open ? COLS : 3 * COLS + 1),
    starts: true,
    ends: true,
    bias: random.chance(0.5),
    mode,
    perChannel: random.chance(0.5),
    ...anyScaling(random, mode),
    ...anyClamp(random, OUT_WIDTH),
    fault: 0,
  };
}

/** Bits of the operands of one sum, and how large its bias is: small sums, or any. */
interface Magnitude {
  readonly aWidth: number;
  readonly bWidth: number;
  readonly bias: number;
}

function anyMagnitude(random: Random, { A_WIDTH, W_WIDTH, ACC_WIDTH }: EngineParameters): Magnitude {
  if (random.chance(0.5)) return { aWidth: Math.min(3, A_WIDTH), bWidth: Math.min(3, W_WIDTH), bias: 20 };
  return { aWidth: A_WIDTH, bWidth: W_WIDTH, bias: Math.min(20_000, 2 ** (ACC_WIDTH - 1) - 1) };
}

function operandsOf(random: Random, command: EngineCommand, { aWidth, bWidth }: Magnitude): ChainPart {
  const { m, k, n } = command;
  return {
    command,
    a: Int16Array.from({ length: m * k }, () => anySigned(random, aWidth)),
    b: Int16Array.from({ length: k * n }, () => anySigned(random, bWidth)),
  };
}

/** One command, or two to three that share a sum; now and then none ends it, and the next chain starts anew. */
export function anyChain(random: Random, parameters: EngineParameters): Chain {
  const count = random.chance(0.3) ? random.integer(2, 3) : 1;
  const abandoned = random.chance(0.08);
  const { m, n, ...last } = anyCommand(random, parameters, count > 1 || abandoned);
  const magnitude = anyMagnitude(random, parameters);
  const parts = Array.from({ length: count }, (_, part) => {
    const ends = part === count - 1 && !abandoned;
    // What a command that does not end its sum says of results means nothing.
    const own = ends ? last : anyCommand(random, parameters, true);
    return operandsOf(random, { ...own, m, n, starts: part === 0, ends }, magnitude);
  });
  const channels = Array.from({ length: n }, () => ({
    ...anyScaling(random, last.mode),
    bias: random.chance(0.1)
      ? anySigned(random, parameters.ACC_WIDTH)
      : random.integer(-magnitude.bias, magnitude.bias),
  }));
  return { parts, channels };
}

/** Commands that are refused, one or more for each code that this engine has. */
export function refusedCommands(random: Random, parameters: EngineParameters): EngineCommand[] {
  const { ROWS, COLS, ACC_DEPTH, SIZE_WIDTH } = parameters;
  const command = (): EngineCommand => anyCommand(random, parameters, true);
  const largest = 2 ** SIZE_WIDTH - 1;
  const candidates: EngineCommand[] = [
    { ...command(), m: 0 },
    { ...command(), k: 0, fault: 5 },
    { ...command(), n: 0, starts: false },
    { ...command(), n: COLS + 1, ends: false },
    { ...command(), n: largest, starts: false, fault: 7 },
    { ...command(), m: Math.max(ROWS, ACC_DEPTH) + 1, starts: false },
    { ...command(), m: largest, ends: false },
    { ...command(), mode: modes.single },
    { ...command(), mode: modes.double, fault: 4 },
    { ...command(), mode: modes.float },
    ...[1, 2, 3, 4, 5, 6, 7].map(fault => ({ ...command(), fault })),
  ];
  return candidates.filter(candidate => answerOf(candidate, parameters) !== 0);
}

/** Chains, with refused commands between them. */
export function anyWork(random: Random, parameters: EngineParameters, chains: number): EngineItem[] {
  const refused = refusedCommands(random, parameters);
  return Array.from({ length: chains }, (): EngineItem[] => {
    const chain = { chain: anyChain(random, parameters) };
    const broken = Array.from({ length: random.pick([0, 0, 1, 2]) }, () => ({ refused: random.pick(refused) }));
    return [chain, ...broken];
  }).flat();
}
