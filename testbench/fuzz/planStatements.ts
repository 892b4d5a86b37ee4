import type { ArgumentPlans, ExpressionPlan, LengthPlan, OutputPlan, ScalarPlan, TypePlan, WidthPlan } from './plan.ts';

/** What stands in a `when`: an assignment to one of the targets of the block, or another `when`. */
export type ActionPlan =
  | { readonly kind: 'set'; readonly target: number; readonly value: ExpressionPlan; readonly variant: number }
  | {
      readonly kind: 'when';
      readonly arms: readonly { readonly condition: ExpressionPlan; readonly body: readonly ActionPlan[] }[];
      readonly otherwise: readonly ActionPlan[] | undefined;
    };

export type StatementPlan =
  | ConstructPlan
  | { readonly kind: 'let'; readonly value: ExpressionPlan }
  | { readonly kind: 'block'; readonly wires: readonly OutputPlan[]; readonly actions: readonly ActionPlan[] }
  | {
      /** A generate loop that gives every element of a vec, through a register of its own where it is clocked. */
      readonly kind: 'loop';
      readonly count: LengthPlan;
      readonly element: ScalarPlan;
      readonly value: ExpressionPlan;
      readonly clocked: 'no' | 'none' | 'zero';
      readonly enable: ExpressionPlan;
      /** A `genIf` on the index, and the value where it does not hold. */
      readonly split: { readonly at: number; readonly value: ExpressionPlan } | undefined;
      /** A vec register of the module that the loop writes too. */
      readonly register: number | undefined;
    }
  | {
      readonly kind: 'scan';
      readonly count: LengthPlan;
      readonly initial: ExpressionPlan;
      readonly type: ScalarPlan;
      readonly step: ExpressionPlan;
    }
  | {
      readonly kind: 'genIf';
      readonly parameter: number;
      readonly comparison: number;
      readonly value: number;
      readonly type: ScalarPlan;
      readonly holds: ExpressionPlan;
      readonly fails: ExpressionPlan;
    }
  | MemoryPlan
  | {
      readonly kind: 'instance';
      readonly child: number;
      readonly arguments: ArgumentPlans;
      readonly connections: readonly ExpressionPlan[];
      /** Stands in a generate loop over N, whose outputs are gathered in vecs. */
      readonly repeated: boolean;
    };

/** A memory. What it begins with is observable; one without such words is filled while `init` is high. */
export interface MemoryPlan {
  readonly kind: 'memory';
  readonly type: ScalarPlan;
  readonly depth: LengthPlan;
  /** Bits of a lane and how many there are; words are written whole where undefined. */
  readonly lanes: { readonly width: WidthPlan; readonly count: number } | undefined;
  readonly readDuringWrite: 'old' | 'new';
  /** Words, the last for all that are left; or an expression of the address. */
  readonly init: readonly bigint[] | 'each' | 'none';
  /** Whether writes never meet, or the last one wins. */
  readonly writers: 'priority' | 'disjoint';
  readonly reads: readonly {
    /** In the same cycle, or through a port: `memory` reads during a write as the memory says. */
    readonly kind: 'now' | 'memory' | 'old' | 'new' | 'undefined';
    readonly latency: 1 | 2;
    /** The address of the write of that number, where there is one; else what the expression gives. */
    readonly follows: number | undefined;
    readonly address: ExpressionPlan;
    readonly enable: ExpressionPlan | undefined;
  }[];
  readonly writes: readonly {
    readonly address: ExpressionPlan;
    readonly value: ExpressionPlan;
    readonly enable: ExpressionPlan;
    readonly mask: ExpressionPlan | undefined;
  }[];
}

/** Names of an enumeration, and how they are encoded: a number begins a row of stated codes. */
export interface EnumPlan {
  readonly names: number;
  readonly codes: 'counting' | 'one-hot' | number;
}

export type StreamStep = 'map' | 'filter' | 'register' | 'buffer' | 'fork';

/** Bits of a number: by two numbers, as far from the top, all from one up, or the bit that a value chooses. */
export interface PartPlan {
  readonly by: 'bit' | 'low' | 'high' | 'rest' | 'value';
  readonly at: number;
  readonly width: number;
  readonly index: ExpressionPlan;
  readonly value: ExpressionPlan;
  readonly condition: ExpressionPlan | undefined;
  /** Bits of those bits. */
  readonly inner: PartPlan | undefined;
}

/** A number that is assigned in parts. */
export interface BitsPlan {
  readonly kind: 'bits';
  readonly width: WidthPlan;
  readonly isSigned: boolean;
  /** By itself, an element of a vec, or made up of equal lanes by a loop. */
  readonly lanes: 'none' | 'element' | 'loop';
  readonly laneWidth: WidthPlan;
  readonly count: LengthPlan;
  readonly element: number;
  /** A wire where undefined. */
  readonly clocked: 'none' | 'zero' | bigint | undefined;
  readonly value: ExpressionPlan;
  readonly parts: readonly PartPlan[];
}

/** One construct of the language, on values of what stands before it. */
export type ConstructPlan =
  | {
      readonly kind: 'struct';
      readonly fields: readonly TypePlan[];
      readonly nested: boolean;
      readonly clocked: boolean;
      readonly value: ExpressionPlan;
      /** The field that is given a value of its own where the condition holds. */
      readonly field: number;
      readonly condition: ExpressionPlan;
      readonly alone: ExpressionPlan;
    }
  | {
      readonly kind: 'match';
      readonly on: EnumPlan | 'number';
      readonly subject: ExpressionPlan;
      readonly type: ScalarPlan;
      readonly arms: readonly ExpressionPlan[];
    }
  | {
      readonly kind: 'fsm';
      readonly oneHot: boolean;
      readonly type: ScalarPlan;
      readonly value: ExpressionPlan;
      readonly states: readonly {
        readonly hasEntry: boolean;
        /** When it goes to the state behind it, and when, above that, to another. */
        readonly next: ExpressionPlan;
        readonly leap: ExpressionPlan;
        readonly to: number;
        readonly value: ExpressionPlan;
      }[];
    }
  | {
      readonly kind: 'pipe';
      readonly value: ExpressionPlan;
      /** The parameter K where undefined. */
      readonly stages: number | undefined;
      readonly enable: ExpressionPlan | undefined;
      readonly isReset: boolean;
    }
  | {
      readonly kind: 'counter';
      readonly modulus: LengthPlan;
      readonly enable: ExpressionPlan;
      readonly clear: ExpressionPlan;
    }
  | {
      readonly kind: 'stream';
      readonly type: ScalarPlan;
      readonly isStruct: boolean;
      readonly value: ExpressionPlan;
      readonly valid: ExpressionPlan;
      readonly ready: ExpressionPlan;
      readonly steps: readonly StreamStep[];
    }
  | BitsPlan
  | { readonly kind: 'assertion'; readonly left: ExpressionPlan; readonly right: ExpressionPlan };

const constructKinds = [
  'struct',
  'match',
  'fsm',
  'pipe',
  'counter',
  'stream',
  'bits',
  'assertion',
] as const satisfies readonly ConstructPlan['kind'][];

export const isConstruct = (plan: StatementPlan): plan is ConstructPlan =>
  constructKinds.some(kind => kind === plan.kind);
