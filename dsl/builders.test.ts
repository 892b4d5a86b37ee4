import { expect, test } from 'vitest';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  bool,
  constant,
  genFor,
  genIf,
  input,
  int,
  module,
  mux,
  output,
  type Signal,
  sink,
  type UIntType,
  uint,
  unused,
  vec,
  when,
} from './index.ts';

/** The messages of everything that is reported, in order. */
function messages(body: () => unknown): string[] {
  try {
    body();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
}

const ports = () => ({ go: input(bool), a: input(uint(8)), q: output(uint(8)) });
const head = { params: { N: int(4, { min: 1, max: 9 }) }, ports };

const Child = module(
  'child',
  { params: { W: int(8, { min: 2, max: 16 }) }, ports: ({ W }) => ({ x: input(uint(W)), y: output(uint(W)) }) },
  io => io.y.set(io.x),
);

let leaked: Signal<UIntType<8>> | undefined;
const Leaky = module('leaky', head, io => {
  leaked = io.a;
  io.q.set(io.a);
});

const wrong: Readonly<Record<string, AnyModule>> = {
  'an input assigned': module('m', head, io => io.a.set(1)),
  'an expression assigned': module('m', head, io => io.a.inc().set(1)),
  'registers inside a when': module('m', head, (io, _, m) => {
    when(io.go, () => m.regs({ r: uint(8) }));
  }),
  'a loop inside a when': module('m', head, (io, { N }) => {
    when(io.go, () => genFor(N, 'lane', () => undefined));
  }),
  'a branch after the last': module('m', head, io => {
    const chain = when(io.go, () => io.q.set(1));
    chain.otherwise(() => io.q.set(2));
    chain.elseWhen(io.go.not(), () => io.q.set(3));
  }),
  'a constant too large': module('m', head, io => io.q.set(256)),
  'a negative constant in a uint': module('m', head, io => io.q.set(-1)),
  'a constant too large in a comparison': module('m', head, io => io.q.set(mux(io.a.eq(300), 1, io.a))),
  'a fraction': module('m', head, io => io.q.set(0.5)),
  'an index beyond the length': module('m', head, (io, _, m) => {
    const { list } = m.wires({ list: vec(3, uint(8)) });
    io.q.set(list.at(3));
  }),
  'no bits': module('m', head, (_, { N }) => uint(N.minus(N))),
  'a slice beyond the width': module('m', head, io => io.q.set(io.a.slice(4, 5).extend(8))),
  'an extension that shrinks': module('m', head, io => io.q.set(io.a.extend(4).extend(8))),
  'a truncation that grows': module('m', head, io => io.q.set(io.a.truncate(9).truncate(8))),
  'a value of another module': module('m', head, io => {
    Leaky.elaborate();
    if (leaked !== undefined) io.q.set(leaked);
  }),
  'what a method makes of a value of another module': module('m', head, io => {
    Leaky.elaborate();
    if (leaked !== undefined) io.q.set(leaked.not());
  }),
  'a value of a loop used after it': module('m', head, (io, { N }, m) => {
    let last: Signal<UIntType<8>> | undefined;
    genFor(N, 'lane', () => {
      const { inner } = m.wires({ inner: uint(8) });
      inner.set(io.a);
      last = inner;
    });
    if (last !== undefined) io.q.set(last);
  }),
  'an index of a loop used after it': module('m', head, (io, { N }) => {
    let index: Parameters<typeof constant>[1] = 0;
    genFor(N, 'row', r => {
      index = r;
    });
    io.q.set(constant(uint(8), index));
  }),
  'a result of one branch only': module('m', head, (io, { N }) => {
    const value = genIf(N.eq(1), ['one', () => io.a]);
    void value;
    io.q.set(1);
  }),
  'lanes that nobody declared': module('m', head, (io, _, m) => {
    const words = m.mem('words', uint(8), 4);
    words.write(io.a.truncate(2), io.a, constant(uint(1), 1));
  }),
  'an address of another width than the memory needs': module('m', head, (io, _, m) => {
    io.q.set(m.mem('words', uint(8), 16).read(io.a));
  }),
  'two ports of one name': module(
    'm',
    { params: {}, ports: () => ({ in: sink(uint(8)), in_valid: input(bool) }) },
    () => undefined,
  ),
  'a parameter of an instance out of range': module('m', head, (io, _, m) => {
    m.inst('child', Child, { W: 17 }, { x: io.a.extend(17), y: unused('none') });
  }),
  'an output connected to an expression, to an input, to a register': module('m', head, (io, _, m) => {
    const { r } = m.regs({ r: uint(8) });
    m.inst('one', Child, { W: 8 }, { x: io.a, y: r });
    m.inst('two', Child, { W: 8 }, { x: io.a, y: io.a });
    m.inst('three', Child, { W: 8 }, { x: io.a, y: r.inc() });
  }),
  'several errors, those of an instance too': module('m', head, (io, _, m) => {
    io.a.set(1);
    io.q.set(io.a.add(1).truncate(8).asSint().asUint());
    m.inst('child', Child, { W: 1 }, { x: io.a.truncate(1), y: unused('none') });
  }),
};

/** What is said of each. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'an input assigned': ['assignment-to-input: `a` is an input of `m`: it cannot be assigned.'],
  'an expression assigned': ['assignment-to-value: This value cannot be assigned: it is the result of an expression.'],
  'registers inside a when': ['misplaced-statement: `regs` cannot stand inside a `when`.'],
  'a loop inside a when': ['misplaced-statement: `genFor` cannot stand inside a `when`.'],
  'a branch after the last': [
    'misplaced-statement: Another branch cannot stand inside a `when` after its `otherwise`.',
  ],
  'a constant too large': ['constant-out-of-range: The constant 256 does not fit uint(8), which holds 0 to 255.'],
  'a negative constant in a uint': [
    'constant-out-of-range: The constant -1 does not fit uint(8), which holds 0 to 255.',
  ],
  'a constant too large in a comparison': [
    'constant-out-of-range: The constant 300 does not fit uint(8), which holds 0 to 255.',
  ],
  'a fraction': ['constant-out-of-range: The constant 0.5 does not fit a whole number, which holds -2^53 to 2^53.'],
  'an index beyond the length': ['index-out-of-range: Index 3 is outside `list`, which has 3 elements.'],
  'no bits': ['zero-width: A width of 0 is not allowed.'],
  'a slice beyond the width': ['type-mismatch: `slice` expects at most 8 bits, but got 9.'],
  'an extension that shrinks': ['type-mismatch: `extend` expects at least 8 bits, but got 4.'],
  'a truncation that grows': ['type-mismatch: `truncate` expects at most 8 bits, but got 9.'],
  'a value of another module': ['foreign-value: `a` of `leaky` is used in `m`.'],
  'what a method makes of a value of another module': ['foreign-value: `a` of `leaky` is used in `m`.'],
  'a value of a loop used after it': [
    'out-of-scope: `inner` belongs to the generate block `lane` and is used outside it.',
  ],
  'an index of a loop used after it': ['out-of-scope: `r` belongs to the generate block `row` and is used outside it.'],
  'a result of one branch only': [
    'misplaced-statement: A result cannot stand inside a `genIf` without its second branch.',
  ],
  'lanes that nobody declared': ['memory-misuse: Lanes are given for a write of memory `words`.'],
  'an address of another width than the memory needs': [
    'memory-address: The address of memory `words` has 8 bits, but its 16 words need 4.',
  ],
  'two ports of one name': ['duplicate-name: Port `in_valid` is declared twice.'],
  'a parameter of an instance out of range': ['parameter-out-of-range: W of `child` is 17, but must be 2 to 16.'],
  'an output connected to an expression, to an input, to a register': [
    'misplaced-statement: Output `one.y` cannot stand inside a register.',
    'assignment-to-input: `a` is an input of `m`: it cannot be assigned.',
    'type-mismatch: `inst` expects a wire or an output for output `three.y`, but got an expression of type uint(8).',
  ],
  'several errors, those of an instance too': [
    'assignment-to-input: `a` is an input of `m`: it cannot be assigned.',
    'parameter-out-of-range: W of `child` is 1, but must be 2 to 16.',
  ],
};

test.each(Object.entries(wrong))('%s', (what, program) => {
  expect(messages(() => program.elaborate())).toEqual(expected[what]);
});

test('an array in place of a value is told what makes one of it', () => {
  const Arrayed = module('arrayed', { params: {}, ports }, ({ a, q }, _, m) => {
    const words = m.mem('words', vec(2, uint(8)), 4);
    // @ts-expect-error
    words.write(0, [a, a]);
    q.set(a);
  });
  try {
    Arrayed.elaborate();
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics.map(({ message, remedy }) => [message, remedy])).toContainEqual([
      'An operand must be a hardware value, but is an array.',
      '`vecOf(type, elements)` makes a vec of an array, `cat(high, ..., low)` joins bits.',
    ]);
  }
});

test('a vec of streams is told what takes its place', () => {
  const Vec = module(
    'streams',
    {
      params: {},
      // @ts-expect-error
      ports: () => ({ requests: vec(3, sink(uint(8))) }),
    },
    () => undefined,
  );
  try {
    Vec.elaborate();
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics.map(({ remedy }) => remedy)).toContain(
      'Streams have no vecs: make a group of ports, a vec each for valid, ready and bits.',
    );
  }
});
