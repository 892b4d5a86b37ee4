import { printExpression } from '../../emit/expression.ts';
import type { Declaration, Node, Region } from '../../ir/hw.ts';
import { bit, type Expression, type Item, identifier } from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';
import { isCertain } from './reads.ts';

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** What a region leaves unread, gathered in one wire so that no tool needs a waiver; each reason becomes a comment. */
export class UnusedGathering {
  readonly #frame: Frame;
  readonly #region: Region;
  readonly #values = new Map<string, Expression>();
  readonly #reasons = new Set<string>();

  constructor(frame: Frame, region: Region) {
    this.#frame = frame;
    this.#region = region;
  }

  add(value: Expression, reason: string): void {
    this.#values.set(printExpression(value), value);
    this.#reasons.add(sentence(reason));
  }

  items(): Item[] {
    const { names } = this.#frame;
    for (const signal of this.#region.signals) this.#addSignal(signal, names.of(signal));
    for (const node of this.#frame.wiresOf(this.#region)) this.#addIfUnread(node, this.#frame.wireName(node) ?? '');
    if (this.#region.parent === undefined) this.#addClocks();
    if (this.#values.size === 0) return [];
    const base = this.#region.parent === undefined ? 'unused' : `unused_${names.label(this.#region)}`;
    const zero = bit(false);
    return [
      {
        ...this.#frame.net('wire', names.scopes.allocate(base, this.#region), { kind: 'bool', width: 1 }),
        kind: 'net',
        comment: [...this.#reasons].flatMap(reason => this.#frame.comment(reason, this.#region)),
        value: {
          kind: 'unary',
          operator: '&',
          operand: { kind: 'concat', operands: [zero, ...this.#values.values(), zero] },
        },
      },
    ];
  }

  #addSignal(signal: Declaration, name: string): void {
    if (signal.role === 'output') return;
    const regions = this.#frame.clockReads.get(name);
    if (regions === undefined || this.#frame.usage.reads.has(signal)) this.#addIfUnread(signal, name);
    else this.#addUncertain(name, regions);
  }

  #addIfUnread(what: Declaration | Node, name: string): void {
    const { usage } = this.#frame;
    const reads = usage.reads.get(what);
    if (this.#values.has(name)) return;
    if (reads === undefined) this.add(identifier(name), 'nothing reads this');
    else if (!reads.isCertain(what.region, usage.completeBranches))
      this.add(identifier(name), 'at some sizes nothing reads this');
    else if (!reads.isWhole(what))
      this.add(
        identifier(name),
        what.type.kind === 'vec' ? 'the other elements go nowhere' : 'the bits that a narrowing drops go nowhere',
      );
  }

  #addClocks(): void {
    const { clockRegions, resetRegions } = this.#frame;
    for (const { clock } of this.#frame.module.clocks) {
      const regions = this.#frame.clockReads.get(clock);
      if (regions === undefined) this.add(identifier(clock), 'nothing reads this');
      else this.#addUncertain(clock, regions);
    }
    this.#addUncertain('clk', clockRegions);
    this.#addUncertain('rst', resetRegions);
  }

  /** Adds what is read in regions that do not exist at every size. */
  #addUncertain(name: string, regions: readonly Region[]): void {
    if (regions.length > 0 && !regions.some(region => isCertain(region, this.#region)))
      this.add(identifier(name), 'at some sizes nothing reads this');
  }
}
