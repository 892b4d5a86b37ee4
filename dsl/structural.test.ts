import { expect, test } from 'vitest';
import { bind } from './bind/bind.ts';
import { DiagnosticError } from './diagnostics/diagnostic.ts';
import { type AnyModule, bool, choice, flag, input, int, module, output, sint } from './index.ts';
import { noSource } from './passes/lower/names.ts';
import { emitModule, modulesOf } from './passes/pipeline.ts';
import { simulate } from './simulate/simulate.ts';
import { describeTop } from './top.ts';

/** Multiplies, adds or subtracts, with a port only where there is a bias. */
const Engine = module(
  'engine',
  {
    params: { W: int(8, { min: 1 }), MODE: choice('add', 'sub', 'mul'), HAS_BIAS: flag(false) },
    ports: ({ W, HAS_BIAS }) => ({
      a: input(sint(W)),
      b: input(sint(W)),
      bias: HAS_BIAS.value ? input(sint(W)) : undefined,
      q: output(sint(W)),
    }),
  },
  (io, { MODE, W }) => {
    const join = {
      add: () => io.a.addWrap(io.b),
      sub: () => io.a.subWrap(io.b),
      mul: () => io.a.mul(io.b).truncate(W),
    };
    const joined = join[MODE.value]();
    io.q.set(io.bias === undefined ? joined : joined.addWrap(io.bias));
  },
);

/** The same by a condition around the ports, and handed on to an instance. */
const Around = module(
  'around',
  {
    params: { HAS_BIAS: flag(true) },
    ports: ({ HAS_BIAS }) =>
      HAS_BIAS.value
        ? { a: input(sint(8)), bias: input(sint(8)), q: output(sint(8)) }
        : { a: input(sint(8)), q: output(sint(8)) },
  },
  (io, { HAS_BIAS }, m) => {
    const { sum } = m.wires({ sum: sint(8) });
    const common = { a: io.a, b: io.a, q: sum };
    if ('bias' in io && io.bias !== undefined)
      m.inst('engine', Engine, { W: 8, HAS_BIAS }, { ...common, bias: io.bias });
    else m.inst('engine', Engine, { W: 8, HAS_BIAS: false, MODE: 'sub' }, { ...common, bias: undefined });
    io.q.set(sum);
  },
);

const names = (top: AnyModule, values = {}): string[] => modulesOf(top.elaborate(values)).map(({ name }) => name);

const message = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.message;
    throw error;
  }
  return 'nothing';
};

test('an option is part of the name, whether it is read or not, and never a parameter of the output', () => {
  expect(names(Engine)).toEqual(['engine_mode_add_has_bias_false']);
  expect(names(Engine, { MODE: 'mul', HAS_BIAS: true })).toEqual(['engine_mode_mul_has_bias_true']);
  expect(names(Around)).toEqual(['engine_mode_add_has_bias_true', 'around_has_bias_true']);
  expect(names(Around, { HAS_BIAS: false })).toEqual(['engine_mode_sub_has_bias_false', 'around_has_bias_false']);
  const module = Engine.elaborate({ HAS_BIAS: true });
  expect(emitModule(module, { source: noSource, prefix: '' }).text).toBe(`// engine_mode_add_has_bias_true

\`default_nettype none

module engine_mode_add_has_bias_true #(
  // 1 or more.
  parameter integer W = 8
) (
  input  wire signed [W-1:0] a,
  input  wire signed [W-1:0] b,
  input  wire signed [W-1:0] bias,
  output wire signed [W-1:0] q
);

  generate
    if (W < 1)
      begin : illegal_w W_must_be_at_least_1 stop (); end
  endgenerate

  assign q = a + b + bias;

endmodule

\`default_nettype wire
`);
});

test('one elaboration serves an option whatever the other parameters are', () => {
  expect(Engine.elaborate({ MODE: 'sub' })).toBe(Engine.elaborate({ MODE: 'sub', W: 4 }));
  expect(Engine.elaborate({ MODE: 'sub' })).not.toBe(Engine.elaborate({ MODE: 'add' }));
});

test.each([
  ['add', false, 7],
  ['sub', false, 3],
  ['mul', false, 10],
  ['sub', true, 4],
] as const)('computes %s, with a bias: %s', (MODE, HAS_BIAS, result) => {
  const simulator = simulate(Engine, { MODE, HAS_BIAS });
  simulator.poke('a', 5);
  simulator.poke('b', 2);
  if (HAS_BIAS) simulator.poke('bias', 1);
  expect(simulator.peek('q')).toBe(result);
});

test('a configuration names the option; its position is what is bound', () => {
  const top = describeTop({ name: 'my-engine', description: 'Subtracts.', module: Engine, values: { MODE: 'sub' } });
  expect(modulesOf(top).map(({ name }) => name)).toEqual(['engine_mode_sub_has_bias_false', 'my_engine']);
  expect(bind(top).values).toEqual({ W: 8, MODE: 1, HAS_BIAS: 0 });
});

test('a wrong option is refused by the types, and with its name', () => {
  expect(message(() => Engine.elaborate({ MODE: 'div' }))).toBe(
    'parameter-out-of-range: MODE of `engine` is div, but must be one of add, sub, mul.',
  );
  expect(message(() => Engine.elaborate({ MODE: 7 }))).toBe(
    'parameter-out-of-range: MODE of `engine` is 7, but must be one of add, sub, mul.',
  );
  const Wrong = module(
    'wrong',
    { params: {}, ports: () => ({ a: input(sint(8)), q: output(sint(8)) }) },
    (io, _, m) => {
      // @ts-expect-error
      m.inst('engine', Engine, { MODE: 'div' }, { a: io.a, b: io.a, q: io.q, bias: undefined });
    },
  );
  expect(message(() => Wrong.elaborate())).toBe(
    'parameter-out-of-range: MODE of `engine` is div, but must be one of add, sub, mul.',
  );
  const Unconnected = module(
    'unconnected',
    { params: {}, ports: () => ({ a: input(sint(8)), q: output(sint(8)) }) },
    (io, _, m) => m.inst('engine', Engine, { W: 8, HAS_BIAS: true }, { a: io.a, b: io.a, q: io.q, bias: undefined }),
  );
  expect(message(() => Unconnected.elaborate())).toBe(
    'unconnected-port: Port `bias` of instance `engine` of `engine_mode_add_has_bias_true` is not connected.',
  );
  const Named = module(
    'named',
    { params: { KIND: choice('good', 'other') }, ports: () => ({ q: output(bool) }) },
    ({ q }) => q.set(true),
  );
  expect(Named.elaborate({ KIND: 'other' }).name).toBe('named_kind_other');
  const capital = (): unknown =>
    module('capital', { params: { KIND: choice('Good', 'bad') }, ports: () => ({ q: output(bool) }) }, ({ q }) =>
      q.set(true),
    );
  expect(message(capital)).toBe(
    'illegal-name: `Good, bad` cannot be the name of the options of a choice: each becomes part of a module name: lower case, digits and underscores.',
  );
  expect(message(() => choice('twice', 'twice'))).toMatch(/^illegal-name: .*none may be there twice/);
  expect(message(() => choice('"quoted"'))).toMatch(/^illegal-name: .*without quotes/);
});
