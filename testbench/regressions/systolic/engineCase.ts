/**
 * Random cases of the matmul engine: a binding of its parameters, with or without its buffers, a queue of commands with
 * their operands, perhaps a clear in the midst of it and another queue, and stalls on every stream. Everything follows
 * from a seed and an index.
 */
import type { EngineCommand } from '../../gemm/engineCommand.ts';
import type { Chain } from '../../gemm/engineWork.ts';
import { type Bases, type MatmulParameters, matmulAnswer, wordsOf } from '../../gemm/matmulCommand.ts';
import type { MatmulDesign } from '../../gemm/matmulDesign.ts';
import type { Random } from '../../random.ts';
import { anyStalls, neverStall, type StallPattern } from '../../streams/stalls.ts';
import { drawEngineBinding, type EngineBinding } from './engineCaseBinding.ts';
import { anyChain, refusedCommands } from './engineRandom.ts';
import { randomOf } from './randomOf.ts';

/** A build per binding is what costs: this many cases share one. */
export const ENGINE_CASES_PER_BINDING = 20;

/** Of a case's name, before the seed. */
export const ENGINE_PREFIX = 'engine-';

export const ENGINE_STREAMS = ['command', 'weight', 'activation', 'parameter', 'response', 'result'] as const;
export type EngineStream = (typeof ENGINE_STREAMS)[number];

/** Commands of one sum with their operands, or a command that is refused. */
export type CaseItem =
  | { readonly chain: Chain }
  | { readonly refused: EngineCommand /** Where the buffers are asked. */; readonly bases: Bases };

/** A queue of commands, and where in the buffers their operands lie: 0 at the beginning, 1 at the end. */
export interface Round {
  readonly items: readonly CaseItem[];
  readonly places: Bases;
}

export interface EngineCase {
  /** `engine-seed:index`, followed by what was taken away. */
  readonly name: string;
  readonly binding: EngineBinding;
  /** One, or two with a clear between them, which comes while the first is under way. */
  readonly rounds: readonly Round[];
  /** When the clear comes: 0 to 1 of the time from the first round's first command to its end. */
  readonly clearAfter: number;
  readonly stalls: Readonly<Record<EngineStream, StallPattern>>;
  /** Of what lies beyond the matrices. */
  readonly fillSeed: number;
  /** Of what is not reset; each run must give the same. */
  readonly stateSeeds: readonly number[];
}

const engineBindingOfCase = (index: number): number => Math.floor(index / ENGINE_CASES_PER_BINDING);

const add = (one: Bases, other: Bases): Bases => ({
  activation: one.activation + other.activation,
  weight: one.weight + other.weight,
  parameter: one.parameter + other.parameter,
});

/** Words of the buffers that a chain takes. */
export function wordsOfChain({ parts }: Chain, parameters: MatmulParameters): Bases {
  const none = { activation: 0, weight: 0, parameter: 0 };
  return parts.map(({ command }) => wordsOf(command, parameters)).reduce(add, none);
}

const fits = (words: Bases, { ACTIVATION_DEPTH, WEIGHT_DEPTH, PARAMETER_DEPTH }: MatmulParameters): boolean =>
  words.activation <= ACTIVATION_DEPTH && words.weight <= WEIGHT_DEPTH && words.parameter <= PARAMETER_DEPTH;

/** A command that the engine refuses; with buffers, one whose operands lie beyond them where it has a fault of its own. */
function drawRefused(source: Random, { kind, design: { parameters } }: EngineBinding): CaseItem | undefined {
  const refused = source.pick(refusedCommands(source, parameters));
  const anywhere = (depth: number): number => source.integer(0, depth - 1);
  const bases = {
    activation: anywhere(parameters.ACTIVATION_DEPTH),
    weight: anywhere(parameters.WEIGHT_DEPTH),
    parameter: anywhere(parameters.PARAMETER_DEPTH),
  };
  if (kind === 'engine') return { refused, bases };
  const beyond = source.pick([
    { ...bases, activation: parameters.ACTIVATION_DEPTH - 1 },
    { ...bases, weight: parameters.WEIGHT_DEPTH - 1 },
    { ...bases, parameter: parameters.PARAMETER_DEPTH - 1 },
    bases,
  ]);
  const item = { refused: { ...refused, fault: 0 }, bases: beyond };
  return matmulAnswer({ ...item.refused, bases: beyond }, parameters) === 0 ? undefined : item;
}

function drawRound(source: Random, binding: EngineBinding): Round {
  const { parameters } = binding.design;
  const place = (): number => source.pick([0, 1, source.uint32() / 2 ** 32]);
  const places = { activation: place(), weight: place(), parameter: place() };
  const items: CaseItem[] = [];
  let used: Bases = { activation: 0, weight: 0, parameter: 0 };
  for (let count = source.integer(1, 5); count > 0; count--) {
    const chain = anyChain(source.fork(), parameters);
    const next = add(used, wordsOfChain(chain, parameters));
    if (binding.kind === 'matmul' && !fits(next, parameters)) continue;
    used = next;
    items.push({ chain });
    const refused = source.chance(0.3) ? drawRefused(source.fork(), binding) : undefined;
    if (refused !== undefined) items.push(refused);
  }
  return { items, places };
}

/** Case `index` of `seed` on one of `designs`. */
export function drawEngineCase(designs: readonly MatmulDesign[], seed: number, index: number): EngineCase {
  const binding = drawEngineBinding(designs, seed, engineBindingOfCase(index));
  const source = randomOf(seed, 0x4000_0000 + index);
  const count = source.chance(0.25) ? 2 : 1;
  const rounds = Array.from({ length: count }, () => drawRound(source.fork(), binding)).filter(
    ({ items }) => items.length > 0,
  );
  const flows = source.chance(0.25);
  const stall = (): StallPattern => (flows ? neverStall : anyStalls(source.fork()));
  return {
    name: `${ENGINE_PREFIX}${seed}:${index}`,
    binding,
    rounds,
    clearAfter: source.uint32() / 2 ** 32,
    stalls: {
      command: stall(),
      weight: stall(),
      activation: stall(),
      parameter: stall(),
      response: stall(),
      result: stall(),
    },
    fillSeed: source.uint32(),
    stateSeeds: [source.uint32(), source.uint32()],
  };
}
