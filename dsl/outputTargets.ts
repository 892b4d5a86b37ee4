import { assign } from './assignment.ts';
import { describeType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { readNode } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { element } from './elements.ts';
import type { Declaration } from './ir/declaration.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import { targetSignal, wholeOf } from './ir/target.ts';
import * as op from './operations.ts';
import type { HwType } from './types.ts';

/** What an instance's outputs are connected to. */

/** The declaration that a target is, or is a part of, where it is the user's own. */
function declarationOf(target: Node): Declaration | undefined {
  const signal = targetSignal(target);
  return signal?.byLanguage === true ? undefined : signal;
}

/** Whether a port can be connected to a target as it is. */
function isPlain(target: Node): boolean {
  if (target.kind === 'read') return declarationOf(target) !== undefined;
  if (target.kind === 'element' && !(target.index instanceof IntExpr)) return false;
  const whole = wholeOf(target);
  return whole !== undefined && isPlain(whole);
}

/** The signals, and parts of them, whose bits a target is, all of each; undefined where it is anything else. */
function partsOf(target: Node): readonly Node[] | undefined {
  if (declarationOf(target) !== undefined) return [target];
  if (target.kind === 'cast') return partsOf(target.operand);
  if (target.kind !== 'concat' && target.kind !== 'vec') return undefined;
  const parts = (target.kind === 'concat' ? target.operands : target.elements).map(partsOf);
  return parts.every(found => found !== undefined) ? parts.flat() : undefined;
}

/** Gives the bits of `value` to the signals whose bits a target is. */
function give(target: Node, value: Node): void {
  switch (target.kind) {
    case 'cast':
      give(target.operand, op.cast(value, target.operand.type));
      break;
    case 'concat': {
      let low: Width = 0;
      for (const operand of target.operands.toReversed()) {
        const { width } = operand.type;
        give(operand, op.cast(op.slice(value, low, width), operand.type));
        const next = toExpr(low).plus(width);
        low = next.constant ?? next;
      }
      break;
    }
    case 'vec':
      for (const [index, part] of target.elements.entries()) give(part, element(value, index));
      break;
    default:
      assign(target, value);
  }
}

function refuseExpression(output: string, target: Node): never {
  return fail(
    'type-mismatch',
    {
      operation: 'inst',
      expected: `a wire or an output for output \`${output}\``,
      actual: `an expression of type ${describeType(target.type)}`,
      suggestion:
        'Declare a wire with `m.wires` and connect it; signals and bits of them can be cast, packed, or joined with `cat`.',
    },
    [callLabel()],
  );
}

/**
 * What the output `port` of an instance is connected to, for it to reach `target`: an output or a wire, a part of one, or
 * the bits of several, as casts, `pack`, `cat` and `vecOf` make them; these are given their bits by a wire between.
 *
 * @param type the port's type in terms of the module that is being described; that of `target` has as many bits
 * @throws DiagnosticError where `target` is a value that nothing can be given to
 */
export function outputTarget(instance: string, port: Declaration, type: HwType, target: Node): Node {
  const ctx = context('inst');
  const parts = partsOf(target);
  if (parts === undefined) return refuseExpression(`${instance}.${port.key}`, target);
  for (const part of parts) {
    const signal = targetSignal(part);
    if (signal?.role === 'register')
      ctx.report('misplaced-statement', {
        operation: `Output \`${instance}.${port.key}\``,
        place: 'a register',
        suggestion: 'Connect a wire and assign the register from it.',
      });
  }
  if (isPlain(target)) {
    const signal = targetSignal(target);
    if (signal?.role === 'input') ctx.report('assignment-to-input', { name: signal.key, module: ctx.moduleName });
    return target;
  }
  return ctx.namingItself(() => {
    const between = readNode(ctx.declare('wire', `${instance}_${port.key}`, type));
    give(target, between);
    return between;
  });
}
