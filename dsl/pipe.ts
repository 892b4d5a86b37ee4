import { callLabel, context, isProvablyAtLeast } from './context.ts';
import { declareValue } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { genIf, openLoop } from './generate.ts';
import { requireRecord } from './given.ts';
import type { Declaration, FieldOfStruct } from './ir/declaration.ts';
import type { Region } from './ir/hwModule.ts';
import { type IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNodes, requireOperand } from './sources.ts';
import type { BoolType, HwType } from './types.ts';
import { signalOfNodes } from './value.ts';
import { refuseInWhen, when } from './when.ts';

export interface PipeOptions {
  /** Whether the pipeline moves in a cycle; in every one unless given. */
  readonly enable?: Operand<BoolType>;
  /** Name of the registers; unless given that of the result, or `tap`. */
  readonly name?: string;
  /** `zero`: the registers are reset to zero. They have no reset unless this is given. */
  readonly reset?: 'zero';
}

/**
 * `value` as it was `stages` moves ago. `stages` may be a parameter expression, and 0: then it is `value` itself. The
 * registers have no reset unless one is asked for.
 */
export function pipe<T extends HwType>(value: Operand<T>, stages: Width, options: PipeOptions = {}): Signal<T> {
  refuseInWhen('pipe');
  requireOperand(value);
  requireRecord('The options of `m.pipe`', options);
  const { type } = value;
  const nodes = operandNodes(value);
  const { constant } = toExpr(stages);
  if (constant !== undefined && (constant < 0 || !Number.isSafeInteger(constant)))
    fail(
      'constant-out-of-range',
      { value: String(constant), type: 'a number of stages', low: '0', high: '2^31 - 1', hint: '' },
      [callLabel()],
    );
  const input = signalOfNodes(type, nodes);
  if (constant === 0) return input;
  return context('pipe').namingItself(() => {
    if (constant !== undefined || isProvablyAtLeast(stages, 1)) return delayed(input, stages, options);
    const chosen = genIf(
      toExpr(stages).lessThan(1),
      ['direct', (): Operand<HwType> => input],
      ['delayed', (): Operand<HwType> => delayed(input, stages, options)],
    );
    return signalOfNodes(type, operandNodes(chosen));
  });
}

/** Delays of so many stages or fewer have their registers beside each other, longer ones in a generate loop. */
const FEW = 4;

/** As many registers as there are stages, each of the value's type: a shift register in one vector simulates slower. */
function delayed<T extends HwType>(input: Signal<T>, stages: Width, options: PipeOptions): Signal<T> {
  const { constant } = toExpr(stages);
  return constant !== undefined && constant <= FEW
    ? inOneRegion(input, constant, options)
    : inLoop(input, toExpr(stages), options);
}

function inOneRegion<T extends HwType>(input: Signal<T>, stages: number, options: PipeOptions): Signal<T> {
  const declare = registersOf(options);
  const taps = Array.from({ length: stages }, (_, stage) => {
    const number = stages === 1 ? [] : [String(stage + 1)];
    return declareValue([options.name ?? 'tap', ...number].join('_'), input.type, declare(number));
  });
  move(options, () => {
    taps.forEach((tap, stage) => {
      tap.set(taps[stage - 1] ?? input);
    });
  });
  return taps.at(-1) ?? input;
}

/** A chain through a generate loop: each iteration takes over what the one before it holds. */
function inLoop<T extends HwType>(input: Signal<T>, stages: IntExpr, options: PipeOptions): Signal<T> {
  const { type } = input;
  const ctx = context('pipe');
  const declare = registersOf(options)(options.name === undefined ? ['tap'] : []);
  const registers: Declaration[] = [];
  const heldAt = (loop: Region, index: IntExpr): Signal<T> =>
    signalOfNodes(
      type,
      registers.map(signal => ctx.node({ kind: 'neighbour', type: signal.type, signal, loop, index })),
    );
  const chain = openLoop(stages, 'stage', (index, loop) => {
    const previous = declareValue('previous', type, (name, leaf) => ctx.declare('wire', name, leaf));
    const held = declareValue(options.name ?? 'tap', type, (name, leaf, field) => {
      const register = declare(name, leaf, field);
      registers.push(register);
      return register;
    });
    genIf(
      index.eq(0),
      ['first', () => previous.set(input)],
      ['next', () => previous.set(heldAt(loop, index.minus(1)))],
    );
    move(options, () => held.set(previous));
  });
  return heldAt(chain, stages.minus(1));
}

/** Declares a register of a pipeline: it is called as the options say, or as the source calls the result. */
function registersOf({ name: given, reset }: PipeOptions) {
  const ctx = context('pipe');
  const site = new CallSite();
  return (suffix: readonly string[]) =>
    (name: string, type: HwType, field: FieldOfStruct | undefined): Declaration =>
      ctx.declare('register', name, type, {
        reset: reset === 'zero' ? { kind: 'value', value: undefined } : { kind: 'none' },
        ...(field === undefined ? {} : { field }),
        ...(given === undefined ? { namedBy: { site, suffix: [...suffix, ...(field?.path ?? [])].join('_') } } : {}),
      });
}

function move({ enable }: PipeOptions, assign: () => void): void {
  if (enable === undefined) assign();
  else when(enable, assign);
}
