import type { BoundNode } from './boundNode.ts';
import type { NodeFactory } from './nodes.ts';

/** Bits `low` to `low + width - 1`. */
export interface BitRange {
  readonly low: number;
  readonly width: number;
}

/** Some bits of a leaf and what gives them: as many bits of `from`, its bit `offset` first. */
export interface Piece extends BitRange {
  readonly from: BoundNode;
  readonly offset: number;
  /** Whether they have a value on every path. */
  readonly complete: boolean;
}

/** What gives the bits of a leaf: in ascending order, none twice; bits in no piece have no value. */
export type Pieces = readonly Piece[];

const endOf = ({ low, width }: BitRange): number => low + width;

/** A value for bits `low` and up. */
export const pieceOf = (from: BoundNode, low = 0, complete = true): Piece => ({
  low,
  width: from.width,
  from,
  offset: 0,
  complete,
});

function cut(piece: Piece, low: number, end: number): Piece {
  return { ...piece, low, width: end - low, offset: piece.offset + low - piece.low };
}

/** Adds a piece behind others; where it goes on with what the last of them takes from a node, they become one. */
function append(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  const goesOn =
    last !== undefined &&
    last.from === piece.from &&
    last.complete === piece.complete &&
    endOf(last) === piece.low &&
    last.offset + last.width === piece.offset;
  if (goesOn) pieces[pieces.length - 1] = { ...last, width: last.width + piece.width };
  else pieces.push(piece);
}

/** What of the pieces lies in a range. */
export function within(pieces: Pieces, range: BitRange): Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const low = Math.max(piece.low, range.low);
    const end = Math.min(endOf(piece), endOf(range));
    if (low < end) found.push(low === piece.low && end === endOf(piece) ? piece : cut(piece, low, end));
  }
  return found;
}

/** The pieces with others instead of what lay in a range. */
export function replaced(pieces: Pieces, range: BitRange, others: Pieces): Pieces {
  const result: Piece[] = [];
  const end = endOf(range);
  for (const piece of within(pieces, { low: 0, width: range.low })) append(result, piece);
  for (const piece of others) append(result, piece);
  for (const piece of within(pieces, { low: end, width: Math.max(0, endOf(pieces.at(-1) ?? range) - end) }))
    append(result, piece);
  return result;
}

/** The ends of pieces, ascending. */
function boundaries(...lists: readonly Pieces[]): readonly number[] {
  const ends = new Set<number>();
  for (const pieces of lists)
    for (const piece of pieces) {
      ends.add(piece.low);
      ends.add(endOf(piece));
    }
  return [...ends].sort((a, b) => a - b);
}

/** Bits that `held` gives while the condition is 1, and `otherwise` else; what only one of them gives is not complete. */
export function chosen(make: NodeFactory, condition: BoundNode, held: Pieces, otherwise: Pieces): Pieces {
  const result: Piece[] = [];
  const ends = boundaries(held, otherwise);
  let [ours, theirs] = [0, 0];
  for (const [position, low] of ends.slice(0, -1).entries()) {
    const end = ends[position + 1] ?? low;
    while (ours < held.length && endOf(held[ours] ?? { low, width: 0 }) <= low) ours++;
    while (theirs < otherwise.length && endOf(otherwise[theirs] ?? { low, width: 0 }) <= low) theirs++;
    const [first, second] = [partOf(held[ours], low, end), partOf(otherwise[theirs], low, end)];
    if (first === undefined || second === undefined) {
      const only = first ?? second;
      if (only !== undefined) append(result, { ...only, complete: false });
      continue;
    }
    const complete = first.complete && second.complete;
    if (first.from === second.from && first.offset === second.offset) append(result, { ...first, complete });
    else append(result, pieceOf(make.mux(condition, nodeOf(make, first), nodeOf(make, second)), low, complete));
  }
  return result;
}

const partOf = (piece: Piece | undefined, low: number, end: number): Piece | undefined =>
  piece === undefined || piece.low > low ? undefined : cut(piece, low, end);

/** The bits of a piece, unsigned. */
const nodeOf = (make: NodeFactory, { from, offset, width }: Piece): BoundNode => make.slice(from, offset, width);

/** All bits of a leaf; those that nothing gives are 0. */
export function joined(make: NodeFactory, pieces: Pieces, leaf: { readonly width: number; readonly signed: boolean }) {
  const [only] = pieces;
  const isWhole = only !== undefined && only.width === leaf.width && only.width === only.from.width;
  if (isWhole) return make.resize(only.from, leaf.width, leaf.signed);
  const parts: BoundNode[] = [];
  let next = 0;
  for (const piece of pieces) {
    if (piece.low > next) parts.push(make.literal(0n, piece.low - next, false));
    parts.push(nodeOf(make, piece));
    next = endOf(piece);
  }
  if (next < leaf.width) parts.push(make.literal(0n, leaf.width - next, false));
  return make.resize(make.concat(parts.reverse()), leaf.width, leaf.signed);
}

/** The bits of so many that no piece gives. */
export function missingBits(pieces: Pieces, width: number): BitRange[] {
  const found: BitRange[] = [];
  let next = 0;
  for (const piece of pieces) {
    if (piece.low > next) found.push({ low: next, width: piece.low - next });
    next = endOf(piece);
  }
  if (next < width) found.push({ low: next, width: width - next });
  return found;
}
