import type { ClockSpecs, NoClocks } from './clock.ts';
import { DiagnosticError, diagnostic, type Label } from './diagnostics/diagnostic.ts';
import { requireName, requireRecord } from './given.ts';
import type { Declaration } from './ir/declaration.ts';
import type { BlackBox, HwModule } from './ir/hwModule.ts';
import { type Module, type ModuleHead, moduleOf } from './module.ts';
import type { ParameterSpecs } from './params.ts';
import type { PortSpec, PortSpecs, StreamSpec } from './ports.ts';
import type { OptionSpec, ParameterValue } from './structural.ts';
import type { BoolType, EnumType, HwType, StructType, VecType } from './types.ts';
import { interfaceDifferences } from './verilogInterface.ts';

/** A value as a model computes with it: whole numbers of any size, true and false, names, arrays, records. */
export type ModelValue<T> = T extends BoolType
  ? boolean
  : T extends EnumType<infer S>
    ? S
    : T extends VecType<infer E>
      ? readonly ModelValue<E>[]
      : T extends StructType<infer F>
        ? { readonly [K in keyof F]: ModelValue<F[K]> }
        : bigint;

type Bits<S> = S extends StreamSpec<'sink' | 'source', infer T extends HwType> ? ModelValue<T> : never;

/** What a model sees: the inputs, of a stream `x` under `x_valid`, `x_ready` and `x_bits`; resets and enables by port. */
export type ModelInputs<P> = {
  readonly [K in keyof P as P[K] extends PortSpec<'in'> ? K : never]: P[K] extends PortSpec<'in', infer T>
    ? ModelValue<T>
    : never;
} & { readonly [K in keyof P & string as P[K] extends StreamSpec<'sink'> ? `${K}_valid` : never]: boolean } & {
  readonly [K in keyof P & string as P[K] extends StreamSpec<'sink'> ? `${K}_bits` : never]: Bits<P[K]>;
} & { readonly [K in keyof P & string as P[K] extends StreamSpec<'source'> ? `${K}_ready` : never]: boolean } & {
  readonly [port: string]: unknown;
};

type OutputValues<P> = {
  readonly [K in keyof P as P[K] extends PortSpec<'out'> ? K : never]: P[K] extends PortSpec<'out', infer T>
    ? ModelValue<T>
    : never;
} & { readonly [K in keyof P & string as P[K] extends StreamSpec<'source'> ? `${K}_valid` : never]: boolean } & {
  readonly [K in keyof P & string as P[K] extends StreamSpec<'source'> ? `${K}_bits` : never]: Bits<P[K]>;
} & { readonly [K in keyof P & string as P[K] extends StreamSpec<'sink'> ? `${K}_ready` : never]: boolean };

/** How one instance behaves in the built-in simulator. What it remembers, it keeps itself. */
export interface BlackBoxModel<P> {
  /** Each output, from the inputs that it depends on in the same cycle; others are not there. It changes nothing. */
  readonly outputs: {
    readonly [K in keyof OutputValues<P>]: (
      inputs: ModelInputs<P>,
    ) => OutputValues<P>[K] | NumberFor<OutputValues<P>[K]>;
  };
  /** An edge of some of its clocks, with all inputs as they are before it. */
  readonly clock?: (inputs: ModelInputs<P>, clocks: readonly string[]) => void;
}

/** Values of parameters as a model is given them: whole numbers, and the options of choices and flags. */
export type ModelParameters<S> = { readonly [K in keyof S]: S[K] extends OptionSpec<infer O> ? O : number };

/** A number does where a whole number is expected. */
type NumberFor<V> = V extends bigint ? number : never;

/** Verilog as a text, or as a file that was read. */
export type VerilogText = string | { readonly path: string; readonly text: string };

export interface BlackBoxHead<S extends ParameterSpecs, P extends PortSpecs, C extends ClockSpecs>
  extends ModuleHead<S, P, C> {
  /**
   * The inputs, by output, on which it depends in the same cycle: on all of them unless stated. What an output does not
   * depend on cannot close a combinational loop through it. A stream's parts are named as in Verilog, `x_valid`.
   */
  readonly depends?: Readonly<Record<string, readonly string[]>>;
}

export interface BlackBoxOptions<S extends ParameterSpecs, P extends PortSpecs> {
  /** Its Verilog, which goes beside the rest. Without one the module is external: whoever takes the design adds it. */
  readonly verilog?: VerilogText;
  /** Makes a model for one instance, with the values of its parameters. Without one the built-in simulator refuses. */
  readonly simulate?: (parameters: ModelParameters<S>) => BlackBoxModel<P>;
}

