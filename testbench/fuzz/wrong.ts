import fc from 'fast-check';
import * as dsl from '../../dsl/index.ts';
import { checkDesign } from '../../dsl/passes/check/checkDesign.ts';
import { noSource } from '../../dsl/passes/lower/names.ts';
import { emitModule, modulesOf } from '../../dsl/passes/pipeline.ts';
import { simulate } from '../../dsl/simulate/simulate.ts';
import { SimulationError } from '../../dsl/simulate/simulationError.ts';
import { isOperand } from '../../dsl/sources.ts';
import { type ClockGiven, clockSteps, clocksOf, inClock } from './wrongClocks.ts';
import { constructSteps } from './wrongConstructs.ts';
import { memorySteps } from './wrongMemories.ts';
import {
  asWidth,
  call,
  inner,
  invoke,
  NothingToPick,
  Pool,
  type Step,
  type StepPlan,
  source,
  type,
  value,
  width,
} from './wrongPool.ts';

/**
 * Programs that are wrong in any way that a description can be wrong while it runs: operands of any type and from
 * anywhere, widths of any size, targets that are none, statements in the wrong place, names that are none.
 */
export interface WrongProgram {
  readonly steps: readonly StepPlan[];
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly min: number }[];
  readonly values: readonly number[];
  readonly clocks: readonly ClockGiven[];
  readonly ports: readonly {
    readonly name: string;
    readonly isInput: boolean;
    readonly type: number;
    /** Among the clocks, no clock, and nothing that is said of it. */
    readonly clock: number;
  }[];
}

const names = fc.constantFrom('a', 'b', 'clk', 'rst', 'wire', 'logic', 'unused', 'W', 'x y', '1a', '', '_', 'π', 'in');
const numbers = fc.oneof(
  fc.integer({ min: -3, max: 40 }),
  fc.constantFrom(Number.NaN, 0.5, 2 ** 31, 2 ** 40, -(2 ** 31), Number.POSITIVE_INFINITY, 1e300, 4096),
);
const picks = fc.array(fc.nat({ max: 60 }), { minLength: 4, maxLength: 4 });
const { step } = fc.letrec<{ step: StepPlan }>(tie => ({
  step: fc.record({
    operation: fc.nat({ max: 999 }),
    picks,
    number: numbers,
    text: names,
    inner: fc.oneof({ maxDepth: 2 }, fc.constant([]), fc.array(tie('step'), { maxLength: 4, size: 'small' })),
  }),
}));

