/**
 * A random module as plain data. It is soft: references count modulo what there is, operands are brought to the type
 * that an operator needs, so that every plan describes a legal module and stays legal while it shrinks.
 */
export interface ModulePlan {
  readonly inputs: readonly PortPlan[];
  readonly registers: readonly RegisterPlan[];
  readonly body: readonly StatementPlan[];
  readonly outputs: readonly OutputPlan[];
  /** Modules that instances in the body refer to; they have none of their own. */
  readonly children: readonly ModulePlan[];
  /** A relation of the parameters that it states; none where 0. */
  readonly relation: number;
  /** Whether the last input and the first output stand in a group of ports, written from the other side. */
  readonly isGrouped: boolean;
}

/** A width: a number, or an expression of the parameters W and V (bits), N (elements). */
export type WidthPlan =
  | { readonly kind: 'literal'; readonly bits: number }
  | { readonly kind: 'W' | 'V' | 'index' | 'double' | 'sum' | 'larger' | 'power'; readonly more: number };

/** A scalar type. */
export interface ScalarPlan {
  readonly kind: 'bool' | 'uint' | 'sint';
  readonly width: WidthPlan;
}

/** How many elements: a number, or the parameter N where undefined. */
export type LengthPlan = number | undefined;

export interface TypePlan {
  readonly scalar: ScalarPlan;
  /** Lengths of a vec, the outermost first; none for a scalar. */
  readonly lengths: readonly LengthPlan[];
}

export type PortPlan = TypePlan;

export interface OutputPlan {
  readonly type: TypePlan;
  readonly value: ExpressionPlan;
}

export interface RegisterPlan {
  readonly type: TypePlan;
  readonly reset: 'none' | 'zero' | bigint;
}

/** An operator on operands, with numbers to choose variants by; or a leaf. */
export type ExpressionPlan =
  | { readonly kind: 'reference'; readonly index: number; readonly variant: number }
  | { readonly kind: 'literal'; readonly type: ScalarPlan; readonly value: bigint }
  | { readonly kind: 'parameter'; readonly index: number }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly operands: readonly ExpressionPlan[];
      readonly variant: number;
      readonly width: WidthPlan;
      readonly constant: bigint;
    };

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
  | {
      readonly kind: 'memory';
      readonly type: ScalarPlan;
      readonly depth: LengthPlan;
      /** Bits of a lane and how many there are; words are written whole where undefined. */
      readonly lanes: { readonly width: WidthPlan; readonly count: number } | undefined;
      readonly readDuringWrite: 'old' | 'new';
      readonly reads: readonly {
        readonly synchronous: boolean;
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
  | {
      readonly kind: 'instance';
      readonly child: number;
      readonly arguments: ArgumentPlans;
      readonly connections: readonly ExpressionPlan[];
      /** Stands in a generate loop over N, whose outputs are gathered in vecs. */
      readonly repeated: boolean;
    };

/** Names of an enumeration, and how they are encoded: a number begins a row of stated codes. */
export interface EnumPlan {
  readonly names: number;
  readonly codes: 'counting' | 'one-hot' | number;
}

export type StreamStep = 'map' | 'filter' | 'register' | 'buffer' | 'fork';

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
  | { readonly kind: 'assertion'; readonly left: ExpressionPlan; readonly right: ExpressionPlan };

/** What an instance gives to the child's parameters: a number, one of the parent's, or nothing. */
export type ArgumentPlans = Readonly<Record<ParameterName, number | 'own' | 'default'>>;

export const parameterRanges = {
  W: { default: 8, min: 1, max: 40 },
  V: { default: 5, min: 1, max: 24 },
  N: { default: 4, min: 1, max: 5 },
  K: { default: 3, min: 0, max: 9 },
  S: { default: -2, min: -8, max: 7 },
} as const;
export type ParameterName = keyof typeof parameterRanges;
export type Binding = Readonly<Record<ParameterName, number>>;
export const parameterNames = ['W', 'V', 'N', 'K', 'S'] as const;

const constructKinds = [
  'struct',
  'match',
  'fsm',
  'pipe',
  'counter',
  'stream',
  'assertion',
] as const satisfies readonly ConstructPlan['kind'][];

export const isConstruct = (plan: StatementPlan): plan is ConstructPlan =>
  constructKinds.some(kind => kind === plan.kind);

/** Bits that no value exceeds, at any binding. */
export const MOST_BITS = 130;

/** Cycles at the start in which `init` is high and everything without reset is written. */
export const INIT_CYCLES = 22;
/** Words of the deepest memory: all are written while `init` is high, the address counting. */
export const MOST_WORDS = 9;
