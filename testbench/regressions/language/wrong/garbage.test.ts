import { describe, expect, it } from 'vitest';
import * as dsl from '../../../../dsl/index.ts';
import { checkDesign } from '../../../../dsl/passes/check/checkDesign.ts';

/** What a user of JavaScript, or of `any`, may give in place of what a function takes. */
const garbage: Readonly<Record<string, (scene: Scene) => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'a number': () => 3,
  'a negative number': () => -1,
  NaN: () => Number.NaN,
  'a string': () => 'text',
  'a bool': () => true,
  'an object': () => ({}),
  'an array': () => [],
  'a function': () => () => undefined,
  'a signal': ({ a }) => a,
  'a bool signal': ({ en }) => en,
  'a parameter': ({ N }) => N,
  'a relation': ({ N }) => N.atLeast(1),
  'a type': () => dsl.uint(4),
  'a module': () => Inner,
  'a stream': ({ stream }) => stream,
};

const Inner = dsl.module(
  'inner',
  { params: {}, ports: () => ({ d: dsl.input(dsl.uint(8)), r: dsl.output(dsl.uint(8)) }) },
  ({ d, r }) => r.set(d),
);
const Mode = dsl.enumeration('off', 'on');
const Pair = dsl.struct({ first: dsl.uint(4), second: dsl.bool });

/** What there is to work with in the body of a module. */
interface Scene {
  readonly a: dsl.Signal<dsl.UIntType<8>>;
  readonly en: dsl.Signal<dsl.BoolType>;
  readonly v: dsl.Signal<dsl.VecType<dsl.UIntType<8>>>;
  readonly s: unknown;
  readonly e: unknown;
  readonly q: dsl.Signal<dsl.UIntType<8>>;
  readonly N: dsl.Param<'N'>;
  readonly m: dsl.Builder;
  readonly stream: unknown;
  readonly main: dsl.Clock;
}

/** A call that is right, by the function, its receiver, and its arguments. */
interface Call {
  readonly on?: (scene: Scene) => unknown;
  readonly call: (scene: Scene) => unknown;
  readonly given: (scene: Scene) => readonly unknown[];
}

const nothing = () => undefined;
const method = (on: (scene: Scene) => unknown, name: string, given: (scene: Scene) => readonly unknown[]): Call => ({
  on,
  call: scene => Reflect.get(Object(on(scene)), name),
  given,
});
const plain = (call: unknown, given: (scene: Scene) => readonly unknown[]): Call => ({ call: () => call, given });
const builder = (name: string, given: (scene: Scene) => readonly unknown[]) => method(({ m }) => m, name, given);
const memory = (name: string, given: (scene: Scene) => readonly unknown[]) =>
  method(({ m }) => m.mem('scratch', dsl.uint(8), 256, { init: at => at }), name, given);
const number = (name: string, given: (scene: Scene) => readonly unknown[]) => method(({ a }) => a, name, given);

