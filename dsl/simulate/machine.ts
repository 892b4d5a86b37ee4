import type { BoundClock } from '../bind/boundClock.ts';
import type { BoundDesign } from '../bind/design.ts';
import { type RunningBox, runningBoxes } from './blackBoxes.ts';
import type { Check } from './checks.ts';
import { displayLine } from './displays.ts';
import { helpers } from './operations.ts';
import { programOf } from './program.ts';
import { randomBits, randomValue } from './random.ts';
import { representation } from './representation.ts';
import { resetsAtOnce, resetsOf } from './resets.ts';
import type { Signals } from './signals.ts';
import { makeArray, type Slot, type Values, writeSlot } from './storage.ts';

/** What a running design tells at an edge. */
export interface Reports {
  fault(check: Check | undefined, value: number | bigint): void;
  covered(cover: number): void;
  print(line: string): void;
}

interface Program {
  edge(state: Values, next: Values): void;
  outputs(state: Values, next: Values): void;
}

/** The edge of some of the clocks, compiled when it first happens. */
interface PartialEdge {
  readonly program: Pick<Program, 'edge'>;
  /** Where the registers are that change at it. */
  readonly slots: readonly Slot[];
}

/** The state of a running design, and the programs that change it. */
export class Machine {
  readonly design: BoundDesign;
  readonly layout: ReturnType<typeof programOf>['layout'];
  readonly covers: ReturnType<typeof programOf>['covers'];
  readonly inputs: Values;
  readonly outputs: Values;
  readonly memories: readonly (Int32Array | Float64Array | bigint[])[];
  /** Bits of which nothing is known. */
  readonly undefinedBits: (width: number, signed: boolean) => number | bigint;
  readonly boxes: readonly RunningBox[];
  state: Values;
  #following: Values;
  readonly #all: Program;
  readonly #reports: Reports;
  readonly #partial = new Map<number, PartialEdge>();
  readonly #plainResets: readonly { readonly slot: Slot; readonly reset: bigint }[];
  /** Applies the asynchronous resets once; returns whether a register changed. Undefined where there are none. */
  readonly #resetAtOnce: (() => boolean) | undefined;

  constructor(design: BoundDesign, signals: Signals, seed: number, reports: Reports) {
    this.design = design;
    this.boxes = runningBoxes(design, signals);
    this.#reports = reports;
    const { text, checks, covers, layout } = programOf(design);
    this.layout = layout;
    this.covers = covers;
    this.inputs = layout.inputs.make();
    this.outputs = layout.outputs.make();
    this.state = layout.state.make();
    this.#following = layout.state.make();
    const next = randomBits(seed);
    this.undefinedBits = (width, signed) => {
      const value = randomValue(next, width, signed);
      return representation({ width, signed }) === 'big' ? value : Number(value);
    };
    for (const [{ width, signed }, slot] of layout.registerSlots)
      writeSlot(this.state, slot, randomValue(next, width, signed));
    const resets = design.registers.flatMap(({ leaf, reset, domain }) => {
      const slot = layout.registerSlots.get(leaf);
      return slot === undefined || reset === undefined ? [] : [{ slot, reset, domain }];
    });
    for (const { slot, reset } of resets) writeSlot(this.state, slot, reset);
    this.#plainResets = resets.filter(({ domain }) => domain.reset?.active === undefined);
    this.memories = design.memories.map(({ width, signed, depth, init }) => {
      const words = makeArray({ width, signed }, depth);
      for (let address = 0; address < depth; address++) {
        const word = init?.[address] ?? randomValue(next, width, signed);
        if (Array.isArray(words)) words[address] = word;
        else words[address] = Number(word);
      }
      return words;
    });
    this.#all = this.#load(text, checks, layout.temporaries.make());
    this.#resetAtOnce = resetsAtOnce(design).size > 0 ? this.#loadResets() : undefined;
    for (const { declaration, bound } of design.domains) {
      const { reset, enable } = declaration;
      if (reset !== undefined) this.#writeInput(reset.signal.key, reset.active === 'low');
      if (enable !== undefined && bound.enable !== undefined) this.#writeInput(enable.key, true);
    }
  }

