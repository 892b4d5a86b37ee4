/** Names of engine cases, and what is left of a case that is made smaller. */
import { UserError } from '../../../scripts/userError.ts';
import type { Chain, ChainPart } from '../../gemm/engineWork.ts';
import type { MatmulDesign } from '../../gemm/matmulDesign.ts';
import type { Operand } from '../../golden/gemm.ts';
import { neverStall, type StallPattern } from '../../streams/stalls.ts';
import {
  type CaseItem,
  drawEngineCase,
  ENGINE_PREFIX,
  ENGINE_STREAMS,
  type EngineCase,
  type EngineStream,
  type Round,
} from './engineCase.ts';

/** Sizes of a chain: M and N of all its commands, and a K each. */
export interface ChainSize {
  readonly m: number;
  readonly ks: readonly number[];
  readonly n: number;
}

/** What is left of an item: a chain's first rows and columns, a refused command as it is, or nothing. */
export type ItemLeft = ChainSize | 'refused' | undefined;

/** What is left of a case; a round of which nothing is left is gone, and the clear with it. */
export interface EngineReduction {
  readonly rounds: readonly (readonly ItemLeft[])[];
  readonly stalled: readonly EngineStream[];
}

const LETTERS: Readonly<Record<EngineStream, string>> = {
  command: 'c',
  weight: 'w',
  activation: 'a',
  parameter: 'p',
  response: 'q',
  result: 'r',
};

function sizeOf(item: CaseItem): ItemLeft {
  if ('refused' in item) return 'refused';
  const [first] = item.chain.parts;
  return { m: first?.command.m ?? 0, ks: item.chain.parts.map(({ command }) => command.k), n: first?.command.n ?? 0 };
}

/** The case as it is. */
export const wholeEngineCase = ({ rounds, stalls }: EngineCase): EngineReduction => ({
  rounds: rounds.map(({ items }) => items.map(sizeOf)),
  stalled: ENGINE_STREAMS.filter(stream => stalls[stream].length > 0),
});

function formatItem(item: ItemLeft): string {
  if (item === undefined) return '-';
  return item === 'refused' ? '!' : `${item.m}x${item.ks.join('.')}x${item.n}`;
}

/** What a name says of a reduction: `2x3.4x1,!,-;3x3x3/wr`; `-` for what is gone, `!` for a refused command, `;` a clear. */
export function formatEngineReduction({ rounds, stalled }: EngineReduction): string {
  const items = rounds.map(round => round.map(formatItem).join(',')).join(';');
  return `${items}/${stalled.map(stream => LETTERS[stream]).join('') || '-'}`;
}

/** Rows and columns 0 to rows, columns of a matrix that has `width` columns. */
function corner(matrix: Operand, width: number, rows: number, columns: number): Int16Array {
  return Int16Array.from(
    { length: rows * columns },
    (_, at) => matrix[Math.floor(at / columns) * width + (at % columns)] ?? 0,
  );
}

function reducePart({ command, a, b }: ChainPart, m: number, k: number, n: number): ChainPart {
  return { command: { ...command, m, k, n }, a: corner(a, command.k, m, k), b: corner(b, command.n, k, n) };
}

function reduceChain({ parts, channels }: Chain, { m, ks, n }: ChainSize): Chain {
  return { parts: parts.map((part, index) => reducePart(part, m, ks[index] ?? 1, n)), channels: channels.slice(0, n) };
}

/** @param whole the case as drawn */
export function reduceEngineCase(whole: EngineCase, reduction: EngineReduction): EngineCase {
  const reduceRound = (round: Round, left: readonly ItemLeft[]): Round => ({
    ...round,
    items: round.items.flatMap((item, index): CaseItem[] => {
      const kept = left[index];
      if (kept === undefined) return [];
      return 'chain' in item && kept !== 'refused' ? [{ chain: reduceChain(item.chain, kept) }] : [item];
    }),
  });
  const kept = (stream: EngineStream): StallPattern =>
    reduction.stalled.includes(stream) ? whole.stalls[stream] : neverStall;
  return {
    ...whole,
    name: `${whole.name}/${formatEngineReduction(reduction)}`,
    rounds: whole.rounds
      .map((round, index) => reduceRound(round, reduction.rounds[index] ?? []))
      .filter(({ items }) => items.length > 0),
    stalls: {
      command: kept('command'),
      weight: kept('weight'),
      activation: kept('activation'),
      parameter: kept('parameter'),
      response: kept('response'),
      result: kept('result'),
    },
  };
}

const EXAMPLE = 'It is written engine-7:12, or engine-7:12/2x3.4x1,!,-/wr for a reduced case, as a failure prints it.';

const smallerOrEqual = (one: ChainSize, other: ChainSize): boolean =>
  one.m <= other.m &&
  one.n <= other.n &&
  one.ks.length === other.ks.length &&
  one.ks.every((k, index) => k >= 1 && k <= (other.ks[index] ?? 0)) &&
  Math.min(one.m, one.n) >= 1;

/** An item as a name has it, if it is a part of the item as drawn. */
function parseItem(text: string, whole: ItemLeft): { readonly left: ItemLeft } | undefined {
  if (text === '-') return { left: undefined };
  if (whole === 'refused' || whole === undefined) return text === '!' ? { left: whole } : undefined;
  const match = /^(\d+)x([\d.]+)x(\d+)$/.exec(text);
  if (match === null) return undefined;
  const size = { m: Number(match[1]), ks: (match[2] ?? '').split('.').map(Number), n: Number(match[3]) };
  return smallerOrEqual(size, whole) ? { left: size } : undefined;
}

/** The case that a name means. @throws UserError when there is none of that name */
export function namedEngineCase(designs: readonly MatmulDesign[], name: string): EngineCase {
  const match = /^engine-(\d+):(\d+)(?:\/([\dx.,;!-]+)\/([cwapqr]+|-))?$/.exec(name);
  const [seed, index] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || seed > 0xffff_ffff || index > 0xffff_ffff)
    throw new UserError(`${name} names no case.`, EXAMPLE);
  const whole = drawEngineCase(designs, seed, index);
  const [, , , items, letters] = match;
  if (items === undefined || letters === undefined) return whole;
  const { rounds } = wholeEngineCase(whole);
  const texts = items.split(';').map(round => round.split(','));
  const parsed = rounds.map((round, at) => round.map((item, place) => parseItem(texts[at]?.[place] ?? '', item)));
  const isPart =
    texts.length === rounds.length &&
    texts.every((round, at) => round.length === rounds[at]?.length) &&
    parsed.flat().every(item => item !== undefined) &&
    parsed.flat().some(item => item?.left !== undefined);
  if (!isPart) {
    const has = formatEngineReduction(wholeEngineCase(whole));
    throw new UserError(`${name} names no case: ${ENGINE_PREFIX}${seed}:${index} has ${has}.`, EXAMPLE);
  }
  return reduceEngineCase(whole, {
    rounds: parsed.map(round => round.map(item => item?.left)),
    stalled: ENGINE_STREAMS.filter(stream => letters.includes(LETTERS[stream])),
  });
}