const calls: Readonly<Record<string, Call>> = {
  uint: plain(dsl.uint, () => [8]),
  sint: plain(dsl.sint, () => [8]),
  vec: plain(dsl.vec, () => [4, dsl.bool]),
  struct: plain(dsl.struct, () => [{ x: dsl.bool }]),
  enumeration: plain(dsl.enumeration, () => ['one', 'two']),
  oneHotEnumeration: plain(dsl.oneHotEnumeration, () => ['one', 'two']),
  int: plain(dsl.int, () => [4, { min: 1 }]),
  choice: plain(dsl.choice, () => ['fast', 'small']),
  flag: plain(dsl.flag, () => [true]),
  input: plain(dsl.input, () => [dsl.bool]),
  output: plain(dsl.output, () => [dsl.bool]),
  sink: plain(dsl.sink, () => [dsl.bool]),
  source: plain(dsl.source, () => [dsl.bool]),
  flipped: plain(dsl.flipped, () => [{ x: dsl.input(dsl.bool) }]),
  clog2: plain(dsl.clog2, ({ N }) => [N]),
  pow2: plain(dsl.pow2, ({ N }) => [N]),
  indexWidth: plain(dsl.indexWidth, ({ N }) => [N]),
  maxWidth: plain(dsl.maxWidth, ({ N }) => [N, 4]),
  plus: method(
    ({ N }) => N,
    'plus',
    () => [1],
  ),
  times: method(
    ({ N }) => N,
    'times',
    () => [1],
  ),
  floorDiv: method(
    ({ N }) => N,
    'floorDiv',
    () => [2],
  ),
  atLeast: method(
    ({ N }) => N,
    'atLeast',
    () => [1],
  ),
  mux: plain(dsl.mux, ({ en, a }) => [en, a, a]),
  cat: plain(dsl.cat, ({ a, en }) => [a, en]),
  pack: plain(dsl.pack, ({ v }) => [v]),
  unpack: plain(dsl.unpack, ({ a }) => [dsl.uint(8), a]),
  zero: plain(dsl.zero, () => [dsl.uint(8)]),
  constant: plain(dsl.constant, () => [dsl.uint(8), 3]),
  vecOf: plain(dsl.vecOf, ({ a }) => [dsl.uint(8), [a]]),
  table: plain(dsl.table, () => [dsl.uint(8), [1, 2]]),
  when: plain(dsl.when, ({ en }) => [en, nothing]),
  genFor: plain(dsl.genFor, ({ N }) => [N, 'lane', nothing]),
  genIf: plain(dsl.genIf, ({ N }) => [N.atLeast(2), ['many', nothing], ['one', nothing]]),
  match: plain(dsl.match, ({ e }) => [e, { off: nothing, on: nothing }]),
  fsm: plain(dsl.fsm, () => ['one', { one: (go: (next: string) => void) => go('one') }, { encoding: 'binary' }]),
  connect: plain(dsl.connect, ({ stream }) => [stream, stream]),
  mapStream: plain(dsl.mapStream, ({ stream }) => [stream, (bits: unknown) => bits]),
  filterStream: plain(dsl.filterStream, ({ stream, en }) => [stream, () => en]),
  forkStream: plain(dsl.forkStream, ({ stream }) => [stream, 2]),
  joinStreams: plain(dsl.joinStreams, ({ stream }) => [{ x: stream }]),
  registerStream: plain(dsl.registerStream, ({ stream }) => [stream]),
  bufferStream: plain(dsl.bufferStream, ({ stream }) => [stream, 4, 'queue']),
  priorityMux: plain(dsl.priorityMux, ({ en, a }) => [[[en, a]], a]),
  oneHotMux: plain(dsl.oneHotMux, ({ v, a }) => [v, [a]]),
  lowestOne: plain(dsl.lowestOne, ({ a }) => [a]),
  lowestOneIndex: plain(dsl.lowestOneIndex, ({ a }) => [a]),
  oneHotIndex: plain(dsl.oneHotIndex, ({ a }) => [a]),
  'm.regs': builder('regs', () => [{ x: dsl.bool }, { reset: 'none' }]),
  'm.wires': builder('wires', () => [{ x: dsl.bool }]),
  'm.mem with init': builder('mem', () => ['rom', dsl.uint(8), 2, { init: [1, 2] }]),
  hexFile: plain(dsl.hexFile, () => ['rom.hex', '00 ff']),
  display: plain(dsl.display, ({ a }) => ['{}', a]),
  blackBox: plain(dsl.blackBox, () => ['box', { params: {}, ports: nothing }, {}]),
  'read of a memory': memory('read', ({ a }) => [a]),
  'readSync of a memory': memory('readSync', ({ a, en }) => [a, { enable: en }]),
  'write of a memory': memory('write', ({ a }) => [a, a]),
  'm.streams': builder('streams', () => [{ x: dsl.bool }]),
  'm.mem': builder('mem', () => ['ram', dsl.uint(8), 16, {}]),
  'm.inst': builder('inst', ({ a, q }) => ['inner', Inner, {}, { d: a, r: q }, {}]),
  'm.reduce': builder('reduce', ({ v }) => [v, 'xor']),
  'm.scan': builder('scan', ({ a }) => ['sums', 4, a, (before: unknown) => before]),
  'm.counter': builder('counter', ({ en }) => ['beats', 10, { enable: en }]),
  'm.pipe': builder('pipe', ({ a, en }) => [a, 2, { enable: en }]),
  'm.unused': builder('unused', ({ a }) => [{ a }, 'not wanted']),
  'm.assert': builder('assert', ({ en }) => [en, 'it holds']),
  set: method(
    ({ q }) => q,
    'set',
    ({ a }) => [a],
  ),
  'set of a struct': method(
    ({ s }) => s,
    'set',
    ({ s }) => [s],
  ),
  'eq of an enumeration': method(
    ({ e }) => e,
    'eq',
    () => ['on'],
  ),
  'is of an enumeration': method(
    ({ e }) => e,
    'is',
    () => ['on'],
  ),
  'at of a vec': method(
    ({ v }) => v,
    'at',
    () => [1],
  ),
  'and of bools': method(
    ({ en }) => en,
    'and',
    ({ en }) => [en],
  ),
  ...Object.fromEntries(
    [
      'add',
      'sub',
      'mul',
      'addWrap',
      'subWrap',
      'min',
      'max',
      'and',
      'or',
      'xor',
      'eq',
      'ne',
      'lt',
      'le',
      'gt',
      'ge',
    ].map(name => [name, number(name, ({ a }) => [a])]),
  ),
  ...Object.fromEntries(
    ['extend', 'truncate', 'fit', 'saturate', 'shiftLeftBy', 'shiftRightBy', 'bit', 'incMod'].map(name => [
      name,
      number(name, () => [4]),
    ]),
  ),
  slice: number('slice', () => [0, 4]),
  shiftLeft: number('shiftLeft', ({ a }) => [a]),
  shiftRight: number('shiftRight', ({ a }) => [a]),
  shiftRightRound: number('shiftRightRound', () => [2, 'half-up']),
  shiftIn: number('shiftIn', ({ en }) => [en]),
  clock: plain(dsl.clock, () => [{ reset: 'asynchronous', ports: { clock: 'clk' } }]),
  asynchronous: plain(dsl.asynchronous, () => [dsl.input(dsl.bool)]),
  clocked: plain(dsl.clocked, ({ main }) => [main, nothing]),
  synchronise: plain(dsl.synchronise, ({ en }) => [en, { stages: 2 }]),
  'synchronise of several bits': plain(dsl.synchronise, ({ a }) => [a, { code: 'gray', reason: 'it counts' }]),
  crossing: plain(dsl.crossing, ({ a }) => [a, { kind: 'quasi-static', reason: 'it stands still' }]),
  synchroniseReset: plain(dsl.synchroniseReset, ({ main }) => [main, { stages: 2 }]),
  enabledClock: plain(dsl.enabledClock, ({ main, en }) => [main, en, { name: 'slow' }]),
  'port of a clock': method(
    ({ main }) => main,
    'port',
    () => [dsl.input(dsl.bool)],
  ),
};