/** A model of which only its being one is known: values by name, as they are. */
export interface AnyModel {
  readonly outputs: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => unknown>>;
  readonly clock?: (inputs: Readonly<Record<string, unknown>>, clocks: readonly string[]) => void;
}

type MakeModel = (parameters: Readonly<Record<string, ParameterValue>>) => AnyModel;

/** Models are code: they stand beside the IR, which is data. */
const models = new WeakMap<BlackBox, unknown>();

const makesModels = (make: unknown): make is MakeModel => typeof make === 'function';

/** What makes models of a black box; undefined where it has none. */
export function modelOf(box: BlackBox): MakeModel | undefined {
  const make = models.get(box);
  return makesModels(make) ? make : undefined;
}

/** The name of a port's value: that of a struct, or of a stream's part. */
export function valueName({ key, stream, field }: Declaration): string {
  if (stream !== undefined) return `${stream.name}_${stream.part}`;
  return field?.of ?? key;
}

/** Checks what is said of a black box against its ports, and against its Verilog. */
function check(described: HwModule, box: BlackBox): void {
  const { name, ports, clocks, site } = described;
  const place: Label[] = [{ location: site?.location, message: '' }];
  const inputs = new Set(ports.filter(({ role }) => role === 'input').map(valueName));
  const outputs = new Set(ports.filter(({ role }) => role === 'output').map(valueName));
  const list = (names: Iterable<string>): string => [...names].map(port => `\`${port}\``).join(', ');
  const problems: { readonly problem: string; readonly suggestion: string }[] = [];
  for (const [output, needed] of Object.entries(box.depends ?? {})) {
    if (!outputs.has(output))
      problems.push({
        problem: `states what \`${output}\` depends on, which is no output of it`,
        suggestion: `Its outputs are ${list(outputs)}.`,
      });
    for (const input of needed)
      if (!inputs.has(input))
        problems.push({
          problem: `states that \`${output}\` depends on \`${input}\`, which is no input of it`,
          suggestion: `Its inputs are ${list(inputs)}.`,
        });
  }
  if (box.verilog !== undefined) {
    const clockPorts = clocks.flatMap(({ clock, reset, enable }) => [
      clock,
      ...(reset === undefined ? [] : [reset.signal.key]),
      ...(enable === undefined ? [] : [enable.key]),
    ]);
    const needed = {
      parameters: described.kept,
      ports: [
        ...[...new Set(clockPorts)].map(port => ({ name: port, direction: 'input' as const })),
        ...ports.map(({ key, role }) => ({
          name: key,
          direction: role === 'input' ? ('input' as const) : ('output' as const),
        })),
      ],
    };
    const where = box.verilog.path === undefined ? '' : ` in ${box.verilog.path}`;
    for (const difference of interfaceDifferences(box.verilog.text, name, needed))
      problems.push({
        problem: `does not fit its Verilog${where}, which ${difference}`,
        suggestion: 'Give parameters, ports and clocks the names and directions that they have there.',
      });
  }
  if (problems.length > 0)
    throw new DiagnosticError(problems.map(holes => diagnostic('black-box', { name, ...holes }, place)));
}

/**
 * A module that is written in Verilog, or comes from elsewhere: described by its interface alone, and instantiated like
 * any other. It has no clock unless its head declares one, with the names of its ports.
 *
 * @param name the Verilog module's name, which no prefix is put before
 * @param head parameters, relations, clocks and ports, and which outputs depend on which inputs
 */
export function blackBox<const S extends ParameterSpecs, P extends PortSpecs, const C extends ClockSpecs = NoClocks>(
  name: string,
  head: BlackBoxHead<S, P, C>,
  options: BlackBoxOptions<S, P> = {},
): Module<S, P, C> {
  requireName('The name of a black box', name);
  requireRecord('The head of a black box', head);
  requireRecord('The options of a black box', options);
  const { verilog } = options;
  const box: BlackBox = {
    verilog: typeof verilog === 'string' ? { path: undefined, text: verilog } : verilog,
    depends: head.depends,
  };
  if (options.simulate !== undefined) models.set(box, options.simulate);
  const described = moduleOf(name, head, () => undefined);
  const known = new Map<HwModule, HwModule>();
  const asBlackBox = (inner: HwModule): HwModule => {
    const before = known.get(inner);
    if (before !== undefined) return before;
    // A parameter that the ports read with `.value` is one of the Verilog module all the same.
    const outer: HwModule = { ...inner, name, kept: Object.keys(inner.specs), blackBox: box };
    check(outer, box);
    known.set(inner, outer);
    return outer;
  };
  return {
    ...described,
    // The Verilog is what it is, whatever the domain.
    elaborateWith: readValue => asBlackBox(described.elaborateWith(readValue)),
    elaborate: values => asBlackBox(described.elaborate(values)),
  };
}
