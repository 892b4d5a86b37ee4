import { assign } from './assignment.ts';
import { type Clock, clockHandle, domainOf } from './clock.ts';
import { callLabel, context } from './context.ts';
import { readNode } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { zero } from './functions.ts';
import { requireName, requireRecord } from './given.ts';
import type { ClockDomain, Crossing } from './ir/clockDomain.ts';
import type { Declaration, DeclarationRole, Reset } from './ir/declaration.ts';
import { toExpr } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import type { Operand, Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { operandNode, operandNodes } from './sources.ts';
import { leafName, leavesOf } from './struct.ts';
import { type BoolType, bool, type HwType, type UIntType } from './types.ts';
import { signalOf, signalOfNodes } from './value.ts';
import { refuseInWhen } from './when.ts';

/** Why the bits of a value may be taken across one by one. */
export type CrossingCode = 'gray' | 'one-hot' | 'quasi-static';

export interface SynchroniseOptions {
  /** Registers in a row, 2 or more; 2 unless stated. */
  readonly stages?: number;
  /** `none`: the registers have no reset. They are reset to zero with their domain unless this is given. */
  readonly reset?: 'none';
}

export interface SynchroniseWideOptions extends SynchroniseOptions {
  /**
   * `gray`: one bit changes at a time; `one-hot`: whoever reads it can stand none and two; `quasi-static`: it stands still
   * when it is read.
   */
  readonly code: CrossingCode;
  /** What sees to that; it goes into the Verilog and the manifest. */
  readonly reason: string;
}

export interface CrossingOptions {
  /**
   * As in `synchronise`; `handshake`: it is there before a bit that crosses says so, and stands still until that has been
   * answered.
   */
  readonly kind: CrossingCode | 'handshake';
  /** What makes it safe; it goes into the Verilog and the manifest. */
  readonly reason: string;
}

/** What two-flop synchronisers are marked with, so that no tool moves, shares or retimes them. */
const marks = { ASYNC_REG: 'TRUE', keep: 'true' } as const;

const requireStages = (operation: string, stages: number): void => {
  if (!Number.isSafeInteger(stages) || stages < 2)
    fail(
      'clock-misuse',
      {
        problem: `\`${operation}\` with ${stages} registers in a row lets metastability through`,
        suggestion: 'Take 2, or more where the clock is fast',
      },
      [callLabel()],
    );
};

const codes: readonly CrossingCode[] = ['gray', 'one-hot', 'quasi-static'];
const kinds: readonly CrossingOptions['kind'][] = [...codes, 'handshake'];

/** What is taken for safe has a name, and somebody who says why. */
function requireCode<K extends string>(
  operation: string,
  known: readonly K[],
  code: K,
  reason: string | undefined,
): void {
  const problem = !known.includes(code)
    ? `\`${operation}\` knows no ${operation === 'crossing' ? 'kind' : 'code'} \`${String(code)}\``
    : typeof reason !== 'string' || reason.trim() === ''
      ? `\`${operation}\` is not told why the crossing is safe`
      : undefined;
  if (problem !== undefined)
    fail(
      'clock-misuse',
      { problem, suggestion: `Give one of ${known.join(', ')}, and a \`reason\` that says what sees to it` },
      [callLabel()],
    );
}

/** Declares something for every leaf of a type, called as the `const` that holds the result of the user's call. */
function declareLeaves(
  type: HwType,
  role: DeclarationRole,
  name: { readonly key: string; readonly suffix: string; readonly site: CallSite },
  extra: (leaf: HwType) => Partial<Declaration>,
): readonly Node[] {
  const ctx = context('a crossing');
  return leavesOf(type).map(leaf =>
    readNode(
      ctx.declare(role, leafName(name.key, leaf), leaf.type, {
        namedBy: { site: name.site, suffix: [...leaf.path, ...(name.suffix === '' ? [] : [name.suffix])].join('_') },
        ...extra(leaf.type),
      }),
    ),
  );
}

const restingReset = (domain: ClockDomain | undefined, hasClocks: boolean, type: HwType): Reset => {
  if (hasClocks && domain?.reset === undefined) return { kind: 'none' };
  return { kind: 'value', value: type.kind === 'enum' ? zero(type).node : undefined };
};

/**
 * A value of another clock, or of none, as the present domain sees it: through registers in a row, of which the first may
 * become metastable. The value has to come from a register, and a change has to last longer than a cycle of this clock to
 * be seen. Several bits need a code that lets them arrive in different cycles.
 */
export function synchronise<T extends BoolType | UIntType<1>>(
  value: Operand<T>,
  options?: SynchroniseOptions,
): Signal<T>;
export function synchronise<T extends HwType>(value: Operand<T>, options: SynchroniseWideOptions): Signal<T>;
export function synchronise(
  value: Operand<HwType>,
  options: SynchroniseOptions & Partial<SynchroniseWideOptions> = {},
): unknown {
  refuseInWhen('synchronise');
  const ctx = context('synchronise');
  let nodes = operandNodes(value);
  requireRecord('The options of `synchronise`', options);
  const { stages = 2, code, reason, reset } = options;
  requireStages('synchronise', stages);
  const { type } = value;
  const width = toExpr(type.width);
  if (code === undefined && width.constant !== 1) ctx.report('wide-synchroniser', { width: width.toString() });
  const { domain } = ctx.inClock('`synchronise`');
  const crossing: Crossing = { kind: code ?? 'bit', through: 'synchroniser', reason, domain };
  const site = new CallSite(synchronise);
  if (code !== undefined) requireCode('synchronise', codes, code, reason);
  for (let stage = 1; stage <= stages; stage++) {
    const name = { key: `synchronised_${stage}`, suffix: String(stage), site };
    const registers = declareLeaves(type, 'register', name, leaf => ({
      reset: reset === 'none' ? { kind: 'none' } : restingReset(domain, ctx.clockCount > 0, leaf),
      attributes: marks,
      ...(stage === 1 ? { crossing } : {}),
    }));
    const before = nodes;
    ctx.namingItself(() => {
      for (const [position, register] of registers.entries()) assign(register, before[position] ?? register);
    });
    nodes = registers;
  }
  return signalOfNodes(type, nodes);
}

/**
 * A value of another clock, taken as it is: what is said in `reason` sees to it that it stands still, or changes one bit
 * at a time, whenever the present domain depends on it.
 */
export function crossing<T extends HwType>(value: Operand<T>, options: CrossingOptions): Signal<T>;
export function crossing(value: Operand<HwType>, options: CrossingOptions): unknown {
  refuseInWhen('crossing');
  const ctx = context('crossing');
  const nodes = operandNodes(value);
  requireRecord('The options of `crossing`', options);
  const { kind, reason } = options;
  requireCode('crossing', kinds, kind, reason);
  const { domain } = ctx.inClock('`crossing`');
  const mark: Crossing = { kind, through: 'wire', reason, domain };
  const name = { key: 'crossed', suffix: '', site: new CallSite(crossing) };
  const wires = declareLeaves(value.type, 'wire', name, () => ({ crossing: mark, attributes: { keep: 'true' } }));
  ctx.namingItself(() => {
    for (const [position, wire] of wires.entries()) assign(wire, nodes[position] ?? wire);
  });
  return signalOfNodes(value.type, wires);
}

/**
 * The same clock with an enable more: what belongs to it changes only while `enable` is high, but for a reset. The enable
 * belongs to the clock too.
 */
export function enabledClock(outer: Clock, enable: Operand<BoolType>, options: { readonly name?: string } = {}): Clock {
  const ctx = context('enabledClock');
  const base = domainOf(outer, 'enabledClock');
  requireRecord('The options of `enabledClock`', options);
  const { name = `${base.name}_enabled` } = options;
  requireName('The name of a clock', name);
  if (ctx.region !== ctx.root)
    return misuse(base, '`enabledClock` stands in a generate block', 'Put it outside: the domain holds for the module');
  refuseInWhen('enabledClock');
  const site = new CallSite(enabledClock);
  const gate = ctx.declare('wire', `${name}_en`, bool, { namedBy: { site, suffix: 'en' }, byLanguage: true });
  const signal = signalOf(bool, operandNode(enable));
  ctx.namingItself(() => {
    const both = base.enable === undefined ? signal : signalOf(bool, readNode(base.enable)).and(signal);
    assign(readNode(gate), both.node);
  });
  const domain: ClockDomain = { ...base, name, site, enable: gate };
  ctx.domains.push(domain);
  return clockHandle(name, domain);
}

/** Ends the description where a clock is of no use for what is asked of it. */
const misuse = (base: ClockDomain, problem: string, suggestion: string): never =>
  fail('clock-misuse', { problem, suggestion }, [
    callLabel(),
    { location: base.site?.location, message: 'the clock is declared here' },
  ]);

/**
 * The same clock with a reset that begins at once with that of `clock`, and ends at an edge, `stages` edges after it: an
 * asynchronous reset from outside ends at any time, in which a register may not.
 */
export function synchroniseReset(
  outer: Clock,
  options: { readonly stages?: number; readonly name?: string } = {},
): Clock {
  const ctx = context('synchroniseReset');
  const base = domainOf(outer, 'synchroniseReset');
  requireRecord('The options of `synchroniseReset`', options);
  const { stages = 2, name = `${base.name}_released` } = options;
  requireName('The name of a clock', name);
  requireStages('synchroniseReset', stages);
  const refuse = (problem: string, suggestion: string): never => misuse(base, problem, suggestion);
  if (base.reset?.kind !== 'asynchronous')
    return refuse(
      `\`${base.name}\` has no asynchronous reset to synchronise`,
      "Declare it with `reset: 'asynchronous'`",
    );
  if (ctx.region !== ctx.root)
    return refuse('`synchroniseReset` stands in a generate block', 'Put it outside: the domain holds for the module');
  refuseInWhen('synchroniseReset');
  const site = new CallSite(synchroniseReset);
  // An enable does not hold a reset back.
  const resetting: ClockDomain = { ...base, enable: undefined };
  let released = signalOf(bool, ctx.node({ kind: 'literal', type: bool, value: 1n }, ctx.root)).node;
  let last: Declaration | undefined;
  ctx.namingItself(() => {
    for (let stage = 1; stage <= stages; stage++) {
      last = ctx.declare('register', `${name}_${stage}`, bool, {
        namedBy: { site, suffix: `released_${stage}` },
        reset: { kind: 'value', value: undefined },
        attributes: marks,
        domain: resetting,
        crossing: { kind: 'bit', through: 'reset', reason: undefined, domain: resetting },
      });
      const register = readNode(last);
      assign(register, released);
      released = register;
    }
  });
  if (last === undefined) return refuse('there is no register', 'Take 2 stages');
  const domain: ClockDomain = { ...base, name, site, reset: { kind: 'asynchronous', active: 'low', signal: last } };
  ctx.domains.push(domain);
  return clockHandle(name, domain);
}