/** What is said of a module in which one argument of a call is garbage; undefined where it is content. */
function said(
  { on = nothing, call, given }: Call,
  position: number,
  spoilt: (scene: Scene) => unknown,
): string | undefined {
  try {
    const described = dsl.module(
      'm',
      {
        params: { N: dsl.int(4, { min: 1 }) },
        clocks: { main: dsl.clock({ reset: 'asynchronous' }) },
        ports: () => ({
          a: dsl.input(dsl.uint(8)),
          en: dsl.input(dsl.bool),
          v: dsl.input(dsl.vec(4, dsl.uint(8))),
          e: dsl.input(Mode),
          s: dsl.output(Pair),
          q: dsl.output(dsl.uint(8)),
          stream: dsl.sink(dsl.uint(8)),
        }),
      },
      (io, { N }, m, { main }) => {
        const scene: Scene = { ...io, N, m, main };
        const all = given(scene).map((right, index) => (index === position ? spoilt(scene) : right));
        const made: unknown = Reflect.apply(Object(call(scene)), on(scene), all);
        void made;
      },
    );
    for (const { diagnostics } of checkDesign(described.elaborate()).values())
      if (diagnostics.length > 0) throw new dsl.DiagnosticError(diagnostics);
    return undefined;
  } catch (error) {
    if (error instanceof dsl.DiagnosticError) return error.message;
    throw error;
  }
}

describe('garbage for an argument is refused in words, never by the insides', () => {
  it.each(Object.entries(calls))('%s', (_, call) => {
    const faults: string[] = [];
    const count = 6;
    for (let position = 0; position < count; position++)
      for (const [what, spoilt] of Object.entries(garbage)) {
        let text: string | undefined;
        try {
          text = said(call, position, spoilt);
        } catch (error) {
          text = `thrown ${error instanceof Error ? `${error.name}: ${error.message} ${error.stack?.split('\n')[1]}` : String(error)}`;
        }
        if (text !== undefined && /^(internal|thrown)/m.test(text)) faults.push(`${position}, ${what}: ${text}`);
      }
    expect(faults).toEqual([]);
  });
});
