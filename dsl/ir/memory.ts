import type { Attributes } from '../attributes.ts';
import type { HexFile } from '../hexFile.ts';
import type { CallSite } from '../source/location.ts';
import type { HwType } from '../types.ts';
import type { IndexAtom } from './atom.ts';
import type { NamedBy } from './declaration.ts';
import type { Region } from './hwModule.ts';
import type { IntExpr, Width } from './integer.ts';

/** A constant of `width` bits: a number, of which the low bits are meant, or a parameter expression. */
export interface InitialPart {
  readonly width: Width;
  readonly value: bigint | IntExpr;
}

/** The parts of an initial word side by side, the first in the high bits. */
export type InitialWord = readonly InitialPart[];

/** What a memory holds before the first clock edge. */
export interface MemoryInit {
  /** Words from address 0 on. */
  readonly words: readonly InitialWord[];
  /** All words behind those; undefined where there are none. */
  readonly rest: InitialWord | undefined;
  /** Every word, as an expression of its address; then there are no `words`. */
  readonly each: { readonly index: IndexAtom; readonly word: InitialWord } | undefined;
  /** The file that `words` come from. */
  readonly file: HexFile | undefined;
  /** The memory of one lane holds these bits of each word. */
  readonly lane: { readonly index: IntExpr; readonly width: Width; readonly total: Width } | undefined;
}

/** Words of one scalar type; written at the clock edge. */
export interface Memory {
  readonly id: number;
  readonly key: string;
  /** Where the name comes from the source. */
  readonly namedBy?: NamedBy | undefined;
  readonly type: HwType;
  /** Named by the language, not by the user: where the name is taken, another is found. */
  readonly byLanguage?: boolean;
  readonly depth: Width;
  readonly init: MemoryInit | undefined;
  /**
   * `priority`: of writes that meet at one word, the last in program order wins. `disjoint`: none ever meet, and each has
   * a port of its own.
   */
  readonly writers: 'priority' | 'disjoint';
  readonly region: Region;
  readonly site: CallSite | undefined;
  readonly attributes: Attributes;
  /** Why words may be read under another clock than the one under which they are written. */
  readonly crossing?: string;
}