export const arbitraryWrongProgram: fc.Arbitrary<WrongProgram> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 12, size: 'max' }),
  name: fc.oneof({ weight: 4, arbitrary: fc.constant('top') }, { weight: 1, arbitrary: names }),
  parameters: fc.array(
    fc.record({
      name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('W', 'N') }, names),
      value: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) }, numbers),
      min: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, numbers),
    }),
    { maxLength: 2 },
  ),
  values: fc.array(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 8 }) }, numbers), { maxLength: 2 }),
  clocks: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({ name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('fast', 'slow') }, names), kind: fc.nat() }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
  ports: fc.array(
    fc.record({
      clock: fc.nat({ max: 60 }),
      name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('p', 'q', 'r', 's') }, names),
      isInput: fc.boolean(),
      type: fc.nat({ max: 60 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

const methods = [
  ...['add', 'sub', 'mul', 'addWrap', 'subWrap', 'min', 'max', 'and', 'or', 'xor', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  ...['not', 'negate', 'inc', 'dec', 'reduceAnd', 'reduceOr', 'reduceXor', 'asUint', 'asSint', 'toSint', 'asBool'],
] as const;
const widthMethods = ['extend', 'truncate', 'fit', 'saturate', 'shiftLeftBy', 'shiftRightBy', 'bit', 'incMod', 'at'];

const steps: readonly Step[] = [
  (pool, plan) => invoke(value(pool, plan, 0), pool.pick(methods, plan.picks[3]), [source(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), pool.pick(methods, plan.picks[3]), [source(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), pool.pick(widthMethods, plan.picks[3]), [width(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'slice', [width(pool, plan, 1), width(pool, plan, 2)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'shiftLeft', [value(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'shiftRight', [value(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'shiftRightRound', [width(pool, plan, 1), 'half-up']),
  (pool, plan) => invoke(value(pool, plan, 0), 'at', [value(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'bit', [value(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'set', [source(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'set', [source(pool, plan, 1)]),
  (pool, plan) => invoke(value(pool, plan, 0), 'set', [value(pool, plan, 1)]),
  call(dsl.mux, value, source, value),
  call(dsl.cat, value, value),
  call(dsl.pack, value),
  call(dsl.unpack, type, value),
  call(dsl.zero, type),
  call(dsl.constant, type, source),
  (pool, plan) =>
    Reflect.apply(dsl.vecOf, undefined, [type(pool, plan, 0), [source(pool, plan, 1), source(pool, plan, 2)]]),
  (pool, plan) => void pool.types.push(Reflect.apply(dsl.uint, undefined, [width(pool, plan, 0)])),
  (pool, plan) => void pool.types.push(Reflect.apply(dsl.sint, undefined, [width(pool, plan, 0)])),
  (pool, plan) => void pool.types.push(Reflect.apply(dsl.vec, undefined, [width(pool, plan, 0), type(pool, plan, 1)])),
  (pool, plan) => {
    const operator = pool.pick(['plus', 'minus', 'times', 'floorDiv', 'mod', 'min', 'max'], plan.picks[3]);
    pool.widths.push(...asWidth(invoke(pool.pick(pool.widths, plan.picks[0]), operator, [width(pool, plan, 1)])));
  },
  (pool, plan) => void pool.widths.push(...asWidth(Reflect.apply(dsl.clog2, undefined, [width(pool, plan, 0)]))),
  (pool, plan) => void pool.widths.push(...asWidth(Reflect.apply(dsl.pow2, undefined, [width(pool, plan, 0)]))),
  (pool, plan, m) => Object.values(m.regs({ [plan.text || 'g']: type(pool, plan, 0) }))[0],
  (pool, plan, m) => Object.values(m.regs({ h: type(pool, plan, 0) }, { reset: 'none' }))[0],
  (pool, plan, m) =>
    Object.values(
      Object(Reflect.apply(m.regs, m, [{ k: type(pool, plan, 0) }, { reset: { k: source(pool, plan, 1) } }])),
    )[0],
  (pool, plan, m) => Object.values(m.wires({ [plan.text || 'f']: type(pool, plan, 0) }))[0],
  (pool, plan, m) =>
    Reflect.apply(m.reduce, m, [value(pool, plan, 0), pool.pick(['add', 'xor', 'min'], plan.picks[1])]),
  (pool, plan, m) =>
    Reflect.apply(m.scan, m, [plan.text, width(pool, plan, 0), value(pool, plan, 1), inner(pool, plan, m)]),
  (pool, plan, m) => Reflect.apply(dsl.when, undefined, [value(pool, plan, 0), inner(pool, plan, m)]),
  (pool, plan, m) => {
    const chain: unknown = Reflect.apply(dsl.when, undefined, [value(pool, plan, 0), inner(pool, plan, m)]);
    invoke(chain, 'otherwise', [inner(pool, plan, m)]);
    if ((plan.picks[1] ?? 0) % 5 === 0) invoke(chain, 'elseWhen', [value(pool, plan, 1), inner(pool, plan, m)]);
  },
  (pool, plan, m) => Reflect.apply(dsl.genFor, undefined, [width(pool, plan, 0), plan.text, inner(pool, plan, m)]),
  (pool, plan, m) => {
    const relation = invoke(pool.pick(pool.widths, plan.picks[0]), 'atLeast', [width(pool, plan, 1)]);
    const branches = [
      [plan.text, inner(pool, plan, m)],
      ['other', inner(pool, plan, m)],
    ];
    return Reflect.apply(dsl.genIf, undefined, [relation, ...branches.slice(0, 1 + ((plan.picks[2] ?? 0) % 2))]);
  },
  (pool, plan, m) => m.assert(...condition(value(pool, plan, 0)), plan.text),
  ...clockSteps,
  ...memorySteps,
  ...constructSteps,
];

const condition = (given: unknown): [dsl.Operand<dsl.BoolType>] => {
  const isOne = (operand: unknown): operand is dsl.Operand<dsl.BoolType> => isOperand(operand);
  if (!isOne(given)) throw new NothingToPick();
  return [given];
};

function run(pool: Pool, plans: readonly StepPlan[], m: dsl.Builder): void {
  for (const plan of plans) {
    try {
      const result = pool.pick(steps, plan.operation)(pool, plan, m);
      if (isOperand(result)) pool.values.push(result);
    } catch (error) {
      if (!(error instanceof NothingToPick)) throw error;
    }
  }
}

/** A module in good order: its values do not belong in others, and it can be instantiated. */
function stranger(pool: Pool): dsl.AnyModule {
  const made = dsl.module(
    'stranger',
    {
      params: { W: dsl.int(4, { min: 1 }) },
      ports: ({ W }) => ({ p: dsl.input(dsl.uint(W)), q: dsl.output(dsl.uint(W)) }),
    },
    ({ p, q }) => {
      q.set(p);
      pool.values.push(p);
    },
  );
  made.elaborate();
  return made;
}

/** The same with two clocks, of which each instance has to say what they are; they do not belong in others either. */
function clockedStranger(pool: Pool): dsl.AnyModule {
  const made = dsl.module(
    'clocked_stranger',
    {
      params: { W: dsl.int(4, { min: 1 }) },
      clocks: { fast: dsl.clock(), slow: dsl.clock({ reset: 'asynchronous', active: 'low', enable: true }) },
      ports: ({ W }, { fast, slow }) => ({
        p: fast.port(dsl.input(dsl.uint(W))),
        q: slow.port(dsl.output(dsl.uint(W))),
      }),
    },
    ({ p, q }, { W }, m, clocks) => {
      const held = dsl.clocked(clocks.fast, () => m.regs({ held: dsl.uint(W) })).held;
      held.set(p);
      q.set(dsl.clocked(clocks.slow, () => dsl.crossing(held, { kind: 'quasi-static', reason: 'it stands still' })));
      pool.clocks.push(...Object.values<unknown>(clocks));
    },
  );
  made.elaborate();
  return made;
}

/**
 * Describes, checks, emits and runs a program.
 *
 * @returns what the language said of it, or nothing where it was content
 * @throws everything that is not a diagnostic
 */
export function runWrong(program: WrongProgram): string | undefined {
  const pool = new Pool(run);
  try {
    pool.modules.push(stranger(pool), clockedStranger(pool));
    const described = dsl.module(
      program.name,
      {
        params: Object.fromEntries(
          program.parameters.map(({ name, value: given, min }) => [name, dsl.int(given, { min })]),
        ),
        clocks: clocksOf(program.clocks),
        ports: (parameters, clocks) => {
          const handles = Object.values<dsl.Clock>(clocks);
          pool.widths.push(...Object.values<dsl.Width>(parameters));
          const typeAt = (index: number): dsl.HwType => {
            const parameter = pool.widths.at(-1) ?? 8;
            return index % 3 === 0 ? dsl.uint(parameter) : pool.pick(pool.types, index);
          };
          return Object.fromEntries(
            program.ports.map(({ name, isInput, type: index, clock }) => {
              const spec = isInput ? dsl.input(typeAt(index)) : dsl.output(typeAt(index));
              return [name, inClock(handles, clock, spec)];
            }),
          );
        },
      },
      (io, _, m, clocks) => {
        pool.clocks.push(...Object.values<unknown>(clocks));
        pool.values.push(...Object.values<unknown>(io));
        run(pool, program.steps, m);
      },
    );
    pool.modules.push(described);
    const values = Object.fromEntries(
      program.parameters.flatMap(({ name }, index) => {
        const given = program.values[index];
        return given === undefined ? [] : [[name, given]];
      }),
    );
    const top = described.elaborate(values);
    const reports = [...checkDesign(top, [values]).values()];
    const diagnostics = reports.flatMap(report => report.diagnostics);
    if (diagnostics.length > 0) throw new dsl.DiagnosticError(diagnostics);
    for (const module of modulesOf(top)) emitModule(module, { source: noSource, prefix: '' });
    simulate(described, values).step(2);
    return undefined;
  } catch (error) {
    if (error instanceof dsl.DiagnosticError || error instanceof SimulationError) return error.message;
    throw error;
  }
}
