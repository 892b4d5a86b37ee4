import { sint, uint, vec, when } from '../../dsl/index.ts';
import { toExpr } from '../../dsl/ir/integer.ts';
import { assign, type Body, evaluated, initialise, register, wire } from './body.ts';
import { isVec, toBool, toIndex, toUint } from './coerce.ts';
import { elementIndex, expression } from './expression.ts';
import { inLoop } from './loops.ts';
import type { BitsPlan, PartPlan } from './planStatements.ts';
import { call, integer, leastBits, lengthOf, type Scribe, type Value, widthOf } from './scribe.ts';

/** Some bits of a number, or the bit that a value chooses. */
function partOf(scribe: Scribe, number: Value, plan: PartPlan): Value {
  const least = leastBits(number.said.type);
  const total = toExpr(number.said.type.width);
  const width = 1 + (plan.width % least);
  const low = plan.at % (least - width + 1);
  switch (plan.by) {
    case 'value': {
      const value = expression(scribe, plan.index);
      // Of few bits, as many as there are, or more where the index is kept below the width.
      const few = Math.floor(Math.log2(least));
      const index = plan.at % 3 === 0 && few > 0 ? toUint(value, few) : toIndex(scribe, value, number.said.type.width);
      return call(number, 'bit', index);
    }
    case 'bit':
      return call(number, 'bit', integer(low));
    case 'low':
      return call(number, 'slice', integer(low), integer(width));
    case 'high':
      // As far from the top, wherever that is.
      return call(number, 'slice', integer(total.minus(low + width)), integer(width));
    case 'rest':
      return call(number, 'slice', integer(low), integer(total.minus(low)));
  }
}

/** Gives parts of a number values, under conditions and without. */
function setParts(body: Body, number: Value, parts: readonly PartPlan[]): void {
  const { scribe } = body;
  for (const plan of parts) {
    const condition =
      plan.condition === undefined ? undefined : toBool(scribe.named(toBool(expression(scribe, plan.condition)), 'c'));
    const set = (): void => {
      let part = partOf(scribe, number, plan);
      // Bits of bits.
      if (plan.inner !== undefined && part.said.type.kind === 'uint') part = partOf(scribe, part, plan.inner);
      assign(scribe, part, evaluated(body, plan.value, part.said.type));
    };
    if (condition === undefined) set();
    else {
      scribe.line(`when(${condition.text}, () => {`);
      when(condition.said, () => scribe.within(set));
      scribe.line('});');
    }
  }
}

/** One number, or an element of a vec of them, given a value as a whole and in parts. */
function single(body: Body, plan: BitsPlan): void {
  const { scribe } = body;
  const width = widthOf(plan.width, scribe.parameters);
  const scalar = plan.isSigned ? sint(width) : uint(width);
  const type = plan.lanes === 'element' ? vec(lengthOf(plan.count, scribe.parameters), scalar) : scalar;
  const whole = plan.clocked === undefined ? scribe.named(evaluated(body, plan.value, type)) : undefined;
  const target = plan.clocked === undefined ? wire(body, type) : register(body, type, plan.clocked);
  if (whole !== undefined) assign(scribe, target, whole);
  const number = isVec(target.said)
    ? call(target, 'at', elementIndex(scribe, target.said.type.length, plan.element))
    : target;
  setParts(body, number, plan.parts);
  if (plan.clocked === 'none' || (plan.clocked !== undefined && !body.hasReset)) initialise(body, target);
  scribe.values.push(target);
}

/** A number of which each iteration of a loop gives its bits, and some of them once more. */
function inLanes(body: Body, plan: BitsPlan): void {
  const { scribe } = body;
  const count = lengthOf(plan.count, scribe.parameters);
  const width = widthOf(plan.laneWidth, scribe.parameters);
  const total = toExpr(count).times(width);
  const type = uint(total.constant ?? total);
  const target = plan.clocked === undefined ? wire(body, type) : register(body, type, plan.clocked);
  inLoop(scribe, count, index => {
    const low = toExpr(index.said).times(width);
    const lane = call(target, 'slice', integer(low), integer(width));
    const value = scribe.named(evaluated(body, plan.value, lane.said.type));
    if (plan.clocked === undefined) assign(scribe, lane, value);
    // What is written outside the loop too takes nothing that the loop declares.
    const own = plan.clocked === undefined ? plan.parts : plan.parts.slice(0, 1);
    setParts(
      body,
      lane,
      own.map(part => ({ ...part, by: plan.clocked !== undefined && part.by === 'value' ? 'bit' : part.by })),
    );
  });
  if (plan.clocked === 'none' || (plan.clocked !== undefined && !body.hasReset)) initialise(body, target);
  scribe.values.push(target);
}

/** Bits of numbers as targets: by constants, by expressions, by values, one over another. */
export function bits(body: Body, plan: BitsPlan): void {
  if (plan.lanes === 'loop') inLanes(body, plan);
  else single(body, plan);
}
