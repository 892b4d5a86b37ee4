import { assign } from './assignment.ts';
import { callLabel, context, isProvablyAtLeast } from './context.ts';
import { readNode } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { genIf } from './generate.ts';
import { requireRecord } from './given.ts';
import { toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import * as op from './operations.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNodes, requireOperand } from './sources.ts';
import { leafName, leavesOf } from './struct.ts';
import { type BoolType, type HwType, uint } from './types.ts';
import { signalOfNodes } from './value.ts';
import { refuseInWhen, when } from './when.ts';

export interface PipeOptions {
  /** Whether the pipeline moves in a cycle; in every one unless given. */
  readonly enable?: Operand<BoolType>;
  /** Name of the registers; `taps` unless given. */
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
    fail('constant-out-of-range', { value: String(constant), type: 'a number of stages', low: '0', high: '2^31 - 1' }, [
      callLabel(),
    ]);
  if (constant === 0) return signalOfNodes(type, nodes);
  const ctx = context('pipe');
  const registers = (): readonly Node[] => delayed(type, nodes, stages, options);
  if (constant !== undefined || isProvablyAtLeast(stages, 1)) return signalOfNodes(type, registers());
  const chosen = ctx.namingItself(() =>
    genIf(
      toExpr(stages).lessThan(1),
      ['direct', (): Operand<HwType> => signalOfNodes<HwType>(type, nodes)],
      ['delayed', (): Operand<HwType> => signalOfNodes<HwType>(type, registers())],
    ),
  );
  return signalOfNodes(type, operandNodes(chosen));
}

/** A shift register for every signal that the value is made of; the oldest entry is in the high bits. */
function delayed(type: HwType, nodes: readonly Node[], stages: Width, options: PipeOptions): readonly Node[] {
  const ctx = context('pipe');
  const site = new CallSite();
  const moves: (() => void)[] = [];
  const results = leavesOf(type).flatMap((leaf, position) => {
    const input = nodes[position];
    if (input === undefined) return [];
    const bits = uint(leaf.type.width);
    const total = uint(widthOf(stages, leaf.type.width));
    const taps = ctx.declare('register', leafName(options.name ?? 'taps', leaf), total, {
      reset: options.reset === 'zero' ? { kind: 'value', value: undefined } : { kind: 'none' },
      ...(options.name === undefined ? { namedBy: { site, suffix: ['taps', ...leaf.path].join('_') } } : {}),
    });
    const held = readNode(taps);
    const shifted = op.concat([held, op.cast(input, bits)]);
    moves.push(() => assign(held, op.resize(shifted, total.width)));
    return [op.cast(op.slice(held, widthOf(toExpr(stages).minus(1), leaf.type.width), leaf.type.width), leaf.type)];
  });
  const move = (): void => {
    for (const assignment of moves) assignment();
  };
  if (options.enable === undefined) move();
  else when(options.enable, move);
  return results;
}

function widthOf(count: Width, width: Width): Width {
  const total = toExpr(count).times(width);
  return total.constant ?? total;
}