  #load(text: string, checks: readonly Check[], temporaries: Values): Program {
    const { inputs, outputs, memories, undefinedBits, boxes } = this;
    return new Function('env', text)({
      inputs,
      outputs,
      temporaries,
      memories,
      helpers,
      undefinedBits,
      boxes,
      fault: (check: number, value: number | bigint) => this.#reports.fault(checks[check], value),
      covered: (cover: number) => this.#reports.covered(cover),
      print: (number: number, ...values: readonly (number | bigint)[]) => {
        const display = this.design.displays[number];
        if (display !== undefined) this.#reports.print(displayLine(display, values));
      },
    });
  }

  #loadResets(): () => boolean {
    const { text, layout } = resetsOf(this.design);
    let changed = false;
    const { inputs, outputs, memories, undefinedBits, boxes } = this;
    const program: { resets(state: Values, next: Values): void } = new Function('env', text)({
      inputs,
      outputs,
      temporaries: layout.temporaries.make(),
      memories,
      helpers,
      undefinedBits,
      boxes,
      changed: () => {
        changed = true;
      },
    });
    return () => {
      changed = false;
      program.resets(this.state, this.#following);
      return changed;
    };
  }

  #writeInput(name: string, value: boolean): void {
    const leaf = this.design.ports.find(port => port.name === name)?.leaves[0];
    const slot = leaf === undefined ? undefined : this.layout.inputSlots.get(leaf);
    if (slot !== undefined) writeSlot(this.inputs, slot, value ? 1n : 0n);
  }

  /** Makes the declared resets of the top active, or ends them; and tells what reads `rst` as a value. */
  driveResets(isActive: boolean): void {
    for (const { declaration } of this.design.domains)
      if (declaration.reset !== undefined)
        this.#writeInput(declaration.reset.signal.key, isActive === (declaration.reset.active === 'high'));
    const leaf = this.design.plainReset;
    const slot = leaf === undefined ? undefined : this.layout.inputSlots.get(leaf);
    if (slot !== undefined) writeSlot(this.inputs, slot, isActive ? 1n : 0n);
  }

  /** Lets asynchronous resets act: one may end in a register that is the reset of others. */
  settleResets(): void {
    if (this.#resetAtOnce === undefined) return;
    for (let rounds = 0; rounds <= this.design.registers.length; rounds++) if (!this.#resetAtOnce()) return;
  }

  computeOutputs(): void {
    this.#all.outputs(this.state, this.#following);
  }

  /** The edge of all clocks at once; `inReset`: that of a top without declared clocks is active. */
  edge(inReset: boolean): void {
    this.#all.edge(this.state, this.#following);
    if (inReset) for (const { slot, reset } of this.#plainResets) writeSlot(this.#following, slot, reset);
    const { state } = this;
    this.state = this.#following;
    this.#following = state;
  }

  /** The edge of some clocks at once. */
  edgeOf(clocks: readonly BoundClock[]): void {
    if (clocks.length === this.design.clocks.length) {
      this.edge(false);
      return;
    }
    const key = clocks.reduce((bits, { index }) => bits + 2 ** index, 0);
    let partial = this.#partial.get(key);
    if (partial === undefined) {
      partial = this.#compile(clocks);
      this.#partial.set(key, partial);
    }
    partial.program.edge(this.state, this.#following);
    const { state } = this;
    const next = this.#following;
    for (const { kind, index } of partial.slots)
      if (kind === 'big') state.big[index] = next.big[index] ?? 0n;
      else state[kind][index] = next[kind][index] ?? 0;
  }

  #compile(clocks: readonly BoundClock[]): PartialEdge {
    const { text, checks, layout } = programOf(this.design, new Set(clocks));
    const slots = this.design.registers.flatMap(({ leaf, domain }) =>
      clocks.includes(domain.clock) ? (this.layout.registerSlots.get(leaf) ?? []) : [],
    );
    return { program: this.#load(text, checks, layout.temporaries.make()), slots };
  }
}
