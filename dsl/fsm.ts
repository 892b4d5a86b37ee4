import { assign } from './assignment.ts';
import { namedLiteral } from './constants.ts';
import { callLabel, context } from './context.ts';
import { read, readNode } from './declaredValue.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { hotBit } from './elements.ts';
import { enumeration, oneHotEnumeration } from './enumeration.ts';
import { refuse, requireRecord } from './given.ts';
import type { Declaration } from './ir/declaration.ts';
import type { Node } from './ir/node.ts';
import { armCondition, chooseArm } from './match.ts';
import * as op from './operations.ts';
import type { Signal } from './signal.ts';
import { CallSite } from './source/location.ts';
import { type BoolType, bool, type EnumType } from './types.ts';
import { type NoPromise, runBody } from './userCode.ts';
import { signalOf } from './value.ts';
import { refuseInWhen, when } from './when.ts';

/** What a machine does in the cycles of one state; `go` says which state comes next, the last one said wins. */
export type StateBody<S extends string> = (go: (next: NoInfer<S>) => void) => NoPromise;

/** A state with what is done in the cycle at whose end the machine enters it from another one. */
export interface StateWithEntry<S extends string> {
  readonly entry: () => NoPromise;
  readonly run: StateBody<S>;
}

export interface FsmOptions {
  /** Codes that count up, unless one bit for every state is asked for. */
  readonly encoding?: 'binary' | 'one-hot';
  /** Name of the state's register; that of the `const` with `_state` behind it unless given. */
  readonly name?: string;
}

export interface Fsm<S extends string> {
  readonly state: Signal<EnumType<S>>;
  /** Whether the machine is in that state. */
  is(state: S): Signal<BoolType>;
}

/**
 * A state machine. Reset brings it into `initial`; it stays in a state in which nothing says `go`. Entry actions are
 * done once for every way into a state from another one; what they give registers stands there together with the new
 * state. Reset is no entry.
 *
 * A code that no state has, which only a fault can bring about, does what the initial state does, and goes there.
 *
 * @throws DiagnosticError where a state is unknown or cannot be reached
 */
export function fsm<S extends string>(
  initial: NoInfer<S>,
  states: { readonly [K in S]: StateBody<S> | StateWithEntry<S> },
  options: FsmOptions = {},
): Fsm<S> {
  requireRecord('The states of `fsm`', states);
  requireRecord('The options of `fsm`', options);
  const bodies = bodiesOf(states);
  const names: S[] = [];
  for (const name in states) names.push(name);
  const plain: EnumType<S> = options.encoding === 'one-hot' ? oneHotEnumeration(...names) : enumeration(...names);
  const type: EnumType<S> = options.name === undefined ? plain : { ...plain, label: options.name };
  const ctx = context('fsm');
  refuseInWhen('fsm');
  const hasEntries = [...bodies.values()].some(body => typeof body !== 'function');
  const { register, state, next } = declareState(type, initial, options.name, hasEntries);
  if (hasEntries) assign(next, state);

  const reached = new Map<string, Set<string>>(names.map(from => [from, new Set()]));
  const run = (from: string): void => {
    const body = bodies.get(from);
    if (body !== undefined) runState(from, body, to => goTo(next, type, to, reached.get(from)));
  };
  // The initial state stands last, where codes that no state has end up too.
  const others = names.filter(other => other !== initial);
  const before = ctx.diagnostics.length;
  const allCodes = 2 ** type.width === names.length;
  chooseArm(
    others.map(other => armCondition(state, other)),
    [
      ...others.map(other => () => run(other)),
      () => {
        if (!allCodes) assign(next, namedLiteral(type, initial));
        run(initial);
      },
    ],
  );
  // A body that ended with an error has not said all that it would.
  if (ctx.diagnostics.length === before) reportUnreachable(initial, reached);
  if (hasEntries) {
    assign(state, next);
    for (const [entered, body] of bodies)
      if (typeof body !== 'function') when(entering(state, next, entered), body.entry);
  }
  return {
    state: read(type, register),
    is: asked => signalOf(bool, isState(state, type, asked)),
  };
}

/** The register of a machine, and where its next state goes: into a wire of its own where entries ask for it. */
function declareState(
  type: EnumType,
  initial: string,
  name: string | undefined,
  hasEntries: boolean,
): { readonly register: Declaration; readonly state: Node; readonly next: Node } {
  const ctx = context('fsm');
  const site = new CallSite();
  const named = (suffix: string): Partial<Declaration> => (name === undefined ? { namedBy: { site, suffix } } : {});
  const register = ctx.declare('register', name ?? 'state', type, {
    reset: { kind: 'value', value: namedLiteral(type, initial) },
    ...named('state'),
  });
  const state = readNode(register);
  const next = hasEntries ? readNode(ctx.declare('wire', `${name ?? 'state'}_next`, type, named('next'))) : state;
  return { register, state, next };
}

/** Assigns the next state, and notes that a way leads there. */
function goTo(next: Node, type: EnumType, to: string, reached: Set<string> | undefined): void {
  assign(next, namedLiteral(type, to));
  reached?.add(to);
}

/** Runs what a state does in every cycle; its `go` is of use only meanwhile. */
function runState(from: string, state: AnyState, leave: (to: string) => void): void {
  let running = true;
  const go = (to: string): void => {
    if (!running)
      fail(
        'misplaced-statement',
        { operation: '`go`', place: 'another state', suggestion: `Call \`go\` while the body of \`${from}\` runs.` },
        [callLabel()],
      );
    leave(to);
  };
  runBody('fsm', () => (typeof state === 'function' ? state(go) : state.run(go)));
  running = false;
}

type AnyState = StateBody<string> | StateWithEntry<string>;

/** The states by name, each a function or a record of two. */
function bodiesOf(states: Readonly<Record<string, AnyState>>): ReadonlyMap<string, AnyState> {
  const isBody = (state: unknown): boolean =>
    typeof state === 'function' ||
    (typeof state === 'object' &&
      state !== null &&
      typeof Reflect.get(state, 'entry') === 'function' &&
      typeof Reflect.get(state, 'run') === 'function');
  for (const [name, state] of Object.entries(states))
    if (!isBody(state)) refuse(`State \`${name}\` of \`fsm\``, 'a function, or `{ entry, run }` of two', state, '');
  return new Map(Object.entries(states));
}

const isState = (state: Node, type: EnumType, name: string): Node =>
  type.oneHot ? hotBit(state, type, name) : op.compare('eq', state, namedLiteral(type, name));

/** Whether the machine is in another state. */
function differs(state: Node, name: string): Node {
  const { type } = state;
  if (type.kind === 'enum' && type.oneHot) return op.unary('not', armCondition(state, name));
  return op.compare('ne', state, namedLiteral(type, name));
}

/** Whether the machine goes into a state that it is not in. */
function entering(state: Node, next: Node, name: string): Signal<BoolType> {
  const left = armCondition(next, name);
  const right = differs(state, name);
  return signalOf(
    bool,
    context('fsm').node({ kind: 'binary', operator: 'and', type: bool, left, right, nameless: true }),
  );
}

/** States to which no chain of `go` leads. */
function reportUnreachable(initial: string, reached: ReadonlyMap<string, ReadonlySet<string>>): void {
  const found = new Set([initial]);
  for (const from of found) for (const to of reached.get(from) ?? []) found.add(to);
  const ctx = context('fsm');
  for (const name of reached.keys())
    if (!found.has(name)) ctx.report('unreachable-state', { state: name, initial }, [callLabel()]);
}
