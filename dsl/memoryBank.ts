import { type Attributes, checkedAttributes } from './attributes.ts';
import { context, widthText } from './context.ts';
import { openLoop } from './generate.ts';
import type { NamedBy } from './ir/declaration.ts';
import type { Region } from './ir/hwModule.ts';
import { type IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Memory, MemoryInit } from './ir/memory.ts';
import { type HwType, uint } from './types.ts';

/** One memory, or one for every lane. */
export interface Bank {
  readonly memory: Memory;
  readonly region: Region;
  /** The lane, and how many bits it has. */
  readonly lane: { readonly index: IntExpr; readonly width: Width; readonly count: Width } | undefined;
}

/** How the words of a bank are declared. */
export interface BankOptions {
  readonly laneWidth?: Width;
  readonly writers?: Memory['writers'];
  readonly attributes?: Attributes;
  readonly crossing?: string;
  /** As the memory holds it: packed into words. */
  readonly init: MemoryInit | undefined;
  /** Where the name comes from the source, and is not the key. */
  readonly namedBy?: NamedBy | undefined;
}

const constantOr = (expression: IntExpr): Width => expression.constant ?? expression;

/** Whether a width is surely so many times another that is a number: every term of it is. */
function isMultiple(width: IntExpr, unit: Width): boolean {
  const { constant } = toExpr(unit);
  if (constant === undefined) return false;
  return width.terms.every(({ coefficient, atoms }) => {
    const factors = atoms.map(atom => (atom.kind === 'parameter' ? atom.multipleOf : 1));
    return factors.reduce((product, factor) => product * factor, coefficient) % constant === 0;
  });
}

/** Declares the words of a memory: as they are, or lane by lane in a generate loop. */
export function createBank(key: string, type: HwType, depth: Width, options: BankOptions): Bank {
  const ctx = context('mem');
  const { laneWidth, init, writers = 'priority' } = options;
  const attributes = checkedAttributes(options.attributes);
  const declare = (element: HwType, own: MemoryInit | undefined): Memory =>
    ctx.declareMemory({
      key,
      type: element,
      depth,
      attributes,
      writers,
      init: own,
      namedBy: options.namedBy,
      ...(options.crossing === undefined ? {} : { crossing: options.crossing }),
    });
  if (laneWidth === undefined) return { memory: declare(type, init), region: ctx.region, lane: undefined };
  const count = toExpr(type.width).floorDiv(laneWidth);
  if (!isMultiple(toExpr(type.width), laneWidth) && count.times(laneWidth).key !== toExpr(type.width).key) {
    const rest = toExpr(type.width).mod(laneWidth);
    if (rest.constant !== undefined && rest.constant !== 0)
      ctx.report('memory-misuse', {
        problem: `Lanes of ${widthText(laneWidth)} bits do not divide the ${widthText(type.width)} bits of a word`,
        name: key,
        suggestion: 'Choose a `laneWidth` that divides the width of a word.',
      });
    else if (rest.constant === undefined)
      ctx.oblige({
        relation: rest.eq(0),
        code: 'unproved-width',
        target: `${key} lanes`,
        targetSite: undefined,
        guard: `${widthText(type.width)} must be a multiple of ${widthText(laneWidth)}`,
      });
  }
  const banks: Bank[] = [];
  openLoop(count, `${key}_lane`, (index, region) => {
    const own = init === undefined ? undefined : { ...init, lane: { index, width: laneWidth, total: type.width } };
    const memory = declare(uint(laneWidth), own);
    banks.push({ memory, region, lane: { index, width: laneWidth, count: constantOr(count) } });
  });
  const [bank] = banks;
  if (bank === undefined) throw new Error('a memory has no bank');
  return bank;
}
